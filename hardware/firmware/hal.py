"""What the firmware asks of the circuit it runs on: a Pico (`hal_rp2`) or a pretended one (`hal_unix`).

It must not hold a rule: levels in, levels out.
"""

from hardware.firmware.ring import Flash
from hardware.protocol.messages import COUNTER_FLASH, SWITCH_OPERATION


class Hal:
    """One circuit. Nothing waits: what is not there is empty."""

    board_id = bytes(8)
    counter_kind = COUNTER_FLASH
    flash = Flash()

    def now_ms(self) -> int:
        """Milliseconds since the start."""
        raise NotImplementedError

    def feed_watchdog(self) -> None:
        """The loop is alive; without this for eight seconds the board restarts."""
        raise NotImplementedError

    def read_host(self) -> bytes:
        """Bytes from the urna."""
        raise NotImplementedError

    def write_host(self, data: bytes) -> None:
        """One frame for the urna."""
        raise NotImplementedError

    def read_radio(self) -> bytes:
        """Bytes from the radio module."""
        return b""

    def write_radio(self, data: bytes) -> None:
        """One frame for the wireless keypad."""

    def keys_down(self) -> list[int]:
        """Keys of `messages.KEYS` that are down now, bouncing or not."""
        raise NotImplementedError

    def key_told(self, key: int, taken: bool) -> None:  # noqa: FBT001 - MicroPython callers pass it so
        """The press of a key was taken, or refused; whoever pressed hears which."""

    def voter_keys_down(self) -> list[int]:
        """Keys of `messages.VOTER_KEYS` that are down now, bouncing or not; none where there is no such keypad."""
        return []

    def voter_key_told(self, key: int, taken: bool) -> None:  # noqa: FBT001 - same
        """The press of a voter's key was taken, or refused."""

    def headphones(self) -> bool:
        """Whether headphones are in the socket."""
        return False

    def switch(self) -> int:
        """Position of the key switch."""
        return SWITCH_OPERATION

    def lid_open(self) -> bool:
        """The lid of the deposit, on a normally closed contact: a cut wire reads as open."""
        raise NotImplementedError

    def case_open(self) -> bool:
        """The case, the same way."""
        raise NotImplementedError

    def mains(self) -> bool:
        """Whether the charger is fed."""
        raise NotImplementedError

    def battery_mv(self) -> int:
        """Millivolts of the pack."""
        raise NotImplementedError

    def set_lamp(self, lamp: int, lit: bool) -> None:  # noqa: FBT001 - same
        """Light a lamp or put it out."""
        raise NotImplementedError

    def set_buzzer(self, sounding: bool) -> None:  # noqa: FBT001 - same
        """Sound or be quiet."""
        raise NotImplementedError

    def show(self, line1: str, line2: str) -> None:
        """Two lines of 20 letters on the display; called only when they change."""
        raise NotImplementedError
