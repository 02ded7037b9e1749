"""The institute's lists as they stand: pages of them with filters, within a territory. It must not change them."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Level, Reach
from server.catalog import repository_marco as repository
from server.catalog.marco import LISTINGS, Lista, Record, Rows
from server.catalog.repository_marco import Where
from server.catalog.schemas_marco import Asked, Pagina, Size

PAGE: Final = 50
MOST_UNITS: Final = 1000
EVERYTHING: Final = Asked()


async def rows_of(session: AsyncSession, lista: Lista) -> Rows:
    """A whole list by key, with the columns of its file."""
    listing = LISTINGS[lista]
    found = await repository.rows(session, lista.value, listing.names)
    return {row[listing.key]: dict(row) for row in found}


async def listed(session: AsyncSession, lista: Lista, where: Where, page: int = 1, size: int = PAGE) -> Pagina:
    """A page of a list by key, with what follows from the clave and the place of its seccion."""
    found = await repository.listed(session, lista.value, where, ((page - 1) * size, size))
    counted = await repository.counted(session, lista.value, where, LISTINGS[lista].total)
    return Pagina(tuple(_plain(row) for row in found), Size(*counted))


async def sizes(session: AsyncSession, reach: Reach) -> dict[Lista, Size]:
    """How large each list is, as far as somebody sees."""
    return {
        lista: Size(*await repository.counted(session, lista.value, where_of(reach), listing.total))
        for lista, listing in LISTINGS.items()
    }


def where_of(reach: Reach, asked: Asked = EVERYTHING) -> Where:
    """What somebody of this reach asks for."""
    within = None if reach.whole else (reach.numbers(Level.DISTRITO), reach.numbers(Level.MUNICIPIO))
    return Where(asked.text, asked.distrito, asked.municipio, within)


def _plain(row: repository.Row) -> Record:
    return dict(row)
