"""What services may ask of media, store, journal and counter, so that `urna.services` and `urna.store` stay blind.

It must not hold an implementation: `urna.store` has them and `urna.bootstrap` joins both.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from shared.domain.errors import DatoInvalido
from shared.domain.ids import StoreId
from shared.domain.journal import JournalData, JournalEntry, JournalKind
from shared.formats.image_v1 import Image

INTERNAL: Final = "interna"
USB: Final = "usb"
JOURNAL: Final = "bitacora.jsonl"
JOURNAL_COPY: Final = "bitacora.copia.jsonl"
"""Beside the journal of a medium that is left alone: the same, but for the line that is being written."""
IMAGES: Final = ("imagen.a", "imagen.b")
"""Files of a store on a medium: a reserve reads those of the urna that died."""
MAX_READ_BYTES: Final = 64 << 20


class MedioPerdido(Exception):  # noqa: N818 - named in the field's language
    """A medium did not take or give data: it was pulled, is full, read-only or broken.

    Attributes:
        reason: the operating system's name of the error (``ENOSPC``); never a path. ``ESTALE``: what is there now is
            not the medium that was.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AlmacenInvalido(DatoInvalido):
    """The store or the journal on the media cannot be trusted: out of service, the data intact (``U1xx``)."""


class Likeness(StrEnum):
    """What a copy on a medium is against what is in force, told before a byte of the medium is touched."""

    ABSENT = "absent"
    SAME = "same"
    """Ours as it is, or as it once was."""
    FOREIGN = "foreign"
    """Of another urna, store or election."""
    NEWER = "newer"
    """Ours, and beyond what is in force."""
    DIFFERS = "differs"
    """Ours, and no state that this store was ever in."""
    UNREADABLE = "unreadable"


class Area(StrEnum):
    """Where pending records may go."""

    FINAL = "final"
    ANULADOS = "anulados"
    EN_DUDA = "en_duda"


@dataclass(frozen=True, slots=True)
class Repair:
    """What start-up mended: the medium, how many copies were put right, and whether it held none of ours before."""

    medium: str
    copies: int
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """The image that stands, and the SHA-256 of its bytes (never to be shown while the store is open)."""

    image: Image
    digest: bytes


class FolderPort(Protocol):
    """A folder of one medium. All methods raise ``MedioPerdido``; what returns is durable."""

    def subfolder(self, name: str) -> "FolderPort":
        """Give the folder ``name`` inside."""
        ...

    def replace(self, name: str, data: bytes) -> None:
        """Put ``data`` in the place of a file whole: after a crash it is the old one or the new one."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away."""
        ...

    def read(self, name: str, limit_bytes: int = MAX_READ_BYTES) -> bytes | None:
        """Give a file's bytes; None when it is absent or longer than the limit."""
        ...

    def names(self) -> tuple[str, ...]:
        """Give the names inside, sorted."""
        ...

    def wipe(self, keep: Collection[str]) -> int:
        """Overwrite every file below but those of ``keep``, read that back, take it away; how many bytes."""
        ...


class MediumPort(Protocol):
    """One medium: ``label`` is ``interna`` or ``usb``."""

    @property
    def label(self) -> str:
        """Its name."""
        ...

    @property
    def root(self) -> FolderPort:
        """Its folder."""
        ...


class MediaPort(Protocol):
    """All media. A medium that fails is lost until ``recover``; ``MedioPerdido`` only when none is left."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Labels of the media that are lost."""
        ...

    @property
    def all(self) -> tuple[MediumPort, ...]:
        """Every medium, lost or not."""
        ...

    @property
    def present(self) -> tuple[MediumPort, ...]:
        """Those that are not lost."""
        ...

    def on_each(self, action: Callable[[MediumPort], None]) -> None:
        """Do something on every medium that is present, the internal one first."""
        ...

    def recover(self, label: str) -> None:
        """Take a medium back; whoever calls has brought it level."""
        ...

    def reason(self, label: str) -> str:
        """Why a medium is lost, as ``MedioPerdido.reason``; empty when it is not."""
        ...

    def find(self, label: str) -> MediumPort:
        """Give a medium, lost or not, to be examined or brought level."""
        ...


class VoteStore(Protocol):
    """The votes of one jornada. Methods that write raise ``MedioPerdido`` only when no medium is left."""

    @property
    def present(self) -> Present | None:
        """The image in force; None before one is made."""
        ...

    @property
    def data(self) -> bytes:
        """Its bytes: at closing they are the sealed file."""
        ...

    def newest(self) -> int:
        """The highest sequence of an intact image on the media; 0 where there is none. Nothing is taken or mended."""
        ...

    def start(self) -> tuple[Repair, ...]:
        """Read every copy, take the newest intact one, mend the others. Raises ``AlmacenInvalido``."""
        ...

    def create(self, store_id: StoreId, capacity: int, record_size: int) -> None:
        """Make an empty image durable, in place of any that no acta de inicio acknowledged."""
        ...

    def put_pending(self, turn: int, records: frozenset[bytes], *, replaced: bool) -> None:
        """Make the records of one turn durable as pending; the same turn again only ends what was interrupted."""
        ...

    def settle(self, turn: int, area: Area) -> None:
        """Move the pending records of a turn; a turn no longer pending only ends what was interrupted."""
        ...

    def renew(self) -> None:
        """Write the image anew under this urna's own signature: the same records, another salt, the next sequence."""
        ...

    def compare(self, label: str) -> Likeness:
        """Tell what the copies on a medium are, without writing. Raises ``MedioPerdido``."""
        ...

    def bring_level(self, label: str, copy: int) -> None:
        """Write the image in force to copy 0 or 1 of a medium that came back. Raises ``MedioPerdido``."""
        ...

    def erase(self) -> None:
        """Take the files of a practice store away."""
        ...


class JournalPort(Protocol):
    """The journal on every medium."""

    @property
    def entries(self) -> tuple[JournalEntry, ...]:
        """All entries, oldest first."""
        ...

    @property
    def head(self) -> bytes:
        """Hash of the last entry; zeros before the first."""
        ...

    def last(self, *kinds: JournalKind) -> JournalEntry | None:
        """The newest entry of one of the kinds."""
        ...

    def start(self) -> tuple[Repair, ...]:
        """Read every medium and bring the others level with the longest. Raises ``AlmacenInvalido``."""
        ...

    def guard(self) -> None:
        """Have media told from others by this journal, after another one was read."""
        ...

    def append(self, kind: JournalKind, data: JournalData = (), at: datetime | None = None) -> JournalEntry:
        """Add an entry durably; the hour is left out wherever it may not stand."""
        ...

    def compare(self, label: str) -> Likeness:
        """Tell what the journal on a medium is, without writing. Raises ``MedioPerdido``."""
        ...

    def bring_level(self, label: str) -> None:
        """Write the whole journal to a medium that came back. Raises ``MedioPerdido``."""
        ...


class Verdict(StrEnum):
    """What start-up may conclude about image and counter."""

    EQUAL = "equal"
    ONE_AHEAD = "one_ahead"
    BEHIND = "behind"
    TOO_FAR = "too_far"
    OTHER = "other"
    """The same sequence with another hash."""
    UNKNOWN_STORE = "unknown_store"
    OTHER_JOURNAL = "other_journal"
    """The journal lacks the entry that was its head when the image was written."""
    NO_ANSWER = "no_answer"


class Noted(StrEnum):
    """How a note on the board ended."""

    STORED = "stored"
    LATER = "later"
    """The board is away: the same note may be written again."""
    REFUSED = "refused"
    """The board knows better: out of service."""


class RollbackGuard(Protocol):
    """The memory, out of reach of whoever writes the media, of the newest image."""

    @property
    def kind(self) -> str:
        """Where it lives: ``archivo``, ``tablilla``, ``tpm``; empty when it does not answer."""
        ...

    def judge(self, present: Present, journal_hashes: Collection[str]) -> Verdict:
        """Compare image and journal on the media with what is remembered."""
        ...

    def note(self, present: Present, journal_head: bytes) -> Noted:
        """Remember the image in force; the same again is harmless."""
        ...
