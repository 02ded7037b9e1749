"""What a file would change of a list: rows that come, rows that go, and every field that is another. It must not apply.

Nothing goes in silence: rows that a file leaves out are named one by one, and people must say how many they are.
"""

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from server.catalog.faults import cut
from server.catalog.marco import LISTINGS, Lista, Record, Rows, Value
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import twin

TOLD_IN_TRAIL: Final = 20


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row that is another."""

    key: Value
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list would gain, change and lose, by key; ``same`` rows stay as they are."""

    added: tuple[Record, ...]
    changed: tuple[FieldChange, ...]
    removed: tuple[Record, ...]
    same: int

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.changed or self.removed)

    @property
    def changed_rows(self) -> int:
        """In how many rows something changes."""
        return len({each.key for each in self.changed})


def changes_of(lista: Lista, before: Rows, after: Rows) -> Changes:
    """The difference between two states of a list."""
    names = LISTINGS[lista].names
    changed = [
        FieldChange(key, name, before[key][name], after[key][name])
        for key in _sorted(before.keys() & after.keys())
        for name in names
        if before[key][name] != after[key][name]
    ]
    return Changes(
        tuple(after[key] for key in _sorted(after.keys() - before.keys())),
        tuple(changed),
        tuple(before[key] for key in _sorted(before.keys() - after.keys())),
        len(before.keys() & after.keys()) - len({each.key for each in changed}),
    )


def digest_of(rows: Rows) -> str:
    """SHA-256 of a list, whatever order its rows came in."""
    return sha256_hex(twin({"filas": [dict(rows[key]) for key in _sorted(rows.keys())]}))


def as_bytes(changes: Changes) -> bytes:
    """The differences as canonical JSON, so that they can be kept by their hash."""
    fields = [[each.key, each.field, each.before, each.after] for each in changes.changed]
    kept = {
        "altas": [dict(row) for row in changes.added],
        "cambios": fields,
        "bajas": [dict(row) for row in changes.removed],
        "iguales": changes.same,
    }
    return twin(kept)


def mark_of(changes: Changes) -> str:
    """The SHA-256 by which differences are kept."""
    return sha256_hex(as_bytes(changes))


def from_kept(data: bytes) -> Changes:
    """The differences that `as_bytes` wrote; the bytes are our own, known by their hash."""
    kept = json.loads(data)
    changed = tuple(FieldChange(*each) for each in kept["cambios"])
    return Changes(tuple(kept["altas"]), changed, tuple(kept["bajas"]), kept["iguales"])


def for_trail(changes: Changes) -> tuple[dict[str, object], dict[str, object]]:
    """The first changed fields as ``key field: value``, before and after."""
    few = changes.changed[:TOLD_IN_TRAIL]
    return (
        {f"{each.key} {each.field}": _brief(each.before) for each in few},
        {f"{each.key} {each.field}": _brief(each.after) for each in few},
    )


def _brief(value: Value) -> Value:
    """A shape is cut short: its whole stands in the differences, which are kept."""
    return cut(value) if isinstance(value, str) else value


def _sorted(keys: AbstractSet[Value]) -> list[Value]:
    """Numbers by number, claves by letter: a list's keys are all of one kind."""
    return sorted(keys, key=lambda key: (key if isinstance(key, int) else 0, str(key)))
