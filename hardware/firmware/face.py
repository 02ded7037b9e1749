"""Lamps, display and buzzer from what the core wants shown. It must not decide what the mesa is told."""

from hardware.firmware.hal import Hal
from hardware.protocol import messages as m
from hardware.protocol.board_core import BoardCore

BLINK_MS = 400
CLICK_MS = 30
REFUSED_MS = 500


class Face:
    """Drives the outputs; called once a round."""

    def __init__(self, hal: Hal) -> None:
        self._hal = hal
        self._lit: dict[int, bool] = {}
        self._lines = ("", "")
        self._quiet_ms = 0
        self._sounding = False

    def sound(self, duration_ms: int, now_ms: int) -> None:
        """Sound from now on; a longer one that sounds already goes on."""
        self._quiet_ms = max(self._quiet_ms, now_ms + duration_ms)

    def draw(self, core: BoardCore, now_ms: int) -> None:
        """Bring the outputs to what the core holds; each is touched only when it changes."""
        if core.sound_ms:
            self.sound(core.sound_ms, now_ms)
            core.sound_ms = 0
        sounding = now_ms < self._quiet_ms
        if sounding != self._sounding:
            self._sounding = sounding
            self._hal.set_buzzer(sounding)
        for lamp, mode in core.lamps.items():
            lit = mode == m.LAMP_ON or (mode == m.LAMP_BLINK and now_ms // BLINK_MS % 2 == 0)
            if self._lit.get(lamp) != lit:
                self._lit[lamp] = lit
                self._hal.set_lamp(lamp, lit)
        if core.lines != self._lines:
            self._lines = core.lines
            self._hal.show(core.lines[0], core.lines[1])
