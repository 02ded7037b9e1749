"""A small institute that signs bundles for the tests of formats. It must not be used outside of tests."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from shared.crypto.certificates import Issuer, Request, Role, TrustAnchor, create_root, issue
from shared.crypto.hashing import sha256_hex
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey, seal_record
from shared.crypto.signing import SigningKey
from shared.domain.acta import ActaEscrutinio, CounterKind, KeyKind
from shared.domain.eleccion import Mode
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import CasillaId, StoreId, UrnaId
from shared.domain.journal import JournalEntry, JournalKind, journal_data
from shared.domain.ledger import Ledger
from shared.domain.voto import Mark, Voto
from shared.formats.image_v1 import Image, serialise_image
from shared.formats.journal_v1 import append, serialise_journal, sign_checkpoint
from shared.formats.results_v1 import BundleChecks, SealedReference, make_public
from shared.formats.sealed_v1 import seal_reference
from shared.formats.theme_v1 import Theme
from shared.formats.vote_v1 import contest_label, encode_voto, record_info
from tests.unit.formats import examples

URNA = UrnaId("JAL-0042")
STORE = StoreId("0f" * 16)
OPENED = datetime(2018, 7, 1, 13, 0, tzinfo=UTC)
CLOSED = datetime(2018, 7, 1, 23, 0, 5, tzinfo=UTC)
JUDGED = datetime(2018, 7, 2, tzinfo=UTC)
VALID = (datetime(2018, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Institute:
    """A root, one urna and the two keys to which records are sealed."""

    root_key: SigningKey = field(default_factory=SigningKey.generate)
    urna_key: SigningKey = field(default_factory=SigningKey.generate)
    casilla_key: SealingKey = field(default_factory=SealingKey.generate)
    election_key: SealingKey = field(default_factory=SealingKey.generate)
    theme: Theme = field(default_factory=examples.theme)

    def root_pem(self) -> bytes:
        return create_root("Instituto de prueba", *VALID, self.root_key)

    def certificate(self, role: Role = Role.URNA, holder: str = URNA.value) -> bytes:
        request = Request(holder, role, self.urna_key.public)
        return issue(Issuer(self.root_pem(), self.root_key), request, *VALID)

    def checks(self, **changes: object) -> BundleChecks:
        anchor = TrustAnchor.from_pem(self.root_pem(), None)
        return replace(BundleChecks(anchor, JUDGED, self.theme, Mode.OFICIAL), **changes)  # type: ignore[arg-type]

    def seal(self, contest_index: int, voto: Voto, label: int | None = None) -> bytes:
        contest = self.theme.contests[contest_index if label is None else label]
        return seal_record(
            encode_voto(contest_index, voto, os.urandom(5)),
            contest=contest_label(contest.id),
            info=record_info(self.theme.election.id, self.theme.hash_hex, STORE, Mode.OFICIAL),
            keys=(self.casilla_key.public, self.election_key.public),
            randomness=SystemRandomness(),
        )

    def image(self, records: frozenset[bytes]) -> Image:
        return Image(store_id=STORE, sequence=9, capacity=12, record_size=512, final=records)

    def serialise(self, image: Image) -> bytes:
        return serialise_image(image, SystemRandomness(), self.urna_key.sign)

    def journal(self) -> tuple[JournalEntry, ...]:
        first = append(None, JournalKind.ENCENDIDO, journal_data(version="1"), OPENED)
        second = append(first, JournalKind.CHECKPOINT, journal_data(), OPENED)
        second = sign_checkpoint(second, self.urna_key.sign)
        third = append(second, JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=1), None)
        return first, second, third, append(third, JournalKind.CIERRE, journal_data(), CLOSED)


def votes() -> tuple[tuple[Voto, ...], tuple[Voto, ...]]:
    """Three voters: PT with MORENA, MC, blank; and yes, no, nulo."""
    first = (Voto((Mark(0), Mark(1))), Voto((Mark(2),)), Voto(()))
    return first, (Voto((Mark(0),)), Voto((Mark(1),)), Voto((Mark(2),)))


def acta(institute: Institute, **changes: object) -> ActaEscrutinio:
    """The acta of those three voters."""
    gubernatura = {"PT": 0, "MORENA": 0, "MC": 1, "PT-MORENA": 1, "NO_REGISTRADAS": 0, "NULOS": 0, "BLANCOS": 1}
    consulta = {"SI": 1, "NO": 1, "NULOS": 1}
    made = ActaEscrutinio(
        election=institute.theme.election.id,
        mode=Mode.OFICIAL,
        casilla=CasillaId(examples.CLAVE),
        urna=URNA,
        store_id=STORE,
        theme_hash=institute.theme.hash_hex,
        theme_code=institute.theme.short_code,
        software_hash="cd" * 32,
        casilla_key=institute.casilla_key.public.data,
        opened_at=OPENED,
        closed_at=CLOSED,
        counter_kind=CounterKind.BOARD,
        key_kind=KeyKind.FILE,
        ledger=Ledger(habilitaciones=4, emitidos=3, cancelados=1, testigos_completos=3),
        contests=_figures(institute.theme, gubernatura, consulta),
        findings=(),
        journal_head=institute.journal()[-1].hash,
        image_sha256="ee" * 32,
        actas=3,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names real fields


def _figures(theme: Theme, *counts: Mapping[str, int]) -> tuple[EscrutinioContest, ...]:
    return tuple(EscrutinioContest(contest.id, each) for contest, each in zip(theme.contests, counts, strict=True))


def bundle(institute: Institute, made: ActaEscrutinio | None = None, **parts: object) -> bytes:
    """A public bundle; ``parts`` replace journal, certificates, sealed or sign."""
    made = made or acta(institute)
    arguments: dict[str, object] = {
        "journal": serialise_journal(institute.journal()),
        "certificates": institute.certificate(),
        "sealed": SealedReference(made.image_sha256, 12345, 6),
        "sign": institute.urna_key.sign,
    }
    return make_public(made, **(arguments | parts))  # type: ignore[arg-type]


def whole(institute: Institute) -> tuple[bytes, bytes]:
    """Public and sealed file of the three voters."""
    records = frozenset(institute.seal(i, voto) for i, each in enumerate(votes()) for voto in each)
    image = institute.image(records)
    sealed = institute.serialise(image)
    made = acta(institute, image_sha256=sha256_hex(sealed))
    return bundle(institute, made, sealed=seal_reference(sealed, image)), sealed
