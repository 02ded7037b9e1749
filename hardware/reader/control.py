"""The client of an emulated reader. It must not be imported by a program that serves an election."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.emulated.client import ControlClient, running


class ReaderControl(ControlClient):
    """`Controls` of the emulator that listens at `control`."""

    def show(self, text: str) -> None:
        """See `Controls`. Whoever opens the device later does not get it."""
        self.order("show", text=text)

    def break_off(self, text: str) -> None:
        """See `Controls`."""
        self.order("begin", text=text)
        self.unplug()

    def garbage(self) -> None:
        """See `Controls`."""
        self.order("garbage")


@dataclass(frozen=True, slots=True)
class RunningReader:
    """An emulated reader in a process of its own. `link` is the tty for the driver."""

    link: Path
    control: ReaderControl


@contextlib.contextmanager
def running_emulator(folder: Path) -> Iterator[RunningReader]:
    """A reader under `folder` (`reader.tty`, `reader.control`), ended at exit. Raises EmulatorError."""
    folder.mkdir(parents=True, exist_ok=True)
    link, socket_path = folder / "reader.tty", folder / "reader.control"
    with running("hardware.reader.emulator", "--link", str(link), "--control", str(socket_path)):
        control = ReaderControl(socket_path)
        control.wait_ready()
        yield RunningReader(link, control)
