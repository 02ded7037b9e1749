"""What changed between two states of a project, and how the same change is made, or taken back, on another state.

It must not know files, people or the database. A change is a value: for each place what stood there and what stands
there now, so that it is made only where nobody changed the same thing meanwhile.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from shared.formats.canonical import Json

KEYS: Final = ("id", "clave", "number", "language")
"""What names a row of a list: the first of these that every row has, each with another value."""
ORDER: Final = "#orden"
MOST_ROWS: Final = 500
"""A list in which more rows changed is one place: an import of thousands is taken back whole."""


class Nothing(Enum):
    """What stands where nothing stands; JSON's null is something else."""

    NOTHING = "nothing"


NOTHING: Final = Nothing.NOTHING
Value = Json | Nothing
State = dict[str, Json]
"""A project: what each document of its source says, by the name of its file."""


@dataclass(frozen=True, slots=True)
class Op:
    """One place that changed.

    Attributes:
        path: the document, then keys of tables; a row of a list is ``id=PAN``, the order of one ends in ``#orden``.
        before: what stood there.
        after: what stands there.
        behind: for a row that came or went, the row that it followed ("" for the first).
    """

    path: tuple[str, ...]
    before: Value
    after: Value
    behind: str = ""

    def as_json(self) -> dict[str, Json]:
        """The place as one object; ``before`` or ``after`` is left out where nothing stands."""
        data: dict[str, Json] = {"path": list(self.path)}
        if not isinstance(self.before, Nothing):
            data["before"] = self.before
        if not isinstance(self.after, Nothing):
            data["after"] = self.after
        return data | ({"behind": self.behind} if self.behind else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Op":
        """What `as_json` wrote; raises ``TypeError`` for anything else, which would be our bug."""
        path, behind = data["path"], data.get("behind", "")
        if not isinstance(path, list) or not isinstance(behind, str):
            raise TypeError("not a place of a change")
        return cls(tuple(map(str, path)), data.get("before", NOTHING), data.get("after", NOTHING), behind)


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that somebody else changed: what one wanted there, and what stands there."""

    op: Op
    found: Value


def alike(one: Value, other: Value) -> bool:
    """Whether two values are the same text: ``true`` is not 1, and the order of a table's keys is nothing."""
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(each, other[name]) for name, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return type(one) is type(other) and one == other


def diff(before: Value, after: Value, path: tuple[str, ...] = ()) -> tuple[Op, ...]:
    """The places that differ, in the order in which they are to be changed."""
    if alike(before, after):
        return ()
    if isinstance(before, dict) and isinstance(after, dict):
        names = dict.fromkeys((*before, *after))
        return tuple(
            op for name in names for op in diff(before.get(name, NOTHING), after.get(name, NOTHING), (*path, name))
        )
    if isinstance(before, list) and isinstance(after, list) and (key := _key_of(before, after)):
        ops = tuple(_rows(_named(before, key), _named(after, key), path))
        if len(ops) <= MOST_ROWS:
            return ops
    return (Op(path, before, after),)


def inverse(ops: Sequence[Op]) -> tuple[Op, ...]:
    """What takes ``ops`` back."""
    return tuple(Op(op.path, op.after, op.before, op.behind) for op in reversed(ops))


def apply(state: State, ops: Sequence[Op]) -> tuple[State, tuple[Clash, ...]]:
    """A new state with every change made that could be, and the places where something else stood.

    A place that already says what is wanted is no clash.
    """
    touched = {op.path[0] for op in ops}
    made = {name: copy.deepcopy(value) if name in touched else value for name, value in state.items()}
    clashes = (_change(made, op) for op in ops)
    return made, tuple(clash for clash in clashes if clash is not None)


def _rows(before: Mapping[str, Json], after: Mapping[str, Json], path: tuple[str, ...]) -> Iterator[Op]:
    """Rows that went (the last first), those that stay in their order, those that came (the first first)."""
    gone = [(name, behind) for name, behind in _behind(before) if name not in after]
    for name, behind in reversed(gone):
        yield Op((*path, name), before[name], NOTHING, behind)
    stayed = [name for name in before if name in after]
    ordered = [name for name in after if name in before]
    if stayed != ordered:
        yield Op((*path, ORDER), list(stayed), list(ordered))
    for name in stayed:
        yield from diff(before[name], after[name], (*path, name))
    for name, behind in _behind(after):
        if name not in before:
            yield Op((*path, name), NOTHING, after[name], behind)


def _behind(rows: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    previous = ""
    for name in rows:
        yield name, previous
        previous = name


def _key_of(*lists: Sequence[Json]) -> str:
    """What names the rows of all ``lists``; "" where rows have no name of their own."""
    for key in KEYS:
        if all(len(_named(rows, key)) == len(rows) for rows in lists):
            return key
    return ""


def _named(rows: Sequence[Json], key: str) -> dict[str, Json]:
    """Rows by their segment of a path; those without the key, or with one taken, are left out."""
    named: dict[str, Json] = {}
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get(key), int | str):
            named.setdefault(f"{key}={row[key]}", row)
    return named


def _place(rows: Sequence[Json], segment: str) -> int | None:
    """Where the row of ``segment`` stands."""
    key, _, wanted = segment.partition("=")
    for place, row in enumerate(rows):
        if isinstance(row, dict) and key in row and str(row[key]) == wanted:
            return place
    return None


def _change(state: State, op: Op) -> Clash | None:
    parent: Json = state
    for segment in op.path[:-1]:
        parent = _inside(parent, segment)
    last = op.path[-1]
    if isinstance(parent, list) and last == ORDER:
        return _reorder(parent, op)
    if not isinstance(parent, dict | list):
        return Clash(op, NOTHING)
    place = _place(parent, last) if isinstance(parent, list) else None
    found = _found(parent, last, place)
    if alike(found, op.after):
        return None
    if not alike(found, op.before):
        return Clash(op, found)
    if isinstance(parent, dict):
        _set(parent, last, op)
    else:
        _put(parent, place, op)
    return None


def _inside(parent: Json, segment: str) -> Json:
    if isinstance(parent, dict):
        return parent.get(segment)
    place = _place(parent, segment) if isinstance(parent, list) else None
    return parent[place] if isinstance(parent, list) and place is not None else None


def _found(parent: dict[str, Json] | list[Json], last: str, place: int | None) -> Value:
    if isinstance(parent, dict):
        return parent.get(last, NOTHING)
    return NOTHING if place is None else parent[place]


def _set(parent: dict[str, Json], name: str, op: Op) -> None:
    if isinstance(op.after, Nothing):
        del parent[name]
    else:
        parent[name] = copy.deepcopy(op.after)


def _put(rows: list[Json], place: int | None, op: Op) -> None:
    if isinstance(op.after, Nothing):
        if place is not None:
            del rows[place]
    elif place is not None:
        rows[place] = copy.deepcopy(op.after)
    else:
        before = _place(rows, op.behind) if op.behind else -1
        rows.insert(len(rows) if before is None else before + 1, copy.deepcopy(op.after))


def _reorder(rows: list[Json], op: Op) -> Clash | None:
    """Rows of both lists change places among themselves; others stay where they are."""
    if not isinstance(op.before, list) or not isinstance(op.after, list):
        raise TypeError("an order is a list")
    by_name = {str(name): place for name in op.before if (place := _place(rows, str(name))) is not None}
    found = [name for name, _ in sorted(by_name.items(), key=lambda each: each[1])]
    wanted = [str(name) for name in op.after if str(name) in by_name]
    if found == wanted:
        return None
    if found != [str(name) for name in op.before if str(name) in by_name]:
        return Clash(op, list(found))
    moved = [rows[by_name[name]] for name in wanted]
    for place, row in zip(sorted(by_name.values()), moved, strict=True):
        rows[place] = row
    return None
