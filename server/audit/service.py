"""Appends to the trail inside the caller's transaction and checks its chain. It must never commit or rewrite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.audit import repository
from server.audit.models import AuditRow
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import moment_text, twin

FIRST_PREV = "0" * 64
CHECK_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One change: who did what to which subject of which module; ``data`` holds plain JSON values."""

    actor: str
    module: str
    action: str
    subject: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TrailBroken:
    """Where the chain first fails: entry ``n`` and why (``hueco``, ``enlace`` or ``contenido``)."""

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
            "data": twin(dict(change.data)).decode(),
            "prev": prev,
        }
        prev = _hash(row)
        rows.append({**row, "hash": prev})
    await repository.add(session, rows)


async def entries(session: AsyncSession, before: int | None = None, size: int = 50) -> Sequence[AuditRow]:
    """A page of entries, newest first."""
    return await repository.page(session, before, size)


async def check(session: AsyncSession) -> TrailBroken | int:
    """The number of entries of a sound trail, or where it breaks."""
    n, prev = 0, FIRST_PREV
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
    names = ("n", "at", "actor", "module", "action", "subject", "data", "prev")
    return "" if _hash({name: getattr(row, name) for name in names}) == row.hash else "contenido"


def _hash(row: Mapping[str, object]) -> str:
    at = row["at"]
    text = moment_text(at) if isinstance(at, datetime) else ""
    return sha256_hex(twin({**row, "at": text}))
