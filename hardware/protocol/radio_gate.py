"""The board's ear for its wireless keypad: which frames on the air are presses. It must not carry one out.

A press counts when it is sealed with the paired key, fresh, and its number is beyond every one before. All else is
counted and forgotten: nothing on the air makes the board keep, wait for or answer a stranger.
"""

from hardware.protocol import messages as m
from hardware.protocol import radio
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameDecoder, FrameError

MAX_COUNT = 0xFFFFFFFF


class Pairing:
    """What the gate asks of the memory."""

    keypad = bytes(radio.ID_BYTES)
    keypad_key = bytes(radio.KEY_BYTES)
    radio_counter = 0
    boots = 0

    def save(self) -> bool:
        """Keep all of it; False when it is not kept."""
        raise NotImplementedError


class RadioGate:
    """One start of the board. `forged`, `replayed` and `unreadable` count what was refused, and stop at 2^32 - 1."""

    def __init__(self, memory: Pairing) -> None:
        self.forged = 0
        self.replayed = 0
        self._foreign = 0
        self._memory = memory
        self._decoder = FrameDecoder()
        self._offered: tuple[bytes, bytes] | None = None
        self._answered = False
        self._beat = 0
        self._beaten = -1
        self._face = b""
        self._output: list[bytes] = []

    @property
    def unreadable(self) -> int:
        """Frames of another version, kind or size, and what was between zeros and no frame."""
        return min(MAX_COUNT, self._foreign + self._decoder.refused)

    @property
    def paired(self) -> bool:
        """Whether a keypad is paired and no other is being."""
        return self._offered is None and self._memory.keypad != bytes(radio.ID_BYTES)

    @property
    def pairing(self) -> bool:
        """Whether a keypad was offered and did not confirm yet."""
        return self._offered is not None

    def offer(self, keypad: bytes, key: bytes) -> str:
        """Begin to pair: the key counts when the keypad has shown that it holds it. Gives the code for the display."""
        self._offered = (keypad, key)
        self._beaten = -1
        return radio.pairing_code(keypad, key)

    def withdraw(self) -> bool:
        """End a pairing that was begun and not confirmed; whether there was one."""
        begun, self._offered = self._offered is not None, None
        return begun

    def receive(self, data: bytes) -> list[radio.Press]:
        """Bytes from the air; gives new presses, each of which awaits `answer`."""
        presses = []
        for frame in self._decoder.feed(data):
            press = self._judge(frame)
            if press is not None:
                presses.append(press)
        return presses

    def answer(self, press: radio.Press, taken: bool) -> None:  # noqa: FBT001 - as MicroPython calls it
        """Tell the keypad what became of its press."""
        self._answered = taken
        self._output.append(radio.taken_frame(self._memory.keypad_key, press.keypad, press.counter, taken))

    def beat(self, now_ms: int, display: bytes, lamps: bytes) -> None:
        """Once a second, and when the face changes: where the board stands, for whoever holds the key."""
        self._beat = now_ms // radio.BEAT_MS
        if self._beat == self._beaten and display + lamps == self._face:
            return
        self._beaten, self._face = self._beat, display + lamps
        clock = (self._memory.boots, self._beat)
        for keypad, key in self._keypads():
            self._output.append(radio.beat_frame(key, keypad, clock, (display, lamps)))

    def take_output(self) -> list[bytes]:
        """Frames for the air."""
        output, self._output = self._output, []
        return output

    def _keypads(self) -> list[tuple[bytes, bytes]]:
        """Whom the board believes: the paired keypad, and the one being paired."""
        known = []
        if self._memory.keypad != bytes(radio.ID_BYTES):
            known.append((self._memory.keypad, self._memory.keypad_key))
        if self._offered is not None:
            known.append(self._offered)
        return known

    def _judge(self, frame: Frame) -> radio.Press | None:
        if frame.version != PROTOCOL_VERSION or frame.kind != radio.RADIO_PRESS:
            self._foreign += 1
            return None
        sealed = [each for each in self._keypads() if radio.is_sealed(each[1], frame.kind, frame.payload)]
        if not sealed:
            self.forged = min(MAX_COUNT, self.forged + 1)
            return None
        try:
            press = radio.unpack_press(frame.payload)
        except FrameError:
            self._foreign += 1
            return None
        return self._accept(press, sealed[0])

    def _accept(self, press: radio.Press, sealed: tuple[bytes, bytes]) -> radio.Press | None:
        """Fresh and new. A repeat of the press before, for want of an answer, is answered again and not told again."""
        fresh = press.boots == self._memory.boots and 0 <= self._beat - press.beat <= radio.MAX_AGE_BEATS
        if press.keypad != sealed[0] or not fresh:
            self.replayed = min(MAX_COUNT, self.replayed + 1)
            return None
        if sealed == self._offered:
            self._confirm(press)
            return None
        if press.counter > self._memory.radio_counter:
            return press if self._advance(press.counter) else None
        if press.counter == self._memory.radio_counter:
            self.answer(press, self._answered)
        else:
            self.replayed = min(MAX_COUNT, self.replayed + 1)
        return None

    def _advance(self, counter: int) -> bool:
        """The number is kept before the press is told to anyone."""
        before, self._memory.radio_counter = self._memory.radio_counter, counter
        self._answered = False
        if self._memory.save():
            return True
        self._memory.radio_counter = before
        return False

    def _confirm(self, press: radio.Press) -> None:
        """The keypad that is being paired pressed habilitar with the new key: it takes the place of the one before."""
        if self._offered is None or press.key != m.KEY_HABILITAR:
            return
        before = (self._memory.keypad, self._memory.keypad_key, self._memory.radio_counter)
        self._memory.keypad, self._memory.keypad_key = self._offered
        self._memory.radio_counter = press.counter
        if self._memory.save():
            self._offered = None
            self.answer(press, True)
        else:
            self._memory.keypad, self._memory.keypad_key, self._memory.radio_counter = before
