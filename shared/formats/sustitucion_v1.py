"""``sustitucion.json``: an acta de sustitucion with its evidence, the dead urna's opening and two officials' word.

It must not be believed in part: opening, its certificate, both signatures and every name hold, or it is refused.
"""

from collections.abc import Sequence
from typing import Final

from shared.crypto.certificates import DeviceIdentity, load_chain
from shared.crypto.certificates import Role as DeviceRole
from shared.crypto.credentials import SIGNATURE_SIZE, verify_attested
from shared.crypto.hashing import sha256_hex
from shared.domain.custodia import TESTIGOS_DE_SUSTITUCION
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, EleccionId, OfficialId, StoreId, UrnaId
from shared.domain.journal import JournalEntry, JournalKind
from shared.domain.sustitucion import MAX_LISTA, ActaSustitucion
from shared.formats.canonical import Fields, base64_text, loads_canonical, moment_text, twin
from shared.formats.journal_v1 import verify_journal
from shared.formats.opening_v1 import MAX_BYTES as MAX_OPENING
from shared.formats.opening_v1 import Apertura, claimed_certificates, parse
from shared.formats.results_model import BundleChecks, Firma, ResultadoInvalido, Sustitucion
from shared.formats.theme_model import Role, Theme

FORMAT: Final = "substitution/1"
MAX_BYTES: Final = 32 << 10
MESA: Final = frozenset({Role.PRESIDENCIA, Role.SECRETARIA, Role.ESCRUTADOR})


def statement(acta: ActaSustitucion) -> bytes:
    """What the officials sign: the acta as canonical JSON."""
    return twin(_values(acta))


def serialise_sustitucion(acta: ActaSustitucion, opening: bytes, firmas: Sequence[Firma]) -> bytes:
    """The canonical JSON of an acta, the opening file of the dead urna and the signatures."""
    signatures = [{"official": f.official.value, "signature": base64_text(f.signature)} for f in firmas]
    return twin({**_values(acta), "opening": base64_text(opening), "signatures": signatures})


def read_sustitucion(data: bytes, checks: BundleChecks) -> Sustitucion:
    """Accept an acta de sustitucion, or raise.

    In order: form (R0xx, D1xx, D4xx); election, casilla, mode and theme are those expected (R150); chain of the dead
    urna (R110, K2xx) and its name (R151); signature of its opening (K10x, U0xx); the opening is of the store, key,
    casilla, mode and theme that the acta names (R152); two different officials of a mesa (R153) signed it (K511).
    """
    acta, opening, firmas = _parse(data)
    theme = checks.theme
    if (acta.election, acta.mode, acta.theme_hash) != (theme.election.id, checks.mode, theme.hash_hex):
        raise ResultadoInvalido("R150", "an acta de sustitucion of another election, mode or theme")
    if not theme.serves(acta.casilla):
        raise ResultadoInvalido("R150", f"{acta.casilla} is not of the theme")
    identity, opened = read_opening(opening, checks)
    if identity.id != acta.urna.value:
        raise ResultadoInvalido("R151", f"{identity.id} opened the store, not {acta.urna}")
    said = (acta.store_id, acta.casilla_key, acta.casilla, acta.mode, acta.theme_hash)
    if said != (opened.store_id, opened.casilla_key.data, opened.casilla, opened.mode, opened.theme_hash):
        raise ResultadoInvalido("R152", "the opening is not that of the store that the acta names")
    _check_firmas(acta, firmas, theme)
    return Sustitucion(acta, firmas, identity, sha256_hex(statement(acta)), opening)


def read_opening(opening: bytes, checks: BundleChecks) -> tuple[DeviceIdentity, Apertura]:
    """Who opened a store, and the opening, from its file alone.

    Raises U0xx, R110 or K2xx for its certificates, R151 when the file names another urna than its signer, K10x.
    """
    chain = load_chain(claimed_certificates(opening))
    if not 1 <= len(chain) <= 2:
        raise ResultadoInvalido("R110", f"{len(chain)} certificates")
    identity = checks.anchor.verify_chain(chain[0], chain[1:], DeviceRole.URNA, checks.at)
    opened = parse(opening, identity.public_key.verify)
    if opened.urna.value != identity.id:
        raise ResultadoInvalido("R151", f"an opening of {opened.urna} signed by {identity.id}")
    return identity, opened


def verify_whole_journal(
    journal: Sequence[JournalEntry], identity: DeviceIdentity, sustitucion: Sustitucion | None, store_id: StoreId
) -> None:
    """Accept the chain and every checkpoint of a store's journal, or raise as ``verify_journal``.

    In a store that a reserve closed, checkpoints before the entry of the substitution are the dead urna's.
    """
    if sustitucion is None or sustitucion.acta.store_id != store_id:
        verify_journal(journal, identity.public_key.verify)
        return
    kinds = [entry.kind for entry in journal]
    place = kinds.index(JournalKind.SUSTITUCION) if JournalKind.SUSTITUCION in kinds else len(kinds)
    taken = {bytes.fromhex(entry.hash) for entry in journal[:place]}

    def verify(purpose: str, data: bytes, signature: bytes) -> None:
        signer = sustitucion.identity if data in taken else identity
        signer.public_key.verify(purpose, data, signature)

    verify_journal(journal, verify)


def _check_firmas(acta: ActaSustitucion, firmas: Sequence[Firma], theme: Theme) -> None:
    keys = {official.id: official.public_key for official in theme.officials if official.role in MESA}
    signers = {firma.official for firma in firmas}
    if len(signers) != len(firmas) or not signers <= set(keys):
        raise ResultadoInvalido("R153", "not signed by two officials of a mesa")
    for firma in firmas:
        verify_attested(keys[firma.official], statement(acta), firma.signature)


def _values(acta: ActaSustitucion) -> dict[str, object]:
    new = {"new_store": acta.nuevo.value} if acta.nuevo is not None else {}
    return {
        "format": FORMAT,
        "election": acta.election.value,
        "mode": acta.mode.value,
        "casilla": acta.casilla.clave,
        "theme_hash": acta.theme_hash,
        "urna": acta.urna.value,
        "store_id": acta.store_id.value,
        "casilla_key": base64_text(acta.casilla_key),
        "reserve": acta.reserva.value,
        "emitidos": acta.emitidos,
        "lista": acta.lista,
        "made_at": moment_text(acta.made_at),
        **new,
    }


def _parse(data: bytes) -> tuple[ActaSustitucion, bytes, tuple[Firma, ...]]:
    fields = Fields(loads_canonical(data, ResultadoInvalido, MAX_BYTES), ResultadoInvalido, "sustitucion")
    fields.literal("format", FORMAT)
    acta = ActaSustitucion(
        election=fields.ident("election", EleccionId),
        mode=fields.choice("mode", Mode),
        casilla=fields.ident("casilla", CasillaId),
        theme_hash=fields.hexadecimal("theme_hash", 32).hex(),
        urna=fields.ident("urna", UrnaId),
        store_id=fields.ident("store_id", StoreId),
        casilla_key=fields.base64("casilla_key", 32, 32),
        reserva=fields.ident("reserve", UrnaId),
        nuevo=fields.ident("new_store", StoreId) if fields.has("new_store") else None,
        emitidos=fields.integer("emitidos", 0, MAX_LISTA),
        lista=fields.integer("lista", 0, MAX_LISTA),
        made_at=fields.moment("made_at"),
    )
    opening = fields.base64("opening", 1, MAX_OPENING)
    firmas = fields.objects("signatures", _firma, TESTIGOS_DE_SUSTITUCION)
    if len(firmas) < TESTIGOS_DE_SUSTITUCION:
        fields.fail(14, "signatures", "fewer than two officials")
    fields.done()
    return acta, opening, firmas


def _firma(fields: Fields) -> Firma:
    official = fields.ident("official", OfficialId)
    return Firma(official, fields.base64("signature", SIGNATURE_SIZE, SIGNATURE_SIZE))
