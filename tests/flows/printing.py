"""An urna whose printer is the real driver over an emulated one in virtual time, and the people who look at its paper.

Nobody here believes the driver: what counts is the paper that was cut off, compared dot by dot with what was asked.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from PIL import Image, ImageChops

from hardware.printer.controls import Personality
from hardware.printer.driver import EscposPrinter
from hardware.printer.emulator.hands import Hands
from hardware.printer.emulator.machine import Machine, Speeds
from hardware.printer.emulator.virtual import VirtualLine
from hardware.printer.encode import Encoder
from hardware.printer.port import HelloOutcome, Printed, PrinterStatus, PrintOutcome, Rule, Slip
from hardware.printer.profile import SERIAL_58MM, SERIAL_80MM, PrinterProfile
from hardware.printer.raster import shipped_fonts
from shared.domain.jornada import JornadaState
from tests.flows.table import Table, ports
from tests.flows.test_power import CHOICES, check_sound
from urna.bootstrap import compose
from urna.flow.screen import ScreenId
from urna.services.slips import interrupted
from urna.services.words import load_words

SLOW = replace(SERIAL_58MM, baud=9_600)
FAST = replace(SERIAL_80MM, baud=115_200)
_SETTLES_MS = 90_000
"""After this long nothing that the printer still holds comes out, nor is a late answer under way."""
_STARTS_MS = 3_000
_PATIENCE = 12
"""Faults that one turn may meet before the mesa is taken for lost."""


class PaperPrinter:
    """A `Printer`: the driver at the end of a virtual line, with the pieces of paper that fell."""

    def __init__(self, profile: PrinterProfile = FAST, driver: type[EscposPrinter] = EscposPrinter) -> None:
        self.profile = profile
        self.machine = Machine(Speeds(profile.nominal_lines_per_second, profile.buffer_bytes), profile.paper)
        self.line = VirtualLine(self.machine, profile.baud)
        self.hands = Hands(self.machine)
        self._driver_type = driver
        self.connect()
        self.asked: list[Slip] = []
        self.before: dict[int, Callable[[], None]] = {}
        self._pieces: list[Image.Image] = []

    def connect(self) -> None:
        """A driver at its beginning."""
        mark = interrupted(load_words({}))
        self.driver = self._driver_type(self.line, self.profile, shipped_fonts(), mark, self.line.now_ns)

    def hello(self) -> HelloOutcome:
        return self.driver.hello()

    def status(self) -> PrinterStatus:
        return self.driver.status()

    def suspect(self) -> None:
        self.driver.suspect()

    def rendered(self, slip: Slip) -> tuple[str, ...]:
        return self.driver.rendered(slip)

    def paper_lines(self, slip: Slip) -> int:
        return self.driver.paper_lines(slip)

    @property
    def near_end_lines(self) -> int:
        return self.driver.near_end_lines

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        self.before.pop(len(self.asked), lambda: None)()
        self.asked.append(slip)
        return self.driver.print_slip(slip, timeout_ms)

    @property
    def pieces(self) -> list[Image.Image]:
        """What fell so far."""
        self._pieces += [piece.picture for piece in self.machine.take_pieces()]
        return self._pieces

    def complete(self, slip: Slip) -> int:
        """How many pieces are exactly this slip, whole."""
        whole = picture_of(slip, self.profile)
        return sum(same(piece, whole) for piece in self.pieces)

    def warm_up(self) -> None:
        """Print and throw away one slip: after a start the first is preceded by what marks a broken one."""
        assert isinstance(self.driver.print_slip(Slip("prueba", (Rule(),)), 60_000), Printed)
        self.line.wait(_SETTLES_MS)
        assert len(self.machine.take_pieces()) == 2

    def mend(self) -> None:
        """The mesa repairs everything, or puts another printer in its place."""
        self.hands.repair()
        self.hands.come_back()
        self.hands.personality(Personality.HONEST)


@lru_cache(maxsize=64)
def picture_of(slip: Slip, profile: PrinterProfile) -> Image.Image:
    """The slip as a healthy printer prints it."""
    machine = Machine(Speeds(1000, 1 << 18), profile.paper)
    machine.receive(Encoder(profile, shipped_fonts()).encode(slip).data, 0)
    machine.advance(1 << 60)
    (piece,) = machine.take_pieces()
    return piece.picture


def same(first: Image.Image, second: Image.Image) -> bool:
    """Whether two pieces of paper bear the same dots."""
    if first.size != second.size:
        return False
    return ImageChops.logical_xor(first, second).getbbox() is None


def with_paper(opened: Table, printer: PaperPrinter) -> Table:
    """The same urna, just opened, with that printer on its cable."""
    table = with_paper_again(opened.fork(), printer)
    printer.warm_up()
    return table


def with_paper_again(table: Table, printer: PaperPrinter) -> Table:
    """Switch the urna on, with a driver that knows nothing of the run before; the printer stayed as it was."""
    printer.connect()
    things = ports(printer, table.board, table.reader, table.clock, table.internal, table.usb)
    table.urna = compose(table.config, things)
    table.urna.runner.begin()
    table.run()
    assert table.jornada() is JornadaState.ABIERTA
    return table


def vote_through(table: Table, printer: PaperPrinter) -> None:
    """One voter and a mesa that does what the screens say, until the turn ends; the slips are there when it does."""
    table.enable()
    table.mark(CHOICES)
    table.touch("confirmar")
    for _ in range(_PATIENCE):
        match table.shows():
            case ScreenId.GRACIAS:
                break
            case ScreenId.IMPRESION:
                mend(table, printer)
            case ScreenId.PREGUNTA_TESTIGO:
                answer(table, printer)
            case _:
                raise AssertionError(f"nobody knows what to do: {table.screen}")
    assert table.shows() is ScreenId.GRACIAS, table.screen
    check_slips(printer, len(CHOICES))
    printer.mend()
    printer.line.wait(_SETTLES_MS)


def mend(table: Table, printer: PaperPrinter) -> None:
    """The mesa repairs, and once the screen says so the voter asks for the slip again."""
    printer.mend()
    printer.line.wait(_STARTS_MS)
    table.wait(3)
    table.touch("reintentar")


def answer(table: Table, printer: PaperPrinter) -> None:
    """The voter looks through the window until nothing moves any more, after the repair when the screen asks for it."""
    printer.line.wait(_SETTLES_MS)
    if not offered(table, "no_cayo") and not printer.complete(printer.asked[-1]):
        printer.mend()
        printer.line.wait(_SETTLES_MS)
        table.wait(3)
    table.touch("cayo_completo" if printer.complete(printer.asked[-1]) else "no_cayo")


def offered(table: Table, action: str) -> bool:
    """Whether a button can be touched."""
    return any(each.id == action and each.enabled for each in table.screen.actions)


def check_paper(table: Table, printer: PaperPrinter, *, slips: int = len(CHOICES)) -> None:
    """One vote, its slips complete, each exactly once; what else fell is spoiled, and counted."""
    check_sound(table)
    ledger, image = table.ledger(), table.image()
    assert (ledger.habilitaciones, ledger.emitidos, ledger.abierto) == (1, 1, 0)
    assert len(image.final) == slips
    assert not image.pending
    check_slips(printer, slips)
    assert len(printer.pieces) - slips <= ledger.testigos_inutilizados + _marks_alone(printer)


def check_slips(printer: PaperPrinter, slips: int) -> None:
    """Each slip that was asked for lies there, whole and once."""
    wanted = tuple(dict.fromkeys(printer.asked))
    assert len(wanted) == slips
    complete = [printer.complete(slip) for slip in wanted]
    assert complete == [1] * slips, f"complete slips of each boleta: {complete}"


def _marks_alone(printer: PaperPrinter) -> int:
    """Pieces that bear only the word of an interruption: after a slip of which the voter said that it dropped."""
    alone = picture_of(Slip("interrumpida", interrupted(load_words({}))), printer.profile)
    return sum(same(piece, alone) for piece in printer.pieces)
