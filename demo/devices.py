"""The pretended devices of one urna, each a process: printer, board and reader, with hands on their controls.

It must not be used where an urna has real ones.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import zxingcpp
from PIL import Image

from demo.processes import Supervisor, python
from demo.waiting import wait_for
from hardware.board.control import BoardControl
from hardware.printer.control import EmulatorControl
from hardware.reader.control import ReaderControl


@dataclass(frozen=True, slots=True)
class Bench:
    """Devices of one urna: links for its configuration, controls for the script, and the folder of its slips."""

    folder: Path
    slips: Path
    printer: EmulatorControl
    board: BoardControl
    reader: ReaderControl

    @classmethod
    def start(cls, supervisor: Supervisor, name: str, folder: Path, slips: Path) -> Self:
        """Start the three; ``folder`` has a short path, because a socket's is limited to about 100 characters."""
        folder.mkdir(parents=True, exist_ok=True)
        kinds = {
            "printer": ("hardware.printer.emulator", "--out", slips),
            "board": ("hardware.board.emulator", "--state", folder / "board.state"),
            "reader": ("hardware.reader.emulator",),
        }
        for kind, (module, *more) in kinds.items():
            places = ("--link", folder / f"{kind}.tty", "--control", folder / f"{kind}.control")
            supervisor.start(f"{name}-{kind}", python("-m", module, *places, *more))
        printer = EmulatorControl(folder / "printer.control", slips)
        board, reader = BoardControl(folder / "board.control"), ReaderControl(folder / "reader.control")
        for control in (printer, board, reader):
            control.wait_ready()
        return cls(folder, slips, printer, board, reader)

    def link(self, kind: str) -> Path:
        """The serial device of ``printer``, ``board`` or ``reader``."""
        return self.folder / f"{kind}.tty"

    def slip(self, number: int) -> Path:
        """The picture of a slip, once it is there; they count from 1."""
        path = self.slips / f"{number:04d}.png"
        wait_for(lambda: self.printer.status().slips >= number and path.exists(), f"slip {path}", 60.0)
        return path


def read_qr(picture: Path) -> str:
    """The text of the QR on a slip; raises ``ValueError`` when there is not exactly one."""
    with Image.open(picture) as image:
        found = zxingcpp.read_barcodes(image.convert("L"))
    if len(found) != 1:
        raise ValueError(f"{picture.name}: {len(found)} codes")
    return str(found[0].text)
