"""The journal on every medium: appended, durable, and made whole at start. It must not judge what its entries tell."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.crypto.errors import SignatureInvalid
from shared.domain.errors import DatoInvalido
from shared.domain.journal import OUTCOMES as TURN_OUTCOMES
from shared.domain.journal import JournalData, JournalEntry, JournalKind, may_bear_time
from shared.formats.journal_v1 import (
    MAX_LINE,
    append,
    parse_journal,
    serialise_entry,
    serialise_journal,
    sign_checkpoint,
    verify_journal,
)
from urna.flow.ports import JOURNAL, JOURNAL_COPY, AlmacenInvalido, Likeness, MedioPerdido, Repair
from urna.store.durable import Medium
from urna.store.image import StoreKeys
from urna.store.media import Media

NAME = JOURNAL
COPY = JOURNAL_COPY
_SECTOR = 512
"""What a power cut may turn to noise: the sector that is being written, with all that it held."""


class JournalFile:
    """One journal; ``folder`` is its folder on each medium.

    A medium that is left alone keeps a second copy, so that the noise of one sector never takes what was told.
    """

    def __init__(self, media: Media, folder: str, keys: StoreKeys) -> None:
        self._media = media
        self._folder = folder
        self._keys = keys
        self._entries: list[JournalEntry] = []
        self._turn_open = False
        self._size_bytes = 0
        self._copied = False
        self._whole_copies: set[str] = set()
        self._tried: set[bytes] = set()

    @property
    def entries(self) -> tuple[JournalEntry, ...]:
        """All entries, oldest first."""
        return tuple(self._entries)

    @property
    def head(self) -> bytes:
        """Hash of the last entry; zeros before the first."""
        return bytes.fromhex(self._entries[-1].hash) if self._entries else bytes(32)

    @property
    def data(self) -> bytes:
        """The whole journal as bytes."""
        return serialise_journal(self._entries)

    def last(self, *kinds: JournalKind) -> JournalEntry | None:
        """The newest entry of one of the kinds."""
        return next((entry for entry in reversed(self._entries) if entry.kind in kinds), None)

    def start(self) -> tuple[Repair, ...]:
        """Read every medium, cut torn ends, take the longest, bring the others level.

        Raises ``AlmacenInvalido``: U111 a journal is damaged and no other holds all that it may have told; U112 two
        journals tell different days. Nothing is written then.
        """
        self._media.watch(lambda _: None)
        found = {medium.label: self._read(medium, NAME) for medium in self._media.present}
        copies = {medium.label: self._read(medium, COPY) for medium in self._media.present}
        longest = _longest((*found.values(), *(copy for copy in copies.values() if copy.raw is not None)))
        self._entries = list(longest)
        self._turn_open = False
        for entry in longest:
            self._follow(entry)
        mended = tuple(self._mend((label, held.raw) for label, held in found.items()))
        self._size_bytes = len(self.data)
        self._copied = any(copy.raw is not None for copy in copies.values())
        self._whole_copies = {label for label, copy in copies.items() if copy.raw == self.data}
        self._drop_copy()
        self.guard()
        return mended

    def guard(self) -> None:
        """As ``JournalPort.guard``."""
        self._media.watch(self._check_known)

    def append(self, kind: JournalKind, data: JournalData = (), at: datetime | None = None) -> JournalEntry:
        """Add an entry, durably, on every medium that is present; the hour is left out wherever it may not stand."""
        moment = at if may_bear_time(kind, turn_open=self._turn_open) else None
        entry = append(self._entries[-1] if self._entries else None, kind, data, moment)
        if kind is JournalKind.CHECKPOINT:
            entry = sign_checkpoint(entry, self._keys.sign)
        line = serialise_entry(entry)
        self._tried.add(line)
        self._drop_copy()
        self._media.on_each(lambda medium: self._write(medium, line))
        self._tried.clear()
        self._size_bytes += len(line)
        self._entries.append(entry)
        self._follow(entry)
        return entry

    def compare(self, label: str) -> Likeness:
        """What the journal on a medium is against this one, which may have tried in vain to write one line more."""
        folder = self._media.find(label).root.subfolder(self._folder)
        raw, ours = folder.read(NAME), self.data
        if not raw:
            return Likeness.ABSENT if folder.size(NAME) in {None, 0} else Likeness.UNREADABLE
        whole = _whole_lines(raw)
        if whole and (ours.startswith(whole) or whole in {ours + line for line in self._tried}):
            return Likeness.SAME
        return self._unlike(whole)

    def bring_level(self, label: str) -> None:
        """Write the whole journal to a medium that came back."""
        self._media.find(label).root.subfolder(self._folder).replace(NAME, self.data)

    def _unlike(self, whole: bytes) -> Likeness:
        try:
            entries = parse_journal(whole)
            verify_journal(entries, self._keys.verify)
        except SignatureInvalid:
            return Likeness.FOREIGN
        except DatoInvalido:
            return Likeness.UNREADABLE
        if not entries:
            return Likeness.UNREADABLE
        if list(entries[:1]) != self._entries[:1]:
            return Likeness.FOREIGN
        return Likeness.NEWER if list(entries[: len(self._entries)]) == self._entries else Likeness.DIFFERS

    def _write(self, medium: Medium, line: bytes) -> None:
        """Append to one medium; one that is left alone holds what was told twice, and writes one copy at a time."""
        folder, alone = medium.root.subfolder(self._folder), len(self._media.present) == 1
        whole = medium.label in self._whole_copies and folder.size(COPY) == self._size_bytes
        self._whole_copies.discard(medium.label)
        if alone and not whole:  # also one of the right size, of which a cut left the end without the beginning
            folder.replace(COPY, self.data)
        folder.append(NAME, line)
        if alone:
            folder.append(COPY, line)
            self._copied = True
            self._whole_copies.add(medium.label)

    def _drop_copy(self) -> None:
        """With another medium beside it, no medium needs its copy."""
        if self._copied and len(self._media.present) > 1:
            self._media.on_each(self._remove_copy)
            self._copied = False

    def _remove_copy(self, medium: Medium) -> None:
        folder = medium.root.subfolder(self._folder)
        if folder.size(COPY) is not None:
            folder.remove(COPY)

    def _check_known(self, medium: Medium) -> None:
        """A medium whose journal has another length than it was left with is another medium: not a byte for it."""
        if (medium.root.subfolder(self._folder).size(NAME) or 0) != self._size_bytes:
            raise MedioPerdido("ESTALE")

    def _follow(self, entry: JournalEntry) -> None:
        if entry.kind is JournalKind.HABILITACION_CONSUMIDA:
            self._turn_open = True
        elif entry.kind in TURN_OUTCOMES:
            self._turn_open = False

    def _read(self, medium: Medium, name: str) -> "_Held":
        raw: bytes | None = None

        def read(one: Medium) -> None:
            nonlocal raw
            raw = one.root.subfolder(self._folder).read(name)

        self._media.on(medium.label, read)
        if raw is None:
            return _Held(None, ())
        whole = _whole_lines(raw)
        entries = self._sound(whole)
        if entries is not None:
            return _Held(raw, entries, damaged=not _is_torn_end(raw[len(whole) :]))
        return _Held(raw, self._beginning(whole.splitlines(keepends=True)), damaged=True)

    def _sound(self, lines: bytes) -> tuple[JournalEntry, ...] | None:
        try:
            entries = parse_journal(lines)
            verify_journal(entries, self._keys.verify)
        except (DatoInvalido, SignatureInvalid):
            return None
        return entries

    def _beginning(self, lines: list[bytes]) -> tuple[JournalEntry, ...]:
        """The longest sound beginning of a damaged journal."""
        count = bisect_left(range(1, len(lines) + 1), 1, key=lambda n: int(self._sound(b"".join(lines[:n])) is None))
        return self._sound(b"".join(lines[:count])) or ()

    def _mend(self, found: Iterable[tuple[str, bytes | None]]) -> Iterable[Repair]:
        wanted = self.data
        for label, raw in found:
            if raw == wanted or (raw is None and not wanted):
                continue
            self._media.on(label, lambda medium: medium.root.subfolder(self._folder).replace(NAME, wanted))
            yield Repair(label, 1, blank=raw is None)


@dataclass(frozen=True, slots=True)
class _Held:
    """What one medium holds: ``entries`` is its sound beginning; ``damaged``: more than a torn end follows."""

    raw: bytes | None
    entries: tuple[JournalEntry, ...]
    damaged: bool = False


def _longest(found: Iterable[_Held]) -> tuple[JournalEntry, ...]:
    """The journal that decides. A damaged one counts for nothing, but another must hold all that it may have held."""
    held = tuple(found)
    longest = max((each.entries for each in held if not each.damaged), key=len, default=None)
    if longest is None or any(each.damaged and _held_more(each, longest) for each in held):
        raise AlmacenInvalido("U111", "no journal is sound")
    if any(longest[: len(each.entries)] != each.entries for each in held):
        raise AlmacenInvalido("U112", "the journals of two media differ")
    return longest


def _held_more(damaged: _Held, sound: tuple[JournalEntry, ...]) -> bool:
    """Whether a damaged journal told more than one entry that a sound one lacks.

    The one entry is that which was being written when the sector was lost. A first sector alone tells of a start.
    """
    size_bytes = len(damaged.raw or b"")
    if not sound:
        return size_bytes > _SECTOR
    return len(damaged.entries) > len(sound) or size_bytes > len(serialise_journal(list(sound))) + MAX_LINE


def _whole_lines(raw: bytes) -> bytes:
    """What is left without a torn end; a file that grew and did not get its bytes ends with zeros."""
    written = raw.split(b"\0", 1)[0]
    return written[: written.rfind(b"\n") + 1]


def _is_torn_end(rest: bytes) -> bool:
    """Whether a cut may leave this of one line: a beginning, zeros, an end; and not the noise of a bad sector."""
    one_line = len(rest) <= MAX_LINE and b"\n" not in rest[:-1]
    return one_line and rest.split(b"\0", 1)[0].isascii()
