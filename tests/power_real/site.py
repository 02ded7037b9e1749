"""Where a story happens: two mounted media, emulated devices that outlive the urna, and children that are urnas.

It must not judge what it sees.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hardware.board.control import RunningBoard
from hardware.board.control import running_emulator as running_board
from hardware.printer.control import RunningEmulator
from hardware.printer.control import running_emulator as running_printer
from hardware.reader.control import RunningReader
from hardware.reader.control import running_emulator as running_reader
from tests.flows.institute import EVENING, URNA
from tests.power_real.archive import PHASES, RESTART, STEPS, Archive, Start, hour_of
from tests.power_real.faults import faulty
from tests.power_real.nursery import Nursery, open_nursery
from tests.power_real.orders import LINES_PER_SECOND, Order
from tests.power_real.paper import Table
from tests.power_real.power import BEFORE, CUT, read_diary
from urna.devdock.disk import MEDIA, Disk, mounted


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended and what its diary says, in order."""

    code: int
    diary: list[tuple[str, object]]

    def told(self, what: str) -> list[object]:
        """The values of one kind of line."""
        return [value for kind, value in self.diary if kind == what]

    @property
    def sites(self) -> list[str]:
        """What each fsync was for."""
        return self.sites_until("")

    def sites_until(self, end: str) -> list[str]:
        """The same, until the first line of a kind."""
        found = []
        for what, value in self.diary:
            if what == end:
                break
            if what == "fsync" and isinstance(value, list):
                found.append(str(value[1]))
        return found


@dataclass(slots=True)
class Site:
    """One place to work at; stories follow one another here."""

    folder: Path
    archive: Archive
    printer: RunningEmulator
    reader: RunningReader
    nursery: Nursery
    before: int = 0
    stories: int = 0
    board: RunningBoard | None = None

    @property
    def disks(self) -> tuple[Disk, ...]:
        """Both media."""
        return tuple(Disk(self.folder / f"{label}.img", self.folder / label) for label in MEDIA)

    @property
    def table(self) -> Table:
        """The paper of this story."""
        return Table(self.printer.out, self.before)

    @contextmanager
    def story(self, start: Start | None, faulty_medium: str = "") -> Iterator[None]:
        """Media and board as they were at ``start``, or new; put away at the end.

        ``faulty_medium`` is behind a file system that can be told faults.
        """
        self.stories += 1
        self.before = self.printer.control.status().slips
        place = self.folder / f"b{self.stories}"
        place.mkdir()
        for disk in self.disks:
            if start is None:
                disk.make()
            else:
                start.disk(disk.root.name, disk.root).copy_to(disk.image)
        if start is not None:
            shutil.copy(start.board_state, place / "board.state")
        with ExitStack() as stack:
            self.board = stack.enter_context(running_board(place))
            for disk in self.disks:
                if disk.root.name == faulty_medium:
                    back = Disk(disk.image, disk.root.with_suffix(".fondo"))
                    stack.enter_context(mounted(back))
                    stack.enter_context(faulty(back.root, disk.root))
                else:
                    stack.enter_context(mounted(disk))
            self._describe(place)
            yield
        shutil.rmtree(place)

    def run(self, start: Start, *steps: str, **more: object) -> Ended:
        """A child that is the urna for a while, begun from ``start`` (its shares, voters and hour)."""
        assert self.board is not None
        diary, order = self.folder / "diario", self.folder / "orden"
        diary.unlink(missing_ok=True)
        told = Order(
            config=self.folder / "urna.toml",
            diary=diary,
            devices=self.folder,
            board=self.board.link.parent,
            slips_before=self.before,
            hour=start.hour,
            evening=EVENING,
            people={o.role: (o.card, o.code) for o in self.archive.institute.officials},
            steps=steps,
            shares=start.shares,
            voters=start.voters,
        )
        replace(told, **more).write(order)  # type: ignore[arg-type]
        code = self.nursery.run(order)
        return Ended(code, read_diary(diary) if diary.exists() else [])

    def power_cycle(self) -> None:
        """The power is back: media are mounted anew, board and printer start, a new roll is in."""
        for disk in self.disks:
            disk.unmount()
            disk.mount()
        self.restart_devices()

    def restart_devices(self) -> None:
        """Board and printer start, a new roll is in."""
        assert self.board is not None
        self.board.control.restart()
        self.printer.control.vanish()
        self.printer.control.come_back()
        self.printer.control.repair()

    def keep(self, start: Start) -> None:
        """Copy media and board, at rest, to where a start keeps them; the story is over."""
        assert self.board is not None
        start.folder.mkdir(parents=True)
        for disk in self.disks:
            disk.unmount()
            disk.copy_to(start.disk(disk.root.name, disk.root).image)
        shutil.copy(self.board.state, start.board_state)

    def _describe(self, place: Path) -> None:
        """Write ``urna.toml``."""
        institute = self.archive.institute
        values = {
            "casilla": institute.casilla,
            "urna_id": URNA,
            "mode": "oficial",
            "internal": "interna",
            "usb": "usb",
            "identity": str(institute.identity),
            "identity_practice": str(institute.practice),
            "printer": str(self.printer.link),
            "board": str(place / "board.tty"),
            "reader": str(self.reader.link),
        }
        lines = "".join(f'{name} = "{value}"\n' for name, value in values.items()) + "sin_manifiesto = 1\n"
        (self.folder / "urna.toml").write_text(lines, encoding="utf-8")


@contextmanager
def open_site(folder: Path, archive: Archive) -> Iterator[Site]:
    """A site under ``folder``, whose path is short: unix sockets are in it."""
    folder.mkdir(parents=True, exist_ok=True)
    speed = ("--lines-per-second", str(LINES_PER_SECOND))
    with (
        running_printer(folder / "p", *speed) as printer,
        running_reader(folder / "r") as reader,
        open_nursery(folder / "registro") as nursery,
    ):
        yield Site(folder, archive, printer, reader, nursery)


def prepare(site: Site) -> None:
    """Live one whole day without a cut; keep the media before each phase, and what its fsyncs were for."""
    archive = site.archive
    start: Start | None = None
    for phase, steps in PHASES.items():
        with site.story(start):
            if start is None:
                archive.institute.publish(site.disks[1].root)
                start = Start(archive.folder / phase, (), 0, hour_of(phase))
                site.keep(start)
                for disk in site.disks:
                    disk.mount()
            archive.starts[phase] = start
            ended = site.run(start, *steps)
            if ended.code:
                raise RuntimeError(f"{phase}: {ended.code} {ended.diary[-1:]}")
            archive.sites[phase] = ended.sites
            following = _after(phase)
            shares = tuple(text for _, text in sorted(site.table.shares().items())) or start.shares
            voters = start.voters + len(ended.told("gracias"))
            start = Start(archive.folder / following, shares, voters, hour_of(following))
            site.keep(start)


def prepare_restart(site: Site) -> None:
    """Cut in the middle of the pending image, and keep what a restart finds and what its fsyncs are for."""
    archive, start = site.archive, site.archive.starts["votacion"]
    at = next(number for number, what in enumerate(archive.sites["votacion"], 1) if "imagen.a" in what)
    kept = replace(start, folder=archive.folder / RESTART)
    with site.story(start):
        cut = site.run(start, *STEPS["votacion"], at=at, mode=BEFORE)
        site.power_cycle()
        site.keep(kept)
    with site.story(kept):
        ended = site.run(kept, *STEPS[RESTART])
    if (cut.code, ended.code) != (CUT, 0):
        raise RuntimeError(f"{RESTART}: {cut.code} {ended.code} {ended.diary[-1:]}")
    archive.starts[RESTART] = kept
    archive.sites[RESTART] = ended.sites_until("confirma")


def _after(phase: str) -> str:
    names = [*PHASES, "fin"]
    return names[names.index(phase) + 1]
