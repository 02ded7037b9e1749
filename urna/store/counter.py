"""Anti-rollback: the board remembers the newest image of a store, out of reach of whoever writes the media.

It must not know the board's bytes. An image equal to the board's or exactly one ahead is accepted; all else is not.
"""

from collections.abc import Collection

from hardware.board.port import Board, CounterEntry, CounterFault, NotStored, Unavailable
from urna.flow.ports import Noted, Present, Verdict

_PASSING = frozenset({CounterFault.ABSENT, CounterFault.SILENT})


class BoardCounter:
    """`RollbackGuard` in the memory of the board."""

    def __init__(self, board: Board) -> None:
        self._board = board

    @property
    def kind(self) -> str:
        """Where the board keeps it; empty when it does not answer."""
        state = self._board.counter_read()
        return "" if isinstance(state, Unavailable) else state.kind.value

    def judge(self, present: Present, journal_hashes: Collection[str]) -> Verdict:
        """Compare the image and journal on the media with what the board remembers."""
        state = self._board.counter_read()
        if isinstance(state, Unavailable):
            return Verdict.NO_ANSWER
        entry = state.of(bytes.fromhex(present.image.store_id.value))
        if entry is None:
            return Verdict.ONE_AHEAD if present.image.sequence == 1 else Verdict.UNKNOWN_STORE
        if entry.journal_head != bytes(32) and entry.journal_head.hex() not in journal_hashes:
            return Verdict.OTHER_JOURNAL
        return _compare(present, entry)

    def note(self, present: Present, journal_head: bytes) -> Noted:
        """Have the board remember the image in force."""
        store = bytes.fromhex(present.image.store_id.value)
        answer = self._board.counter_write(CounterEntry(store, present.image.sequence, present.digest, journal_head))
        if not isinstance(answer, NotStored):
            return Noted.STORED
        return Noted.LATER if answer.reason in _PASSING else Noted.REFUSED


def _compare(present: Present, entry: CounterEntry) -> Verdict:
    ahead = present.image.sequence - entry.sequence
    if ahead == 0:
        return Verdict.EQUAL if present.digest == entry.image_hash else Verdict.OTHER
    if ahead < 0:
        return Verdict.BEHIND
    return Verdict.ONE_AHEAD if ahead == 1 else Verdict.TOO_FAR
