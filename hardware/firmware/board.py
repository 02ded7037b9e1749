"""The control board as one loop: bytes of the host, keys, sensors, face. It must not touch a pin: that is the hal.

Every round is short and nothing waits, so that the watchdog is fed and a held key or a flooded line stops nothing else.
"""

from hardware.firmware.face import CLICK_MS, REFUSED_MS, Face
from hardware.firmware.hal import Hal
from hardware.firmware.keys import Keys
from hardware.firmware.memory import BoardMemory
from hardware.firmware.power import percent_of
from hardware.firmware.ring import Ring
from hardware.protocol import messages as m
from hardware.protocol import texts
from hardware.protocol.board_core import BoardCore
from hardware.protocol.framing import FrameDecoder
from hardware.protocol.radio_gate import RadioGate

FIRMWARE = (1, 1, 0)
_SENSES = m.CAN_SENSE_POWER | m.CAN_SENSE_CASE
ABILITIES = m.CAN_DISPLAY | m.CAN_LAMPS | m.CAN_BUZZ | m.CAN_COUNT | _SENSES | m.CAN_VOTE_BY_KEYS


class Board:
    """One start of the board. `step` is called again and again, for ever."""

    def __init__(self, hal: Hal) -> None:
        self.memory = BoardMemory(Ring(hal.flash))
        self.memory.boots += 1
        self.memory.save()
        card = m.HelloAck(hal.board_id, FIRMWARE, (ABILITIES, hal.counter_kind))
        card.boots = self.memory.boots
        self.core = BoardCore(self.memory, card)
        self.core.gate = self.gate = RadioGate(self.memory)
        self.decoder = FrameDecoder()
        self._hal = hal
        self._keys = Keys()
        self._voter_keys = Keys()
        self._face = Face(hal)
        self._sensed: m.Status | None = None

    def step(self) -> None:
        """One round."""
        now_ms = self._hal.now_ms()
        self._hal.feed_watchdog()
        for frame in self.decoder.feed(self._hal.read_host()):
            self.core.receive(frame)
        for key in self._keys.update(self._hal.keys_down(), now_ms):
            self._hal.key_told(key, self._press(key, now_ms))
        for key in self._voter_keys.update(self._hal.voter_keys_down(), now_ms):
            self._hal.voter_key_told(key, self.core.tap(key))  # without a click: the mesa need not hear it
        self._sense()
        self._attend_radio(now_ms)
        self.core.tick(now_ms)
        for coded in self.core.take_output():
            self._hal.write_host(coded)
        self._face.draw(self.core, now_ms)

    def _press(self, key: int, now_ms: int) -> bool:
        """Whether the press was taken; the mesa hears it."""
        taken = self.core.press(key)
        self._face.sound(CLICK_MS if taken else REFUSED_MS, now_ms)
        return taken

    def _attend_radio(self, now_ms: int) -> None:
        """The wireless keypad: its presses, and the beat by which it knows that they arrive."""
        gate, core = self.gate, self.core
        gate.beat(now_ms, m.pack_display(core.lines[0], core.lines[1]), bytes([core.lamps[lamp] for lamp in m.LAMPS]))
        begun = gate.pairing
        for press in gate.receive(self._hal.read_radio()):
            gate.answer(press, self._press(press.key, now_ms))
        if begun and gate.paired:
            core.lines = texts.PAIRED
        elif core.status.switch != m.SWITCH_SERVICE and gate.withdraw():
            core.lines = texts.NOT_CONFIRMED
        for coded in gate.take_output():
            self._hal.write_radio(coded)

    def _sense(self) -> None:
        """The levels of now; an opening is counted over restarts, and told though it closed before anybody looked."""
        status = m.Status()
        status.mains = self._hal.mains()
        status.battery_mv = self._hal.battery_mv()
        status.battery_percent = percent_of(status.battery_mv)
        status.lid_open, status.case_open = self._hal.lid_open(), self._hal.case_open()
        status.switch, status.headphones = self._hal.switch(), self._hal.headphones()
        self._count_openings(status)
        status.lid_openings, status.case_openings = self.memory.lid_openings, self.memory.case_openings
        status.paired = self.gate.paired
        status.forged, status.replayed, status.unreadable = self.gate.forged, self.gate.replayed, self.gate.unreadable
        self.core.status = status

    def _count_openings(self, status: m.Status) -> None:
        before, self._sensed = self._sensed, status
        lid = status.lid_open and not (before is not None and before.lid_open)
        case = status.case_open and not (before is not None and before.case_open)
        if lid or case:
            self.memory.lid_openings += lid
            self.memory.case_openings += case
            self.memory.save()
