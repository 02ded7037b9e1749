"""A5: two starts with a frozen clock, and a process and its child, give different bytes of everything that is drawn."""

import os

from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey, SealingPublicKey, seal_record
from tests.flows.table import Table
from tests.secrecy.attackers import slip_mark
from tests.secrecy.raw_image import blocks, read_raw
from tests.secrecy.seeds import Seeded


def opened_now(ready: Table) -> Table:
    """An urna opened from one state and voted on once, its clock standing still."""
    table = ready.fork()
    table.open()
    table.vote([(1,), (0,)])
    return table


def test_a5_two_urnas_started_at_one_moment_have_no_random_byte_in_common(ready: Table) -> None:
    one, other = opened_now(ready), opened_now(ready)
    assert one.clock.at == other.clock.at
    first, second = (table.context().apertura for table in (one, other))
    assert first is not None
    assert second is not None
    assert first.store_id != second.store_id
    assert first.casilla_key != second.casilla_key
    images = [read_raw(table.context().store.data) for table in (one, other)]
    assert images[0].salt != images[1].salt
    assert not _noise(images[0].filler) & _noise(images[1].filler)
    assert not _noise(images[0].settled) & _noise(images[1].settled)
    marks = [{slip_mark(slip) for slip in table.slips("testigo")[-2:]} for table in (one, other)]
    assert not marks[0] & marks[1]


def _noise(slots: tuple[bytes, ...]) -> set[bytes]:
    return {block for slot in slots for block in blocks(slot)}


def drawn(key: SealingPublicKey) -> bytes:
    """Everything that gives random bytes: the port, a key pair, a record with its two sealed keys."""
    source = SystemRandomness()
    record = seal_record(b"voto", contest=b"c", info=b"i", keys=(key, key), size_bytes=512, randomness=source)
    return source.token(32) + SealingKey.generate().public.data + record


def test_a5_a_process_and_its_child_draw_different_bytes() -> None:
    key = SealingKey.generate().public
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, drawn(key))
        os._exit(0)
    mine, theirs = drawn(key), os.read(reader, 4096)
    os.waitpid(child, 0)
    for pipe in (reader, writer):
        os.close(pipe)
    assert len(mine) == len(theirs) == 32 + 32 + 512
    assert not blocks(mine) & blocks(theirs)


def test_a_source_that_starts_again_is_noticed() -> None:
    one, other = Seeded(1), Seeded(1)
    assert blocks(one.token(64)) & blocks(other.token(64))
