"""What may not leave: votes, codes, keys, order. Sentinels are bytes that were sealed, learnt from randomness."""

import gc
from dataclasses import dataclass, field

from shared.crypto.randomness import SystemRandomness
from shared.domain.journal_kinds import KINDS, Place
from tests.flows.cutting import CutFiles
from tests.flows.table import Table
from tests.flows.test_power import CHOICES


@dataclass(slots=True)
class Tap:
    """The system's randomness, remembered."""

    given: list[bytes] = field(default_factory=list)

    def token(self, size_bytes: int) -> bytes:
        data = SystemRandomness().token(size_bytes)
        self.given.append(data)
        return data


def tapped(table: Table) -> Tap:
    tap = Tap()
    table.context().randomness = tap
    return tap


def everything_written(table: Table) -> bytes:
    assert isinstance(table.internal, CutFiles)
    assert isinstance(table.usb, CutFiles)
    return b"".join((*table.internal.files.values(), *table.usb.files.values()))


def test_the_padding_of_a_vote_is_in_no_file_and_in_no_memory_of_ours(table: Table) -> None:
    tap = tapped(table)
    table.vote(CHOICES)
    paddings = [data for data in tap.given if 200 < len(data) < 320]
    assert len(paddings) == len(CHOICES)
    written = everything_written(table)
    for padding in paddings:
        assert padding[-32:] not in written
    needles = [padding[-40:-8] for padding in paddings]
    tap.given.clear()
    paddings.clear()
    gc.collect()
    held = [each for each in gc.get_objects() if isinstance(each, bytearray | memoryview)]
    for needle in needles:
        assert not any(needle in bytes(each) for each in held)


def test_no_hash_of_an_image_or_record_is_in_journal_or_paper(table: Table) -> None:
    digests = set()
    for _ in range(3):
        table.vote(CHOICES)
        present = table.context().store.present
        assert present is not None
        digests.add(present.digest.hex())
    shown = str([entry.data for entry in table.context().book.journal.entries]) + str(table.printer.slips)
    assert not any(digest[:16] in shown for digest in digests)


def test_no_entry_of_a_turn_bears_a_time(table: Table) -> None:
    table.vote(CHOICES)
    table.enable()
    table.touch("comenzar")
    table.power_on()
    entries = table.context().book.journal.entries
    assert all(entry.at is None for entry in entries if KINDS[entry.kind].place is Place.TURN)


def test_codes_and_the_private_key_are_gone_after_opening(table: Table) -> None:
    desk = table.context().desk
    assert not any(desk.private_key)
    assert (desk.holders, desk.share_texts, desk.opened_shares) == ((), (), {})
    written = everything_written(table)
    for official in table.institute.officials:
        assert official.code.encode() not in written


def test_the_official_store_bears_no_trace_of_the_verification(table: Table) -> None:
    assert isinstance(table.internal, CutFiles)
    assert not [name for name in table.internal.files if name.startswith("verificacion/")]
    assert table.image().settled == 0
