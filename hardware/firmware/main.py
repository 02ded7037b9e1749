"""`main.py` of the control board: the firmware on its circuit, always. It must not catch: the watchdog restarts it."""

from hardware.firmware.board import Board
from hardware.firmware.hal_rp2 import PicoHal


def main() -> None:
    """Run; never ends."""
    board = Board(PicoHal())
    while True:
        board.step()


if __name__ == "__main__":
    main()
