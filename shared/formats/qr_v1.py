"""The signed QR of an acta: every figure on paper in a form that any phone reads and anyone checks offline.

It must not hold anything that the printed acta does not say, nor be drawn here: chunks are text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from datetime import UTC, datetime
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.domain.errors import IdInvalido
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import CasillaId, StoreId, UrnaId
from shared.domain.ledger import Ledger
from shared.formats.image_v1 import Sign, Verify
from shared.formats.qr_chain import QrInvalido, cut, join
from shared.formats.varint import ByteReader, write_int, write_text

PURPOSE: Final = "qr/1"
VERSION: Final = 1
_SIGNATURE: Final = 64
_THEME_PREFIX: Final = 8
_MODES: Final = (Mode.OFICIAL, Mode.SIMULACRO, Mode.CAPACITACION)
_LEDGER: Final = tuple(field.name for field in fields_of(Ledger))
_MAX_CONTESTS: Final = 20
_MAX_FIGURES: Final = 1000
_MAX_GRUPOS: Final = 60

__all__ = [
    "PURPOSE",
    "QrActa",
    "QrContest",
    "QrInvalido",
    "QrReunidos",
    "claimed_acta",
    "claimed_urna",
    "differences",
    "make_qr",
    "paper_code",
    "paper_code_of",
    "read_qr",
]


@dataclass(frozen=True, slots=True)
class QrContest:
    """The figures of one contest, in the order of ``Contest.count_keys``, and the records refused."""

    counts: tuple[int, ...]
    rechazados: int


@dataclass(frozen=True, slots=True)
class QrReunidos:
    """Groups published together: how many of those declared, in their order, and (place of a contest, its figures)."""

    grupos: int
    contests: tuple[tuple[int, QrContest], ...]


@dataclass(frozen=True, slots=True)
class QrActa:
    """What a QR says of an acta.

    ``grupos``: voters of each group; ``ilegibles`` and ``reunidos`` as in the acta. ``theme_prefix``: first 8 bytes of
    the theme hash; ``acta_sha256``: of ``acta.json``, 32 bytes; ``printed_at``: aware UTC, whole seconds, only where
    the printer was told.
    """

    mode: Mode
    casilla: CasillaId
    urna: UrnaId
    store_id: StoreId
    theme_prefix: bytes
    ledger: Ledger
    contests: tuple[QrContest, ...]
    ilegibles: int
    grupos: tuple[int, ...]
    reunidos: tuple[QrReunidos, ...]
    acta_sha256: bytes
    printed_at: datetime | None = None

    @property
    def votantes(self) -> int:
        """How many people voted."""
        return self.ledger.votantes


def make_qr(
    acta: ActaEscrutinio, acta_sha256: bytes, sign: Sign, printed_at: datetime | None = None
) -> tuple[str, ...]:
    """Chunks of at most 500 alphanumeric characters; the same for the same arguments.

    ``acta_sha256`` is the SHA-256 of ``acta.json``; ``sign`` is the urna's key (``SigningKey.sign``).
    """
    payload = _encode(_of_acta(acta, acta_sha256, printed_at))
    return cut(payload + sign(PURPOSE, payload))


def read_qr(chunks: Iterable[str], verify: Verify) -> QrActa:
    """The acta of a whole chain, in any order, after its signature holds.

    Raises ``QrInvalido``: Q101 to Q106 of ``qr_chain.join``; Q107 too short; Q108 what could not have been written;
    Q109 another version. A signature that does not hold raises the error of ``verify`` (K10x).
    """
    payload, signature = _split(join(chunks))
    verify(PURPOSE, payload, signature)
    return _decode(payload)


def claimed_urna(chunks: Iterable[str]) -> UrnaId:
    """Whose key to ask for before ``read_qr``: what the chunks say, believed by nobody yet. Raises ``QrInvalido``."""
    return claimed_acta(chunks).urna


def claimed_acta(chunks: Iterable[str]) -> QrActa:
    """What the chunks say, believed by nobody yet. Raises ``QrInvalido``."""
    return _decode(_split(join(chunks))[0])


def paper_code(qr: QrActa) -> str:
    """SHA-256 (hexadecimal) of what a QR says but for when it was printed: every copy of one acta has the same."""
    return sha256_hex(_encode(replace(qr, printed_at=None)))


def paper_code_of(acta: ActaEscrutinio, acta_sha256: bytes) -> str:
    """The ``paper_code`` of every QR that may be printed of an acta."""
    return paper_code(_of_acta(acta, acta_sha256, None))


def differences(qr: QrActa, acta: ActaEscrutinio, acta_sha256: bytes) -> tuple[str, ...]:
    """The names of what differs between a QR and a published acta; none when they agree. Print time is ignored."""
    published = _of_acta(acta, acta_sha256, qr.printed_at)
    return tuple(field.name for field in fields_of(QrActa) if getattr(qr, field.name) != getattr(published, field.name))


def _of_acta(acta: ActaEscrutinio, acta_sha256: bytes, printed_at: datetime | None) -> QrActa:
    places = {contest.contest_id: place for place, contest in enumerate(acta.contests)}
    return QrActa(
        mode=acta.mode,
        casilla=acta.casilla,
        urna=acta.urna,
        store_id=acta.store_id,
        theme_prefix=bytes.fromhex(acta.theme_hash)[:_THEME_PREFIX],
        ledger=acta.ledger,
        contests=tuple(map(_figures, acta.contests)),
        ilegibles=acta.ilegibles,
        grupos=tuple(grupo.emitidos for grupo in acta.grupos),
        reunidos=tuple(
            QrReunidos(len(part.grupos), tuple((places[c.contest_id], _figures(c)) for c in part.contests))
            for part in acta.reunidos
        ),
        acta_sha256=acta_sha256,
        printed_at=printed_at.replace(microsecond=0) if printed_at else None,
    )


def _figures(contest: EscrutinioContest) -> QrContest:
    return QrContest(tuple(contest.counts.values()), contest.rechazados)


def _split(data: bytes) -> tuple[bytes, bytes]:
    if len(data) <= _SIGNATURE:
        raise QrInvalido("Q107", f"{len(data)} bytes")
    return data[:-_SIGNATURE], data[-_SIGNATURE:]


def _encode(qr: QrActa) -> bytes:
    if len(qr.acta_sha256) != 32:
        raise ValueError("SHA-256 has 32 bytes")
    parts = [bytes([VERSION, _MODES.index(qr.mode)]), write_text(qr.casilla.clave), write_text(qr.urna.value)]
    parts += [bytes.fromhex(qr.store_id.value), qr.theme_prefix]
    parts += [write_int(getattr(qr.ledger, name)) for name in _LEDGER]
    parts.append(write_int(len(qr.contests)))
    parts += map(_encode_contest, qr.contests)
    parts.append(write_int(qr.ilegibles))
    parts += [write_int(len(qr.grupos)), *map(write_int, qr.grupos), write_int(len(qr.reunidos))]
    for merged in qr.reunidos:
        parts += [write_int(merged.grupos), write_int(len(merged.contests))]
        parts += [write_int(place) + _encode_contest(contest) for place, contest in merged.contests]
    parts.append(qr.acta_sha256)
    parts.append(write_int(int(qr.printed_at.timestamp()) if qr.printed_at else 0))
    return b"".join(parts)


def _encode_contest(contest: QrContest) -> bytes:
    figures = b"".join(map(write_int, contest.counts))
    return write_int(len(contest.counts)) + figures + write_int(contest.rechazados)


def _decode(payload: bytes) -> QrActa:
    reader = ByteReader(payload, QrInvalido)
    version, mode = reader.byte(), reader.byte()
    if version != VERSION:
        raise QrInvalido("Q109", f"version {version}")
    if mode >= len(_MODES):
        raise QrInvalido("Q108", "unknown mode")
    try:
        casilla, urna = CasillaId(reader.text()), UrnaId(reader.text())
    except IdInvalido as exc:
        raise QrInvalido("Q108", exc.detail) from None
    found = QrActa(
        mode=_MODES[mode],
        casilla=casilla,
        urna=urna,
        store_id=StoreId(reader.take(16).hex()),
        theme_prefix=reader.take(_THEME_PREFIX),
        ledger=Ledger(**{name: reader.integer() for name in _LEDGER}),
        contests=tuple(_contest(reader) for _ in range(_count(reader, _MAX_CONTESTS, "contests"))),
        ilegibles=reader.integer(),
        grupos=tuple(reader.integer() for _ in range(_count(reader, _MAX_GRUPOS, "groups"))),
        reunidos=tuple(_reunidos(reader) for _ in range(_count(reader, _MAX_GRUPOS, "merged groups"))),
        acta_sha256=reader.take(32),
        printed_at=_moment(reader.integer()),
    )
    reader.done()
    return found


def _count(reader: ByteReader, most: int, what: str) -> int:
    found = reader.integer()
    if found > most:
        raise QrInvalido("Q108", f"{found} {what}")
    return found


def _contest(reader: ByteReader) -> QrContest:
    figures = _count(reader, _MAX_FIGURES, "figures")
    return QrContest(tuple(reader.integer() for _ in range(figures)), reader.integer())


def _reunidos(reader: ByteReader) -> QrReunidos:
    grupos = reader.integer()
    contests = _count(reader, _MAX_CONTESTS, "contests")
    return QrReunidos(grupos, tuple((reader.integer(), _contest(reader)) for _ in range(contests)))


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
