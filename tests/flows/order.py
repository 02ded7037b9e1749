"""What each effect makes durable, and in which order: seen from below, on the media, the board and the paper.

It must not ask a service what it did.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hardware.board.port import CounterEntry, NotStored, Stored
from hardware.printer.port import PrintOutcome, Slip
from tests.flows.cutting import Breaker, CutFiles
from tests.flows.institute import Institute
from tests.flows.watched import CutBoard, WatchedPrinter, WatchedTable
from urna.services.context import Context
from urna.services.runner import Perform

ADR = Path(__file__).parents[2] / "docs" / "decisions" / "0007-order-of-truth.md"
_JOURNAL = "bitacora.jsonl"
_PLACES = {
    "practice": r"^verificacion/",
    "results": r"/cierre/",
    "bundle": r"^resultados/",
    "theme": r"^tema/",
    "image": r"/imagen\.",
    "opening": r"/apertura\.json$",
    "journal": _JOURNAL,
    "trial": r"^prueba\.bin$",
}
"""The name of a step by the place that it writes to; an entry of the journal is named by its kind."""

Sequence = tuple[str, ...]


@dataclass(slots=True)
class Recorder:
    """The steps of the effect at hand; media of one step count once, as do its parts."""

    steps: list[str] = field(default_factory=list)
    seen: dict[str, set[Sequence]] = field(default_factory=dict)

    def note(self, step: str) -> None:
        """One step became durable (or moved paper)."""
        if not self.steps or self.steps[-1] != step:
            self.steps.append(step)

    def plant(self, perform: Perform, _: Context) -> Perform:
        """Record around the performer; a fault of `tests.flows.watched.Plant`'s kind that changes nothing."""

        def recorded(effect: object, emit: Callable[[object], None]) -> None:
            self.steps.clear()
            try:
                perform(effect, emit)  # type: ignore[arg-type]
            finally:
                self.seen.setdefault(type(effect).__name__, set()).add(tuple(self.steps))

        return recorded


class RecordedFiles(CutFiles):
    """A medium that tells what is written to it."""

    def __init__(self, breaker: Breaker, recorder: Recorder) -> None:
        super().__init__(breaker)
        self.recorder = recorder

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        super().pwrite(path, offset, data)
        self._tell(path, data)

    def append(self, path: str, data: bytes) -> None:
        super().append(path, data)
        self._tell(path, data)

    def rename(self, old: str, new: str) -> None:
        super().rename(old, new)
        self._tell(new, b"")

    def _tell(self, path: str, data: bytes) -> None:
        if path.endswith(_JOURNAL) and data:
            self.recorder.note(json.loads(data)["kind"])
            return
        name = next((step for step, where in _PLACES.items() if re.search(where, path)), path)
        if not path.endswith(_JOURNAL) or self.files[path]:
            self.recorder.note(name)


class RecordedPrinter(WatchedPrinter):
    """A printer that tells when paper moves."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        self.recorder.note("paper")
        return super().print_slip(slip, timeout_ms)


class RecordedBoard(CutBoard):
    """A board that tells when its counter is written."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        self.recorder.note("counter")
        return super().counter_write(entry, timeout_ms)


def recorded_table(institute: Institute, folder: Path) -> tuple[WatchedTable, Recorder]:
    """A table whose steps are recorded from the first effect on; nothing is loaded yet."""
    breaker, recorder = Breaker(), Recorder()
    table = WatchedTable.set_up(institute, folder, RecordedFiles(breaker, recorder), RecordedFiles(breaker, recorder))
    assert isinstance(table, WatchedTable)
    table.printer, table.board, table.plant = RecordedPrinter(recorder), RecordedBoard(recorder), recorder.plant
    table.power_on()
    return table, recorder
