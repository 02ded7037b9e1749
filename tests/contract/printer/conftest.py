from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.printer.control import RunningEmulator, running_emulator
from hardware.printer.controls import Controls, Personality
from hardware.printer.driver import EscposPrinter, open_printer
from hardware.printer.fake import FakePrinter
from hardware.printer.port import Printer, Text
from hardware.printer.profile import EMULATED
from hardware.printer.raster import shipped_fonts

MARK = Text("IMPRESIÓN INTERRUMPIDA. NO VALE.")


@dataclass(frozen=True, slots=True)
class Rig:
    """A printer and the hands on it."""

    printer: Printer
    controls: Controls


@pytest.fixture(scope="session")
def shared_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEmulator]:
    with running_emulator(tmp_path_factory.mktemp("prn")) as running:
        yield running


@pytest.fixture
def emulator(shared_emulator: RunningEmulator) -> RunningEmulator:
    """The emulator, healthy and honest."""
    shared_emulator.control.personality(Personality.HONEST)
    shared_emulator.control.repair()
    shared_emulator.control.come_back()
    return shared_emulator


@pytest.fixture
def driver(emulator: RunningEmulator) -> Iterator[EscposPrinter]:
    printer = open_printer(str(emulator.link), EMULATED, shipped_fonts(), (MARK,))
    yield printer
    printer.close()


@pytest.fixture(params=["fake", "emulator"])
def rig(request: pytest.FixtureRequest) -> Rig:
    """The same suite for both: what holds for the fake holds for the driver on its pty."""
    if request.param == "fake":
        fake = FakePrinter()
        return Rig(fake, fake)
    printer: EscposPrinter = request.getfixturevalue("driver")
    running: RunningEmulator = request.getfixturevalue("emulator")
    return Rig(printer, running.control)


@pytest.fixture
def fresh_emulator(tmp_path: Path) -> Iterator[RunningEmulator]:
    """An emulator whose first slip is 0001."""
    with running_emulator(tmp_path / "p") as running:
        yield running
