"""Queries about files by content. It must not know who names them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Table, and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.objetos.models import CheckRow, KeptRow, WaitingRow
from server.objetos.schemas import Claim, Named, Pending

WAITING: Table = WaitingRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table
KEPT: Table = KeptRow.__table__  # type: ignore[assignment]  # same


async def waiting(session: AsyncSession, clase: str, names: Collection[str]) -> dict[str, bytes]:
    """Those bytes of ``names`` that wait."""
    query = select(WAITING.c.sha256, WAITING.c.body).where(WAITING.c.clase == clase, WAITING.c.sha256.in_(names))
    return {row[0]: row[1] for row in await session.execute(query)}


async def waiting_names(session: AsyncSession, clase: str) -> frozenset[str]:
    """What waits with its bytes."""
    return frozenset((await session.scalars(select(WAITING.c.sha256).where(WAITING.c.clase == clase))).all())


async def add_waiting(session: AsyncSession, clase: str, items: Mapping[str, bytes]) -> None:
    """Have bytes wait, unless they wait or are kept already."""
    known: set[str] = set()
    for table in (WAITING, KEPT):
        query = select(table.c.sha256).where(table.c.clase == clase, table.c.sha256.in_(list(items)))
        known |= set((await session.scalars(query)).all())
    rows = [{"clase": clase, "sha256": name, "body": body} for name, body in items.items() if name not in known]
    if rows:
        await session.execute(insert(WAITING), rows)


async def add_kept(session: AsyncSession, clase: str, sizes: Mapping[str, int], said: tuple[str, datetime]) -> None:
    """Note that files were read in (their store's place, when); they wait no longer."""
    place, at = said
    query = select(KEPT.c.sha256).where(KEPT.c.clase == clase, KEPT.c.sha256.in_(list(sizes)))
    known = set((await session.scalars(query)).all())
    rows = [
        {"clase": clase, "sha256": name, "place": place, "size": size, "kept_at": at}
        for name, size in sizes.items()
        if name not in known
    ]
    if rows:
        await session.execute(insert(KEPT), rows)
    await session.execute(delete(WAITING).where(WAITING.c.clase == clase, WAITING.c.sha256.in_(list(sizes))))


async def forget_kept(session: AsyncSession, clase: str, names: Collection[str]) -> None:
    """Take back that files were put: their store no longer has them, and they are put again."""
    await session.execute(delete(KEPT).where(KEPT.c.clase == clase, KEPT.c.sha256.in_(names)))


async def kept(session: AsyncSession) -> Sequence[tuple[str, str]]:
    """(class, SHA-256) of everything that was put, in order."""
    rows = await session.execute(select(KEPT.c.clase, KEPT.c.sha256).order_by(KEPT.c.clase, KEPT.c.sha256))
    return [(row[0], row[1]) for row in rows]


async def places(session: AsyncSession) -> frozenset[str]:
    """Where files were put, over all time."""
    return frozenset((await session.scalars(select(KEPT.c.place).distinct())).all())


async def any_waiting(session: AsyncSession) -> bool:
    """Whether bytes wait for a store elsewhere."""
    return await session.scalar(select(WAITING.c.sha256).limit(1)) is not None


async def named(session: AsyncSession, claim: Claim) -> list[Named]:
    """Everything that the rows of a module name, by hash."""
    files = claim.named()
    rows = await session.execute(select(files.c.sha256, files.c.size, files.c.original).order_by(files.c.sha256))
    return [Named(row[0], row[1], bool(row[2])) for row in rows]


async def unsent(session: AsyncSession, claim: Claim, after: str, most: int) -> list[Named]:
    """What is named and was not put, of hashes beyond ``after``."""
    files = claim.named()
    query = select(files.c.sha256, files.c.size, files.c.original)
    query = query.outerjoin(KEPT, and_(KEPT.c.clase == claim.clase.value, KEPT.c.sha256 == files.c.sha256))
    query = query.where(KEPT.c.sha256.is_(None), files.c.sha256 > after).order_by(files.c.sha256)
    return [Named(row[0], row[1], bool(row[2])) for row in await session.execute(query.limit(most))]


async def pending(session: AsyncSession, claim: Claim) -> Pending:
    """How much is named and was not put."""
    files = claim.named()
    query = select(func.count(), func.coalesce(func.sum(files.c.size), 0)).select_from(files)
    query = query.outerjoin(KEPT, and_(KEPT.c.clase == claim.clase.value, KEPT.c.sha256 == files.c.sha256))
    row = (await session.execute(query.where(KEPT.c.sha256.is_(None)))).one()
    return Pending(int(row[0]), int(row[1]))


async def add_check(session: AsyncSession, at: datetime, faults: int, report: str) -> None:
    """Keep what a check found; the caller holds the right to write."""
    number = (await session.scalar(select(func.max(CheckRow.id))) or 0) + 1
    await session.execute(insert(CheckRow), [{"id": number, "at": at, "faults": faults, "report": report}])


async def last_faults(session: AsyncSession) -> int:
    """How many faults the newest check found; 0 where nobody checked."""
    query = select(CheckRow.faults).order_by(CheckRow.id.desc()).limit(1)
    return await session.scalar(query) or 0
