"""Anti-rollback: the board remembers the newest image of a store, out of reach of whoever writes the media.

It must not know the board's bytes. An image equal to the board's or exactly one ahead is accepted; all else is not.
"""

from collections.abc import Collection
from enum import StrEnum

from hardware.board.port import Board, CounterEntry, CounterFault, CounterState, NotStored, Unavailable
from urna.store.port import Present

_PASSING = frozenset({CounterFault.ABSENT, CounterFault.SILENT})


class Verdict(StrEnum):
    """What start-up may conclude."""

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


def judge(board: Board, present: Present, journal_hashes: Collection[str]) -> Verdict:
    """Compare the image and journal on the media with what the board remembers."""
    state = board.counter_read()
    if isinstance(state, Unavailable):
        return Verdict.NO_ANSWER
    entry = state.of(bytes.fromhex(present.image.store_id.value))
    if entry is None:
        return Verdict.ONE_AHEAD if present.image.sequence == 1 else Verdict.UNKNOWN_STORE
    if entry.journal_head != bytes(32) and entry.journal_head.hex() not in journal_hashes:
        return Verdict.OTHER_JOURNAL
    return _compare(present, entry)


def note(board: Board, present: Present, journal_head: bytes) -> Noted:
    """Have the board remember the image in force."""
    entry = CounterEntry(
        bytes.fromhex(present.image.store_id.value), present.image.sequence, present.digest, journal_head
    )
    answer = board.counter_write(entry)
    if not isinstance(answer, NotStored):
        return Noted.STORED
    return Noted.LATER if answer.reason in _PASSING else Noted.REFUSED


def remembered(board: Board) -> CounterState | None:
    """What the board remembers, or None when it does not answer."""
    state = board.counter_read()
    return None if isinstance(state, Unavailable) else state


def _compare(present: Present, entry: CounterEntry) -> Verdict:
    ahead = present.image.sequence - entry.sequence
    if ahead == 0:
        return Verdict.EQUAL if present.digest == entry.image_hash else Verdict.OTHER
    if ahead < 0:
        return Verdict.BEHIND
    return Verdict.ONE_AHEAD if ahead == 1 else Verdict.TOO_FAR
