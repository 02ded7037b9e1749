"""The wire that brings power to a whole program: it stands before `os.fsync`, counts, and goes dead where it was told.

It must not know the program, which is started with its own command and told nothing: Python itself connects the wire at
start-up, before the first line of the program, because a ``sitecustomize.py`` with two lines is on its path.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Self

from tests.power_real.power import BEFORE, CUT, Diary, kind
from urna.devdock.disk import cut

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

VARIABLE: Final = "CABLE_DE_CORRIENTE"
"""The folder of the wire, in the environment of the program; where it is absent nothing is connected."""
DIARY, ORDER, ROOTS = "diario", "orden", "medios"
CUSTOMIZE: Final = "from tests.power_real.live.wire import connect\n\nconnect()\n"


@dataclass(frozen=True, slots=True)
class Cut:
    """The power goes at the ``nth`` fsync, of those after number ``after``, whose site holds ``words``.

    Of sites that hold ``forgotten`` no fsync is done from then on: a planted fault, to see it noticed.
    """

    words: str
    nth: int = 1
    mode: str = BEFORE
    after: int = 0
    forgotten: str = ""

    def write(self, folder: Path) -> None:
        """Tell the wire; whole at once, since it may look at any moment."""
        fresh = folder / f"{ORDER}.nuevo"
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(folder / ORDER)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """What was told; None when nothing was."""
        try:
            return cls(**json.loads((folder / ORDER).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None


@dataclass(slots=True)
class Wire:
    """The power of one program and of its media: ``roots`` by label, each ends with the same cut."""

    folder: Path
    roots: dict[str, Path]
    sites: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def fsync(self, fd: "FileDescriptorLike") -> None:
        """One fsync of the program; those of files that are on no medium are none of its business."""
        site = self._site(fd if isinstance(fd, int) else fd.fileno())
        if not site:
            FSYNC(fd)
            return
        with self.lock:
            self.sites.append(site)
            Diary(self.folder / DIARY).tell("fsync", [len(self.sites), site])
            order = Cut.read(self.folder)
            here = order is not None and self._is_at(order)
            if order is not None and here and order.mode == BEFORE:
                self._go()
            if order is None or not order.forgotten or order.forgotten not in site:
                FSYNC(fd)
            if here:
                self._go()

    def _is_at(self, order: Cut) -> bool:
        matching = [order.words in site for site in self.sites[order.after :]]
        return bool(matching) and matching[-1] and sum(matching) == order.nth

    def _site(self, handle: int) -> str:
        place = Path(f"/proc/self/fd/{handle}").readlink()
        for label, root in self.roots.items():
            if place.is_relative_to(root):
                what = "fsync_dir" if place.is_dir() else "fsync"
                return f"{label} {what} {kind(place.relative_to(root).as_posix().removeprefix('.'))}"
        return ""

    def _go(self) -> None:
        for root in self.roots.values():
            cut(root)
        os._exit(CUT)


FSYNC: Final = os.fsync


def lay(folder: Path, roots: dict[str, Path]) -> dict[str, str]:
    """Make the wire's folder; the environment that connects a program to it."""
    folder.mkdir()
    (folder / ROOTS).write_text(json.dumps({label: str(root) for label, root in roots.items()}), encoding="utf-8")
    (folder / "sitecustomize.py").write_text(CUSTOMIZE, encoding="utf-8")
    path = os.pathsep.join((str(folder), str(Path(__file__).parents[3])))
    return {VARIABLE: str(folder), "PYTHONPATH": path}


def connect() -> None:
    """Stand before `os.fsync` in this process."""
    folder = Path(os.environ[VARIABLE])
    roots = json.loads((folder / ROOTS).read_text(encoding="utf-8"))
    wire = Wire(folder, {label: Path(root) for label, root in roots.items()})
    os.fsync = wire.fsync
