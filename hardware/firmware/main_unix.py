"""`micropython -X heapsize=192k main_unix.py ROOT STATE`: the firmware on a PC, for the emulator of the board.

It must not do what firmware does: it carries out what a person would do to the circuit, and tells what one would see.
"""

import gc
import sys

sys.path.insert(0, sys.argv[1])

from hardware.firmware.board import Board
from hardware.firmware.hal_unix import UnixHal


def _face(board: Board) -> dict[str, object]:
    core = board.core
    gc.collect()  # what is left is in use
    return {
        "lines": list(core.lines),
        "lamps": [[lamp, mode] for lamp, mode in core.lamps.items()],
        "buzzes": core.buzzes,
        "waiting": core.waiting(),
        "refused": board.decoder.refused,
        "radio": [board.gate.forged, board.gate.replayed, board.gate.unreadable],
        "interpreter": sys.implementation.name,
        "allocated": gc.mem_alloc() if hasattr(gc, "mem_alloc") else 0,
    }


def _obey(hal: UnixHal, board: Board, order: tuple[str, int, dict[str, int]]) -> None:
    """A press is answered by the board when it told what became of it; the others at once."""
    name, key, levels = order
    if name == "press":
        hal.hold(key)
        return
    if name == "tap":
        hal.hold_voter(key)
        return
    if name == "sense":
        hal.sense(levels)
        board.step()
    elif name == "break_memory":
        hal.file.broken = True
    hal.answer(_face(board))


def main() -> None:
    """Run until standard input ends."""
    hal = UnixHal(sys.argv[2])
    board = Board(hal)
    hal.answer({"ready": 1})
    while not hal.over:
        hal.wait()
        board.step()
        while hal.orders:
            _obey(hal, board, hal.orders.pop(0))


if __name__ == "__main__":
    main()
