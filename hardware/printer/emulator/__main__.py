"""`python -m hardware.printer.emulator --link PATH --out DIR --control PATH`: an emulated printer until told to stop.

It must not start without a pty of its own, and prints nothing on the terminal.
"""

import argparse
import sys
from pathlib import Path

from hardware.emulated.station import Station
from hardware.printer.emulator.device import EmulatedPrinter
from hardware.printer.emulator.machine import Machine, Speeds
from hardware.printer.paper import PAPER_58, PAPER_80
from hardware.printer.profile import EMULATED

_PAPERS = {paper.width_mm: paper for paper in (PAPER_58, PAPER_80)}


def main(arguments: list[str]) -> int:
    """Run until the order `stop`, SIGTERM or SIGINT."""
    options = argparse.ArgumentParser(prog="hardware.printer.emulator", description="Emulated ESC/POS printer on a pty")
    options.add_argument("--link", type=Path, required=True, help="symbolic link made to the pty")
    options.add_argument("--out", type=Path, required=True, help="folder for 0001.png, 0001.bin, received.bin")
    options.add_argument("--control", type=Path, required=True, help="unix socket for orders")
    options.add_argument("--bytes-per-second", type=int, default=0, help="speed of the line; 0 is unlimited")
    options.add_argument("--lines-per-second", type=int, default=EMULATED.nominal_lines_per_second)
    options.add_argument("--buffer-bytes", type=int, default=EMULATED.buffer_bytes)
    options.add_argument("--paper-mm", type=int, choices=sorted(_PAPERS), default=PAPER_80.width_mm)
    options.add_argument("--tethered", action="store_true", help="end when standard input does")
    given = options.parse_args(arguments)
    machine = Machine(Speeds(given.lines_per_second, given.buffer_bytes), _PAPERS[given.paper_mm])
    printer = EmulatedPrinter(machine, given.out, given.bytes_per_second)
    Station(given.link, given.control, printer, tethered=given.tethered).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
