"""Everything that an urna does outside of itself during one turn, in order: what a choice must not change.

It must not hold bytes that are meant to be fresh, but their place and size.
"""

from dataclasses import dataclass, field

from hardware.board.fake import FakeBoard
from hardware.board.port import CounterEntry, Lamp, LampMode, NotStored, Stored
from hardware.printer.fake import FakePrinter
from hardware.printer.port import PrintOutcome, Slip
from shared.crypto.randomness import SystemRandomness
from tests.flows.cutting import CutFiles
from tests.flows.table import Table
from urna.services.context import Context, Emit
from urna.services.perform import Performer

Event = tuple[object, ...]


@dataclass(slots=True)
class Diary:
    """Events of every device, one after another."""

    events: list[Event] = field(default_factory=list)

    def note(self, *event: object) -> None:
        """Add one."""
        self.events.append(event)


class NotedFiles(CutFiles):
    """A medium that notes each operation that writes: its place and its size, or its bytes where they are not fresh."""

    def __init__(self, like: CutFiles, label: str, diary: Diary) -> None:
        super().__init__(like.breaker)
        self.files, self.folders = dict(like.files), set(like.folders)
        self._label = label
        self._diary = diary

    def _note(self, *event: object) -> None:
        self._diary.note(self._label, *event)

    def create(self, path: str, data: bytes) -> None:
        self._note("create", path, len(data))
        super().create(path, data)

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        self._note("pwrite", path, offset, len(data))
        super().pwrite(path, offset, data)

    def append(self, path: str, data: bytes) -> None:
        self._note("append", path, data)
        super().append(path, data)

    def truncate(self, path: str, size_bytes: int) -> None:
        self._note("truncate", path, size_bytes)
        super().truncate(path, size_bytes)

    def fsync(self, path: str) -> None:
        self._note("fsync", path)
        super().fsync(path)

    def rename(self, old: str, new: str) -> None:
        self._note("rename", old, new)
        super().rename(old, new)

    def fsync_dir(self, path: str) -> None:
        self._note("fsync_dir", path)
        super().fsync_dir(path)

    def unlink(self, path: str) -> None:
        self._note("unlink", path)
        super().unlink(path)


class NotedBoard(FakeBoard):
    """A board that notes what it is told."""

    def __init__(self, like: FakeBoard, diary: Diary) -> None:
        super().__init__()
        self._entries = like._entries
        self._diary = diary

    def display(self, line1: str, line2: str) -> None:
        self._diary.note("display", line1, line2)
        super().display(line1, line2)

    def lamp(self, lamp: Lamp, mode: LampMode) -> None:
        self._diary.note("lamp", lamp, mode)
        super().lamp(lamp, mode)

    def buzz(self, duration_ms: int) -> None:
        self._diary.note("buzz", duration_ms)
        super().buzz(duration_ms)

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        self._diary.note("counter", entry.sequence, entry.journal_head)
        return super().counter_write(entry, timeout_ms)


class NotedPrinter(FakePrinter):
    """A printer that notes which paper it was given and how long it came out."""

    def __init__(self, diary: Diary) -> None:
        super().__init__()
        self._diary = diary

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        self._diary.note("print", slip.kind, timeout_ms)
        return super().print_slip(slip, timeout_ms)


class NotedRandomness:
    """The system's randomness, noting how much is drawn."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def token(self, size_bytes: int) -> bytes:
        """Draw."""
        self._diary.note("draw", size_bytes)
        return SystemRandomness().token(size_bytes)


class NotedEffects(Performer):
    """The performer, noting each effect as it shows itself: choices are in no ``repr``."""

    def __init__(self, context: Context, diary: Diary) -> None:
        super().__init__(context)
        self._diary = diary

    def __call__(self, effect: object, emit: Emit) -> None:
        """Note, then perform."""
        self._diary.note("effect", repr(effect))
        super().__call__(effect, emit)


def noted(table: Table) -> tuple[Table, Diary]:
    """A twin of a table all of whose devices note what they do, from here on."""
    diary = Diary()
    twin = table.fork()
    assert isinstance(twin.internal, CutFiles)
    assert isinstance(twin.usb, CutFiles)
    twin.internal = NotedFiles(twin.internal, "interna", diary)
    twin.usb = NotedFiles(twin.usb, "usb", diary)
    twin.board, twin.printer = NotedBoard(twin.board, diary), NotedPrinter(diary)
    twin.power_on()
    twin.context().randomness = NotedRandomness(diary)
    twin.urna.runner._perform = NotedEffects(twin.context(), diary)
    diary.events.clear()
    return twin, diary
