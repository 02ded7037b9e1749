"""A printer in memory for unit tests and the development panel, with the faults of the real one, taking no time.

It must not be built by a program that serves an election: it prints on nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.printer import layout
from hardware.printer.controls import Personality, Trouble
from hardware.printer.paper import HEAD_TO_CUTTER_DOTS, LINE_DOTS, PAPER_80, Paper
from hardware.printer.port import (
    Capable,
    HelloOutcome,
    Incapable,
    NotPrinted,
    PaperLevel,
    Printed,
    PrinterFault,
    PrinterStatus,
    PrintOutcome,
    Remains,
    Slip,
)

_LIARS = frozenset(
    {
        Personality.SWALLOW,
        Personality.EARLY,
        Personality.REPEAT_OLD_ID,
        Personality.LATE,
        Personality.STOP_AT_LINE,
        Personality.STALE_AT_LINE,
        Personality.ANSWERS_UNCUT,
        Personality.TRUNCATE_AT_LINE,
        Personality.NO_PROCESS_ID,
        Personality.NO_CUTTER,
    }
)


@dataclass(slots=True)
class _Faults:
    """What is wrong now; `paper_left` counts lines to the end of the roll, None when there is plenty."""

    paper_left: int | None = None
    near_end: bool = False
    cover_open: bool = False
    jammed: bool = False
    cutter_bad: bool = False
    cutter_failed: bool = False
    stalled: bool = False
    silent: bool = False
    garbled: bool = False
    absent: bool = False
    lost: bool = False
    planned: tuple[Trouble, int | None] | None = None


_UNHEARD = frozenset({PrinterFault.OFFLINE, PrinterFault.SILENT, PrinterFault.GARBAGE})
_NEAR_END_LINES = 800
_CUT_LINES = -(-HEAD_TO_CUTTER_DOTS // LINE_DOTS)


class FakePrinter:
    """A `Printer` and its `Controls` at once. `slips` holds what was printed whole, in order."""

    def __init__(self, paper: Paper = PAPER_80) -> None:
        self._paper = paper
        self.slips: list[Slip] = []
        self._faults = _Faults()
        self._personality = Personality.HONEST
        self._count = 0

    def hello(self) -> HelloOutcome:
        """See `Printer`."""
        status = self.status()
        if not status.ready:
            return Incapable(status.faults[0])
        if self._personality is Personality.NO_CUTTER:
            return Incapable(PrinterFault.NO_CUTTER)
        if self._personality is Personality.NO_PROCESS_ID:
            return Incapable(PrinterFault.UNSUPPORTED)
        return Capable(status.paper)

    def suspect(self) -> None:
        """See `Printer`: this one holds nothing from one slip to the next."""

    def rendered(self, slip: Slip) -> tuple[str, ...]:
        """See `Printer`."""
        return layout.rendered(slip, self._paper)

    def paper_lines(self, slip: Slip) -> int:
        """See `Printer`. A QR and a picture are counted as one line."""
        return sum(layout.item_lines(item) for item in layout.compose(slip, self._paper)) + _CUT_LINES

    @property
    def near_end_lines(self) -> int:
        """See `Printer`."""
        return _NEAR_END_LINES

    def status(self) -> PrinterStatus:
        """See `Printer`."""
        faults = self._faults
        unheard = {
            PrinterFault.OFFLINE: faults.absent,
            PrinterFault.SILENT: faults.silent,
            PrinterFault.GARBAGE: faults.garbled,
        }
        for fault, present in unheard.items():
            if present:
                return PrinterStatus((fault,), PaperLevel.UNKNOWN)
        told = {
            PrinterFault.COVER_OPEN: faults.cover_open,
            PrinterFault.PAPER_OUT: faults.paper_left == 0,
            PrinterFault.CUTTER: faults.cutter_failed,
            PrinterFault.JAM: faults.jammed,
        }
        return PrinterStatus(tuple(fault for fault, present in told.items() if present), self._level())

    def _level(self) -> PaperLevel:
        if self._faults.paper_left == 0:
            return PaperLevel.OUT
        return PaperLevel.NEAR_END if self._faults.near_end else PaperLevel.OK

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """See `Printer`. Only the sign of `timeout_ms` matters: nothing is confirmed in no time."""
        lines = self.paper_lines(slip)
        status = self.status()
        if not status.ready:
            return NotPrinted(status.faults[0], Remains.NOTHING)
        if self._faults.stalled or self._personality in _LIARS or timeout_ms <= 0:
            return NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PERHAPS_WHOLE)
        whole = self._move_paper(lines)
        after = self.status()
        if whole:
            self.slips.append(slip)
            self._count += 1
        unsaid = self._unsaid()
        if unsaid is not None or not after.ready:
            reason = unsaid or after.faults[0]
            return NotPrinted(reason, Remains.PERHAPS_WHOLE if whole else Remains.PIECE, reason in _UNHEARD)
        return Printed(f"{self._count:04d}".encode())

    def _unsaid(self) -> PrinterFault | None:
        """Why there is no confirmation though no fault is told: the power went and came, or the head stopped."""
        lost, self._faults.lost = self._faults.lost, False
        if lost:
            return PrinterFault.SILENT
        return PrinterFault.NO_CONFIRMATION if self._faults.stalled else None

    def lose_job(self) -> None:
        """Power goes and comes in the middle of the next slip: what it held is lost."""
        self._faults.lost = True

    def _move_paper(self, lines: int) -> bool:
        """Move that much paper and cut, unless something comes between; whether the slip is whole and cut off."""
        faults, whole = self._faults, True
        if faults.paper_left is not None:
            whole = faults.paper_left > lines
            faults.paper_left = max(0, faults.paper_left - lines)
        if faults.planned is not None:
            trouble, line = faults.planned
            if line is not None and line > lines:
                faults.planned = (trouble, line - lines)
            else:
                whole = whole and (line is None or trouble not in _STOPPING)
                self._happen(trouble)
        faults.cutter_failed = faults.cutter_bad and whole
        return whole and not faults.cutter_failed

    def _happen(self, trouble: Trouble) -> None:
        self._faults.planned = None
        _HAPPENS[trouble](self)

    def paper_out(self, at_line: int = 0) -> None:
        """See `Controls`."""
        self._faults.paper_left = at_line

    def paper_near_end(self) -> None:
        """See `Controls`."""
        self._faults.near_end = True

    def refill(self) -> None:
        """See `Controls`."""
        self._faults.paper_left = None
        self._faults.near_end = False

    def cover(self, *, is_open: bool) -> None:
        """See `Controls`."""
        self._faults.cover_open = is_open

    def jam(self) -> None:
        """See `Controls`."""
        self._faults.jammed = True

    def cutter_fault(self) -> None:
        """See `Controls`."""
        self._faults.cutter_bad = True

    def stall(self) -> None:
        """See `Controls`."""
        self._faults.stalled = True

    def silence(self) -> None:
        """See `Controls`."""
        self._faults.silent = True

    def garbage(self) -> None:
        """See `Controls`."""
        self._faults.garbled = True

    def vanish(self) -> None:
        """See `Controls`."""
        self._faults.absent = True

    def pull_cable(self) -> None:
        """See `Controls`."""
        self._faults.absent = True

    def power_cycle(self) -> None:
        """See `Controls`: between two slips it holds nothing."""

    def come_back(self) -> None:
        """See `Controls`."""
        self._faults.absent = False

    def at_line(self, trouble: Trouble, line: int) -> None:
        """See `Controls`."""
        self._faults.planned = (trouble, line)
        if line <= 0:
            self._happen(trouble)

    def after_cut(self, trouble: Trouble) -> None:
        """See `Controls`."""
        self._faults.planned = (trouble, None)

    def repair(self) -> None:
        """See `Controls`."""
        self._faults = _Faults(absent=self._faults.absent)

    def personality(self, personality: Personality, line: int = 0) -> None:  # noqa: ARG002 (a lie at any line is one)
        """See `Controls`."""
        self._personality = personality


_STOPPING = frozenset(Trouble) - {Trouble.SILENCE, Trouble.GARBAGE, Trouble.CABLE, Trouble.CUTTER}
"""Troubles that keep a slip from coming out whole; the others leave the paper moving."""
_HAPPENS: Mapping[Trouble, Callable[[FakePrinter], None]] = {
    Trouble.PAPER_OUT: FakePrinter.paper_out,
    Trouble.COVER: lambda printer: printer.cover(is_open=True),
    Trouble.JAM: FakePrinter.jam,
    Trouble.CUTTER: FakePrinter.cutter_fault,
    Trouble.STALL: FakePrinter.stall,
    Trouble.SILENCE: FakePrinter.silence,
    Trouble.GARBAGE: FakePrinter.garbage,
    Trouble.VANISH: FakePrinter.vanish,
    Trouble.CABLE: FakePrinter.pull_cable,
    Trouble.POWER_CYCLE: FakePrinter.lose_job,
}
