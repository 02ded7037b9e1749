"""Queries of actas on paper. It must not decide what one is worth."""

from collections.abc import Collection, Sequence

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.db.bulk import Rows
from server.ingest.models import BodyRow, BundleRow, PaperRow, StoreRow

PAPER: Table = PaperRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table


async def codes_of(session: AsyncSession, stores: Collection[str]) -> Sequence[tuple[str, str]]:
    """(store, code) of every paper of these stores."""
    rows = await session.execute(select(PAPER.c.store_id, PAPER.c.code).where(PAPER.c.store_id.in_(stores)))
    return [(row[0], row[1]) for row in rows]


async def add(session: AsyncSession, papers: Rows, differing: Collection[str]) -> None:
    """Add papers, and mark those that a bundle contradicts."""
    connection = await session.connection()
    if papers:
        await connection.execute(insert(PAPER), papers)
    if differing:
        await connection.execute(update(PAPER).where(PAPER.c.code.in_(differing)).values(differs=True))


async def differing(session: AsyncSession, claves: Collection[str]) -> Sequence[tuple[str, str]]:
    """(clave, code) of papers of these casillas that a bundle contradicts, sorted."""
    query = select(PAPER.c.clave, PAPER.c.code).where(PAPER.c.clave.in_(claves), PAPER.c.differs)
    return [(row[0], row[1]) for row in await session.execute(query.order_by(PAPER.c.clave, PAPER.c.code))]


async def listed(session: AsyncSession, clave: str, most: int) -> Sequence[tuple[PaperRow, bool]]:
    """Papers of a casilla (empty: any), newest first, and whether the store of each is known."""
    query = select(PaperRow, StoreRow.store_id).outerjoin(StoreRow, StoreRow.store_id == PaperRow.store_id)
    if clave:
        query = query.where(PaperRow.clave == clave)
    rows = await session.execute(query.order_by(PaperRow.received_at.desc(), PaperRow.code).limit(most))
    return [(row[0], row[1] is not None) for row in rows]


async def bodies_that_may_count(session: AsyncSession, stores: Collection[str]) -> Sequence[tuple[str, bytes]]:
    """(store, bytes) of the bundles of these stores: of a store whose bundle people chose, that one."""
    query = select(BundleRow.store_id, BodyRow.body).join(BodyRow).join(StoreRow)
    query = query.where(BundleRow.store_id.in_(stores), StoreRow.chosen.in_(["", BundleRow.sha256]))
    return [(row[0], row[1]) for row in await session.execute(query)]


async def body_of_urna(session: AsyncSession, urna: str) -> bytes | None:
    """The first bundle that an urna signed itself."""
    query = select(BodyRow.body).join(BundleRow, BundleRow.sha256 == BodyRow.sha256).join(StoreRow)
    query = query.where(StoreRow.urna == urna, StoreRow.sustitucion == "").order_by(BundleRow.received_at)
    found: bytes | None = await session.scalar(query.limit(1))
    return found
