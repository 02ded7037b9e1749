"""The media of the urna as hands treat them: pull, put back, swap, fill, write-protect. It must not look at contents.

Two kinds: plain folders, which anybody can make, and small ext4 images mounted by loop, which take root and lose at a
power cut what was not synced.
"""

import os
import shutil
import stat
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final, Protocol

from urna.devdock.disk import FILLER, Disk, cut, fill, mounted, unfill
from urna.devdock.outcome import Done, Outcome, Reason, Refused

INTERNAL, USB, OUTSIDE, IMAGES = "interna", "usb", "memorias", "imagenes"
OWN, BLANK, OF_RESERVE = 1, 2, 3
"""The urna's stick, a blank one, and that of its reserve."""
IMAGE_BYTES: Final = 192 << 20
"""Room for a theme that can be heard, 30 MB a language, beside what an urna asks for; the files have holes."""


class MediaKind(Enum):
    """What the media are; the value is a key of the catalogue."""

    FOLDERS = "carpetas"
    IMAGES = "imagenes"


@dataclass(slots=True)
class StickState:
    """``number`` is the stick in hand or in the urna."""

    number: int = 1
    inserted: bool = True
    full: bool = False
    read_only: bool = False


@dataclass(slots=True)
class Table:
    """Where sticks lie that are in no urna: one for all urnas of a casilla. ``lying`` are their numbers."""

    folder: Path
    lying: set[int] = field(default_factory=lambda: {BLANK})

    def place(self, number: int) -> Path:
        """Where a person can look at what is on a stick."""
        return self.folder / str(number)


class MediaHands(Protocol):
    """What people and accidents do to the media: ``interna/`` and ``usb/`` under a root, and sticks on a table."""

    kind: MediaKind
    state: StickState
    own: int
    table: Table

    def pull(self) -> None:
        """Take the stick out while the urna may be writing; its contents can then be seen on the table."""
        ...

    def insert(self) -> None:
        """Put the stick in hand back."""
        ...

    def fill(self) -> Outcome:
        """Leave no room on the stick."""
        ...

    def empty(self) -> Outcome:
        """Take away what filled it."""
        ...

    def protect(self, *, read_only: bool) -> Outcome:
        """Move the switch of the stick, or let the kernel find a fault."""
        ...

    def cut(self) -> None:
        """The power goes, on both media."""
        ...

    def restore(self) -> None:
        """It is back."""
        ...

    def close(self) -> None:
        """Leave everything where a person can see it."""
        ...


class Folders:
    """`MediaHands` of plain folders. Killing the program loses no writes here, and root writes everywhere."""

    kind = MediaKind.FOLDERS

    def __init__(self, root: Path, table: Table | None = None, own: int = OWN) -> None:
        self._root = root
        self.own = own
        self.table = table or Table(root / OUTSIDE)
        self.state = StickState(own)
        for place in (INTERNAL, USB):
            (root / place).mkdir(parents=True, exist_ok=True)
        for number in self.table.lying:
            self.table.place(number).mkdir(parents=True, exist_ok=True)

    def pull(self) -> None:
        """See ``MediaHands``."""
        (self._root / USB).rename(self.table.place(self.state.number))

    def insert(self) -> None:
        """See ``MediaHands``."""
        self.table.place(self.state.number).rename(self._root / USB)

    def fill(self) -> Outcome:
        """See ``MediaHands``."""
        return Refused(Reason.NEEDS_IMAGES)

    def empty(self) -> Outcome:
        """See ``MediaHands``."""
        return Refused(Reason.NEEDS_IMAGES)

    def protect(self, *, read_only: bool) -> Outcome:
        """See ``MediaHands``."""
        if os.geteuid() == 0:
            return Refused(Reason.ROOT_WRITES)
        for folder, _, files in os.walk(self._root / USB):
            for place in (Path(folder), *(Path(folder) / name for name in files)):
                mode = place.stat().st_mode
                place.chmod(mode & ~stat.S_IWUSR if read_only else mode | stat.S_IWUSR)
        self.state.read_only = read_only
        return Done()

    def cut(self) -> None:
        """See ``MediaHands``: what the program wrote stays, since the kernel has it."""

    def restore(self) -> None:
        """See ``MediaHands``."""

    def close(self) -> None:
        """See ``MediaHands``."""
        if self.state.inserted and self.state.read_only:
            self.protect(read_only=False)


class Images:
    """`MediaHands` of ext4 images; `Disk` says how long what nobody synced stays in memory. Raises ``DiskError``."""

    kind = MediaKind.IMAGES

    def __init__(self, root: Path, table: Table | None = None, own: int = OWN) -> None:
        self._root = root
        self.own = own
        self.table = table or Table(root / OUTSIDE)
        self.state = StickState(own)
        self._internal = Disk(root / IMAGES / f"{INTERNAL}.img", root / INTERNAL)
        for disk in (self._internal, *map(self._disk, (own, *self.table.lying))):
            disk.image.parent.mkdir(parents=True, exist_ok=True)
            if not disk.image.exists():
                disk.make(IMAGE_BYTES)
        self.restore()

    def _disk(self, number: int) -> Disk:
        return Disk(self.table.folder / IMAGES / f"{USB}-{number}.img", self._root / USB)

    @property
    def _stick(self) -> Disk:
        return self._disk(self.state.number)

    def pull(self) -> None:
        """See ``MediaHands``: what was not synced is lost."""
        cut(self._stick.root)
        self._stick.release()
        self._show(self._stick, self.table.place(self.state.number))

    def insert(self) -> None:
        """See ``MediaHands``."""
        self._stick.mount()
        self.state.full = (self._stick.root / FILLER).exists()
        self.state.read_only = False

    def fill(self) -> Outcome:
        """See ``MediaHands``."""
        fill(self._stick.root)
        self.state.full = True
        return Done()

    def empty(self) -> Outcome:
        """See ``MediaHands``."""
        if self.state.full:
            unfill(self._stick.root)
        self.state.full = False
        return Done()

    def protect(self, *, read_only: bool) -> Outcome:
        """See ``MediaHands``."""
        self._stick.remount(read_only=read_only)
        self.state.read_only = read_only
        return Done()

    def cut(self) -> None:
        """See ``MediaHands``: nothing reaches either medium from now on."""
        for disk in self._present():
            cut(disk.root)

    def restore(self) -> None:
        """See ``MediaHands``: the file systems replay their logs."""
        for disk in self._present():
            disk.release()
            disk.mount()
        self.state.read_only = False

    def close(self) -> None:
        """See ``MediaHands``: unmounted in order, and copied to ``memorias/``."""
        for disk in self._present():
            disk.release()
        self._show(self._internal, self._root / OUTSIDE / INTERNAL)
        if self.state.inserted:
            self._show(self._stick, self.table.place(self.state.number))

    def _present(self) -> tuple[Disk, ...]:
        return (self._internal, self._stick) if self.state.inserted else (self._internal,)

    def _show(self, disk: Disk, place: Path) -> None:
        """Copy what is on a medium that is out to a plain folder, where a person can look or take it to the server."""
        aside = Disk(disk.image, self._root / IMAGES / "mirador")
        shutil.rmtree(place, ignore_errors=True)
        with mounted(aside):
            shutil.copytree(aside.root, place, ignore=shutil.ignore_patterns("lost+found", FILLER))


def open_media(root: Path, kind: MediaKind, table: Table | None = None, own: int = OWN) -> MediaHands:
    """Make the media of one kind under ``root``, both in the urna. Raises ``DiskError`` for images that cannot be."""
    return Images(root, table, own) if kind is MediaKind.IMAGES else Folders(root, table, own)
