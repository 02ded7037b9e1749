"""`python -m hardware.printer.emulator --link PATH --out DIR --control PATH`: an emulated printer until told to stop.

It must not start without a pty of its own, and prints nothing on the terminal.
"""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from hardware.printer.emulator.machine import Machine
from hardware.printer.emulator.station import Places, Station
from hardware.printer.profile import EMULATED

BUFFER_BYTES = 1 << 18


def main(arguments: list[str]) -> int:
    """Run until the order `stop` or SIGTERM."""
    options = argparse.ArgumentParser(prog="hardware.printer.emulator", description="Emulated ESC/POS printer on a pty")
    options.add_argument("--link", type=Path, required=True, help="symbolic link made to the pty")
    options.add_argument("--out", type=Path, required=True, help="folder for 0001.png, 0001.bin, received.bin")
    options.add_argument("--control", type=Path, required=True, help="unix socket for orders")
    options.add_argument("--bytes-per-second", type=int, default=0, help="speed of the line; 0 is unlimited")
    options.add_argument("--lines-per-second", type=int, default=EMULATED.nominal_lines_per_second)
    options.add_argument("--buffer-bytes", type=int, default=BUFFER_BYTES)
    given = options.parse_args(arguments)
    machine = Machine(given.lines_per_second, given.buffer_bytes)
    station = Station(Places(given.link, given.out, given.control), machine, given.bytes_per_second)

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    try:
        station.run()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
