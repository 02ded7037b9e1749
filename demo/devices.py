"""The pretended devices of one urna, each a process: printer, board and reader, with hands on their controls.

It must not be used where an urna has real ones.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image

from demo.waiting import wait_for
from hardware.board.control import BoardControl
from hardware.board.control import running_emulator as running_board
from hardware.printer.control import EmulatorControl
from hardware.printer.control import running_emulator as running_printer
from hardware.reader.control import ReaderControl
from hardware.reader.control import running_emulator as running_reader


@dataclass(frozen=True, slots=True)
class Bench:
    """Hands on the devices of one urna, and the folder of its slips."""

    slips: Path
    printer: EmulatorControl
    board: BoardControl
    reader: ReaderControl

    def slip(self, number: int) -> Path:
        """The picture of a slip, once it is there; they count from 1."""
        path = self.slips / f"{number:04d}.png"
        wait_for(lambda: self.printer.status().slips >= number and path.exists(), f"slip {path}", 60.0)
        return path


@contextmanager
def running_bench(folder: Path, slips: Path) -> Iterator[tuple[Bench, Mapping[str, Path]]]:
    """The three devices while inside, and the line to each by its kind.

    ``folder`` has a short path, because a socket's is limited to about 100 characters; the slips stay when it goes.
    """
    with ExitStack() as stack:
        slips.mkdir(parents=True, exist_ok=True)
        (folder / "p").mkdir(parents=True)
        (folder / "p" / "slips").symlink_to(slips)
        printer = stack.enter_context(running_printer(folder / "p"))
        board = stack.enter_context(running_board(folder / "b"))
        reader = stack.enter_context(running_reader(folder / "r"))
        bench = Bench(slips, printer.control, board.control, reader.control)
        yield bench, {"printer": printer.link, "board": board.link, "reader": reader.link}


def read_qr(picture: Path) -> str:
    """The text of the QR on a slip; raises ``ValueError`` when there is not exactly one."""
    with Image.open(picture) as image:
        found = zxingcpp.read_barcodes(image.convert("L"))
    if len(found) != 1:
        raise ValueError(f"{picture.name}: {len(found)} codes")
    return str(found[0].text)
