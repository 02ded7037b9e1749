"""Queries of the catalogue. It must not parse or verify themes."""

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.catalog.models import CasillaRow, DistritoRow, MunicipioRow, ThemeRow

Rows = Sequence[Mapping[str, object]]


async def theme(session: AsyncSession) -> ThemeRow | None:
    """The theme of this server, if one was imported."""
    return (await session.scalars(select(ThemeRow).limit(1))).first()


async def theme_hash(session: AsyncSession) -> str | None:
    """The hash of the theme, without its bytes."""
    return await session.scalar(select(ThemeRow.hash).limit(1))


async def add_theme(session: AsyncSession, theme_row: ThemeRow, parts: Mapping[str, Rows]) -> None:
    """Add a theme; ``parts`` holds the rows of ``distritos``, ``municipios`` and ``casillas``."""
    session.add(theme_row)
    await session.flush()
    tables = {"distritos": DistritoRow, "municipios": MunicipioRow, "casillas": CasillaRow}
    for name, model in tables.items():
        if parts[name]:
            await session.execute(insert(model), [dict(row) for row in parts[name]])


async def casilla(session: AsyncSession, clave: str) -> CasillaRow | None:
    """One casilla."""
    return (await session.scalars(select(CasillaRow).where(CasillaRow.clave == clave))).first()


async def casillas_of(session: AsyncSession, column: str | None, unit: int) -> Sequence[CasillaRow]:
    """Casillas of one distrito, municipio or seccion (``column``) or all of them (None), by clave."""
    query = select(CasillaRow).order_by(CasillaRow.clave)
    if column is not None:
        query = query.where(getattr(CasillaRow, column) == unit)
    return (await session.scalars(query)).all()


async def sizes(session: AsyncSession, column: str) -> Sequence[tuple[int, int, int]]:
    """(unit, casillas, lista nominal) of every distrito, municipio or seccion (``column``)."""
    unit = getattr(CasillaRow, column)
    query = select(unit, func.count(), func.sum(CasillaRow.lista_nominal)).group_by(unit).order_by(unit)
    return cast("Sequence[tuple[int, int, int]]", (await session.execute(query)).all())
