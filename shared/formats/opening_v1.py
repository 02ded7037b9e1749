"""What an opening leaves for the day: whose store it is, where, its public key, hour, holders of shares; signed.

It must not hold anything secret: a reserve urna reads it from the medium of one that died, and publishes it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from shared.crypto.sealing import SealingPublicKey
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, OfficialId, StoreId, UrnaId
from shared.formats.canonical import Fields, FormatoInvalido, base64_text, dumps, loads_canonical, moment_text
from shared.formats.image_v1 import Sign, Verify

NAME: Final = "apertura.json"
PURPOSE: Final = "opening/1"
FORMAT: Final = "opening/1"
MAX_BYTES: Final = 12 << 10
_SIGNATURE: Final = 64
_LENGTH: Final = 2


class AperturaInvalida(FormatoInvalido):
    """An opening file that must be refused (``U0xx``)."""

    letter: ClassVar[str] = "U"


@dataclass(frozen=True, slots=True)
class Apertura:
    """One opening; ``holders`` in the order of their shares, ``theme_hash`` in hexadecimal."""

    urna: UrnaId
    casilla: CasillaId
    mode: Mode
    theme_hash: str
    store_id: StoreId
    casilla_key: SealingPublicKey
    opened_at: datetime
    holders: tuple[OfficialId, ...]


def serialise(apertura: Apertura, certificates: bytes, sign: Sign) -> bytes:
    """Signed bytes: 64 of signature, 2 of length, the certificates (PEM, leaf first), then canonical JSON."""
    body = dumps(
        {
            "format": FORMAT,
            "urna": apertura.urna.value,
            "casilla": apertura.casilla.clave,
            "mode": apertura.mode.value,
            "theme_hash": apertura.theme_hash,
            "store_id": apertura.store_id.value,
            "casilla_key": base64_text(apertura.casilla_key.data),
            "opened_at": moment_text(apertura.opened_at),
            "holders": [holder.value for holder in apertura.holders],
        }
    )
    signed = len(certificates).to_bytes(_LENGTH, "big") + certificates + body
    return sign(PURPOSE, signed) + signed


def claimed_certificates(data: bytes) -> bytes:
    """The certificates (PEM) that an opening claims to be signed with, believed by nobody yet; ``AperturaInvalida``."""
    return _split(data)[0]


def parse(data: bytes, verify: Verify) -> Apertura:
    """Read it after its signature holds; raises ``AperturaInvalida`` (U001 size) or the error of ``verify`` (K10x)."""
    _split(data)
    verify(PURPOSE, data[_SIGNATURE:], data[:_SIGNATURE])
    fields = Fields(loads_canonical(_split(data)[1], AperturaInvalida, MAX_BYTES), AperturaInvalida)
    fields.literal("format", FORMAT)
    apertura = Apertura(
        urna=fields.ident("urna", UrnaId),
        casilla=fields.ident("casilla", CasillaId),
        mode=fields.choice("mode", Mode),
        theme_hash=fields.hexadecimal("theme_hash", 32).hex(),
        store_id=fields.ident("store_id", StoreId),
        casilla_key=SealingPublicKey(fields.base64("casilla_key", 32, 32)),
        opened_at=fields.moment("opened_at"),
        holders=fields.idents("holders", OfficialId, 3),
    )
    fields.done()
    return apertura


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Certificates and JSON."""
    start = _SIGNATURE + _LENGTH
    end = start + int.from_bytes(data[_SIGNATURE:start], "big")
    if len(data) > MAX_BYTES or len(data) < start or end > len(data):
        raise AperturaInvalida("U001", f"{len(data)} bytes")
    return data[start:end], data[end:]
