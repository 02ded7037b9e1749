"""What others say of their files, and what a check tells of all. It must not hold bytes nor rows."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Subquery
from sqlalchemy.ext.asyncio import AsyncSession


class Clase(StrEnum):
    """Which files: each has its folder, in ``data`` or in the bucket."""

    PAQUETES = "paquetes"
    RECHAZADOS = "rechazados"
    CATALOGO = "catalogo"


Bodies = Callable[[AsyncSession, Collection[str]], Awaitable[Mapping[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a module says of its files.

    Attributes:
        named: every one that its rows name: ``sha256``, ``size`` (NULL where no row says it), ``original``.
        bodies: the bytes that the database holds for good; None where it does not.
    """

    clase: Clase
    named: Callable[[], Subquery]
    bodies: Bodies | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """One file that a row names."""

    sha256: str
    size: int | None
    original: bool


@dataclass(frozen=True, slots=True)
class ClassReport:
    """What a check found of one class.

    Attributes:
        named: files that rows name; ``waiting`` of them are in the database alone, for their store.
        stored, stored_bytes: what lies in the store, whoever put it.
        missing, damaged, unlocked: of those named: not there; of other bytes; an original without its lock.
        garbage: what lies there and no row names.
    """

    clase: Clase
    named: int = 0
    waiting: int = 0
    stored: int = 0
    stored_bytes: int = 0
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    unlocked: tuple[str, ...] = ()
    garbage: tuple[str, ...] = ()

    @property
    def faults(self) -> int:
        """How many people must mend; garbage is no fault."""
        return len(self.missing) + len(self.damaged) + len(self.unlocked)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; ``whole`` is whether every byte was read, and not only names and sizes."""

    place: str
    whole: bool
    classes: tuple[ClassReport, ...]

    @property
    def faults(self) -> int:
        """How many people must mend."""
        return sum(each.faults for each in self.classes)

    @property
    def garbage(self) -> int:
        """How many files nobody names."""
        return sum(len(each.garbage) for each in self.classes)

    def plain(self) -> dict[str, object]:
        """As JSON."""
        told = {**asdict(self), "faults": self.faults}
        return {**told, "classes": [{**asdict(each), "clase": each.clase.value} for each in self.classes]}


@dataclass(frozen=True, slots=True)
class Pending:
    """How many files wait for their store, and their bytes as far as rows say them."""

    number: int = 0
    size: int = 0
