"""What an opening leaves for the day: store, public key of the casilla, hour, holders of shares; signed by the urna.

It must not hold anything secret.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from shared.crypto.sealing import SealingPublicKey
from shared.domain.ids import OfficialId, StoreId
from shared.formats.canonical import Fields, FormatoInvalido, base64_text, dumps, loads_canonical, moment_text
from shared.formats.image_v1 import Sign, Verify

NAME: Final = "apertura.json"
PURPOSE: Final = "opening/1"
_FORMAT: Final = "opening/1"
MAX_BYTES: Final = 4096
_SIGNATURE: Final = 64


class AperturaInvalida(FormatoInvalido):
    """An opening file that is not this urna's (``U2xx``)."""

    letter: ClassVar[str] = "U"


@dataclass(frozen=True, slots=True)
class Apertura:
    """One opening; ``holders`` in the order of their shares."""

    store_id: StoreId
    casilla_key: SealingPublicKey
    opened_at: datetime
    holders: tuple[OfficialId, ...]


def serialise(apertura: Apertura, sign: Sign) -> bytes:
    """Signed bytes: 64 of signature, then canonical JSON."""
    body = dumps(
        {
            "format": _FORMAT,
            "store_id": apertura.store_id.value,
            "casilla_key": base64_text(apertura.casilla_key.data),
            "opened_at": moment_text(apertura.opened_at),
            "holders": [holder.value for holder in apertura.holders],
        }
    )
    return sign(PURPOSE, body) + body


def parse(data: bytes, verify: Verify) -> Apertura:
    """Read it after its signature holds; raises ``AperturaInvalida`` (U001 size) or the error of ``verify`` (K10x)."""
    if len(data) > MAX_BYTES:
        raise AperturaInvalida("U001", f"{len(data)} bytes")
    signature, body = data[:_SIGNATURE], data[_SIGNATURE:]
    verify(PURPOSE, body, signature)
    fields = Fields(loads_canonical(body, AperturaInvalida, MAX_BYTES), AperturaInvalida)
    fields.literal("format", _FORMAT)
    apertura = Apertura(
        store_id=fields.ident("store_id", StoreId),
        casilla_key=SealingPublicKey(fields.base64("casilla_key", 32, 32)),
        opened_at=fields.moment("opened_at"),
        holders=fields.idents("holders", OfficialId, 3),
    )
    fields.done()
    return apertura
