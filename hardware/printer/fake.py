"""A printer in memory for unit tests and the development panel, with the faults of the real one, taking no time.

It must not be built by a program that serves an election: it prints on nothing.
"""

from dataclasses import dataclass

from hardware.printer.controls import Personality
from hardware.printer.layout import Line, compose
from hardware.printer.port import (
    Capable,
    Feed,
    HelloOutcome,
    Incapable,
    NotPrinted,
    PaperLevel,
    Printed,
    PrinterFault,
    PrinterStatus,
    PrintOutcome,
    Slip,
)

_LIARS = frozenset(
    {
        Personality.SWALLOW,
        Personality.EARLY,
        Personality.REPEAT_OLD_ID,
        Personality.STOP_AT_LINE,
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


class FakePrinter:
    """A `Printer` and its `Controls` at once. `slips` holds what was printed whole, in order."""

    def __init__(self) -> None:
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
        return PrinterStatus(tuple(fault for fault, present in told.items() if present), self._paper())

    def _paper(self) -> PaperLevel:
        if self._faults.paper_left == 0:
            return PaperLevel.OUT
        return PaperLevel.NEAR_END if self._faults.near_end else PaperLevel.OK

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """See `Printer`. Only the sign of `timeout_ms` matters: nothing is confirmed in no time."""
        lines = _lines(slip)
        status = self.status()
        if not status.ready:
            return NotPrinted(status.faults[0])
        if self._faults.stalled or self._personality in _LIARS or timeout_ms <= 0:
            return NotPrinted(PrinterFault.NO_CONFIRMATION)
        self._move_paper(lines)
        after = self.status()
        if not after.ready:
            return NotPrinted(after.faults[0])
        self.slips.append(slip)
        self._count += 1
        return Printed(f"{self._count:04d}".encode())

    def _move_paper(self, lines: int) -> None:
        faults = self._faults
        if faults.paper_left is not None:
            faults.paper_left = max(0, faults.paper_left - lines)
        faults.cutter_failed = faults.cutter_bad and faults.paper_left != 0

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

    def come_back(self) -> None:
        """See `Controls`."""
        self._faults.absent = False

    def repair(self) -> None:
        """See `Controls`."""
        self._faults = _Faults(absent=self._faults.absent)

    def personality(self, personality: Personality, line: int = 0) -> None:  # noqa: ARG002 (a lie at any line is one)
        """See `Controls`."""
        self._personality = personality


def _lines(slip: Slip) -> int:
    """Lines of paper, a QR or a picture counted as one."""
    items = compose(slip)
    return sum(
        item.lines if isinstance(item, Feed) else item.size.value[1] if isinstance(item, Line) else 1 for item in items
    )
