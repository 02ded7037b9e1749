"""Appends to the trail inside the caller's transaction and checks its chain. It must never commit or rewrite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.audit import repository
from server.audit.models import AuditRow
from server.audit.schemas import Asked, Entry
from server.db.paging import Paged, Slice
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import moment_text, twin

FIRST_PREV = "0" * 64
EVERYTHING: Final = Asked()
ENTRY: Final = tuple(each.name for each in fields(Entry))
NEWEST: Final = Slice(order="n", descending=True)
CHECK_PAGE = 1000
ALWAYS: Final = ("n", "at", "actor", "module", "action", "subject", "data", "prev")
SINCE_ACCOUNTS: Final = ("role", "address", "before", "after", "outcome")
"""Columns that older entries lack: they enter the hash when they say something."""


class Outcome(StrEnum):
    """What became of a change; one that was done says nothing, since nearly all are."""

    DONE = ""
    REFUSED = "rechazado"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: who did what to which subject of which module; ``data`` holds plain JSON values.

    Attributes:
        actor: a person's user, a machine's name, or whence the change came (``http``, ``cli``).
        role, address: of who did it, where they are known.
        before, after: the object's values that changed, as plain JSON.
    """

    actor: str
    module: str
    action: str
    subject: str
    data: Mapping[str, object]
    role: str = ""
    address: str = ""
    outcome: Outcome = Outcome.DONE
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class TrailBroken:
    """Where the trail first fails: entry ``n`` and why (``hueco``, ``enlace``, ``contenido``, ``punto``, ``firma``)."""

    n: int
    reason: str


async def record(session: AsyncSession, at: datetime, changes: Sequence[Change]) -> None:
    """Append changes in order; the caller must hold the right to write (``begin_writing``)."""
    newest = await repository.last(session)
    n, prev = (newest.n, newest.hash) if newest else (0, FIRST_PREV)
    rows: list[dict[str, object]] = []
    for change in changes:
        n += 1
        row = {
            "n": n,
            "at": at,
            "actor": change.actor,
            "module": change.module,
            "action": change.action,
            "subject": change.subject,
            "data": _json(change.data),
            "role": change.role[:120],
            "address": change.address[:80],
            "before": _json(change.before),
            "after": _json(change.after),
            "outcome": change.outcome.value,
            "prev": prev,
        }
        prev = _hash(row)
        rows.append({**row, "hash": prev})
    await repository.add(session, rows)


async def entries(session: AsyncSession, asked: Asked = EVERYTHING, part: Slice = NEWEST) -> Paged[Entry]:
    """Some of the entries that are asked for; by default the newest, from the last."""
    found = await repository.page(session, asked, part)
    return found.map(lambda row: Entry(**{each: getattr(row, each) for each in ENTRY}))


async def values(session: AsyncSession) -> tuple[Sequence[str], Sequence[str]]:
    """The modules and the actions that the trail knows, for filters."""
    return await repository.values(session)


async def check(session: AsyncSession, since: tuple[int, str] | None = None) -> TrailBroken | int:
    """The number of the last entry of a sound trail, or where it breaks.

    ``since`` is an entry that is known to be sound, by number and hash; by default the beginning.
    """
    n, prev = since or (0, FIRST_PREV)
    while batch := await repository.after(session, n, CHECK_PAGE):
        for row in batch:
            broken = _broken(row, n, prev)
            if broken:
                return TrailBroken(row.n, broken)
            n, prev = row.n, row.hash
    return n


def _broken(row: AuditRow, n: int, prev: str) -> str:
    if row.n != n + 1:
        return "hueco"
    if row.prev != prev:
        return "enlace"
    return "" if _hash({name: getattr(row, name) for name in (*ALWAYS, *SINCE_ACCOUNTS)}) == row.hash else "contenido"


def _json(values: Mapping[str, object] | None) -> str:
    return twin(dict(values)).decode() if values is not None else ""


def _hash(row: Mapping[str, object]) -> str:
    at = row["at"]
    text = moment_text(at) if isinstance(at, datetime) else ""
    kept = {name: value for name, value in row.items() if value or name not in SINCE_ACCOUNTS}
    return sha256_hex(twin({**kept, "at": text}))
