"""The wireless keypad: presses of the mesa, sealed and numbered, and what the board shows. It must not decide anything.

It holds the pairing key and the number of its last press over a loss of power. A press that the board does not answer
in time is given up aloud: it is never sent later, and the board would not take it.
"""

import struct

from hardware.firmware.hal import Hal
from hardware.firmware.keys import Keys
from hardware.firmware.ring import Ring
from hardware.protocol import messages as m
from hardware.protocol import radio, texts
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameDecoder, FrameError, encode_frame

FIRMWARE = (1, 0, 0)
REPEAT_MS = 200
PATIENCE_MS = 1500
LINK_MS = 3000
CLICK_MS = 30
REFUSED_MS = 500
_LAYOUT = "<I32s"  # counter, key


class Keypad:
    """One start of the keypad; the last four bytes of the `board_id` of the hal are its id on the air."""

    def __init__(self, hal: Hal) -> None:
        self.keypad = hal.board_id[-radio.ID_BYTES :]
        self.lines = ("", "")
        self._hal = hal
        self._ring = Ring(hal.flash)
        stored = self._ring.payload
        self._counter, self._key = struct.unpack(_LAYOUT, stored) if stored is not None else (0, b"")
        self._offered = b""
        self._keys = Keys()
        self._air = FrameDecoder()
        self._host = FrameDecoder()
        self._heard: tuple[int, int] | None = None
        self._heard_ms = 0
        self._pending: tuple[int, bytes] | None = None
        self._sent_ms = 0
        self._pressed_ms = 0
        self._quiet_ms = 0
        self._notice_ms = 0

    def step(self) -> None:
        """One round."""
        now_ms = self._hal.now_ms()
        self._hal.feed_watchdog()
        for frame in self._host.feed(self._hal.read_host()):
            self._serve(frame)
        for frame in self._air.feed(self._hal.read_radio()):
            self._hear(frame, now_ms)
        for key in self._keys.update(self._hal.keys_down(), now_ms):
            self._press(key, now_ms)
        self._repeat(now_ms)
        self._show_state(now_ms)
        self._hal.set_buzzer(now_ms < self._quiet_ms)

    def _press(self, key: int, now_ms: int) -> None:
        if self._offered and key == m.KEY_CANCELAR:
            self._offered = b""
            return
        secret = self._offered or self._key
        linked = self._heard is not None and now_ms - self._heard_ms <= LINK_MS
        if not secret or not linked or self._heard is None or self._pending is not None:
            self._refuse(now_ms)
            return
        if self._offered and key != m.KEY_HABILITAR:
            return
        if not self._keep(self._counter + 1, secret):
            self._refuse(now_ms)
            return
        self._offered = b""
        self._pending = (self._counter, radio.Press(self.keypad, self._heard, self._counter, key).frame(secret))
        self._pressed_ms, self._sent_ms = now_ms, now_ms
        self._hal.write_radio(self._pending[1])

    def _keep(self, counter: int, key: bytes) -> bool:
        """The number is kept before the press is sent: it is never used twice."""
        if not self._ring.save(struct.pack(_LAYOUT, counter, key)):
            return False
        self._counter, self._key = counter, key
        return True

    def _repeat(self, now_ms: int) -> None:
        if self._pending is None:
            return
        if now_ms - self._pressed_ms > PATIENCE_MS:
            self._pending = None
            self._notice(texts.NOT_HEARD, now_ms)
            self._refuse(now_ms)
        elif now_ms - self._sent_ms >= REPEAT_MS:
            self._sent_ms = now_ms
            self._hal.write_radio(self._pending[1])

    def _hear(self, frame: Frame, now_ms: int) -> None:
        secret = self._offered or self._key
        if not secret or frame.version != PROTOCOL_VERSION or not radio.is_sealed(secret, frame.kind, frame.payload):
            return
        try:
            if frame.kind == radio.RADIO_BEAT:
                self._hear_beat(frame.payload, now_ms)
            elif frame.kind == radio.RADIO_TAKEN:
                self._hear_answer(frame.payload, now_ms)
        except FrameError:
            return

    def _hear_beat(self, payload: bytes, now_ms: int) -> None:
        """A beat of before is no link: whoever repeats old ones shows nothing and makes no press fresh."""
        keypad, boots, beat, line1, line2 = radio.unpack_beat(payload)
        if keypad != self.keypad or (self._heard is not None and (boots, beat) < self._heard):
            return
        if self._heard is None or (boots, beat) > self._heard:
            self._heard_ms = now_ms
        self._heard = (boots, beat)
        if now_ms >= self._notice_ms and not self._offered:
            self._show((line1, line2))

    def _hear_answer(self, payload: bytes, now_ms: int) -> None:
        keypad, counter, taken = radio.unpack_taken(payload)
        if keypad == self.keypad and self._pending is not None and self._pending[0] == counter:
            self._pending = None
            self._quiet_ms = now_ms + (CLICK_MS if taken else REFUSED_MS)

    def _serve(self, frame: Frame) -> None:
        """The technician's cable: who is this, and a key to be paired with."""
        if frame.kind == m.HELLO:
            card = m.HelloAck(self._hal.board_id, FIRMWARE, (m.CAN_DISPLAY, m.COUNTER_FLASH))
            try:
                card.session = m.unpack_hello(frame.payload).session
            except FrameError:
                return
            self._hal.write_host(encode_frame(Frame(m.HELLO_ACK, 0, card.pack())))
        elif frame.kind == m.PAIR and frame.version == PROTOCOL_VERSION:
            self._offer(frame)

    def _offer(self, frame: Frame) -> None:
        try:
            keypad, key = m.unpack_pair(frame.payload)
        except FrameError:
            return
        result = m.DONE if keypad == self.keypad else m.REFUSED
        if result == m.DONE:
            self._offered, self._heard = key, None
            self._show((texts.SAME_CODE, radio.pairing_code(keypad, key)))
        self._hal.write_host(encode_frame(Frame(m.ACK, 0, m.pack_ack(frame.sequence, result))))

    def _show_state(self, now_ms: int) -> None:
        if self._offered or now_ms < self._notice_ms:
            return
        if not self._key:
            self._show(texts.NOT_PAIRED)
        elif self._heard is None or now_ms - self._heard_ms > LINK_MS:
            self._show(texts.NO_LINK)

    def _notice(self, lines: tuple[str, str], now_ms: int) -> None:
        self._notice_ms = now_ms + LINK_MS
        self._show(lines)

    def _refuse(self, now_ms: int) -> None:
        self._quiet_ms = now_ms + REFUSED_MS

    def _show(self, lines: tuple[str, str]) -> None:
        if lines != self.lines:
            self.lines = lines
            self._hal.show(lines[0], lines[1])
