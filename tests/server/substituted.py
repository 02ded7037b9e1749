"""Bundles of a casilla in which a reserve took the place of an urna, for server and verifier. It asserts nothing."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.simulated_urnas import SimulatedBundle, SimulatedCount, SimulatedUrna, SimulatedUrnas
from shared.crypto.credentials import ATTEST_PURPOSE
from shared.crypto.hashing import typed_digest
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey
from shared.domain.ids import OfficialId, StoreId
from shared.domain.journal import JournalEntry, JournalKind, journal_data, substitution_data
from shared.domain.sustitucion import ActaSustitucion
from shared.formats.acta_v1 import fit_to_theme, parse_acta
from shared.formats.journal_v1 import append, serialise_journal
from shared.formats.manifest_v1 import parse_manifest
from shared.formats.opening_v1 import Apertura, serialise
from shared.formats.results_model import Firma
from shared.formats.results_v1 import make_public, members_of
from shared.formats.sustitucion_v1 import serialise_sustitucion, statement
from tests.unit.formats.substitutions import CARDS, NAMES, theme

RESERVES = 7000


def institute_with_cards(casillas: int) -> SimulatedInstitute:
    """The demonstration's institute, with officials whose cards the tests hold."""
    package = demo_package()
    draft = replace(package.theme, casillas=package.theme.casillas[:casillas], officials=theme().officials)
    return SimulatedInstitute.create(draft, package.assets)


def substitution(urnas: SimulatedUrnas, counts: Sequence[SimulatedCount]) -> tuple[SimulatedBundle, ...]:
    """The bundles of one casilla, all signed by its reserve: of the dead urna's store and, with two counts, its own."""
    stores = tuple(count.store or StoreId(SystemRandomness().token(16).hex()) for count in counts)
    number = counts[0].urna or 1
    dead, reserve = urnas.urna(number), urnas.urna(RESERVES + number)
    acta = ActaSustitucion(
        urnas.theme.election.id,
        urnas.mode,
        counts[0].casilla,
        urnas.theme.hash_hex,
        dead.id,
        stores[0],
        SealingKey.generate().public.data,
        reserve.id,
        stores[1] if len(stores) > 1 else None,
        emitidos=counts[0].ledger.emitidos,
        lista=counts[0].ledger.emitidos,
        made_at=urnas.closed_at,
    )
    signed = _signed(urnas, acta, dead)
    makers = (dead, reserve)
    pairs = zip(counts, stores, makers, strict=False)
    return tuple(_bundle(urnas, replace(c, store=s), (acta, signed), (m, reserve)) for c, s, m in pairs)


def _signed(urnas: SimulatedUrnas, acta: ActaSustitucion, dead: SimulatedUrna) -> bytes:
    holders = tuple(OfficialId(name) for name in NAMES)
    where = (dead.id, acta.casilla, acta.mode, acta.theme_hash, acta.store_id)
    opened = Apertura(*where, SealingKey.generate().public, urnas.opened_at, holders)
    opened = replace(opened, casilla_key=replace(opened.casilla_key, data=acta.casilla_key))
    digest = typed_digest(ATTEST_PURPOSE, statement(acta))
    firmas = [Firma(OfficialId(name), CARDS[name].sign(digest)) for name in NAMES[:2]]
    return serialise_sustitucion(acta, serialise(opened, dead.certificate, dead.key.sign), firmas)


def _bundle(
    urnas: SimulatedUrnas,
    count: SimulatedCount,
    substituted: tuple[ActaSustitucion, bytes],
    urnas_of: tuple[SimulatedUrna, SimulatedUrna],
) -> SimulatedBundle:
    """The bundle that the urna itself would have made, told again and signed by the reserve."""
    (acta, signed), (maker, reserve) = substituted, urnas_of
    made = urnas.bundle(count, maker)
    manifest, _, acta_bytes, *_ = members_of(made.public)
    entries: list[JournalEntry] = [append(None, JournalKind.SUSTITUCION, substitution_data(acta), urnas.closed_at)]
    ledger = journal_data(**asdict(count.ledger))
    entries.append(append(entries[-1], JournalKind.CIERRE, ledger, urnas.closed_at))
    said = fit_to_theme(parse_acta(acta_bytes), urnas.theme)
    said = replace(said, journal_head=entries[-1].hash, casilla_key=acta.casilla_key)
    sealed = parse_manifest(manifest).sealed
    journal = serialise_journal(entries)
    public = make_public(said, journal, reserve.certificate, sealed, reserve.key.sign, signed)
    return replace(made, public=public)
