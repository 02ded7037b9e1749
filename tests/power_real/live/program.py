"""The whole program on a display: `python -m urna` as people start it, on media whose power may go, seen from outside.

It must not look inside the program: what it learns comes from the display, the devices and the wire.
"""

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PIL import Image

from demo.casilla import open_display
from demo.devices import Bench
from demo.processes import Child, Supervisor, python
from demo.screen import Box, Layout, Screen
from demo.waiting import wait_for
from hardware.printer.control import running_emulator as running_printer
from hardware.printer.paper import LINE_DOTS
from hardware.reader.control import running_emulator as running_reader
from shared.formats.theme_v1 import serialise_theme
from tests.flows.institute import Institute
from tests.power_real.live.wire import DIARY, Cut, lay
from tests.power_real.power import CUT, read_diary
from tests.power_real.site import Site
from urna.devdock.disk import cut

END_S: Final = 60.0
TOOLS: Final = ("Xvfb", "xdotool", "setpriv")
KEPT_LINES: Final = 40


class PowerGoneError(Exception):
    """The program ended by a cut of the power while somebody looked at its display."""


class ProgramEndedError(Exception):
    """The program ended by itself; what it said."""


class WatchedScreen(Screen):
    """A display with that program behind it: looking at it tells when there is none any more."""

    def __init__(self, display: str, layout: Layout, child: Child) -> None:
        super().__init__(display, layout)
        self._child = child
        self.look_around: Callable[[], None] = lambda: None

    def grab(self, box: Box | None = None) -> Image.Image:
        """See `Screen`; whoever looks also looks around. Raises ``PowerGoneError`` and ``ProgramEndedError``."""
        self.check()
        return super().grab(box)

    def check(self) -> None:
        """Look around; raises as ``grab``."""
        self.look_around()
        code = self._child.process.poll()
        if code == CUT:
            raise PowerGoneError
        if code is not None:
            said = self._child.log.read_text(encoding="utf-8", errors="replace").splitlines()
            raise ProgramEndedError(f"{code}: {said[-KEPT_LINES:]}")


@dataclass(frozen=True, slots=True)
class Program:
    """One run of it, from switching on to the end of the power."""

    child: Child
    wire: Path
    screen: WatchedScreen
    roots: tuple[Path, ...]

    @property
    def sites(self) -> list[str]:
        """What each fsync so far was for."""
        diary = self.wire / DIARY
        lines = read_diary(diary) if diary.exists() else []
        return [str(value[1]) for _, value in lines if isinstance(value, list)]

    def cut_at(self, order: Cut) -> None:
        """Have the power go at an fsync that is still to come."""
        replace(order, after=len(self.sites)).write(self.wire)

    def cut_when(self, condition: Callable[[], bool]) -> None:
        """Have the power go when something is so, whatever the program is about then."""

        def look() -> None:
            if condition():
                self._cut_now()

        self.screen.look_around = look

    def _cut_now(self) -> None:
        for root in self.roots:
            cut(root)
        self.child.process.kill()
        self.child.process.wait()
        raise PowerGoneError

    def switch_off(self) -> None:
        """End a program whose day is over."""
        if self.child.alive:
            self.child.process.send_signal(signal.SIGTERM)
            self.child.process.wait(END_S)


@dataclass(slots=True)
class Stand:
    """A site whose printer has the speed of one, with a display and the published layout."""

    site: Site
    supervisor: Supervisor
    display: str
    layout: Layout
    runs: int = 0

    @property
    def bench(self) -> Bench:
        """The devices as the scripted mesa handles them."""
        site = self.site
        assert site.board is not None
        return Bench(site.printer.out, site.printer.control, site.board.control, site.reader.control)

    def switch_on(self) -> Program:
        """Start the program; its window shows something when this returns."""
        self.runs += 1
        wire = self.site.folder / f"w{self.runs}"
        roots = {disk.root.name: disk.root for disk in self.site.disks}
        env = {**lay(wire, roots), "DISPLAY": self.display}
        command = python("-m", "urna", "--config", self.site.folder / "urna.toml")
        child = self.supervisor.start(f"urna-{self.runs}", command, env)
        program = Program(child, wire, WatchedScreen(self.display, self.layout, child), tuple(roots.values()))
        wait_for(lambda: program.screen.name() or None, "a screen of the urna")
        return program

    def last_slips(self, count: int) -> list[int]:
        """How many lines the newest pieces of paper took, oldest first."""
        found = []
        for path in sorted(self.site.printer.out.glob("[0-9]*.png"))[-count:]:
            with Image.open(path) as picture:
                found.append(picture.height // LINE_DOTS)
        return found

    def power_returns(self, *, printer_kept_it: bool) -> None:
        """Media are checked and mounted anew, the board starts; so does the printer, or it did what it was sent."""
        site, printer = self.site, self.site.printer.control
        for disk in site.disks:
            disk.unmount()
            disk.mount()  # this replays the log of the file system, without which it is not sound
            disk.unmount()
            disk.check()
            disk.mount()
        assert site.board is not None
        site.board.control.restart()
        if not printer_kept_it:
            printer.vanish()
            printer.come_back()
        printer.repair()


def why_no_window() -> str:
    """Why the program cannot be shown and touched here, as one sentence; empty when it can."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"no {missing[0]} here" if missing else ""


@contextmanager
def open_stand(near: Site, folder: Path, only: tuple[str, ...] = ()) -> Iterator[Stand]:
    """A stand beside a prepared site, whose archive and nursery it uses; ``only``: screens of the layout."""
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        supervisor = stack.enter_context(Supervisor(folder / "registros"))
        printer = stack.enter_context(running_printer(folder / "p"))
        display = open_display(supervisor, 1)
        layout = publish_layout(near.archive.institute, folder, only)
        reader = stack.enter_context(running_reader(folder / "r"))
        site = Site(folder, near.archive, printer, reader, near.nursery)
        yield Stand(site, supervisor, display, layout)


def publish_layout(institute: Institute, folder: Path, only: tuple[str, ...]) -> Layout:
    """The layout as the urna publishes it for the theme of the institute."""
    theme, out = folder / "tema", folder / "disposicion"
    (theme / "assets").mkdir(parents=True)
    (theme / "theme.json").write_bytes(serialise_theme(institute.theme))
    for name, data in institute.assets.items():
        (theme / "assets" / name).write_bytes(data)
    command = python("-m", "urna", "layout", "--theme", theme, "--out", out, *(("--only", *only) if only else ()))
    subprocess.run(command, check=True, capture_output=True)
    return Layout.load(out)
