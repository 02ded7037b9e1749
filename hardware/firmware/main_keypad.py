"""`main.py` of the wireless keypad: the same circuit with another loop. It must not catch: the watchdog restarts it."""

from hardware.firmware.hal_rp2 import PicoHal
from hardware.firmware.keypad import Keypad


def main() -> None:
    """Run; never ends."""
    keypad = Keypad(PicoHal())
    while True:
        keypad.step()


if __name__ == "__main__":
    main()
