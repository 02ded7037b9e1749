"""Queries of the trail. It must not decide what is recorded."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import AuditRow, CheckpointRow
from server.audit.schemas import Asked
from server.db.bulk import add_rows
from server.db.paging import Paged, Slice, paged

ENTRY: Table = AuditRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table


async def last(session: AsyncSession) -> AuditRow | None:
    """The newest entry."""
    return (await session.scalars(select(AuditRow).order_by(AuditRow.n.desc()).limit(1))).first()


async def page(session: AsyncSession, asked: Asked, part: Slice) -> Paged[AuditRow]:
    """Some of the entries that were asked for, by number."""
    return await paged(session, select(AuditRow).where(*_conditions(asked)), part, {"n": AuditRow.n})


async def entry(session: AsyncSession, n: int) -> AuditRow | None:
    """One entry."""
    return await session.get(AuditRow, n)


async def values(session: AsyncSession) -> tuple[Sequence[str], Sequence[str]]:
    """The modules and the actions that the trail knows."""
    modules = await session.scalars(select(AuditRow.module).distinct().order_by(AuditRow.module))
    actions = await session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action))
    return modules.all(), actions.all()


async def after(session: AsyncSession, n: int, size: int) -> Sequence[AuditRow]:
    """Entries after ``n``, oldest first."""
    return (await session.scalars(select(AuditRow).where(AuditRow.n > n).order_by(AuditRow.n).limit(size))).all()


async def checkpoints(session: AsyncSession) -> Sequence[CheckpointRow]:
    """Every checkpoint, oldest first."""
    return (await session.scalars(select(CheckpointRow).order_by(CheckpointRow.day))).all()


async def last_checkpoint(session: AsyncSession) -> CheckpointRow | None:
    """The newest checkpoint."""
    return (await session.scalars(select(CheckpointRow).order_by(CheckpointRow.day.desc()).limit(1))).first()


async def add_checkpoint(session: AsyncSession, row: CheckpointRow) -> None:
    """Add a checkpoint."""
    session.add(row)
    await session.flush()


async def add(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    """Append rows."""
    await add_rows(session, ENTRY, rows)


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    equal = {AuditRow.module: asked.module, AuditRow.action: asked.action}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value]
    if asked.actor:
        found.append(AuditRow.actor.icontains(asked.actor, autoescape=True))
    if asked.text:
        columns = (AuditRow.subject, AuditRow.data, AuditRow.before, AuditRow.after)
        found.append(or_(*(column.icontains(asked.text, autoescape=True) for column in columns)))
    if asked.since is not None:
        found.append(AuditRow.at >= asked.since)
    if asked.until is not None:
        found.append(AuditRow.at < asked.until)
    return found
