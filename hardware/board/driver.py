"""The board on a real tty or a pty: line, clock and lock around the conversation.

It must not interpret frames (that is `conversation.py`) and starts no thread: `poll` and the blocking calls move bytes.
"""

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from hardware.board.conversation import Conversation, Reply
from hardware.board.port import (
    MAX_BUZZ_MS,
    BoardEvent,
    BoardInfo,
    BoardStatus,
    CounterEntry,
    CounterFault,
    CounterState,
    Lamp,
    LampMode,
    NotStored,
    PairingAnswer,
    Refusal,
    Refused,
    Stored,
    Unavailable,
    Vigil,
)
from hardware.board.wire import LAMP_MODES, LAMPS, entry_of, entry_to
from hardware.line import Line, LineLostError, SerialLine
from hardware.protocol import messages as m

BAUD = 115_200
_STEP_MS = 10
_FAULT_OF_REFUSAL = {
    Refusal.ABSENT: CounterFault.ABSENT,
    Refusal.SILENT: CounterFault.SILENT,
    Refusal.PROTOCOL_VERSION: CounterFault.PROTOCOL_VERSION,
}
_FAULT_OF_RESULT = {m.REFUSED: CounterFault.GOES_BACK, m.STORAGE_FAULT: CounterFault.DAMAGED}


class SerialBoard:
    """`Board` over the tty at `path`, which may vanish and come back at any moment."""

    def __init__(self, path: str, *, line: Line | None = None) -> None:
        self._line: Line = SerialLine(path, BAUD) if line is None else line
        self._talk = Conversation(uuid.uuid4().int >> 64)
        self._lock = threading.Lock()
        self._events: deque[BoardEvent] = deque()
        self._wishes: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._info: BoardInfo | Refused = Refused(Refusal.ABSENT)
        self._status: BoardStatus | Refused = Refused(Refusal.ABSENT)
        self._vigil: Vigil | Refused = Refused(Refusal.ABSENT)

    def hello(self, timeout_ms: int = 2000) -> BoardInfo | Refused:
        """See `Board`."""
        deadline_ms = _now_ms() + timeout_ms
        with self._lock:
            self._pump(0)
            while self._waitable() and _now_ms() < deadline_ms:
                self._pump(_STEP_MS)
            return self._info

    def poll(self) -> tuple[BoardEvent, ...]:
        """See `Board`. While another thread waits for the counter, that thread moves the bytes."""
        self._pump_if_free()
        events = []
        while self._events:
            events.append(self._events.popleft())
        return tuple(events)

    def status(self) -> BoardStatus | Refused:
        """See `Board`."""
        self._pump_if_free()
        return self._status

    def vigil(self) -> Vigil | Refused:
        """See `Board`."""
        self._pump_if_free()
        return self._vigil

    def display(self, line1: str, line2: str) -> None:
        """See `Board`."""
        payload = m.pack_display(line1, line2)
        self._wishes.put(lambda: self._talk.show(m.DISPLAY, payload))

    def lamp(self, lamp: Lamp, mode: LampMode) -> None:
        """See `Board`."""
        payload = m.pack_lamp(LAMPS[lamp], LAMP_MODES[mode])
        self._wishes.put(lambda: self._talk.show(m.LAMP, payload))

    def buzz(self, duration_ms: int) -> None:
        """See `Board`."""
        if not 1 <= duration_ms <= MAX_BUZZ_MS:
            raise ValueError(f"a sound is of 1 to {MAX_BUZZ_MS} ms")
        payload = m.pack_buzzer(duration_ms)
        self._wishes.put(lambda: self._sound(payload))

    def counter_read(self, timeout_ms: int = 1000) -> CounterState | Unavailable:
        """See `Board`."""
        reply = self._ask(m.COUNTER_GET, b"", timeout_ms)
        if isinstance(reply, CounterFault):
            return Unavailable(reply)
        if reply.kind != m.COUNTER_STATE:
            return Unavailable(CounterFault.DAMAGED)
        _, result, entries = m.unpack_counter_state(reply.payload)
        info = self._info
        if result != m.DONE or isinstance(info, Refused):
            return Unavailable(_FAULT_OF_RESULT.get(result, CounterFault.SILENT))
        return CounterState(tuple(entry_of(entry) for entry in entries), info.counter_kind)

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        """See `Board`. Repeated while the line comes and goes, until `timeout_ms`."""
        reply = self._ask(m.COUNTER_SET, entry_to(entry).pack(), timeout_ms)
        if isinstance(reply, CounterFault):
            return NotStored(reply)
        if reply.kind != m.ACK:
            return NotStored(CounterFault.DAMAGED)
        _, result = m.unpack_ack(reply.payload)
        return Stored() if result == m.DONE else NotStored(_FAULT_OF_RESULT[result])

    def pair(self, keypad: bytes, key: bytes, timeout_ms: int = 1000) -> PairingAnswer:
        """Offer the key (32 B) of a wireless keypad (id of 4 B); for the technician's table, never while voting."""
        reply = self._ask(m.PAIR, m.pack_pair(keypad, key), timeout_ms)
        if isinstance(reply, CounterFault) or reply.kind != m.ACK:
            return PairingAnswer.NO_ANSWER
        done = m.unpack_ack(reply.payload)[1] == m.DONE
        return PairingAnswer.OFFERED if done else PairingAnswer.NOT_IN_SERVICE

    def close(self) -> None:
        """See `Board`."""
        with self._lock:
            self._line.close()
            self._talk.disconnected()

    def _ask(self, kind: int, payload: bytes, timeout_ms: int) -> Reply | CounterFault:
        deadline_ms = _now_ms() + timeout_ms
        with self._lock:
            ticket = self._talk.order(kind, payload, asked=True)
            self._pump(0)
            while True:
                self._pump(_STEP_MS)
                reply = self._talk.take_reply(ticket)
                if reply is not None:
                    return reply
                if _now_ms() >= deadline_ms:
                    self._talk.forget(ticket)
                    return self._fault()

    def _fault(self) -> CounterFault:
        return _FAULT_OF_REFUSAL[self._info.reason] if isinstance(self._info, Refused) else CounterFault.SILENT

    def _sound(self, payload: bytes) -> None:
        if isinstance(self._talk.info(), BoardInfo):
            self._talk.order(m.BUZZER, payload)

    def _waitable(self) -> bool:
        """Whether to wait on: nobody answered yet, or who did has not said what it senses."""
        if isinstance(self._info, Refused):
            return self._info.reason is not Refusal.PROTOCOL_VERSION
        return isinstance(self._status, Refused)

    def _pump_if_free(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                self._pump(0)
            finally:
                self._lock.release()

    def _pump(self, wait_ms: int) -> None:
        """Move bytes both ways once. Under the lock."""
        try:
            if self._line.open():
                self._talk.connected(_now_ms())
            self._talk.receive(self._line.read(wait_ms), _now_ms())
            while not self._wishes.empty():
                self._wishes.get_nowait()()
            self._talk.tick(_now_ms())
            output = self._talk.take_output()
            if output:
                self._line.write(output)
        except LineLostError:
            self._talk.disconnected()
            time.sleep(wait_ms / 1000)
        self._events.extend(self._talk.take_events())
        self._info, self._status, self._vigil = self._talk.info(), self._talk.status(), self._talk.vigil()


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
