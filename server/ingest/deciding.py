"""Lets people's decision on a casilla take effect: which of its bundles count, or none. It must not decide who may.

What was signed falsely, or contradicts itself, never counts whoever decides (`rules.may_count`); no byte is removed.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.computos import service as computos
from server.http.errors import nothing_there
from server.ingest import repository, repository_papers
from server.ingest.judging import judge
from server.ingest.models import BundleRow, StoreRow
from server.ingest.rules import after, decided, may_count
from server.ingest.schemas import Apart, Event, Refusal, Status, Unlawful, Verdict, Verified, Version
from server.ingest.textos import reasons_from_json, reasons_to_json
from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.sustitucion_v1 import verify_whole_journal

MAX_VERSIONS: Final = 60
"""Bundles of one casilla that are weighed: whoever holds an urna's key can send more, and the others stay apart."""
SET_APART: Final = (Status.CUARENTENA, Status.EN_REVISION, Status.DESCARTADO)


async def versions(session: AsyncSession, clave: str, checks: BundleChecks) -> tuple[Version, ...]:
    """Every bundle of a casilla in the order of arrival, judged anew at the moment when it came."""
    stores = {row.store_id: row for row in await repository.stores_of(session, clave)}
    bundles = (await repository.bundles_of(session, stores))[:MAX_VERSIONS]
    bodies = await repository.bodies(session, [each.sha256 for each in bundles])
    verdicts = await asyncio.to_thread(_judge, bundles, bodies, checks)
    return tuple(_version(stores[b.store_id], b, verdict) for b, verdict in zip(bundles, verdicts, strict=True))


async def choose(
    session: AsyncSession, clave: str, chosen: Collection[str], checks: BundleChecks
) -> Mapping[str, Status] | Unlawful:
    """Let the ``chosen`` bundles (SHA-256) of a casilla count and no other; gives each store's new status.

    Nothing is changed where the law of `rules.may_count` says no. The caller holds the right to write.
    """
    found = await versions(session, clave, checks)
    unlawful = may_count(found, chosen)
    if unlawful is not None:
        return unlawful
    picked = {version.store_id: version for version in found if version.sha256 in chosen}
    for row in await repository.stores_of(session, clave):
        version = picked.get(row.store_id)
        if version is None:
            reasons = decided(reasons_from_json(row.reasons), clave)
            event, said, bundle = Event.SE_DEJA_FUERA, reasons_to_json(reasons), ""
        else:
            event, said, bundle = Event.SE_ELIGE, reasons_to_json(()), version.sha256
            await _exchange(session, version, checks)
        status = after(Status(row.status), event)
        await repository.set_standing(session, row.store_id, status.value, said, bundle)
        await computos.set_counted(session, [row.store_id], counted=version is not None)
    return {version.store_id: _status(version.store_id, picked) for version in found}


async def apart(session: AsyncSession) -> tuple[Apart, ...]:
    """Every casilla with something that does not count, by clave."""
    found: dict[str, list[tuple[Status, int, datetime]]] = {}
    for clave, status, bundles, last in await repository.apart(session, [each.value for each in SET_APART]):
        found.setdefault(clave, []).append((Status(status), bundles, last))
    return tuple(
        Apart(clave, tuple(s for s, _, _ in each), sum(n for _, n, _ in each), max(at for _, _, at in each))
        for clave, each in found.items()
    )


async def bases(session: AsyncSession, claves: Collection[str]) -> dict[str, str]:
    """What a decision on each casilla rests on, as one hash: another bundle, or paper against one, changes it."""
    found: dict[str, list[str]] = {}
    for clave, sha256 in await repository.bundles_by_clave(session, claves):
        found.setdefault(clave, []).append(sha256)
    for clave, code in await repository_papers.differing(session, claves):
        found.setdefault(clave, []).append(code)
    return {clave: sha256_hex("\n".join(each).encode()) for clave, each in found.items()}


async def verified_bundle(session: AsyncSession, sha256: str, checks: BundleChecks) -> tuple[str, VerifiedBundle]:
    """The casilla and the whole of a bundle, judged anew with its journal; raises S103, or as ``read_public``.

    It is judged at the moment when it came: certificates of urnas end long before anybody stops asking.
    """
    found, came = await repository.bundle(session, sha256), await repository.arrival(session, sha256)
    if found is None or came is None:
        raise nothing_there()
    clave, data = found
    return clave, await asyncio.to_thread(read_public, data, replace(checks, at=came))


async def _exchange(session: AsyncSession, version: Version, checks: BundleChecks) -> None:
    if isinstance(version.verdict, Verified):
        acta = version.verdict.acta
        place = checks.theme.casilla(acta.casilla)
        await computos.exchange(session, acta, place, version.sha256, version.received_at)


def _status(store: str, picked: Mapping[str, Version]) -> Status:
    return Status.ACEPTADO if store in picked else Status.DESCARTADO


def _judge(bundles: Sequence[BundleRow], bodies: Mapping[str, bytes], checks: BundleChecks) -> list[Verdict]:
    return [_whole(bodies[each.sha256], replace(checks, at=each.received_at)) for each in bundles]


def _whole(data: bytes, checks: BundleChecks) -> Verdict:
    """As reception judges, and every signature of the journal besides: what the public verification asks."""
    verdict = judge(data, checks)
    if isinstance(verdict, Refusal):
        return verdict
    try:
        bundle = read_public(data, checks)
        verify_whole_journal(bundle.journal, bundle.identity, bundle.sustitucion, bundle.acta.store_id)
    except DatoInvalido as error:
        return Refusal(error.code, error.detail)
    return verdict


def _version(store: StoreRow, bundle: BundleRow, verdict: Verdict) -> Version:
    status = Status(store.status)
    counts = status is Status.ACEPTADO and store.chosen in {"", bundle.sha256}
    return Version(
        bundle.sha256, store.store_id, store.urna, bundle.received_at, bundle.origin, status, counts, verdict
    )
