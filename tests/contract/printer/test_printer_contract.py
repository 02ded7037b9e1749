"""What every printer of the urna does, run on the fake and on the driver with the emulator over a pty."""

from collections.abc import Callable

import pytest

from hardware.printer.controls import Controls, Personality, Trouble
from hardware.printer.port import Capable, Incapable, NotPrinted, PaperLevel, Printed, PrinterFault, Remains, Slip, Text
from tests.contract.printer.conftest import Rig

TIMEOUT_MS = 4000
SHORT_MS = 700
SLIP = Slip("testigo", tuple(Text(f"línea {number}") for number in range(24)))

FAULTS: dict[str, tuple[Callable[[Controls], None], PrinterFault]] = {
    "no paper": (lambda hand: hand.paper_out(), PrinterFault.PAPER_OUT),
    "paper ends at line 5": (lambda hand: hand.paper_out(at_line=5), PrinterFault.PAPER_OUT),
    "paper ends at the last line": (lambda hand: hand.paper_out(at_line=25), PrinterFault.PAPER_OUT),
    "cover open": (lambda hand: hand.cover(is_open=True), PrinterFault.COVER_OPEN),
    "jam": (lambda hand: hand.jam(), PrinterFault.JAM),
    "cutter": (lambda hand: hand.cutter_fault(), PrinterFault.CUTTER),
    "stall": (lambda hand: hand.stall(), PrinterFault.NO_CONFIRMATION),
    "silence": (lambda hand: hand.silence(), PrinterFault.SILENT),
    "garbage": (lambda hand: hand.garbage(), PrinterFault.GARBAGE),
    "unplugged": (lambda hand: hand.vanish(), PrinterFault.OFFLINE),
}
LIARS = [
    (Personality.SWALLOW, 0),
    (Personality.EARLY, 0),
    (Personality.REPEAT_OLD_ID, 0),
    (Personality.LATE, 0),
    (Personality.STOP_AT_LINE, 0),
    (Personality.STOP_AT_LINE, 1),
    (Personality.STOP_AT_LINE, 20),
    (Personality.TRUNCATE_AT_LINE, 1),
    (Personality.TRUNCATE_AT_LINE, 12),
]


def test_a_healthy_printer_is_capable_and_ready(rig: Rig) -> None:
    assert rig.printer.hello() == Capable(PaperLevel.OK)
    assert rig.printer.status().ready


def test_each_slip_is_confirmed_with_an_id_of_its_own(rig: Rig) -> None:
    ids = set()
    for _ in range(3):
        outcome = rig.printer.print_slip(SLIP, TIMEOUT_MS)
        assert isinstance(outcome, Printed)
        assert len(outcome.process_id) == 4
        ids.add(outcome.process_id)
    assert len(ids) == 3


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_and_once_removed_the_slip_prints(rig: Rig, name: str) -> None:
    plant, reason = FAULTS[name]
    plant(rig.controls)
    outcome = rig.printer.print_slip(SLIP, SHORT_MS)
    assert isinstance(outcome, NotPrinted)
    assert outcome.reason is reason
    rig.controls.repair()
    rig.controls.come_back()
    assert isinstance(rig.printer.print_slip(SLIP, TIMEOUT_MS), Printed)


@pytest.mark.parametrize(("personality", "line"), LIARS)
def test_a_liar_leaves_the_slip_unprinted(rig: Rig, personality: Personality, line: int) -> None:
    assert isinstance(rig.printer.print_slip(SLIP, TIMEOUT_MS), Printed)
    rig.controls.personality(personality, line)
    outcome = rig.printer.print_slip(SLIP, SHORT_MS)
    assert isinstance(outcome, NotPrinted)
    assert outcome.reason is PrinterFault.NO_CONFIRMATION
    rig.controls.personality(Personality.HONEST)
    assert isinstance(rig.printer.print_slip(SLIP, TIMEOUT_MS), Printed)


@pytest.mark.parametrize(
    ("personality", "reason"),
    [
        (Personality.NO_PROCESS_ID, PrinterFault.UNSUPPORTED),
        (Personality.NO_CUTTER, PrinterFault.NO_CUTTER),
    ],
)
def test_a_printer_without_what_a_jornada_needs_is_refused(
    rig: Rig, personality: Personality, reason: PrinterFault
) -> None:
    rig.controls.personality(personality)
    assert rig.printer.hello() == Incapable(reason)


@pytest.mark.parametrize(
    ("plant", "faults", "paper"),
    [
        (lambda hand: hand.paper_out(), (PrinterFault.PAPER_OUT,), PaperLevel.OUT),
        (lambda hand: hand.paper_near_end(), (), PaperLevel.NEAR_END),
        (lambda hand: hand.cover(is_open=True), (PrinterFault.COVER_OPEN,), PaperLevel.OK),
        (lambda hand: hand.jam(), (PrinterFault.JAM,), PaperLevel.OK),
        (lambda hand: hand.silence(), (PrinterFault.SILENT,), PaperLevel.UNKNOWN),
        (lambda hand: hand.garbage(), (PrinterFault.GARBAGE,), PaperLevel.UNKNOWN),
        (lambda hand: hand.vanish(), (PrinterFault.OFFLINE,), PaperLevel.UNKNOWN),
    ],
)
def test_status_says_what_is_wrong_and_hello_refuses_it(
    rig: Rig, plant: Callable[[Controls], None], faults: tuple[PrinterFault, ...], paper: PaperLevel
) -> None:
    plant(rig.controls)
    status = rig.printer.status()
    assert (status.faults, status.paper) == (faults, paper)
    assert rig.printer.hello() == (Incapable(faults[0]) if faults else Capable(paper))


def test_several_faults_are_told_in_the_order_to_attend_them(rig: Rig) -> None:
    rig.controls.jam()
    rig.controls.paper_out()
    rig.controls.cover(is_open=True)
    assert rig.printer.status().faults == (PrinterFault.COVER_OPEN, PrinterFault.PAPER_OUT, PrinterFault.JAM)


def test_little_paper_is_enough_to_print(rig: Rig) -> None:
    rig.controls.paper_near_end()
    assert isinstance(rig.printer.print_slip(SLIP, TIMEOUT_MS), Printed)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (Trouble.SILENCE, PrinterFault.SILENT),
        (Trouble.GARBAGE, PrinterFault.GARBAGE),
        (Trouble.VANISH, PrinterFault.OFFLINE),
        (Trouble.CABLE, PrinterFault.OFFLINE),
        (Trouble.POWER_CYCLE, PrinterFault.SILENT),
        (Trouble.STALL, PrinterFault.NO_CONFIRMATION),
        (Trouble.PAPER_OUT, PrinterFault.PAPER_OUT),
        (Trouble.COVER, PrinterFault.COVER_OPEN),
    ],
)
def test_a_slip_that_was_cut_and_not_confirmed_is_perhaps_whole(
    rig: Rig, trouble: Trouble, reason: PrinterFault
) -> None:
    rig.controls.after_cut(trouble)
    outcome = rig.printer.print_slip(SLIP, SHORT_MS)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.reason, outcome.remains) == (reason, Remains.PERHAPS_WHOLE)
    rig.controls.repair()
    rig.controls.come_back()
    assert isinstance(rig.printer.print_slip(SLIP, TIMEOUT_MS), Printed)


@pytest.mark.parametrize("line", [1, 12, 25])
@pytest.mark.parametrize("trouble", [Trouble.PAPER_OUT, Trouble.COVER, Trouble.JAM, Trouble.POWER_CYCLE])
def test_trouble_in_the_middle_leaves_a_piece(rig: Rig, trouble: Trouble, line: int) -> None:
    rig.controls.at_line(trouble, line)
    outcome = rig.printer.print_slip(SLIP, SHORT_MS)
    assert isinstance(outcome, NotPrinted)
    assert outcome.remains is Remains.PIECE
    rig.controls.repair()
    assert isinstance(rig.printer.print_slip(SLIP, TIMEOUT_MS), Printed)


def test_both_say_what_is_on_the_paper_and_how_long_it_is(rig: Rig) -> None:
    assert rig.printer.rendered(SLIP)[:2] == ("línea 0", "línea 1")
    assert rig.printer.paper_lines(SLIP) == 28
    assert rig.printer.near_end_lines > 100
