"""Devices that remember what people would see, lose power in mid-work, and lie; a table on which faults are planted.

It must not decide what is right: `tests.flows.voters` does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from hardware.board.fake import FakeBoard
from hardware.board.port import CounterEntry, NotStored, Stored
from hardware.printer.fake import FakePrinter
from hardware.printer.port import NotPrinted, Printed, PrinterFault, PrintOutcome, Remains, Slip
from tests.flows.cutting import Breaker, CutFiles
from tests.flows.institute import Institute
from tests.flows.table import HandClock, Table
from urna.bootstrap import Urna, _limits
from urna.services.context import Context
from urna.services.perform import Performer
from urna.services.runner import Perform, Runner

RESTLESS = 500
"""More effects than any event, or any start, brings about."""

Plant = Callable[[Perform, Context], Perform]
"""Makes of the urna's performer one with a fault in it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One testigo that dropped whole: its slip, and whether the urna heard that it did."""

    slip: Slip
    heard: bool


class WatchedPrinter(FakePrinter):
    """A printer on the urna's power. ``deaf``: it prints whole, and its answer is lost on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker()
        self.deaf = False
        self.papers: list[Paper] = []
        self.spoiled = 0
        self.before_testigo: Callable[[], None] = _nothing

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """Print; the power may go before paper moves, and after it moved but before the answer is heard."""
        if slip.kind == "testigo":
            self.before_testigo()
        self.breaker.spend()
        whole = len(self.slips)
        outcome = super().print_slip(slip, timeout_ms)
        lost = self.deaf and isinstance(outcome, Printed)
        try:
            self.breaker.spend()
            heard = isinstance(outcome, Printed) and not lost
        except BaseException:
            self._note(slip, whole, heard=False)
            raise
        self._note(slip, whole, heard=heard)
        piece = isinstance(outcome, NotPrinted) and outcome.remains is Remains.PIECE
        self.spoiled += slip.kind == "testigo" and piece
        return NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PERHAPS_WHOLE) if lost else outcome

    def _note(self, slip: Slip, whole_before: int, *, heard: bool) -> None:
        if slip.kind == "testigo" and len(self.slips) > whole_before:
            self.papers.append(Paper(slip, heard))


def _nothing() -> None:
    """Nobody watches."""


class CutBoard(FakeBoard):
    """A board whose host may lose power around a write of the counter."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker()

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        """Write; the power of the urna may go before and after."""
        self.breaker.spend()
        answer = super().counter_write(entry, timeout_ms)
        self.breaker.spend()
        return answer


@dataclass(slots=True)
class WatchedTable(Table):
    """A table whose urna may have a fault planted in it."""

    plant: Plant | None = None
    kept: list[Context] = field(default_factory=list)

    def composed(self, urna: Urna) -> Urna:
        """The urna, with the planted fault around its performer."""
        performer = urna.runner._perform
        assert isinstance(performer, Performer)
        self.kept[:] = [performer._context]
        if self.plant is None:
            return urna
        return replace(urna, runner=Runner(self.plant(performer, performer._context), _limits(self.config)))

    def run(self) -> None:
        """Perform what is due; an urna that asks itself for more and more never rests."""
        for _ in range(RESTLESS):
            if not self.urna.runner.step():
                return
        raise AssertionError(f"the urna never rests: {self.screen}")

    def context(self) -> Context:
        """What the services work with, planted or not."""
        return self.kept[0]

    def twin(self, plant: Plant | None = None) -> "WatchedTable":
        """A fork with a clock and one breaker of its own for media, printer and board, and perhaps a fault in it."""
        fork = self.fork()
        assert isinstance(fork, WatchedTable)
        assert isinstance(fork.board, CutBoard)
        fork.clock, fork.kept, fork.plant = HandClock(self.clock.at), [], plant
        fork.watched.breaker = fork.board.breaker = fork.breaker
        fork.power_on()
        return fork

    @property
    def watched(self) -> WatchedPrinter:
        """The printer as the one that is watched."""
        assert isinstance(self.printer, WatchedPrinter)
        return self.printer


def watched_table(institute: Institute, folder: Path) -> WatchedTable:
    """An urna just opened, all of it on one breaker."""
    breaker = Breaker()
    table = WatchedTable.set_up(institute, folder, CutFiles(breaker), CutFiles(breaker))
    assert isinstance(table, WatchedTable)
    table.printer, table.board = WatchedPrinter(), CutBoard()
    table.power_on()
    table.open_day()
    return table
