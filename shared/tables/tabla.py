"""What is read of a file before anybody knows what it means: lines of cells. It must not judge them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from shared.domain.errors import DatoInvalido

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 40


class ArchivoInvalido(DatoInvalido):
    """A file of which no table can be read (codes ``S60x`` and ``S61x``)."""


class Trouble(Enum):
    """A cell of a workbook that holds no value of its own."""

    FORMULA = "formula"
    ERROR = "error"
    LOGICAL = "logical"


Celda = str | date | Trouble


@dataclass(frozen=True, slots=True)
class Linea:
    """One line that is not empty; ``number`` as people count them, from 1."""

    number: int
    cells: tuple[Celda, ...]


@dataclass(frozen=True, slots=True)
class Tabla:
    """A file's lines, the heading first; ``how`` says how it was read (``utf-8 ;``, ``xlsx``)."""

    lines: tuple[Linea, ...]
    how: str


def bounded(lines: Iterable[tuple[int, Sequence[Celda]]]) -> Iterator[Linea]:
    """The lines that hold something; raises ``ArchivoInvalido`` S608 for too many, S609 for too wide ones."""
    for count, (number, cells) in enumerate(lines):
        if count > MAX_ROWS:
            raise ArchivoInvalido("S608", f"more than {MAX_ROWS} lines")
        filled = [place for place, cell in enumerate(cells) if cell != ""]
        if not filled:
            continue
        if filled[-1] >= MAX_COLUMNS:
            raise ArchivoInvalido("S609", f"more than {MAX_COLUMNS} columns")
        yield Linea(number, tuple(cells[: filled[-1] + 1]))
