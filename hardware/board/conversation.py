"""The host's side of the conversation with the board: pure, fed with bytes and milliseconds.

It must not open a device or wait: the driver owns the line, the clock and the lock.
"""

from dataclasses import dataclass

from hardware.board.port import (
    BoardEvent,
    BoardInfo,
    BoardRestarted,
    BoardStatus,
    KeyPressed,
    Refusal,
    Refused,
    Vigil,
    VoterKeyPressed,
)
from hardware.board.wire import info_of, key_of, status_of, vigil_of, voter_key_of
from hardware.protocol import messages as m
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameDecoder, FrameError, encode_frame

HELLO_REPEAT_MS = 300
ORDER_REPEAT_MS = 200
SILENCE_MS = 3000
_MAX_ORDERS = 64

Reply = Frame


@dataclass(slots=True)
class _Order:
    kind: int
    payload: bytes
    sequence: int
    sent_ms: int | None = None
    asked: bool = False
    """Somebody waits for the reply."""


class Conversation:
    """One start of the host (`session`, u64, never used before) with whatever board is on the line."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._decoder = FrameDecoder()
        self._connected = False
        self._card: m.HelloAck | None = None
        self._greeted = False
        self._foreign = False
        self._hello_ms: int | None = None
        self._heard_ms = 0
        self._last_counter = 0
        self._last_tap = 0
        self._status: m.Status | None = None
        self._sequence = 0
        self._face: dict[tuple[int, int], bytes] = {}
        self._orders: list[_Order] = []
        self._replies: dict[int, Reply] = {}
        self._events: list[BoardEvent] = []
        self._output = bytearray()

    def connected(self, now_ms: int) -> None:
        """The line was opened: greet, for opening threw away whatever the board said before."""
        self._decoder.reset()
        self._connected = True
        self._greeted = False
        self._hello_ms = None
        self._heard_ms = now_ms
        for order in self._orders:
            order.sent_ms = None

    def disconnected(self) -> None:
        """The line is gone. Sounds are not made up for later."""
        self._connected = False
        self._greeted = False
        self._foreign = False
        self._status = None
        self._output = bytearray()
        self._orders = [order for order in self._orders if order.kind != m.BUZZER]

    def receive(self, data: bytes, now_ms: int) -> None:
        """Bytes from the board; damaged frames vanish here."""
        for frame in self._decoder.feed(data):
            try:
                self._hear(frame, now_ms)
            except FrameError:
                self._decoder.refused += 1

    def tick(self, now_ms: int) -> None:
        """Repeat what is due: the greeting, or the oldest order."""
        if not self._connected:
            return
        if self._greeted and now_ms - self._heard_ms > SILENCE_MS:
            self._greeted = False
            self._status = None
        if not self._greeted:
            if _due(self._hello_ms, now_ms, HELLO_REPEAT_MS):
                self._hello_ms = now_ms
                self._send(m.HELLO, m.Hello(self._session).pack(), self._next_sequence())
            return
        if self._orders and _due(self._orders[0].sent_ms, now_ms, ORDER_REPEAT_MS):
            order = self._orders[0]
            order.sent_ms = now_ms
            self._send(order.kind, order.payload, order.sequence)

    def take_output(self) -> bytes:
        """Bytes for the board."""
        output, self._output = bytes(self._output), bytearray()
        return output

    def take_events(self) -> tuple[BoardEvent, ...]:
        """Events since the last call, oldest first."""
        events, self._events = tuple(self._events), []
        return events

    def info(self) -> BoardInfo | Refused:
        """Who answers now."""
        if not self._connected:
            return Refused(Refusal.ABSENT)
        if self._foreign:
            return Refused(Refusal.PROTOCOL_VERSION)
        if not self._greeted or self._card is None:
            return Refused(Refusal.SILENT)
        return info_of(self._card)

    def status(self) -> BoardStatus | Refused:
        """What the board sensed last, as long as it is heard."""
        info = self.info()
        if isinstance(info, Refused):
            return info
        return Refused(Refusal.SILENT) if self._status is None else status_of(self._status)

    def vigil(self) -> Vigil | Refused:
        """What the board counted, as long as it is heard."""
        info = self.info()
        if isinstance(info, Refused):
            return info
        return Refused(Refusal.SILENT) if self._status is None else vigil_of(self._status)

    def show(self, kind: int, payload: bytes) -> None:
        """Order a part of the face (DISPLAY, LAMP): kept, and ordered again of a board that restarted."""
        part = (kind, payload[0] if kind == m.LAMP else 0)
        self._face[part] = payload
        self._orders = [order for order in self._orders if order.sent_ms is not None or _part(order) != part]
        self.order(kind, payload)

    def order(self, kind: int, payload: bytes, *, asked: bool = False) -> int:
        """Queue an order; the ticket is for `take_reply`. Unasked ones are dropped beyond a limit: nobody listens."""
        order = _Order(kind, payload, self._next_sequence(), asked=asked)
        if asked or len(self._orders) < _MAX_ORDERS:
            self._orders.append(order)
        return order.sequence

    def take_reply(self, ticket: int) -> Reply | None:
        """The ACK or COUNTER_STATE of an asked order, once; None while there is none."""
        return self._replies.pop(ticket, None)

    def forget(self, ticket: int) -> None:
        """Nobody waits any more. What is not on the line yet is not sent."""
        self._orders = [order for order in self._orders if order.sequence != ticket]
        self._replies.pop(ticket, None)

    def _hear(self, frame: Frame, now_ms: int) -> None:
        if frame.version != PROTOCOL_VERSION:
            self._foreign = self._foreign or frame.kind == m.HELLO_ACK
            return
        if frame.kind == m.HELLO_ACK:
            self._meet(m.unpack_hello_ack(frame.payload), now_ms)
        if not self._greeted:
            return
        self._heard_ms = now_ms
        if frame.kind in (m.KEY, m.VOTER_KEY):
            self._feel(frame)
        elif frame.kind == m.STATUS:
            self._status = m.unpack_status(frame.payload)
        elif frame.kind == m.ACK:
            self._settle(m.unpack_ack(frame.payload)[0], frame)
        elif frame.kind == m.COUNTER_STATE:
            self._settle(m.unpack_counter_state(frame.payload)[0], frame)

    def _feel(self, frame: Frame) -> None:
        if frame.kind == m.KEY:
            self._take_key(m.unpack_key(frame.payload))
        else:
            self._take_tap(m.unpack_voter_key(frame.payload))

    def _meet(self, card: m.HelloAck, now_ms: int) -> None:
        if card.session != self._session:
            if self._greeted:  # it restarted and knows nothing of us
                self._greeted, self._hello_ms = False, None
            return
        before, self._card = self._card, card
        self._greeted, self._foreign, self._heard_ms = True, False, now_ms
        if before is not None and (before.board_id, before.boots) != (card.board_id, card.boots):
            self._last_tap = 0  # the voter's keys are counted anew at each start of a board
        if before is None:
            self._last_counter = card.base
        elif before.board_id != card.board_id:
            self._events.append(BoardRestarted(card.board_id.hex(), 0))
            self._last_counter = card.base
        elif before.boots != card.boots or card.base > self._last_counter:
            self._events.append(BoardRestarted(card.board_id.hex(), max(0, card.base - self._last_counter)))
            self._last_counter = max(card.base, self._last_counter)
        else:
            return
        self._dress()

    def _dress(self) -> None:
        """The face for a board that knows nothing of it, before anything else that waits."""
        waiting = [order for order in self._orders if _part(order) not in self._face]
        face = [_Order(part[0], payload, self._next_sequence()) for part, payload in self._face.items()]
        self._orders = face + waiting

    def _take_key(self, key: m.Key) -> None:
        """Exactly once: a counter already told is acknowledged again and not told again."""
        if key.session != self._session:
            return
        if key.counter > self._last_counter:
            self._last_counter = key.counter
            self._events.append(KeyPressed(key_of(key.key), key.counter))
        self._send(m.KEY_ACK, m.pack_key_ack(key.session, key.counter), self._next_sequence())

    def _take_tap(self, key: m.Key) -> None:
        """At most once; what the board said again is acknowledged again."""
        if key.session != self._session:
            return
        if key.counter > self._last_tap:
            self._last_tap = key.counter
            self._events.append(VoterKeyPressed(voter_key_of(key.key)))
        self._send(m.VOTER_KEY_ACK, m.pack_key_ack(key.session, key.counter), self._next_sequence())

    def _settle(self, sequence: int, reply: Reply) -> None:
        if not self._orders or self._orders[0].sequence != sequence:
            return
        order, *self._orders = self._orders
        if order.asked:
            self._replies[sequence] = reply

    def _next_sequence(self) -> int:
        self._sequence = self._sequence % 0xFFFF + 1
        return self._sequence

    def _send(self, kind: int, payload: bytes, sequence: int) -> None:
        self._output += encode_frame(Frame(kind, sequence, payload))


def _part(order: _Order) -> tuple[int, int]:
    return (order.kind, order.payload[0] if order.kind == m.LAMP else 0)


def _due(sent_ms: int | None, now_ms: int, every_ms: int) -> bool:
    return sent_ms is None or now_ms - sent_ms >= every_ms
