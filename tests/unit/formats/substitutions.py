"""A dead urna, its reserve and two officials who sign, for tests of substitution. It must not hold an expectation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ed25519

from shared.crypto.certificates import Issuer, Request, Role, TrustAnchor, issue
from shared.crypto.credentials import ATTEST_PURPOSE
from shared.crypto.hashing import typed_digest
from shared.crypto.signing import SigningKey
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, OfficialId, StoreId, UrnaId
from shared.domain.journal import JournalEntry, JournalKind, journal_data, substitution_data
from shared.domain.sustitucion import ActaSustitucion
from shared.formats.journal_v1 import append, serialise_journal, sign_checkpoint
from shared.formats.opening_v1 import Apertura, serialise
from shared.formats.results_model import Firma
from shared.formats.results_v1 import SealedReference, make_public
from shared.formats.sustitucion_v1 import serialise_sustitucion, statement
from shared.formats.theme_model import OfficialKey
from shared.formats.theme_model import Role as OfficialRole
from shared.formats.theme_v1 import Theme, seal_theme
from tests.unit.formats import bundles, examples
from tests.unit.formats.bundles import CLOSED, OPENED, STORE, URNA, VALID, Institute

RESERVE: Final = UrnaId("JAL-R001")
NEW_STORE: Final = StoreId("1e" * 16)
NAMES: Final = ("PRESIDENCIA-01", "SECRETARIA-01", "TECNICO-01")
ROLES: Final = (OfficialRole.PRESIDENCIA, OfficialRole.SECRETARIA, OfficialRole.TECNICO)
CARDS: Final = {name: ed25519.Ed25519PrivateKey.from_private_bytes(name.ljust(32).encode()) for name in NAMES}


def theme() -> Theme:
    """The theme of examples, with officials whose cards the tests hold."""
    keys = (card.public_key().public_bytes_raw() for card in CARDS.values())
    officials = tuple(OfficialKey(OfficialId(n), role, key) for n, role, key in zip(NAMES, ROLES, keys, strict=True))
    return seal_theme(replace(examples.theme(), officials=officials))


@dataclass(frozen=True)
class Substitution:
    """What a mesa has on its table: the dead urna is the institute's, the reserve has a key of its own."""

    institute: Institute = field(default_factory=lambda: Institute(theme=theme()))
    reserve_key: SigningKey = field(default_factory=SigningKey.generate)

    def certificate(self, holder: UrnaId = RESERVE) -> bytes:
        issuer = Issuer(self.institute.root_pem(), self.institute.root_key)
        return issue(issuer, Request(holder.value, Role.URNA, self.reserve_key.public), *VALID)

    def opening(self, **changes: object) -> bytes:
        """The opening of the dead urna."""
        made = Apertura(
            URNA,
            CasillaId(examples.CLAVE),
            Mode.OFICIAL,
            self.institute.theme.hash_hex,
            STORE,
            self.institute.casilla_key.public,
            OPENED,
            tuple(OfficialId(name) for name in NAMES),
        )
        made = replace(made, **changes)  # type: ignore[arg-type]  # a test names real fields
        return serialise(made, self.institute.certificate(), self.institute.urna_key.sign)

    def acta(self, nuevo: StoreId | None = None, **changes: object) -> ActaSustitucion:
        made = ActaSustitucion(
            self.institute.theme.election.id,
            Mode.OFICIAL,
            CasillaId(examples.CLAVE),
            self.institute.theme.hash_hex,
            URNA,
            STORE,
            self.institute.casilla_key.public.data,
            RESERVE,
            nuevo,
            emitidos=3,
            lista=4,
            made_at=CLOSED,
        )
        return replace(made, **changes)  # type: ignore[arg-type]  # same

    def signed(self, acta: ActaSustitucion, names: Sequence[str] = NAMES[:2], opening: bytes | None = None) -> bytes:
        """``sustitucion.json`` with the signatures of ``names``."""
        digest = typed_digest(ATTEST_PURPOSE, statement(acta))
        firmas = [Firma(OfficialId(name), CARDS[name].sign(digest)) for name in names]
        return serialise_sustitucion(acta, opening or self.opening(), firmas)

    def journal(self, acta: ActaSustitucion, *, old: SigningKey | None = None) -> tuple[JournalEntry, ...]:
        """The dead urna's journal, taken on by the reserve; ``old`` signs what stands before the substitution."""
        entries = list(self.institute.journal()[:2])
        entries[1] = sign_checkpoint(entries[1], (old or self.institute.urna_key).sign)
        entries.append(append(entries[-1], JournalKind.SUSTITUCION, substitution_data(acta), CLOSED))
        checkpoint = append(entries[-1], JournalKind.CHECKPOINT, journal_data(), CLOSED)
        entries.append(sign_checkpoint(checkpoint, self.reserve_key.sign))
        return (*entries, append(entries[-1], JournalKind.CIERRE, journal_data(), CLOSED))

    def escrutinio(self, acta: ActaSustitucion, **changes: object) -> ActaEscrutinio:
        """The acta de escrutinio of the dead urna's store."""
        head = self.journal(acta)[-1].hash
        return bundles.acta(self.institute, **({"journal_head": head} | changes))

    def bundle(self, acta: ActaSustitucion, made: ActaEscrutinio | None = None, **parts: object) -> bytes:
        """The bundle of that store, signed by the reserve; ``parts`` replace what ``make_public`` is given."""
        made = made or self.escrutinio(acta)
        arguments: dict[str, object] = {
            "journal": serialise_journal(self.journal(acta)),
            "certificates": self.certificate(),
            "sealed": SealedReference(made.image_sha256, 12345, 6),
            "sign": self.reserve_key.sign,
            "sustitucion": self.signed(acta),
        }
        return make_public(made, **(arguments | parts))  # type: ignore[arg-type]

    def own_bundle(self, acta: ActaSustitucion, sustitucion: bytes | None = None, **changes: object) -> bytes:
        """The bundle of the store that the reserve opened itself."""
        entries = [append(None, JournalKind.SUSTITUCION, substitution_data(acta), OPENED)]
        entries.append(append(entries[-1], JournalKind.CIERRE, journal_data(), CLOSED))
        values = {"urna": RESERVE, "store_id": acta.nuevo, "journal_head": entries[-1].hash}
        made = bundles.acta(self.institute, **(values | changes))
        signed = sustitucion or self.signed(acta)
        return self.bundle(acta, made, journal=serialise_journal(entries), sustitucion=signed)

    def anchor(self) -> TrustAnchor:
        return TrustAnchor.from_pem(self.institute.root_pem(), None)
