"""A keypad's circuit in memory, with the air in front of it. Runs on both interpreters."""

from hardware.firmware.hal import Hal
from tests.unit.firmware.flash import MemoryFlash


class AirHal(Hal):
    """`Hal` of a wireless keypad; `now` in milliseconds, `heard` and `host` are fed, `said` and `told` are taken."""

    board_id = bytes(4) + b"PAD1"

    def __init__(self) -> None:
        self.flash = self.memory = MemoryFlash(2)
        self.now = 1000
        self.heard = b""
        self.host = b""
        self.said: list[bytes] = []
        self.told: list[bytes] = []
        self.down: list[int] = []
        self.sounding = False

    def now_ms(self) -> int:
        return self.now

    def feed_watchdog(self) -> None:
        return

    def read_host(self) -> bytes:
        data, self.host = self.host, b""
        return data

    def write_host(self, data: bytes) -> None:
        self.told.append(data)

    def read_radio(self) -> bytes:
        data, self.heard = self.heard, b""
        return data

    def write_radio(self, data: bytes) -> None:
        self.said.append(data)

    def keys_down(self) -> list[int]:
        return self.down

    def set_buzzer(self, sounding: bool) -> None:  # noqa: FBT001 - see `Hal`
        self.sounding = sounding

    def show(self, line1: str, line2: str) -> None:
        return
