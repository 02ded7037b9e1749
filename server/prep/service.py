"""Makes and publishes a cut of what the server holds at one moment. It must not count what reception set aside.

Sources: other modules' services, inside one read transaction; whole folders are written off the event loop.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from server.audit import service as audit
from server.audit.service import Change
from server.catalog.service import Themes
from server.computos import service as computos
from server.computos.schemas import ActaComputada
from server.config import ServerConfig
from server.context import Context
from server.ingest import service as ingest
from server.prep.cut import CutSigner, make_cut
from server.prep.publication import TEMA, Publication
from server.prep.schemas import ActaRow, Cut, CutInput
from server.prep.site import publish_pages
from shared.crypto.signing import SigningKey
from shared.domain.ids import CasillaId
from shared.formats.theme_model import Theme

ACTOR = "servidor"
BODIES_AT_ONCE = 400
Bundle = tuple[str, str]
"""Name and SHA-256 of a public bundle."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    theme: Theme
    actas: tuple[ActaRow, ...]
    bundles: dict[str, str]
    observed_at: datetime


async def publish_cut(context: Context) -> Cut:
    """Publish roots, theme, bundles, a new cut and the pages, in that order; gives the cut.

    Raises ``PeticionInvalida`` S104 while no theme was imported, ``KeyInvalid`` or ``OSError`` for the server's key.
    """
    publication = Publication(context.config.publication)
    signer = await asyncio.to_thread(_signer, context.config)
    async with context.reading() as session:
        snapshot = await _snapshot(session, context)
        await _publish_bundles(session, publication, snapshot)
    cut = await asyncio.to_thread(_publish, context.config, publication, snapshot, signer)
    change = Change(ACTOR, "prep", "corte", str(cut.number), {"manifest_sha256": cut.manifest_sha256})
    async with context.writing() as session:
        await audit.record(session, context.clock.now(), [change])
    return cut


def last_cut_at(config: ServerConfig) -> datetime | None:
    """The moment of the last published cut; None before the first. Raises ``PrepInvalido`` or ``OSError``."""
    return Publication(config.publication).latest_at()


async def _snapshot(session: AsyncSession, context: Context) -> _Snapshot:
    theme = await Themes().current(session)
    observed_at = context.clock.now().replace(microsecond=0)
    counted = [acta for acta in await computos.actas(session) if acta.counted]
    contests = [(each.count_keys(), _everyone_votes(theme, place)) for place, each in enumerate(theme.contests)]
    rows = tuple(row for acta in computos.by_clave(counted).values() for row in _rows(contests, acta))
    bundles = {bundle_name(clave, store): sha for clave, store, sha in await ingest.accepted(session)}
    return _Snapshot(theme, rows, bundles, observed_at)


def bundle_name(clave: str, store: str) -> str:
    """The file name of a public bundle, as the urna gives it (`results_v1.bundle_names`)."""
    return f"{clave}-{store}.public.zip"


def _rows(contests: Sequence[tuple[Sequence[str], bool]], acta: ActaComputada) -> Iterator[ActaRow]:
    """One row a contest (its keys, whether everyone votes it).

    Urnas sign no summary of their own, so that what the acta states is what it adds up to.
    """
    casilla = CasillaId(acta.clave)
    for index, (keys, everyone) in enumerate(contests):
        counts = acta.counts.get(index, {})
        figures = tuple([counts.get(key, 0) for key in keys])
        total = sum(figures)
        yield ActaRow(
            casilla=casilla,
            contest=index,
            figures=figures,
            acopio=acta.closed_at,
            captura=acta.received_at,
            verificacion=acta.received_at,
            personas=acta.emitidos if everyone else None,
            sacados=total,
            asentado=total,
            bundle=bundle_name(acta.clave, acta.store_id),
            integrity=acta.bundle,
        )


def _everyone_votes(theme: Theme, place: int) -> bool:
    """Whether the voters of an acta are those of this contest: with groups, some may have no boleta of it."""
    return all(theme.contests[place].id in grupo.contests for grupo in theme.grupos)


async def _publish_bundles(session: AsyncSession, publication: Publication, snapshot: _Snapshot) -> None:
    there = await asyncio.to_thread(publication.bundle_names)
    await asyncio.to_thread(publication.withdraw, sorted(there - set(snapshot.bundles)))
    new = [(name, sha) for name, sha in snapshot.bundles.items() if name not in there]
    for part in _parts(new):
        bodies = await ingest.bodies(session, [sha for _, sha in part])
        await asyncio.to_thread(publication.add_bundles, [(name, bodies[sha]) for name, sha in part])


def _parts(items: Sequence[Bundle]) -> Iterator[list[Bundle]]:
    rest = iter(items)
    while part := list(islice(rest, BODIES_AT_ONCE)):
        yield part


def _publish(config: ServerConfig, publication: Publication, snapshot: _Snapshot, signer: CutSigner) -> Cut:
    with publication.alone():
        publication.set_roots(config.root.read_bytes(), config.crl.read_bytes())
        publication.mirror(config.theme_repository, TEMA)
        publication.set_trusted_root(config.theme_root.read_bytes())
        number, previous = publication.last()
        source = CutInput(snapshot.theme, config.mode, snapshot.actas, snapshot.observed_at, number + 1, previous)
        cut = make_cut(source, signer)
        publication.add_cut(cut)
        publish_pages(publication, snapshot.theme)
    return cut


def _signer(config: ServerConfig) -> CutSigner:
    return CutSigner(SigningKey.from_pem(config.key.read_bytes()).sign, config.certificate.read_bytes())
