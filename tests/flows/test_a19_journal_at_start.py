"""A19: what an urna finds at start when somebody worked on its journals while it was off.

Both media bear the same false journal, so that nothing but the journal itself and the board can tell.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.crypto.signing import SigningKey
from shared.domain.journal import JournalEntry, JournalKind, journal_data
from shared.formats.journal_v1 import append, parse_journal, serialise_journal, sign_checkpoint
from tests.flows.institute import MORNING, Institute
from tests.flows.spoiling import check_level, medium, spoilable_table
from tests.flows.table import Table
from tests.flows.test_media_start import LABELS, reason
from tests.flows.test_power import CHOICES, check_sound
from urna.flow.screen import ScreenId

JOURNAL = "urna-oficial/bitacora.jsonl"
Entries = tuple[JournalEntry, ...]
Change = Callable[[Entries], Entries]


@pytest.fixture(scope="module")
def day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna on which two people voted and one left."""
    table = spoilable_table(institute, tmp_path_factory.mktemp("day"))
    table.open_day()
    table.vote(CHOICES)
    table.vote(CHOICES)
    return table


@pytest.fixture
def table(day: Table) -> Table:
    twin = day.fork()
    twin.clock.at = MORNING
    return twin


def entries_of(table: Table) -> Entries:
    return parse_journal(medium(table, "usb").files[JOURNAL])


def start_with(table: Table, journal: bytes, labels: tuple[str, ...] = LABELS) -> str:
    """Put ``journal`` on the media, switch on, and give the reason of being out of service ("" in service)."""
    for label in labels:
        medium(table, label).files[JOURNAL] = journal
    table.power_on()
    return reason(table)


def chained(entries: Entries, sign: Callable[[str, bytes], bytes] | None = None) -> Entries:
    """The same events with numbers and hashes that hold; checkpoints keep their old signatures without ``sign``."""
    made: list[JournalEntry] = []
    for entry in entries:
        fresh = append(made[-1] if made else None, entry.kind, entry.data, entry.at)
        fresh = replace(fresh, sig=entry.sig)
        made.append(sign_checkpoint(fresh, sign) if sign and entry.sig else fresh)
    return tuple(made)


def without(kind: JournalKind) -> Change:
    """All entries but the last of a kind."""

    def change(entries: Entries) -> Entries:
        place = max(i for i, entry in enumerate(entries) if entry.kind is kind)
        return entries[:place] + entries[place + 1 :]

    return change


def last_noted(table: Table) -> int:
    """How many entries the journal had when the board last took note."""
    known = {entry.journal_head.hex() for entry in table.board.counter_read().entries}  # type: ignore[union-attr]
    return max(place for place, entry in enumerate(entries_of(table), 1) if entry.hash in known)


def test_a19_an_untouched_journal_starts(table: Table) -> None:
    table.power_on()
    assert reason(table) == ""
    check_sound(table)


def test_a19_truncated_on_both_media(table: Table) -> None:
    """Every whole line that the board took note of is missed: from the last of them to the very first."""
    entries, noted = entries_of(table), last_noted(table)
    assert noted >= len(entries) - 3
    for kept in sorted({*range(0, noted, 3), noted - 2, noted - 1}):
        twin = table.fork()
        assert start_with(twin, serialise_journal(entries[:kept])) in {"U315", "U201"}, kept
        assert twin.shows() is ScreenId.FUERA_DE_SERVICIO


def test_a19_truncated_on_one_medium_is_mended_from_the_other(table: Table) -> None:
    whole = medium(table, "usb").files[JOURNAL]
    for label in LABELS:
        twin = table.fork()
        assert start_with(twin, whole[: len(whole) // 2], (label,)) == ""
        assert medium(twin, label).files[JOURNAL].startswith(whole)
        check_level(twin)
        check_sound(twin)


def test_a19_edited_byte_by_byte(table: Table) -> None:
    """One changed byte on both media: no journal is sound."""
    data = medium(table, "usb").files[JOURNAL]
    for place in range(20, len(data), 397):
        spoiled = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert start_with(table.fork(), spoiled) == "U111", place


def test_a19_edited_with_the_chain_made_again_but_the_old_checkpoint(table: Table) -> None:
    entries = entries_of(table)
    changed = (replace(entries[0], data=journal_data(software="cd" * 32, version="1")), *entries[1:])
    assert start_with(table, serialise_journal(chained(changed))) == "U111"


def test_a19_edited_after_the_last_checkpoint_with_the_chain_made_again(table: Table) -> None:
    """No signature covers the end of the day yet: the board, which knows the head, does."""
    entries = entries_of(table)
    last = max(i for i, entry in enumerate(entries) if entry.kind is JournalKind.CHECKPOINT)
    gone = without(JournalKind.HABILITACION_CONSUMIDA)(entries)
    assert gone[: last + 1] == entries[: last + 1]
    assert start_with(table, serialise_journal(chained(gone))) == "U315"


def test_a19_reordered(table: Table) -> None:
    entries = entries_of(table)
    for place in range(0, len(entries) - 1, 4):
        swapped = (*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :])
        assert start_with(table.fork(), serialise_journal(swapped)) == "U111", place


def test_a19_spliced_with_the_journal_of_another_day_of_this_urna(
    table: Table, institute: Institute, tmp_path: Path
) -> None:
    """Same key and officials, opened an hour later: its lines follow nothing here, and the board knows none of it."""
    other = spoilable_table(institute, tmp_path)
    other.clock.at = MORNING + timedelta(hours=1)
    other.open_day()
    other.vote(CHOICES)
    mine, its = entries_of(table), entries_of(other)
    places = [i for i, (a, b) in enumerate(zip(mine, its, strict=False)) if a.hash != b.hash]
    for place in (places[0], places[-1]):
        assert start_with(table.fork(), serialise_journal((*mine[:place], *its[place:]))) in {"U111", "U315"}
    assert start_with(table.fork(), serialise_journal(its)) in {"U202", "U315"}


def test_a19_spliced_with_the_journal_of_another_urna(table: Table) -> None:
    entries = entries_of(table)
    stranger = SigningKey.generate()
    assert start_with(table.fork(), serialise_journal(chained(entries, stranger.sign))) == "U111"
    for place in (5, len(entries) // 2, len(entries) - 2):
        foreign = chained(entries[place:], stranger.sign)
        assert start_with(table.fork(), serialise_journal((*entries[:place], *foreign))) == "U111"


def test_a19_two_media_that_tell_two_days(table: Table) -> None:
    entries = entries_of(table)
    other = append(entries[-2], JournalKind.ENCENDIDO, journal_data(software="cd" * 32, version="1"), MORNING)
    assert start_with(table, serialise_journal((*entries[:-1], other)), ("usb",)) == "U112"
