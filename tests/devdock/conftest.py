"""Two benches: one whose devices only write their orders down, one with emulated devices; no urna on either."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import segno

from hardware.board.control import BoardControl
from hardware.board.control import running_emulator as running_board
from hardware.printer.control import EmulatorControl
from hardware.printer.control import running_emulator as running_printer
from hardware.reader.control import ReaderControl
from hardware.reader.control import running_emulator as running_reader
from urna.devdock.clock import HandClock
from urna.devdock.controls import do
from urna.devdock.dock import Devices, Dock
from urna.devdock.ears import DEVICE, Ears, Sound
from urna.devdock.media import Folders
from urna.devdock.outcome import Outcome
from urna.devdock.pair import CASILLA, Pair
from urna.devdock.people import Person

SLIP_TEXT = "TEXTO DE UNA TIRA"
LINES = ("99VJR-8J39M", "0085S-XJ0S2", "ZYTTW-GP9HB")
PEOPLE = tuple(
    Person(f"{role}-01", f"tarjeta de {role}", "ABCDE-FGHJK", LINES) for role in ("PRESIDENCIA", "SECRETARIA")
)
SOUNDS = tuple(Sound(words, hashlib.shake_256(words.encode()).digest(9_000)) for words in ("Marcada.", "Candidata Uno"))
STATUS: dict[str, Any] = {
    "slips": 1,
    "stopped": False,
    "stalled": False,
    "present": True,
    "personality": "honest",
    "lines": ["LISTA", ""],
    "lamps": {"ready": "on"},
    "buzzes": 2,
}


@dataclass(slots=True)
class Told:
    """What was ordered of anything on the bench, oldest first."""

    lines: list[str] = field(default_factory=list)
    taken: bool = True

    def order(self, device: str, name: str, details: Mapping[str, object]) -> dict[str, Any]:
        if name != "status":
            self.lines.append(" ".join([device, name, *(f"{key}={value}" for key, value in details.items())]))
        return {**STATUS, "taken": self.taken}


class ToldPrinter(EmulatorControl):
    """A printer that writes its orders down."""

    def __init__(self, told: Told, out: Path) -> None:
        super().__init__(out / "none", out)
        self._told = told

    def order(self, name: str, **details: object) -> dict[str, Any]:
        return self._told.order("printer", name, details)


class ToldBoard(BoardControl):
    """A board that does."""

    def __init__(self, told: Told) -> None:
        super().__init__(Path("none"))
        self._told = told

    def order(self, name: str, **details: object) -> dict[str, Any]:
        return self._told.order("board", name, details)


class ToldReader(ReaderControl):
    """A reader that does."""

    def __init__(self, told: Told) -> None:
        super().__init__(Path("none"))
        self._told = told

    def order(self, name: str, **details: object) -> dict[str, Any]:
        return self._told.order("reader", name, details)


@dataclass(slots=True)
class PretendedProgram:
    """A program of which only beginnings and ends are known."""

    told: Told
    running: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._tell("start", running=True)

    def kill(self) -> None:
        self._tell("kill", running=False)

    def stop(self) -> None:
        self._tell("stop", running=False)

    def show(self) -> None:
        self.told.lines.append("program show")

    def said(self) -> str:
        return "lo último"

    def _tell(self, what: str, *, running: bool) -> None:
        self.told.lines.append(f"program {what}")
        self.running = running


@dataclass(slots=True)
class Hands:
    """A dock, its controls by name, and what came of them."""

    dock: Dock
    told: Told
    folder: Path

    def do(self, name: str, value: str = "") -> Outcome:
        return do(self.dock, name, value)

    @property
    def pair(self) -> Pair:
        """It alone, with a reserve that nobody may ask for."""
        return Pair({CASILLA: self.dock}, bring_nothing)


def bring_nothing() -> Dock:
    raise OSError("no reserve here")


def bench(devices: Devices, told: Told, folder: Path) -> Hands:
    """A dock over some devices, with plain folders for media and one slip printed."""
    devices.slips.mkdir(exist_ok=True)
    segno.make_qr(SLIP_TEXT).save(str(devices.slips / "0001.png"), scale=6, border=4)
    clock = HandClock(folder / "hora")
    dock = Dock(PretendedProgram(told), devices, Folders(folder / "urna"), clock, PEOPLE)
    dock.begin()
    told.lines.clear()
    return Hands(dock, told, folder / "urna")


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    told = Told()
    devices = Devices(
        ToldPrinter(told, tmp_path), ToldBoard(told), ToldReader(told), tmp_path / "tiras", Ears(tmp_path / "e", SOUNDS)
    )
    return bench(devices, told, tmp_path)


def play(ears: Ears, sound: bytes) -> None:
    """As an urna does that is started on that bench: with the `aplay` of its path."""
    aplay = shutil.which("aplay", path=ears.environment["PATH"])
    assert aplay is not None
    subprocess.run([aplay, "-q", "-D", DEVICE], input=sound, check=True, timeout=60)


@dataclass(frozen=True, slots=True)
class RealBench:
    """The same over emulated devices, and the ttys that an urna would open."""

    hands: Hands
    printer: Path
    board: Path
    reader: Path


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealBench]:
    with tempfile.TemporaryDirectory(prefix="dock-") as short:
        base = Path(short)  # the path of a unix socket is short
        with (
            running_printer(base / "p") as printer,
            running_board(base / "b") as board,
            running_reader(base / "r") as reader,
        ):
            devices = Devices(printer.control, board.control, reader.control, printer.out, Ears(base / "e", SOUNDS))
            yield RealBench(bench(devices, Told(), tmp_path), printer.link, board.link, reader.link)
