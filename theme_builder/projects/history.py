"""What a project answers about its changes: who asked, what was made, what clashed, what was done before.

It must not query.
"""

import json
from dataclasses import dataclass

from theme_builder.projects.patch import Clash, Op
from theme_builder.projects.tables import ChangeRow


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something and what for: ``kind`` is a word of `theme_builder.web.textos`, ``about`` whose it is.

    ``read`` is the number of the change that the author had before the eyes.
    """

    author: str
    kind: str
    about: str = ""
    read: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A change was made and is the project's last, or there was nothing to change (the number is what it was)."""

    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that was made; ``moment`` is UTC, ``...Z``; ``undone_by`` the change that took it back, or 0."""

    number: int
    author: str
    moment: str
    kind: str
    about: str
    undoes: int
    undone_by: int
    ops: tuple[Op, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was changed: somebody else changed the same places; ``others`` are those changes, the last first."""

    clashes: tuple[Clash, ...]
    others: tuple[Entry, ...]


def entry_of(row: ChangeRow, undone_by: int = 0) -> Entry:
    """A row of the history as a value."""
    ops = tuple(Op.from_json(each) for each in json.loads(row.ops))
    return Entry(row.number, row.author, row.moment, row.kind, row.about, row.undoes, undone_by, ops)


def overlap(one: Op, other: Op) -> bool:
    """Whether two changes speak of the same place, or one of something inside of the other."""
    size = min(len(one.path), len(other.path))
    return one.path[:size] == other.path[:size]
