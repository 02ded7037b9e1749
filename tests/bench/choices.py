"""How long a turn takes for each choice, from confirming to thanks: A6 asks that time tells nothing of it.

It must not fail a build: machines are noisy. Run: ``python -m tests.bench choices``.
"""

import statistics
import time
from pathlib import Path

from hardware.printer.encode import Encoder
from hardware.printer.fake import FakePrinter
from hardware.printer.port import PrintOutcome, Slip
from hardware.printer.profile import EMULATED
from hardware.printer.raster import shipped_fonts
from tests.bench.rows import Row
from tests.flows.institute import found
from tests.flows.table import Table, config_for
from tests.secrecy.elections import scratch
from urna.services.slips import possible
from urna.store.durable import RealFiles

ROUNDS = 60
_BUDGET = "~1: the same"


class EncodingPrinter(FakePrinter):
    """Makes the bytes that a real printer would get, then takes no time: how long paper takes is its length alone."""

    def __init__(self) -> None:
        super().__init__()
        self._encoder = Encoder(EMULATED, shipped_fonts())

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """Encode, then print."""
        self._encoder.encode(slip)
        return super().print_slip(slip, timeout_ms)


def measure() -> tuple[Row, ...]:
    """The slowest choice of a boleta beside the fastest, choices taking turns so that the machine's mood is shared."""
    with scratch() as name:
        folder = Path(name)
        institute = found(folder, voters=2000)
        config = config_for(institute, folder)
        table = Table.set_up(institute, folder, RealFiles(config.internal), RealFiles(config.usb))
        table.printer = EncodingPrinter()
        table.power_on()
        table.open_day()
        choices = [tuple(mark.option for mark in marks) for marks in possible(institute.theme.contests[0])]
        taken: dict[tuple[int, ...], list[float]] = {choice: [] for choice in choices}
        for _ in range(ROUNDS):
            for choice in choices:
                taken[choice].append(_turn(table, choice))
    medians = {choice: statistics.median(times) * 1000 for choice, times in taken.items()}
    what = f"seal, commit, encode, of {len(choices)} choices the slowest; the fastest"
    return (Row(what, "ms", max(medians.values()), min(medians.values()), _BUDGET, more_is_better=False),)


def _turn(table: Table, choice: tuple[int, ...]) -> float:
    """Seconds from the voter's last touch to the thanks."""
    table.enable()
    table.mark([choice, (0,)])
    begun = time.perf_counter()
    table.touch("confirmar")
    taken = time.perf_counter() - begun
    table.touch("terminar")
    return taken
