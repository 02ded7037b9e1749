"""Values of the reception: what arrives, what was decided, what callers are told. They must not hold rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.domain.acta import ActaEscrutinio
from shared.domain.hallazgo import Finding
from shared.formats.qr_v1 import QrActa
from shared.formats.results_v1 import SealedReference


class Status(StrEnum):
    """What a store is worth; only ``ACEPTADO`` counts."""

    ACEPTADO = "aceptado"
    CUARENTENA = "cuarentena"
    EN_REVISION = "en_revision"
    DESCARTADO = "descartado"


class Event(StrEnum):
    """What happens to a store: ``rules.STEPS`` says what follows."""

    LLEGA = "llega"
    LLEGA_CON_FALTAS = "llega_con_faltas"
    OTRO_PAQUETE = "otro_paquete"
    OTRO_ALMACEN = "otro_almacen"
    FALTA_LA_OTRA = "falta_la_otra"
    CON_LA_OTRA = "con_la_otra"
    CON_LA_OTRA_Y_FALTAS = "con_la_otra_y_faltas"
    SIGUE_APARTADO = "sigue_apartado"
    PAPEL_DISTINTO = "papel_distinto"
    SE_ELIGE = "se_elige"
    SE_DEJA_FUERA = "se_deja_fuera"


class Unlawful(StrEnum):
    """Why bundles may not be made to count, whoever wants it."""

    UNKNOWN = "desconocido"
    FALSE = "falso"
    UNSOUND = "no_cuadra"
    SEVERAL = "varios"
    HALF = "falta_otra"


class Outcome(StrEnum):
    """What became of one delivery."""

    GUARDADO = "guardado"
    REPETIDO = "repetido"
    APARTADO = "apartado"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Bytes that failed a check: the stable code and what was wrong, in English for the log."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What an acta de sustitucion says of a store: the acta (SHA-256, hexadecimal), the other store of the casilla."""

    acta: str
    store: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What the server keeps of a ``VerifiedBundle``: no journal and no key, so that it crosses between processes.

    Attributes:
        sha256: of the whole file, hexadecimal.
        acta: what was signed; ``sealed`` names the image that stays on its media.
        findings: recomputed from the acta.
        paper: the ``paper_code`` of the QR that its acta bears in print.
        beside: the store with which this one counts, after a substitution by which voting went on.
    """

    sha256: str
    acta: ActaEscrutinio
    sealed: SealedReference
    findings: tuple[Finding, ...]
    beside: Beside | None = None
    paper: str = ""


Verdict = Verified | Refusal


class Cotejo(StrEnum):
    """How an acta on paper stands to what the server holds of its store."""

    COINCIDE = "coincide"
    DIFIERE = "difiere"
    ESPERA = "espera"


@dataclass(frozen=True, slots=True)
class Chain:
    """Certificates (PEM) by which a QR may be judged; ``urna`` must be named by them, empty: who signed its bundle."""

    pem: bytes
    urna: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole QR of an acta on paper as text, and the certificates by which it may be judged."""

    chunks: tuple[str, ...]
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class VerifiedPaper:
    """A QR whose signature holds: its ``paper_code``, what it says, and the certificates (PEM) that proved it."""

    code: str
    qr: QrActa
    text: str
    pem: bytes


Item = bytes | Paper
Judged = Verdict | VerifiedPaper


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes as they came, whence, what the checks said of them, and who sent them where that was shown."""

    data: bytes
    sha256: str
    origin: str
    judged: Judged
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was made durable for one delivery; ``reasons`` say why its store does not count."""

    outcome: Outcome
    status: Status
    sha256: str
    clave: str
    store_id: str
    reasons: tuple[Finding, ...]


Answer = Receipt | Refusal


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """What was made durable of an acta on paper; ``repeated`` when it, or another copy of it, was read before."""

    cotejo: Cotejo
    repeated: bool
    code: str
    clave: str
    store_id: str


PaperAnswer = PaperReceipt | Refusal
Settled = Receipt | PaperReceipt | Refusal


@dataclass(frozen=True, slots=True)
class PaperCard:
    """An acta on paper as pages list it."""

    code: str
    clave: str
    urna: str
    origin: str
    received_at: datetime
    cotejo: Cotejo


@dataclass(frozen=True, slots=True)
class Version:
    """One bundle of a casilla as people weigh it: judged anew, at the moment of its arrival.

    Attributes:
        verdict: what the checks say today; a certificate that was revoked since refuses it.
        status: of its store.
        counts: whether it is the one that counts now.
    """

    sha256: str
    store_id: str
    urna: str
    received_at: datetime
    origin: str
    status: Status
    counts: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Apart:
    """A casilla with something that does not count: statuses of its stores, bundles, when the last one came."""

    clave: str
    statuses: tuple[Status, ...]
    bundles: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class StoreCard:
    """A store as pages list it, with the bundles that claim it (SHA-256, origin, moment)."""

    store_id: str
    clave: str
    urna: str
    status: Status
    reasons: tuple[Finding, ...]
    sealed_sha256: str
    sealed_size: int
    sealed_records: int
    bundles: tuple[tuple[str, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class RefusedCard:
    """Refused bytes as pages list them."""

    sha256: str
    code: str
    origin: str
    size: int
    times: int
    last_at: datetime
    kept: bool


class ReasonSchema(BaseModel):
    """Why a store does not count: stable code, place and Spanish wording."""

    code: str
    path: str
    text: str


class ReceiptSchema(BaseModel):
    """The answer to a delivery."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "outcome": "guardado",
                    "status": "aceptado",
                    "sha256": "9f3c" + "0" * 60,
                    "casilla": "140024B0100",
                    "store_id": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                    "reasons": [],
                }
            ]
        }
    )

    outcome: Outcome
    status: Status
    sha256: str
    casilla: str
    store_id: str
    reasons: list[ReasonSchema]
