"""The emulated device in virtual time: order of answers, and bytes of any kind."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware.printer.controls import Personality, Trouble
from hardware.printer.emulator import parser
from hardware.printer.emulator.hands import Hands, obey
from hardware.printer.emulator.machine import Machine, Speeds
from hardware.printer.encode import Encoder
from hardware.printer.paper import PAPER_80
from hardware.printer.port import Align, Block, Feed, Qr, Row, Rule, Size, Slip, Text
from hardware.printer.profile import EMULATED
from hardware.printer.raster import shipped_fonts

SECOND_NS = 1_000_000_000
ASK = b"\x1d(H\x06\x0000ABCD"
CONFIRMED = b"\x37\x22ABCD\x00"
ENCODER = Encoder(EMULATED, shipped_fonts())
BUFFER_BYTES = 1 << 18

WORDS = st.text(st.sampled_from("aeiouñÁ ɨ1é"), max_size=60)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, WORDS, st.sampled_from(Size), st.booleans(), st.sampled_from(Align)),
    st.builds(Row, WORDS, st.integers(0, 10**6).map(str), st.booleans(), st.sampled_from(Size)),
    st.builds(Rule),
    st.builds(Feed, st.integers(1, 4)),
    st.builds(Qr, st.text(st.sampled_from("ABC123 $%"), min_size=1, max_size=80)),
)
SLIPS = st.builds(Slip, st.just("prueba"), st.lists(BLOCKS, max_size=6).map(tuple))


def _machine(lines_per_second: int = 10) -> Machine:
    return Machine(Speeds(lines_per_second, BUFFER_BYTES), PAPER_80)


def test_the_answer_leaves_only_when_the_last_line_is_on_paper_and_status_overtakes_it() -> None:
    machine = _machine(10)
    machine.receive(b"uno\ndos\ntres\n" + ASK, 0)
    machine.receive(b"\x10\x04\x01", 1000)
    assert machine.take_answers() == b"\x12"
    machine.advance(299_999_999)
    assert machine.take_answers() == b""
    machine.advance(300_000_000)
    assert machine.take_answers() == CONFIRMED


def test_a_real_time_command_in_two_parts_is_heard() -> None:
    machine = _machine()
    machine.receive(b"uno\n\x10", 0)
    machine.receive(b"\x04", 1)
    machine.receive(b"\x04", 2)
    assert machine.take_answers() == b"\x12"


def test_a_late_line_of_bytes_is_not_printed_in_the_past() -> None:
    machine = _machine(10)
    machine.receive(b"uno\n\x1dv", 0)
    machine.receive(b"0\x00\x01\x00\x1e\x00" + bytes(30) + ASK, 5 * SECOND_NS)
    machine.advance(5 * SECOND_NS + 99_999_999)
    assert machine.take_answers() == b""
    machine.advance(5 * SECOND_NS + 100_000_000)
    assert machine.take_answers() == CONFIRMED


def test_paper_out_holds_the_answer_and_clearing_loses_it() -> None:
    machine = _machine(10)
    machine.condition.paper_left = 1
    machine.receive(b"uno\ndos\n" + ASK, 0)
    machine.advance(SECOND_NS)
    assert machine.take_answers() == b""
    machine.receive(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", SECOND_NS)
    assert machine.take_answers() == b"\x37\x25\x00"
    machine.condition.paper_left = None
    machine.resume(2 * SECOND_NS)
    machine.advance(9 * SECOND_NS)
    assert machine.take_answers() == b""


def test_a_cut_leaves_on_the_strip_what_is_not_past_the_blade() -> None:
    machine = _machine(1000)
    machine.receive(b"A\nB\n\x1dV\x00\x1dVA\x00", 0)
    machine.advance(SECOND_NS)
    first, second = machine.take_pieces()
    assert first.picture.height == 60
    assert first.picture.convert("L").point(lambda value: 255 - value).getbbox() is None
    assert second.picture.height == 72
    assert second.picture.convert("L").point(lambda value: 255 - value).getbbox() is not None


@settings(max_examples=40, deadline=None)
@given(SLIPS)
def test_a_job_declares_exactly_the_paper_that_it_moves(slip: Slip) -> None:
    job = ENCODER.encode(slip)
    machine = _machine(1000)
    machine.receive(job.data, 0)
    machine.advance(1000 * SECOND_NS)
    (piece,) = machine.take_pieces()
    assert piece.picture.height == job.paper_dots + 72
    assert piece.data == job.data


COMMANDS = st.sampled_from(
    b"\x1b@ \x1b! \x1bt \x1ba \x1d! \x1dV \x1dv0 \x1d(k \x1d(H \x10\x04 \x10\x14 \x1d(k\x03\x001Q0 "
    b"\x1d(k\x05\x001P0AB \x1bd \x1bJ \x1dW \x1dL \x1d(L \x1b3".split(b" ")
)
NOISE = st.lists(st.one_of(st.binary(max_size=12), COMMANDS), max_size=25).map(b"".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NOISE, st.sampled_from(Personality), st.integers(0, 30))
def test_any_bytes_leave_the_printer_alive(noise: bytes, personality: Personality, cut: int) -> None:
    machine = _machine(1000)
    machine.condition.personality = personality
    machine.receive(noise[:cut], 0)
    machine.receive(noise[cut:], 1000)
    machine.advance(3600 * SECOND_NS)
    machine.condition.personality = Personality.HONEST
    machine.condition.repair()  # the blade of one that answers uncut stays up until somebody frees it
    machine.take_answers()
    machine.receive(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" * 2, 3600 * SECOND_NS)
    assert machine.take_answers().endswith(b"\x37\x25\x00")
    machine.receive(b"vivo\n\x1dVA\x00" + ASK, 3600 * SECOND_NS)
    machine.advance(7200 * SECOND_NS)
    assert machine.take_pieces()
    assert machine.take_answers().endswith(CONFIRMED)


@given(NOISE)
def test_the_parser_takes_every_byte_once_and_stops(noise: bytes) -> None:
    taken = b""
    while (command := parser.next_command(noise[len(taken) :])) is not None:
        assert command.size > 0
        taken += noise[len(taken) : len(taken) + command.size]
    assert noise.startswith(taken)
    assert len(noise) - len(taken) < parser.MAX_PAYLOAD_BYTES


@given(st.text(max_size=20), st.dictionaries(st.sampled_from(("line", "trouble", "x")), st.text(max_size=5)))
def test_an_order_that_makes_no_sense_is_refused(order: str, details: dict[str, str]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        obey(Hands(_machine()), order, {"y": "", **details})


def test_orders_act() -> None:
    machine = _machine()
    hands = Hands(machine)
    obey(hands, "paper_out", {})
    assert machine.condition.stopped
    obey(hands, "refill", {})
    assert not machine.condition.stopped
    obey(hands, "personality", {"personality": "early"})
    assert machine.condition.personality is Personality.EARLY
    obey(hands, "vanish", {})
    assert machine.condition.absent


def test_a_trouble_comes_at_its_line_and_not_before() -> None:
    machine = _machine(10)
    machine.condition.planned = (Trouble.COVER, 2)
    machine.receive(b"uno\ndos\ntres\n" + ASK, 0)
    machine.advance(99_999_999)
    assert not machine.condition.cover_open
    machine.advance(SECOND_NS)
    assert machine.condition.cover_open
    assert machine.take_answers() == b""


def test_a_trouble_after_the_cut_leaves_the_piece_whole_and_unanswered() -> None:
    machine = _machine(10)
    Hands(machine).after_cut(Trouble.POWER_CYCLE)
    machine.receive(b"uno\n\x1dVA\x00" + ASK, 0)
    machine.advance(10 * SECOND_NS)
    assert len(machine.take_pieces()) == 1
    assert machine.take_answers() == b""


def test_a_full_buffer_takes_no_more() -> None:
    machine = Machine(Speeds(10, 64), PAPER_80)
    machine.condition.stalled = True
    machine.receive(b"x" * 60, 0)
    assert machine.room() == 4
