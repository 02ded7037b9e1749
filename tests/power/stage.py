"""The urna on a table whose every medium, paper and memory is on the recorder's clock, or stands as a cut left it.

The urna is the real one, composed by its root; it must not learn that it is being watched.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from hardware.board.fake import FakeBoard
from hardware.board.port import CounterEntry, NotStored, Stored
from hardware.printer.fake import FakePrinter
from hardware.printer.port import NotPrinted, PrinterFault, PrintOutcome, Remains, Slip
from hardware.reader.fake import FakeReader
from tests.flows.cutting import PowerCut
from tests.flows.institute import MORNING, Institute
from tests.flows.table import HandClock, Table, config_for, ports
from tests.power.crash import Choice, Content
from tests.power.mutation import Event
from tests.power.recorder import Recorder, Tick, Wire
from urna.bootstrap import compose
from urna.flow.ports import INTERNAL, USB
from urna.services.context import Emit
from urna.services.runner import Perform
from urna.store.durable import Folder
from urna.store.memory import MemoryFiles

BOARD = "tablilla"
MEMORY = "contador"
_ENTRY = 16 + 8 + 32 + 32


class WatchedBoard(FakeBoard):
    """A board that keeps its counter on a disk of its own, by the same steps as the file of the emulated one."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder
        self._disk = Folder(Wire(BOARD, recorder))

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        self._recorder.mutation.happened(Event("board"))
        before = self._entries
        answer = super().counter_write(entry, timeout_ms)
        if self._entries != before:
            self._disk.replace(MEMORY, b"".join(map(_packed, self._entries)))
        return answer


def remembering(memory: bytes | None) -> FakeBoard:
    """A board as a cut left it."""
    board = FakeBoard()
    remember(board, memory)
    return board


def remember(board: FakeBoard, memory: bytes | None) -> None:
    """Put into a board what its disk holds; a torn one is damaged memory, as the board itself would say."""
    data = memory or b""
    if len(data) % _ENTRY:
        board.break_memory()
        return
    board._entries = tuple(_unpacked(data[i : i + _ENTRY]) for i in range(0, len(data), _ENTRY))


def _packed(entry: CounterEntry) -> bytes:
    return entry.store_id + entry.sequence.to_bytes(8, "big") + entry.image_hash + entry.journal_head


def _unpacked(data: bytes) -> CounterEntry:
    return CounterEntry(data[:16], int.from_bytes(data[16:24], "big"), data[24:56], data[56:])


class WatchedPrinter(FakePrinter):
    """A printer whose paper is on the clock; ``mute`` has it print whole and never say so, once."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder
        self.mute = False

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        self._recorder.mutation.happened(Event("paper", slip.kind))
        self._recorder.tick(f"paper: {slip.kind} about to move")
        outcome = super().print_slip(slip, timeout_ms)
        self._recorder.tick(f"paper: {slip.kind} moved")
        if self.mute:
            self.mute = False
            return NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PERHAPS_WHOLE)
        return outcome


@dataclass(slots=True)
class PowerTable(Table):
    """A table that may be recorded."""

    recorder: Recorder | None = field(default=None)

    def power_on(self) -> None:
        """Compose anew, from the store alone, and read it; a recorder listens from the first effect on."""
        devices = (self.printer, self.board, self.reader, self.clock)
        self.urna = compose(self.config, ports(*devices, self.internal, self.usb))
        runner, recorder = self.urna.runner, self.recorder
        if recorder is not None:
            runner._perform = _watched(runner._perform, recorder)
            runner.subscribe(lambda: recorder.told(self.jornada()))
        runner.begin()
        self.run()


def _watched(perform: Perform, recorder: Recorder) -> Perform:
    def watching(effect: object, emit: Emit) -> None:
        recorder.effects.append(type(effect).__name__)
        perform(effect, emit)  # type: ignore[arg-type]

    return watching


def recorded(institute: Institute, folder: Path, recorder: Recorder) -> PowerTable:
    """A new urna, its devices and media on the recorder's clock, switched on."""
    config = config_for(institute, folder)
    clock, reader = HandClock(MORNING), FakeReader()
    printer, board = WatchedPrinter(recorder), WatchedBoard(recorder)
    internal, usb = Wire(INTERNAL, recorder), Wire(USB, recorder)
    urna = compose(config, ports(printer, board, reader, clock, internal, usb))
    table = PowerTable(institute, config, printer, board, reader, clock, internal, usb, urna)
    table.intentions = [Counter() for _ in institute.theme.contests]
    table.recorder = recorder
    recorder.scene = lambda: (len(printer.slips), clock.at, table.config)
    return table


def left_by(tick: Tick, contents: Mapping[str, Content], table: Table) -> PowerTable:
    """The table as a cut at ``tick`` left it, switched off. ``table``: the one of the run, for its paper and people."""
    printer = FakePrinter()
    printer.slips = list(table.printer.slips[: tick.slips])
    board = remembering(contents[BOARD].files.get(MEMORY))
    clock, reader = HandClock(tick.at), FakeReader()
    internal, usb = (_medium(contents[label], pulled=label in tick.absent) for label in (INTERNAL, USB))
    found = PowerTable(table.institute, tick.config, printer, board, reader, clock, internal, usb, table.urna)
    return _with_people_of(table, found)


def left_on_clock(tick: Tick, contents: Mapping[str, Content], table: Table, recorder: Recorder) -> PowerTable:
    """As `left_by`, on the clock of another recorder: a cut may come while the urna starts after a cut.

    What the first cut left, gone files included, is now on the disk for good: the second cut may leave it so.
    """
    printer, board = WatchedPrinter(recorder), WatchedBoard(recorder)
    internal, usb = Wire(INTERNAL, recorder), Wire(USB, recorder)
    for label, disk in recorder.disks.items():
        disk.become(contents[label].files, contents[label].folders)
        for path, data in contents[label].files.items():
            recorder.made[label, path] = (*tick.made.get((label, path), ()), data)
    for label, path in tick.made:
        if path not in contents[label].files:
            recorder.made[label, path] = (None,)
    recorder.absent = set(tick.absent)
    printer.slips = list(table.printer.slips[: tick.slips])
    remember(board, contents[BOARD].files.get(MEMORY))
    clock, reader = HandClock(tick.at), FakeReader()
    found = PowerTable(table.institute, tick.config, printer, board, reader, clock, internal, usb, table.urna)
    found.recorder = recorder
    recorder.scene = lambda: (len(printer.slips), clock.at, found.config)
    return _with_people_of(table, found)


def _with_people_of(table: Table, found: PowerTable) -> PowerTable:
    found.shares = dict(table.shares)
    found.intentions = [Counter() for _ in table.intentions]
    return found


def _medium(content: Content, *, pulled: bool) -> MemoryFiles:
    medium = MemoryFiles()
    medium.pulled = pulled
    medium.files = dict(content.files)
    medium.folders = set(content.folders)
    return medium


def cut(table: PowerTable, when: str, action: Callable[[], object], choice: Choice) -> None:
    """Do something until the power goes at the tick whose label ends so, and switch on again."""
    recorder, board = table.recorder, table.board
    if recorder is None:
        raise AssertionError("only a recorded table is cut")
    recorder.cut = lambda label: label.endswith(when)
    with suppress(PowerCut):
        action()
    if recorder.cut is not None:
        raise AssertionError(f"the power did not go at {when}")
    recorder.dark(choice)
    remember(board, recorder.disks[BOARD].content(MEMORY))
    table.power_on()


def with_stick(table: PowerTable, stick: Path) -> None:
    """Put in the stick that brings another theme; it takes a restart, as pulling one does."""
    stick.mkdir(exist_ok=True)
    table.config = replace(table.config, usb=stick)
    table.power_on()
