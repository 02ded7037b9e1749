"""The board's side of the conversation: pure, fed with frames and milliseconds, the same in emulator and firmware.

It must not touch a pin, a file or a clock: a `Memory` keeps what outlives a restart and the caller moves the bytes.
"""

from hardware.protocol import messages as m
from hardware.protocol import texts
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameError, encode_frame
from hardware.protocol.radio_gate import RadioGate

KEY_REPEAT_MS = 250
HEARTBEAT_MS = 1000
MAX_WAITING_KEYS = 8
VOTER_KEY_REPEAT_MS = 100


class Memory:
    """What survives a restart. A device gives the four methods; a save that returns False did not happen."""

    def key_counter(self) -> int:
        """The counter of the last press ever."""
        raise NotImplementedError

    def save_key_counter(self, counter: int) -> bool:
        """Keep it before the press is told to anyone."""
        raise NotImplementedError

    def entries(self) -> list[m.Entry] | None:
        """A new list, newest first, at most two; None when the memory is damaged."""
        raise NotImplementedError

    def save_entries(self, entries: list[m.Entry]) -> bool:
        """Replace them, all or nothing."""
        raise NotImplementedError


class BoardCore:
    """One board. `card` is its HELLO_ACK with the identity filled in and `boots` counted up by the caller."""

    def __init__(self, memory: Memory, card: m.HelloAck) -> None:
        self.status = m.Status()
        self.lines = ("", "")
        self.lamps = dict.fromkeys(m.LAMPS, m.LAMP_OFF)
        self.buzzes = 0
        self.sound_ms = 0
        self.gate: RadioGate | None = None
        self._memory = memory
        self._card = card
        self._bound = False
        self._waiting: list[m.Key] = []
        self._key_sent_ms: int | None = None
        self._taps: list[m.Key] = []
        self._tapped = 0
        self._tap_sent_ms: int | None = None
        self._status_sent_ms: int | None = None
        self._status_sent = b""
        self._last_order: tuple[int, bytes] | None = None
        self._sequence = 0
        self._output: list[bytes] = []

    def press(self, key: int) -> bool:
        """A key went down. False: not taken (nobody listens, too many wait, memory failed), and the board beeps so."""
        if not self._bound or len(self._waiting) >= MAX_WAITING_KEYS:
            return False
        counter = self._memory.key_counter() + 1
        if not self._memory.save_key_counter(counter):
            return False
        self._waiting.append(m.Key(self._card.session, key, counter))
        return True

    def tap(self, key: int) -> bool:
        """A key of the voter went down. It is counted in RAM alone: how often a voter pressed is nobody's to keep."""
        if not self._bound or len(self._taps) >= MAX_WAITING_KEYS:
            return False
        self._tapped += 1
        self._taps.append(m.Key(self._card.session, key, self._tapped))
        return True

    def waiting(self) -> int:
        """Presses that the host has not acknowledged."""
        return len(self._waiting) + len(self._taps)

    def receive(self, frame: Frame) -> None:
        """A frame from the host. What this protocol does not know is dropped; the host repeats what matters."""
        try:
            if frame.kind == m.HELLO:
                self._greet(frame)
            elif frame.version == PROTOCOL_VERSION and self._bound:
                self._serve(frame)
        except FrameError:
            return

    def tick(self, now_ms: int) -> None:
        """Send what is due: the oldest press until acknowledged, and the status on change and as a heartbeat.

        Until a host has greeted, present itself instead, so that the host of before a restart greets at once.
        """
        if not self._bound:
            if _due(self._status_sent_ms, now_ms, HEARTBEAT_MS):
                self._status_sent_ms = now_ms
                self._send(m.HELLO_ACK, self._card.pack())
            return
        if self._waiting and _due(self._key_sent_ms, now_ms, KEY_REPEAT_MS):
            self._key_sent_ms = now_ms
            self._send(m.KEY, self._waiting[0].pack())
        if self._taps and _due(self._tap_sent_ms, now_ms, VOTER_KEY_REPEAT_MS):
            self._tap_sent_ms = now_ms
            self._send(m.VOTER_KEY, self._taps[0].pack())
        status = self.status.pack()
        if status != self._status_sent or _due(self._status_sent_ms, now_ms, HEARTBEAT_MS):
            self._status_sent, self._status_sent_ms = status, now_ms
            self._send(m.STATUS, status)

    def take_output(self) -> list[bytes]:
        """Frames to put on the line, in order."""
        output, self._output = self._output, []
        return output

    def _greet(self, frame: Frame) -> None:
        """A host of another version gets the presentation too, so that it can say why it refuses."""
        if frame.version == PROTOCOL_VERSION:
            hello = m.unpack_hello(frame.payload)
            if not self._bound or hello.session != self._card.session:
                self._bind(hello.session)
            self._taps = []  # made while nobody heard: the voter who made them may be gone
            self._key_sent_ms = self._tap_sent_ms = None
            self._status_sent_ms = None
        self._send(m.HELLO_ACK, self._card.pack())

    def _bind(self, session: int) -> None:
        self._bound = True
        self._waiting, self._taps = [], []
        self._last_order = None
        self._card.session = session
        self._card.base = self._memory.key_counter()

    def _serve(self, frame: Frame) -> None:
        if frame.kind == m.KEY_ACK:
            self._forget_key(frame.payload)
        elif frame.kind == m.VOTER_KEY_ACK:
            self._forget_tap(frame.payload)
        elif frame.kind == m.COUNTER_GET:
            entries = self._memory.entries()
            result = m.STORAGE_FAULT if entries is None else m.DONE
            self._send(m.COUNTER_STATE, m.pack_counter_state(frame.sequence, result, entries or []))
        elif frame.kind in (m.LAMP, m.BUZZER, m.DISPLAY, m.COUNTER_SET, m.PAIR):
            self._send(m.ACK, self._carry_out_once(frame))

    def _forget_key(self, payload: bytes) -> None:
        session, counter = m.unpack_key_ack(payload)
        if session == self._card.session and self._waiting and self._waiting[0].counter == counter:
            self._waiting = self._waiting[1:]
            self._key_sent_ms = None

    def _forget_tap(self, payload: bytes) -> None:
        session, counter = m.unpack_key_ack(payload)
        if session == self._card.session and self._taps and self._taps[0].counter == counter:
            self._taps = self._taps[1:]
            self._tap_sent_ms = None

    def _carry_out_once(self, frame: Frame) -> bytes:
        """A repeated order is answered again and not done again."""
        if self._last_order is None or self._last_order[0] != frame.sequence:
            self._last_order = (frame.sequence, m.pack_ack(frame.sequence, self._carry_out(frame)))
        return self._last_order[1]

    def _carry_out(self, frame: Frame) -> int:
        if frame.kind == m.LAMP:
            lamp, mode = m.unpack_lamp(frame.payload)
            self.lamps[lamp] = mode
        elif frame.kind == m.BUZZER:
            self.sound_ms = m.unpack_buzzer(frame.payload)
            self.buzzes += 1
        elif frame.kind == m.DISPLAY:
            self.lines = m.unpack_display(frame.payload)
        elif frame.kind == m.PAIR:
            return self._pair(frame.payload)
        else:
            return self._advance_counter(m.unpack_entry(frame.payload))
        return m.DONE

    def _pair(self, payload: bytes) -> int:
        """Only while the key switch is in service: whoever pairs a keypad stands at the open urna with its key."""
        keypad, key = m.unpack_pair(payload)
        if self.gate is None or self.status.switch != m.SWITCH_SERVICE:
            return m.REFUSED
        self.lines = texts.pairing(self.gate.offer(keypad, key))
        return m.DONE

    def _advance_counter(self, entry: m.Entry) -> int:
        """A store only goes forward; the same entry again is the same answer."""
        entries = self._memory.entries()
        if entries is None:
            return m.STORAGE_FAULT
        known = [old for old in entries if old.store_id == entry.store_id]
        if known and entry.pack() == known[0].pack():
            return m.DONE
        if known and entry.sequence <= known[0].sequence:
            return m.REFUSED
        entries.insert(0, entry)
        return m.DONE if self._memory.save_entries(entries[: m.MAX_ENTRIES]) else m.STORAGE_FAULT

    def _send(self, kind: int, payload: bytes) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._output.append(encode_frame(Frame(kind, self._sequence, payload)))


def _due(sent_ms: int | None, now_ms: int, every_ms: int) -> bool:
    return sent_ms is None or now_ms - sent_ms >= every_ms
