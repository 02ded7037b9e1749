"""The institute's lists as they stand: pages of them with filters, within a territory. It must not change them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Level, Reach
from server.catalog import repository_marco as repository
from server.catalog.marco import LISTINGS, Lista, Record, Rows
from server.catalog.repository_marco import Where
from server.catalog.schemas_marco import Asked, Size
from server.db.paging import Paged, Slice

MOST_UNITS: Final = 1000
EVERYTHING: Final = Asked()


async def rows_of(session: AsyncSession, lista: Lista) -> Rows:
    """A whole list by key, with the columns of its file."""
    listing = LISTINGS[lista]
    found = await repository.rows(session, lista.value, listing.names)
    return {row[listing.key]: dict(row) for row in found}


async def listed(session: AsyncSession, lista: Lista, where: Where, part: Slice) -> Paged[Record]:
    """A part of a list, with what follows from the clave and the place of its seccion."""
    return (await repository.listed(session, lista.value, where, part)).map(_plain)


async def size_of(session: AsyncSession, lista: Lista, where: Where) -> Size:
    """How many rows were asked for, and the sum of their figure."""
    return Size(*await repository.counted(session, lista.value, where, LISTINGS[lista].total))


async def people_by(session: AsyncSession, unit: str, where: Where) -> Mapping[int, int]:
    """The lista nominal of each ``distrito`` or ``municipio``, as far as somebody sees."""
    return await repository.people_by(session, unit, where)


async def sizes(session: AsyncSession, reach: Reach) -> dict[Lista, Size]:
    """How large each list is, as far as somebody sees."""
    return {lista: await size_of(session, lista, where_of(reach)) for lista in Lista}


def where_of(reach: Reach, asked: Asked = EVERYTHING) -> Where:
    """What somebody of this reach asks for."""
    within = None if reach.whole else (reach.numbers(Level.DISTRITO), reach.numbers(Level.MUNICIPIO))
    return Where(asked.text, asked.distrito, asked.municipio, within)


def _plain(row: repository.Row) -> Record:
    return dict(row)
