"""Queries of results: sums are made by the database. It must not split or interpret figures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.computos import repository_sums
from server.computos.repository_sums import ACTA, FIGURA, SUMA
from server.db.bulk import add_rows
from server.db.paging import Slice

Unit = int | str
Sum = tuple[Unit, int, str, int]
Progress = tuple[Unit, int, int, int, datetime | None]
Filters = Mapping[str, int | str]
"""Columns of the acta that must have a value, for example ``{"distrito": 8}``."""


async def last_id(session: AsyncSession) -> int:
    """The highest id given so far."""
    return await session.scalar(select(func.coalesce(func.max(ACTA.c.id), 0))) or 0


async def add(session: AsyncSession, actas: Sequence[dict[str, Any]], figuras: Sequence[dict[str, Any]]) -> None:
    """Add actas, in the order of their ids, and their figures."""
    if actas:
        await add_rows(session, ACTA, actas)
        await add_rows(session, FIGURA, figuras)
        await repository_sums.enter(session, ACTA.c.id >= actas[0]["id"])


async def exchange(session: AsyncSession, acta: Mapping[str, Any], figuras: Sequence[Mapping[str, Any]]) -> None:
    """Put other values in the place of those of a store's acta, and other figures."""
    number = await session.scalar(select(ACTA.c.id).where(ACTA.c.store_id == acta["store_id"]))
    await repository_sums.leave(session, ACTA.c.id == number)
    await session.execute(update(ACTA).where(ACTA.c.id == number).values(**acta))
    await session.execute(delete(FIGURA).where(FIGURA.c.acta == number))
    await session.execute(insert(FIGURA), [{**figura, "acta": number} for figura in figuras])
    await repository_sums.enter(session, ACTA.c.id == number)


async def set_counted(session: AsyncSession, stores: Iterable[str], *, counted: bool) -> None:
    """Count or stop counting the actas of ``stores``."""
    these = ACTA.c.store_id.in_(list(stores))
    await repository_sums.leave(session, these)
    await session.execute(update(ACTA).where(these).values(counted=counted))
    await repository_sums.enter(session, these)


async def units(session: AsyncSession, by: str, part: Slice) -> Sequence[Unit]:
    """Units of the column ``by`` that have counted actas, in order."""
    query = select(ACTA.c[by]).where(ACTA.c.counted).distinct().order_by(ACTA.c[by])
    return cast("Sequence[Unit]", (await session.scalars(query.offset(part.skip).limit(part.most))).all())


async def sums(
    session: AsyncSession, by: str | None, filters: Filters, only: Collection[Unit] | None = None
) -> Sequence[Sum]:
    """(unit, contest, key, votes) of counted actas, grouped by the column ``by`` of the acta (None: one unit, 0).

    ``only`` takes some of the units, a few hundred at most. Where distritos are enough, their running sums are read.
    """
    if by in {None, "distrito"} and set(filters) <= {"distrito"}:
        inside = [SUMA.c.distrito == filters["distrito"]] if filters else []
        inside += [SUMA.c.distrito.in_(only)] if by and only is not None else []
        return cast("Sequence[Sum]", (await session.execute(repository_sums.asked(by, inside))).all())
    unit = ACTA.c[by] if by else func.min(0)
    groups = [ACTA.c[by]] if by else []
    query = (
        select(unit, FIGURA.c.contest, FIGURA.c.key, func.sum(FIGURA.c.votes))
        .select_from(FIGURA.join(ACTA))
        .where(ACTA.c.counted, *_where(filters), *_among(by, only))
        .group_by(*groups, FIGURA.c.contest, FIGURA.c.key)
    )
    return cast("Sequence[Sum]", (await session.execute(query)).all())


async def advance(session: AsyncSession, by: str | None, filters: Filters) -> Sequence[Progress]:
    """(unit, casillas received, casillas counted, emitidos counted, last received) by the column ``by``.

    Two urnas of one casilla, by a substitution, are one casilla received.
    """
    unit = ACTA.c[by] if by else func.min(0)
    query = select(
        unit,
        func.count(ACTA.c.clave.distinct()),
        func.count(case((ACTA.c.counted, ACTA.c.clave)).distinct()),
        func.coalesce(func.sum(case((ACTA.c.counted, ACTA.c.emitidos), else_=0)), 0),
        func.max(ACTA.c.received_at),
    ).where(*_where(filters))
    rows = (await session.execute(query.group_by(*([ACTA.c[by]] if by else [])))).all()
    return cast("Sequence[Progress]", rows)


async def arrivals(session: AsyncSession) -> Sequence[tuple[str, datetime, bool]]:
    """(clave, first arrival, whether an acta of it counts) of every casilla of which something came."""
    counts = func.max(case((ACTA.c.counted, 1), else_=0))
    query = select(ACTA.c.clave, func.min(ACTA.c.received_at), counts).group_by(ACTA.c.clave)
    return [(row[0], row[1], bool(row[2])) for row in await session.execute(query)]


async def actas(session: AsyncSession, filters: Filters) -> Sequence[Mapping[str, Any]]:
    """Actas by clave, whether counted or not."""
    query = select(ACTA).where(*_where(filters)).order_by(ACTA.c.clave, ACTA.c.id)
    return cast("Sequence[Mapping[str, Any]]", (await session.execute(query)).mappings().all())


async def figuras(session: AsyncSession, filters: Filters) -> Sequence[tuple[int, int, str, int]]:
    """(acta, contest, key, votes) of every acta that ``filters`` take."""
    query = select(FIGURA)
    if filters:
        query = query.join(ACTA).where(*_where(filters))
    return cast("Sequence[tuple[int, int, str, int]]", (await session.execute(query)).all())


def _among(by: str | None, only: Collection[Unit] | None) -> list[Any]:
    return [ACTA.c[by].in_(only)] if by is not None and only is not None else []


def _where(filters: Filters) -> list[Any]:
    return [ACTA.c[name] == value for name, value in filters.items()]
