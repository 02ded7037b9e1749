"""Media in memory that fill up, go bad, are pulled, swapped and put back. It must not mend by itself."""

import copy
from dataclasses import dataclass, field
from pathlib import Path

from tests.flows.cutting import Breaker, CutFiles
from tests.flows.institute import Institute
from tests.flows.table import Table
from urna.flow.ports import MedioPerdido

FAULTS = ("pulled", "full", "read_only", "bad_writes", "bad_sector", "bad_sync")
"""What may befall a medium in place; a stick may be swapped as well."""


class SpoiledFiles(CutFiles):
    """A medium with something wrong, by a name of ``FAULTS``; ``touched`` counts the changes that reached it."""

    def __init__(self, breaker: Breaker) -> None:
        super().__init__(breaker)
        self.fault = ""
        self.touched = 0

    def create(self, path: str, data: bytes) -> None:
        self._write(grows=True)
        super().create(path, data)

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        self._write(grows=False)
        super().pwrite(path, offset, data)

    def append(self, path: str, data: bytes) -> None:
        self._write(grows=True)
        super().append(path, data)

    def fsync(self, path: str) -> None:
        if self.fault == "bad_sync":
            raise MedioPerdido("EIO")
        super().fsync(path)

    def rename(self, old: str, new: str) -> None:
        self._write(grows=False)
        super().rename(old, new)

    def unlink(self, path: str) -> None:
        self._write(grows=False)
        super().unlink(path)

    def mkdir(self, path: str) -> None:
        self._write(grows=True)
        super().mkdir(path)

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        if self.fault == "bad_sector" and path.endswith("imagen.a"):
            raise MedioPerdido("EIO")
        return super().read(path, limit_bytes)

    def _write(self, *, grows: bool) -> None:
        if self.fault == "full" and grows:
            raise MedioPerdido("ENOSPC")
        if self.fault == "read_only":
            raise MedioPerdido("EROFS")
        if self.fault in {"bad_writes", "bad_sector"}:
            raise MedioPerdido("EIO")
        self.touched += 1

    def spoil(self, fault: str) -> None:
        """Have something befall the medium; empty mends it in place."""
        self.fault = fault
        self.pulled = fault == "pulled"

    def swap(self, other: "Stick") -> "Stick":
        """Put another stick in; gives the one that was there."""
        mine = Stick(self.files, self.folders)
        self.files, self.folders, self.touched = other.files, other.folders, 0
        self.spoil("")
        return mine


@dataclass(slots=True)
class Stick:
    """What lies on a stick that is not in the urna."""

    files: dict[str, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {""})


def spoilable_table(institute: Institute, folder: Path) -> Table:
    breaker = Breaker()
    return Table.set_up(institute, folder, SpoiledFiles(breaker), SpoiledFiles(breaker))


def medium(table: Table, label: str) -> SpoiledFiles:
    """The internal medium or the stick of a table."""
    files = table.internal if label == "interna" else table.usb
    assert isinstance(files, SpoiledFiles)
    return files


def copy_of(table: Table, label: str) -> Stick:
    """A copy of what a medium holds now."""
    files = medium(table, label)
    return Stick(copy.deepcopy(files.files), set(files.folders))


def kinds(table: Table) -> list[str]:
    """What the journal tells, oldest first."""
    return [entry.kind.value for entry in table.context().book.journal.entries]


def store_files(table: Table, label: str) -> dict[str, bytes]:
    """The journal and both copies of the image on a medium."""
    files = medium(table, label).files
    names = ("bitacora.jsonl", "imagen.a", "imagen.b")
    return {name: files.get(f"urna-oficial/{name}", b"") for name in names}


def check_level(table: Table) -> None:
    """Both media hold the same journal, image, opening and results, and nothing is lost."""
    internal, stick = medium(table, "interna").files, medium(table, "usb").files
    assert not table.context().media.lost
    assert store_files(table, "interna") == store_files(table, "usb")
    assert internal["urna-oficial/imagen.a"] == table.context().store.data
    for name in ("apertura.json",):
        assert {f"urna-oficial/{name}"} <= set(internal) & set(stick)
    closing = {name: data for name, data in internal.items() if name.startswith("urna-oficial/cierre/")}
    assert closing == {name: data for name, data in stick.items() if name.startswith("urna-oficial/cierre/")}
