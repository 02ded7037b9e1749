"""Row A21: every fault of a printer at every line of a turn with two slips, over the real driver.

The turn survives all of it: one vote, its slips complete and each exactly once, whatever the printer does or says.
"""

from dataclasses import dataclass

import pytest

from hardware.printer.controls import Personality, Trouble
from hardware.printer.conversation import Confirmed
from hardware.printer.driver import EscposPrinter
from hardware.printer.encode import Job
from hardware.printer.port import NotPrinted, Printed, PrinterFault, PrintOutcome, Remains
from tests.flows.printing import SLOW, PaperPrinter, check_paper, offered, vote_through, with_paper, with_paper_again
from tests.flows.table import Table
from tests.flows.test_power import CHOICES
from urna.flow.input import ActionTouched
from urna.flow.screen import ScreenId

LINES = 18
"""A testigo of the theme has fewer on 80 mm paper, its way to the cutter included."""
FORE_LINES = 10
"""Of a lie at a later line time does not tell: the paper that is missing is less than speeds differ."""
AFTER_CUT = -1
LIES = (
    Personality.SWALLOW,
    Personality.EARLY,
    Personality.REPEAT_OLD_ID,
    Personality.LATE,
    Personality.ANSWERS_UNCUT,
    Personality.NO_PROCESS_ID,
    Personality.NO_CUTTER,
)
LIES_AT_LINE = (Personality.STOP_AT_LINE, Personality.STALE_AT_LINE, Personality.TRUNCATE_AT_LINE)


@dataclass(frozen=True, slots=True)
class Blow:
    """What happens to which slip (0 or 1), at which line; a lie without line has 0."""

    slip: int
    what: Trouble | Personality
    line: int = 0

    def strike(self, printer: PaperPrinter) -> None:
        """Arrange for it."""
        printer.before[self.slip] = lambda: self._arm(printer)

    def _arm(self, printer: PaperPrinter) -> None:
        if isinstance(self.what, Personality):
            printer.hands.personality(self.what, self.line)
        elif self.line == AFTER_CUT:
            printer.hands.after_cut(self.what)
        else:
            printer.hands.at_line(self.what, self.line)

    def __str__(self) -> str:
        return f"{self.what.value}-slip{self.slip + 1}-{'cut' if self.line == AFTER_CUT else self.line}"


def every_blow() -> list[Blow]:
    troubles = [Blow(slip, what, n) for slip in (0, 1) for what in Trouble for n in (AFTER_CUT, *range(LINES))]
    lies = [Blow(slip, what) for slip in (0, 1) for what in LIES]
    return (
        troubles + lies + [Blow(slip, what, n) for slip in (0, 1) for what in LIES_AT_LINE for n in range(FORE_LINES)]
    )


def sample() -> list[Blow]:
    """Every trouble in the second line, in the middle, near the end and after the cut; every lie once."""
    troubles = [Blow(n % 2, what, line) for n, what in enumerate(Trouble) for line in (1, 8, 14, AFTER_CUT)]
    return troubles + [Blow(n % 2, what, 5) for n, what in enumerate((*LIES, *LIES_AT_LINE))]


def survive(opened: Table, printer: PaperPrinter, *blows: Blow) -> None:
    table = with_paper(opened, printer)
    for blow in blows:
        blow.strike(printer)
    vote_through(table, printer)
    check_paper(table, printer)


@pytest.mark.parametrize("blow", sample(), ids=str)
def test_a21_the_turn_survives_what_a_printer_does(opened: Table, blow: Blow) -> None:
    survive(opened, PaperPrinter(), blow)


@pytest.mark.long
@pytest.mark.parametrize("blow", every_blow(), ids=str)
def test_a21_the_turn_survives_everything_at_every_line(opened: Table, blow: Blow) -> None:
    survive(opened, PaperPrinter(), blow)


@pytest.mark.long
@pytest.mark.parametrize("blow", [b for b in every_blow() if b.what is not Personality.TRUNCATE_AT_LINE], ids=str)
def test_a21_the_turn_survives_everything_on_a_slow_line(opened: Table, blow: Blow) -> None:
    """All but one lie: where the line is slower than the head, time does not tell that lines were thrown away."""
    survive(opened, PaperPrinter(SLOW), blow)


class BelievesStatus(EscposPrinter):
    """A driver that takes the real-time status for the confirmation."""

    def _await(self, expected: bytes, deadline_ns: int) -> Confirmed | PrinterFault:
        status = self._talk.status()
        return Confirmed(expected, deadline_ns) if status.ready else status.faults[0]


class BelievesAnyId(EscposPrinter):
    """A driver that accepts the answer to another question."""

    def _answer(self, expected: bytes) -> Confirmed | None:
        del expected
        return self._talk.next_done()


class BelievesHaste(EscposPrinter):
    """A driver that believes answers sooner than paper can move."""

    def least_ns(self, paper_dots: int) -> int:
        del paper_dots
        return 0


class IgnoresCutter(EscposPrinter):
    """A driver that does not ask how the printer is after the cut."""

    def _after(self, answer: Confirmed) -> PrintOutcome:
        return Printed(answer.process_id)


class CutsAtOnce(EscposPrinter):
    """A driver that orders the cut before the text is confirmed, and takes what it does not know for a piece."""

    def _print(self, job: Job, timeout_ms: int) -> PrintOutcome:
        deadline_ns = self._now_ns() + timeout_ms * 1_000_000
        answer = self._await(self._ask_confirmation(job.data, timeout_ms), deadline_ns)
        return NotPrinted(answer, Remains.PIECE) if isinstance(answer, PrinterFault) else self._after(answer)


MUTANTS: dict[str, tuple[type[EscposPrinter], tuple[Blow, ...]]] = {
    "believes DLE EOT": (BelievesStatus, (Blow(0, Personality.STOP_AT_LINE, 4),)),
    "accepts an old process id": (BelievesAnyId, (Blow(1, Personality.STALE_AT_LINE, 4),)),
    "believes haste": (BelievesHaste, (Blow(0, Personality.SWALLOW),)),
    "ignores the cutter": (IgnoresCutter, (Blow(1, Personality.ANSWERS_UNCUT),)),
    "cuts before the text is confirmed": (CutsAtOnce, (Blow(1, Trouble.SILENCE, 8),)),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a21_a_driver_that_believes_too_much_is_caught(opened: Table, name: str) -> None:
    driver, blows = MUTANTS[name]
    with pytest.raises(AssertionError, match="complete slips of each boleta"):
        survive(opened, PaperPrinter(driver=driver), *blows)


@pytest.mark.parametrize("name", MUTANTS)
def test_a21_the_real_driver_survives_what_catches_the_others(opened: Table, name: str) -> None:
    survive(opened, PaperPrinter(), *MUTANTS[name][1])


def test_a21_after_a_cut_nobody_can_say_no_before_the_printer_dropped_what_it_held(opened: Table) -> None:
    table = opened.fork()
    table.printer.after_cut(Trouble.SILENCE)
    table.enable()
    table.mark(CHOICES)
    table.touch("confirmar")
    table.power_on()
    assert table.shows() is ScreenId.PREGUNTA_TESTIGO
    assert not offered(table, "no_cayo")
    table.do(ActionTouched("no_cayo"))
    assert table.ledger().anulados == 0
    table.printer.repair()
    table.wait(3)
    table.touch("no_cayo")
    assert table.ledger().anulados == 1


def test_a21_a_slip_after_a_restart_never_stands_on_the_paper_of_another(opened: Table) -> None:
    printer = PaperPrinter()
    table = with_paper(opened, printer)
    Blow(0, Trouble.STALL, 6).strike(printer)
    table.enable()
    table.mark(CHOICES)
    table.touch("confirmar")
    printer.mend()
    table = with_paper_again(table, printer)
    table.touch("no_cayo")
    table.mark(CHOICES)
    table.touch("confirmar")
    assert table.shows() is ScreenId.GRACIAS
    torn, *voted = printer.asked
    assert printer.complete(torn) == 0
    assert [printer.complete(slip) for slip in voted] == [1, 1]
    assert len(printer.pieces) == 3
