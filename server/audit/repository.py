"""Queries of the trail. It must not decide what is recorded."""

from collections.abc import Sequence

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import AuditRow

ENTRY: Table = AuditRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table


async def last(session: AsyncSession) -> AuditRow | None:
    """The newest entry."""
    return (await session.scalars(select(AuditRow).order_by(AuditRow.n.desc()).limit(1))).first()


async def page(session: AsyncSession, before: int | None, size: int) -> Sequence[AuditRow]:
    """Entries from the newest, or from just before entry ``before``."""
    query = select(AuditRow).order_by(AuditRow.n.desc()).limit(size)
    if before is not None:
        query = query.where(AuditRow.n < before)
    return (await session.scalars(query)).all()


async def after(session: AsyncSession, n: int, size: int) -> Sequence[AuditRow]:
    """Entries after ``n``, oldest first."""
    return (await session.scalars(select(AuditRow).where(AuditRow.n > n).order_by(AuditRow.n).limit(size))).all()


async def add(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    """Append rows."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(ENTRY), list(rows))
