"""Tells what is held and what does not count; the door of the reception for others. It must not change anything."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.db.paging import Paged, Slice
from server.http.errors import nothing_there
from server.ingest import deciding, repository, repository_papers, rules
from server.ingest.models import StoreRow
from server.ingest.schemas import Cotejo, PaperCard, RefusedCard, Status, StoreCard
from server.ingest.textos import reasons_from_json
from server.objetos.schemas import Claim, Clase

UNCOUNTED = deciding.SET_APART
versions = deciding.versions
choose = deciding.choose
apart = deciding.apart
bases = deciding.bases
verified_bundle = deciding.verified_bundle
may_count = rules.may_count
refused_count = repository.refused_count
PAQUETES: Final = Claim(Clase.PAQUETES, repository.bundle_files, repository.bodies)
RECHAZADOS: Final = Claim(Clase.RECHAZADOS, repository.refused_files)
"""Files that these rows name."""


async def bundle(session: AsyncSession, sha256: str) -> tuple[str, bytes]:
    """The casilla and the bytes of a verified bundle; raises ``PeticionInvalida`` S103."""
    found = await repository.bundle(session, sha256)
    if found is None:
        raise nothing_there()
    return found


async def bodies(session: AsyncSession, hashes: Collection[str]) -> dict[str, bytes]:
    """The bytes of several verified bundles by SHA-256 (at most a few hundred at once); unknown ones are absent."""
    return await repository.bodies(session, hashes)


async def accepted(session: AsyncSession) -> Sequence[tuple[str, str, str]]:
    """(clave, store, SHA-256 of the bundle) of every store that counts, by clave: what a publication holds."""
    return await repository.accepted(session, Status.ACEPTADO.value)


async def counts(session: AsyncSession, claves: Collection[str] | None = None) -> dict[Status, int]:
    """Stores by status, zeros included; ``claves`` as in ``uncounted``."""
    found = await repository.counts(session, claves)
    return {status: found.get(status.value, 0) for status in Status}


async def uncounted(
    session: AsyncSession, asked: tuple[str, str], part: Slice, claves: Collection[str] | None = None
) -> Paged[StoreCard]:
    """Stores that do not count, of (part of a clave or of an urna, a status; empty: any).

    ``claves`` leaves out those of others.
    """
    text, status = asked
    statuses = [status] if status else [each.value for each in UNCOUNTED]
    found = await repository.stores(session, (text, statuses), part, claves)
    return Paged(await _cards(session, found.rows), found.total)


async def stores_of(session: AsyncSession, clave: str) -> tuple[StoreCard, ...]:
    """Every store that claims a casilla."""
    return await _cards(session, await repository.stores_of(session, clave))


async def refused(session: AsyncSession, code: str, origin: str, part: Slice) -> Paged[RefusedCard]:
    """What was refused, of codes that begin so and of an origin (empty: any)."""
    found = await repository.refused(session, code, origin, part)
    return found.map(lambda r: RefusedCard(r.sha256, r.code, r.origin, r.size, r.times, r.last_at, r.kept))


async def papers(session: AsyncSession, clave: str = "", most: int = 200) -> tuple[PaperCard, ...]:
    """Actas on paper that were read, of a casilla (empty: any), newest first."""
    return tuple(
        PaperCard(row.code, row.clave, row.urna, row.origin, row.received_at, _cotejo(differs=row.differs, known=known))
        for row, known in await repository_papers.listed(session, clave, most)
    )


def _cotejo(*, differs: bool, known: bool) -> Cotejo:
    if differs:
        return Cotejo.DIFIERE
    return Cotejo.COINCIDE if known else Cotejo.ESPERA


async def _cards(session: AsyncSession, rows: Sequence[StoreRow]) -> tuple[StoreCard, ...]:
    bundles = await repository.bundles_of(session, [row.store_id for row in rows])
    return tuple(
        StoreCard(
            row.store_id,
            row.clave,
            row.urna,
            Status(row.status),
            reasons_from_json(row.reasons),
            row.sealed_sha256,
            row.sealed_size,
            row.sealed_records,
            tuple((b.sha256, b.origin, b.received_at) for b in bundles if b.store_id == row.store_id),
        )
        for row in rows
    )
