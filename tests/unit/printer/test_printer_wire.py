"""The demultiplexer and the meaning of status bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer import wire
from hardware.printer.driver import fresh_process_id
from hardware.printer.port import PaperLevel, PrinterFault

IDS = st.binary(min_size=4, max_size=4).map(lambda raw: bytes(32 + value % 95 for value in raw))
REAL_TIME = st.integers(0, 255).map(lambda value: value & 0x6C | 0x12)


def _bytes(answer: wire.Answer) -> bytes:
    match answer:
        case wire.ProcessDone(process_id):
            return b"\x37\x22" + process_id + b"\x00"
        case wire.Cleared():
            return b"\x37\x25\x00"
        case wire.Name(name):
            return b"\x5f" + name + b"\x00"
        case wire.RealTime(value) | wire.InOrder(value) | wire.Garbage(value):
            return bytes((value,))


ANSWERS = st.one_of(
    IDS.map(wire.ProcessDone),
    st.builds(wire.Cleared),
    st.binary(max_size=20).map(lambda raw: wire.Name(raw.replace(b"\x00", b"x"))),
    REAL_TIME.map(wire.RealTime),
    st.integers(0, 15).map(wire.InOrder),
    st.sampled_from((0xFF, 0x81, 0xC1)).map(wire.Garbage),
)


@given(st.lists(ANSWERS), st.data())
def test_answers_are_separated_however_the_bytes_are_cut(answers: list[wire.Answer], data: st.DataObject) -> None:
    stream = b"".join(_bytes(answer) for answer in answers)
    cut = data.draw(st.integers(0, len(stream)))
    demux = wire.Demultiplexer()
    assert demux.feed(stream[:cut]) + demux.feed(stream[cut:]) == answers


@given(st.lists(st.binary(max_size=40)))
def test_any_bytes_are_taken_without_error_and_a_reset_recovers(chunks: list[bytes]) -> None:
    demux = wire.Demultiplexer()
    for chunk in chunks:
        demux.feed(chunk)
    demux.reset()
    assert demux.feed(b"\x37\x22ABCD\x00") == [wire.ProcessDone(b"ABCD")]


@given(st.binary(max_size=60), IDS)
def test_random_bytes_do_not_make_a_confirmation_of_a_given_id(noise: bytes, process_id: bytes) -> None:
    found = wire.ProcessDone(process_id) in wire.Demultiplexer().feed(noise)
    assert not found or _bytes(wire.ProcessDone(process_id)) in noise


def test_a_block_without_its_end_is_garbage_and_what_follows_is_heard() -> None:
    answers = wire.Demultiplexer().feed(b"\x37\x22ABCD\x16")
    assert wire.ProcessDone(b"ABCD") not in answers
    assert answers[0] == wire.Garbage(0x37)
    assert answers[-1] == wire.RealTime(0x16)


@pytest.mark.parametrize(
    ("values", "faults", "paper"),
    [
        ((0x12, 0x12, 0x12, 0x12), (), PaperLevel.OK),
        ((0x12, 0x12, 0x12, 0x1E), (), PaperLevel.NEAR_END),
        ((0x1A, 0x32, 0x12, 0x7E), (PrinterFault.PAPER_OUT,), PaperLevel.OUT),
        ((0x1A, 0x16, 0x12, 0x12), (PrinterFault.COVER_OPEN,), PaperLevel.OK),
        ((0x1A, 0x52, 0x1A, 0x12), (PrinterFault.CUTTER,), PaperLevel.OK),
        ((0x1A, 0x52, 0x32, 0x12), (PrinterFault.BROKEN,), PaperLevel.OK),
        ((0x1A, 0x52, 0x52, 0x12), (PrinterFault.OVERHEATED,), PaperLevel.OK),
        ((0x1A, 0x12, 0x12, 0x12), (PrinterFault.OFFLINE,), PaperLevel.OK),
    ],
)
def test_status_bytes_are_read(
    values: tuple[int, int, int, int], faults: tuple[PrinterFault, ...], paper: PaperLevel
) -> None:
    status = wire.read_status(*values)
    assert (status.faults, status.paper) == (faults, paper)


def test_a_process_id_is_printable_and_fresh() -> None:
    ids = {fresh_process_id() for _ in range(200)}
    assert len(ids) == 200
    for process_id in ids:
        assert wire.ask_process_id(process_id) == b"\x1d\x28\x48\x06\x00\x30\x30" + process_id


@pytest.mark.parametrize("process_id", [b"abc", b"abcde", b"ab\x1fd", b"ab\x7fd"])
def test_an_impossible_process_id_is_refused(process_id: bytes) -> None:
    with pytest.raises(ValueError, match="process id"):
        wire.ask_process_id(process_id)
