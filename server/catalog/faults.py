"""Faults of a file: where, what value, which code; and how many of them are kept. It must not word them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

MOST_FAULTS: Final = 200
MAX_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend.

    Attributes:
        line: of the file (a workbook's row), from 1; 0 for the file as a whole.
        field: the column; empty for the whole line.
        value: what stands there, cut short.
        code: stable (``S7xx``).
        about: what else the sentence names: a key, a line, a number.
    """

    line: int
    field: str
    value: str
    code: str
    about: str = ""


@dataclass(slots=True)
class Faults:
    """Collects faults: all are counted, the first ``MOST_FAULTS`` are kept."""

    kept: list[Fault] = field(default_factory=list)
    total: int = 0

    def add(self, fault: Fault) -> None:
        """Count one, and keep it while there is room."""
        self.total += 1
        if len(self.kept) < MOST_FAULTS:
            self.kept.append(fault)

    def take(self, faults: Iterable[Fault]) -> None:
        """The same for several."""
        for fault in faults:
            self.add(fault)


def cut(value: object) -> str:
    """A value as it is shown beside a fault."""
    text = str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
