"""What the services may ask of the vote store. It must not name files, media or devices."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.domain.errors import DatoInvalido
from shared.domain.ids import StoreId
from shared.formats.image_v1 import Image


class AlmacenInvalido(DatoInvalido):
    """The store or the journal on the media cannot be trusted: out of service, the data intact (``U1xx``)."""


class Area(StrEnum):
    """Where pending records may go."""

    FINAL = "final"
    ANULADOS = "anulados"
    EN_DUDA = "en_duda"


@dataclass(frozen=True, slots=True)
class Repair:
    """What start-up mended: the medium and how many copies were put right."""

    medium: str
    copies: int


@dataclass(frozen=True, slots=True)
class Present:
    """The image that stands, and the SHA-256 of its bytes (never to be shown while the store is open)."""

    image: Image
    digest: bytes


class VoteStore(Protocol):
    """The votes of one jornada. Methods that write raise ``MedioPerdido`` only when no medium is left."""

    @property
    def present(self) -> Present | None:
        """The image in force; None before one is made."""
        ...

    def start(self) -> tuple[Repair, ...]:
        """Read every copy, take the newest intact one, mend the others. Raises ``AlmacenInvalido``."""
        ...

    def create(self, store_id: StoreId, capacity: int, record_size: int) -> None:
        """Make an empty image durable, in place of any that no acta de inicio acknowledged."""
        ...

    def put_pending(self, turn: int, records: frozenset[bytes], *, replaced: bool) -> None:
        """Make the records of one turn durable as pending; the same turn again changes nothing."""
        ...

    def settle(self, turn: int, area: Area) -> None:
        """Move the pending records of a turn; a turn that is no longer pending changes nothing."""
        ...
