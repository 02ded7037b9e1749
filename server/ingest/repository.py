"""Queries of the reception. It must not decide what a bundle is worth."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, Table, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.db.bulk import Rows, add_rows
from server.db.paging import Columns, Paged, Slice, paged
from server.ingest.models import BodyRow, BundleRow, RefusedRow, StoreRow

STORE: Table = StoreRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table
BUNDLE: Table = BundleRow.__table__  # type: ignore[assignment]  # same
BODY: Table = BodyRow.__table__  # type: ignore[assignment]  # same
STORES_BY: Columns = {
    "almacen": StoreRow.store_id,
    "casilla": StoreRow.clave,
    "urna": StoreRow.urna,
    "estado": StoreRow.status,
}
REFUSED_BY: Columns = {
    "huella": RefusedRow.sha256,
    "ultima": RefusedRow.last_at,
    "codigo": RefusedRow.code,
    "veces": RefusedRow.times,
    "bytes": RefusedRow.size,
}
"""What can be ordered, and by what among equals: the first."""


def bundle_files() -> Subquery:
    """The files of bundles, as ``Claim.named`` wants them."""
    return select(BUNDLE.c.sha256, BUNDLE.c.size, literal(True).label("original")).subquery()


def refused_files() -> Subquery:
    """The files of what was refused and kept, likewise."""
    query = select(RefusedRow.sha256, RefusedRow.size, literal(True).label("original"))
    return query.where(RefusedRow.kept).subquery()


async def bundles_known(session: AsyncSession, hashes: Collection[str]) -> dict[str, str]:
    """SHA-256 -> store of those bundles that are held."""
    rows = await session.execute(select(BUNDLE.c.sha256, BUNDLE.c.store_id).where(BUNDLE.c.sha256.in_(hashes)))
    return {row[0]: row[1] for row in rows}


async def stores_known(session: AsyncSession, stores: Collection[str], claves: Collection[str]) -> Sequence[StoreRow]:
    """Stores by id or by casilla."""
    query = select(StoreRow).where(or_(StoreRow.store_id.in_(stores), StoreRow.clave.in_(claves)))
    return (await session.scalars(query)).all()


async def add(session: AsyncSession, stores: Rows, bundles: Rows, bodies: Rows) -> None:
    """Add stores, then bundles, then their bytes."""
    for table, rows in ((STORE, stores), (BUNDLE, bundles), (BODY, bodies)):
        await add_rows(session, table, rows)


async def set_standing(session: AsyncSession, store: str, status: str, reasons: str, chosen: str | None = None) -> None:
    """Change what a store is worth; and which of its bundles people chose, unless ``chosen`` is None."""
    values = {"status": status, "reasons": reasons} | ({"chosen": chosen} if chosen is not None else {})
    await session.execute(update(STORE).where(STORE.c.store_id == store).values(**values))


async def bundle(session: AsyncSession, sha256: str) -> tuple[str, bytes] | None:
    """The casilla and the bytes of a bundle."""
    query = select(STORE.c.clave, BODY.c.body).select_from(STORE.join(BUNDLE).join(BODY))
    row = (await session.execute(query.where(BODY.c.sha256 == sha256))).first()
    return (row[0], row[1]) if row else None


async def arrival(session: AsyncSession, sha256: str) -> datetime | None:
    """When a bundle came first."""
    return await session.scalar(select(BUNDLE.c.received_at).where(BUNDLE.c.sha256 == sha256))


async def bodies(session: AsyncSession, hashes: Collection[str]) -> dict[str, bytes]:
    """The bytes of several bundles by SHA-256."""
    rows = await session.execute(select(BODY.c.sha256, BODY.c.body).where(BODY.c.sha256.in_(hashes)))
    return {row[0]: row[1] for row in rows}


async def accepted(session: AsyncSession, status: str) -> Sequence[tuple[str, str, str]]:
    """(clave, store, SHA-256) of the bundles of stores with ``status``, by clave; of several the one chosen."""
    query = select(STORE.c.clave, STORE.c.store_id, BUNDLE.c.sha256).select_from(STORE.join(BUNDLE))
    query = query.where(STORE.c.chosen.in_(["", BUNDLE.c.sha256]))
    rows = await session.execute(query.where(STORE.c.status == status).order_by(STORE.c.clave, BUNDLE.c.sha256))
    return [(row[0], row[1], row[2]) for row in rows]


async def counts(session: AsyncSession, claves: Collection[str] | None) -> dict[str, int]:
    """Stores by status, of some casillas or of all (None)."""
    query = select(STORE.c.status, func.count()).group_by(STORE.c.status)
    rows = await session.execute(query if claves is None else query.where(STORE.c.clave.in_(claves)))
    return {row[0]: row[1] for row in rows}


async def stores(
    session: AsyncSession, asked: tuple[str, Collection[str]], part: Slice, claves: Collection[str] | None
) -> Paged[StoreRow]:
    """Stores of (part of a clave or an urna, statuses), of some casillas or of all (None)."""
    text, statuses = asked
    query = select(StoreRow).where(StoreRow.status.in_(statuses))
    if claves is not None:
        query = query.where(StoreRow.clave.in_(claves))
    if text:
        columns = (StoreRow.clave, StoreRow.urna)
        query = query.where(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return await paged(session, query, part, STORES_BY)


async def stores_of(session: AsyncSession, clave: str) -> Sequence[StoreRow]:
    """Stores of one casilla, as they stand now: a decision that was only tried leaves nothing behind."""
    query = select(StoreRow).where(StoreRow.clave == clave).order_by(StoreRow.store_id)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def bundles_of(session: AsyncSession, store_ids: Collection[str]) -> Sequence[BundleRow]:
    """Bundles of stores, in the order of arrival."""
    query = select(BundleRow).where(BundleRow.store_id.in_(store_ids)).order_by(BundleRow.received_at, BundleRow.sha256)
    return (await session.scalars(query)).all()


async def apart(session: AsyncSession, statuses: Collection[str]) -> Sequence[tuple[str, str, int, datetime]]:
    """(clave, status, bundles, last arrival) of casillas with a store of these statuses, by clave."""
    query = (
        select(STORE.c.clave, STORE.c.status, func.count(), func.max(BUNDLE.c.received_at))
        .select_from(STORE.join(BUNDLE))
        .where(STORE.c.status.in_(statuses))
        .group_by(STORE.c.clave, STORE.c.status)
        .order_by(STORE.c.clave, STORE.c.status)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]


async def bundles_by_clave(session: AsyncSession, claves: Collection[str]) -> Sequence[tuple[str, str]]:
    """(clave, SHA-256) of every bundle of these casillas, sorted."""
    query = select(STORE.c.clave, BUNDLE.c.sha256).select_from(STORE.join(BUNDLE)).where(STORE.c.clave.in_(claves))
    rows = await session.execute(query.order_by(STORE.c.clave, BUNDLE.c.sha256))
    return [(row[0], row[1]) for row in rows]


async def refused(session: AsyncSession, code: str, origin: str, part: Slice) -> Paged[RefusedRow]:
    """What was refused, of codes that begin so and of an origin (empty: any)."""
    query = select(RefusedRow)
    if code:
        query = query.where(RefusedRow.code.istartswith(code, autoescape=True))
    if origin:
        query = query.where(RefusedRow.origin == origin)
    return await paged(session, query, part, REFUSED_BY)


async def refused_known(session: AsyncSession, hashes: Collection[str]) -> set[str]:
    """Those of ``hashes`` that were refused before."""
    return set((await session.scalars(select(RefusedRow.sha256).where(RefusedRow.sha256.in_(hashes)))).all())


async def refused_count(session: AsyncSession) -> int:
    """How many different bytes were refused."""
    return await session.scalar(select(func.count()).select_from(RefusedRow)) or 0


async def add_refused(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Note bytes refused for the first time."""
    await session.execute(insert(RefusedRow), [dict(row)])


async def refused_again(session: AsyncSession, sha256: str, at: datetime) -> None:
    """Note that the same bytes came again."""
    query = update(RefusedRow).where(RefusedRow.sha256 == sha256)
    await session.execute(query.values(times=RefusedRow.times + 1, last_at=at))
