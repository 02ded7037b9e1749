"""Queries of the cases. It must not decide what may be done with one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.revision.models import CaseRow, StepRow

CASE: Table = CaseRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table


async def cases(session: AsyncSession) -> Sequence[CaseRow]:
    """Every case in which somebody took a step, by clave."""
    return (await session.scalars(select(CaseRow).order_by(CaseRow.clave))).all()


async def case(session: AsyncSession, clave: str) -> CaseRow | None:
    """The case of one casilla, as it stands in the database now."""
    query = select(CaseRow).where(CaseRow.clave == clave).execution_options(populate_existing=True)
    return (await session.scalars(query)).first()


async def keep(session: AsyncSession, row: Mapping[str, Any], seen: int) -> bool:
    """Write a case that stood at version ``seen`` (0: there was none); False when it stands at another by now."""
    if not seen:
        await session.execute(insert(CaseRow), [dict(row)])
        return True
    query = update(CASE).where(CASE.c.clave == row["clave"], CASE.c.version == seen).values(**row)
    done = await session.execute(query)
    return isinstance(done, CursorResult) and done.rowcount == 1


async def add_step(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Add a step."""
    await session.execute(insert(StepRow), [dict(row)])


async def steps(session: AsyncSession, clave: str) -> Sequence[StepRow]:
    """Every step of a case, in order."""
    return (await session.scalars(select(StepRow).where(StepRow.clave == clave).order_by(StepRow.n))).all()


async def proposals(session: AsyncSession, wanted: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], StepRow]:
    """Steps by clave and number."""
    claves = sorted({clave for clave, _ in wanted})
    rows = (await session.scalars(select(StepRow).where(StepRow.clave.in_(claves)))).all()
    return {(row.clave, row.n): row for row in rows if (row.clave, row.n) in wanted}
