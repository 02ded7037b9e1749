"""What each effect makes durable, and in which order: seen from below, on the media, the board and the paper.

It must not ask a service what it did.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hardware.board.port import CounterEntry, NotStored, Stored
from hardware.printer.port import PrintOutcome, Slip
from tests.flows.cutting import Breaker, CutFiles, PowerCut
from tests.flows.institute import Institute
from tests.flows.watched import CutBoard, WatchedPrinter, WatchedTable
from urna.services.context import Context
from urna.services.runner import Perform

ADR = Path(__file__).parents[2] / "docs" / "decisions" / "0007-order-of-truth.md"
_JOURNAL = "bitacora.jsonl"
_COPY = "bitacora.copia.jsonl"
"""Of a medium that is alone: a part of the step of its journal; made anew it says nothing that was not told."""
_PLACES = {
    "practice": r"^verificacion/",
    "results": r"/cierre/",
    "bundle": r"^resultados/",
    "theme": r"/tema/|^tema/",
    "image": r"/imagen\.",
    "opening": r"/apertura\.json$",
    "substitution": r"/sustitucion\.json$",
    "journal": _JOURNAL,
    "report": r"^reportes/",
    "trial": r"^prueba\.bin$",
}
"""The name of a step by the place that it writes to; an entry of the journal is named by its kind."""

Sequence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the power goes: in the first ``effect`` that writes and that ``only`` takes, after so many of its steps."""

    effect: str
    after: int
    only: Callable[[object], bool] = lambda _: True


class Recorder:
    """The steps of the effect at hand, told before each is made. The media of one step count once, as do its parts."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.seen: dict[str, set[Sequence]] = {}
        self.cut: Cut | None = None
        self._here = False

    def __deepcopy__(self, _: object) -> Self:
        """One recorder for a table and all its forks."""
        return self

    def note(self, step: str) -> None:
        """A step begins, unless it is the one at hand on another medium."""
        if self.steps and self.steps[-1] == step:
            return
        if self._here and self.cut is not None and len(self.steps) == self.cut.after:
            raise PowerCut
        self.steps.append(step)

    def plant(self, perform: Perform, _: Context) -> Perform:
        """Record around the performer, and cut where a test says."""

        def recorded(effect: object, emit: Callable[[object], None]) -> None:
            name, cut = type(effect).__name__, self.cut
            self.steps = []
            self._here = cut is not None and cut.effect == name and cut.only(effect)
            perform(effect, emit)  # type: ignore[arg-type]
            self.seen.setdefault(name, set()).add(tuple(self.steps))
            if self._here and self.steps:
                raise PowerCut

        return recorded


class RecordedFiles(CutFiles):
    """A medium that tells what is about to be written to it."""

    def __init__(self, breaker: Breaker, recorder: Recorder) -> None:
        super().__init__(breaker)
        self.recorder = recorder

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        self._tell(path, data)
        super().pwrite(path, offset, data)

    def append(self, path: str, data: bytes) -> None:
        self._tell(path, data)
        super().append(path, data)

    def rename(self, old: str, new: str) -> None:
        if not new.endswith(_COPY) and (self.files.get(old) or not new.endswith(_JOURNAL)):
            self._tell(new, b"")
        super().rename(old, new)

    def _tell(self, path: str, data: bytes) -> None:
        if path.endswith((_JOURNAL, _COPY)) and data:
            self.recorder.note(json.loads(data)["kind"])
        else:
            self.recorder.note(next((step for step, where in _PLACES.items() if re.search(where, path)), path))


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
