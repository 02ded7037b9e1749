"""The same day over emulated devices: real drivers on ptys, the worker and the attendant on their threads."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.board.control import RunningBoard
from hardware.board.control import running_emulator as running_board
from hardware.board.port import Key
from hardware.printer.control import RunningEmulator
from hardware.printer.control import running_emulator as running_printer
from hardware.reader.control import RunningReader
from hardware.reader.control import running_emulator as running_reader
from shared.crypto.certificates import load_chain
from shared.crypto.credentials import card_lines
from shared.crypto.roles import Role
from shared.crypto.shares import share_lines
from shared.domain.eleccion import Mode
from shared.domain.jornada import JornadaState
from shared.formats.qr_v1 import read_qr
from shared.formats.results_v1 import BundleChecks, read_public
from tests.flows.institute import EVENING, MORNING, Institute, Official
from tests.flows.table import OPENERS, HandClock, config_for
from urna.bootstrap import Urna, compose, real_ports
from urna.flow.input import ActionTouched, KeyTouched, OptionTouched
from urna.flow.screen import CodeScreen, ProcedureScreen, Screen, ScreenId
from urna.flow.touch import ZONE_IDS

PATIENCE_S = 60
Condition = Callable[[Screen], bool]


@dataclass(frozen=True, slots=True)
class Bench:
    """A running urna with its emulated devices."""

    institute: Institute
    urna: Urna
    clock: HandClock
    printer: RunningEmulator
    board: RunningBoard
    reader: RunningReader
    usb: Path

    def until(self, condition: Condition) -> Screen:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            screen = self.urna.runner.current_screen()
            if condition(screen):
                return screen
            time.sleep(0.01)
        raise AssertionError(f"never came: {self.urna.runner.current_screen()}")

    def touch(self, action: str) -> None:
        self.until(lambda screen: any(a.id == action and a.enabled for a in screen.actions))
        self.urna.runner.submit(ActionTouched(action))

    def authenticate(self, text: str, code: str, person: int) -> None:
        self.until(lambda s: _asks_for(s, person, credential=True))
        self.reader.control.show(text)
        self.until(lambda s: _asks_for(s, person, credential=False))
        for letter in code:
            self.urna.runner.submit(KeyTouched(letter))
        self.urna.runner.submit(KeyTouched("ACEPTAR"))

    def type_lines(self, lines: tuple[str, ...]) -> None:
        """Each line by its keys; it is taken when its last key is, so that nothing has to be waited for."""
        self.touch("teclear")
        for letter in "".join(lines).replace("-", ""):
            self.urna.runner.submit(KeyTouched(letter))

    def type_card(self, official: Official, person: int) -> None:
        """A card without a reader."""
        self.until(lambda s: _asks_for(s, person, credential=True))
        self.type_lines(card_lines(official.card))
        self.until(lambda s: _asks_for(s, person, credential=False))
        for letter in (*official.code, "ACEPTAR"):
            self.urna.runner.submit(KeyTouched(letter))

    def people(self, *roles: str) -> None:
        for person, role in enumerate(roles, 1):
            official = self.institute.official(role)
            self.authenticate(official.card, official.code, person)

    def codes_on(self, slips: list[Path]) -> list[str]:
        return [found.text for slip in slips for found in zxingcpp.read_barcodes(Image.open(slip).convert("L"))]


def _asks_for(screen: Screen, person: int, *, credential: bool) -> bool:
    if not isinstance(screen, CodeScreen):
        return False
    waiting = screen.holder is None
    return waiting is credential and dict(screen.instruction.params).get("persona") == person


@pytest.fixture
def bench(institute: Institute, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        printer = stack.enter_context(running_printer(tmp_path / "p"))
        board = stack.enter_context(running_board(tmp_path / "b"))
        reader = stack.enter_context(running_reader(tmp_path / "r"))
        config = replace(
            config_for(institute, tmp_path),
            printer=str(printer.link),
            board=str(board.link),
            reader=str(reader.link),
            board_wait_ms=20_000,
        )
        institute.publish(config.usb)
        clock = HandClock(MORNING, real=True)
        urna = compose(config, replace(real_ports(config), clock=clock))
        urna.start()
        stack.callback(urna.stop)
        yield Bench(institute, urna, clock, printer, board, reader, config.usb)


def test_a_day_over_real_drivers_whose_reader_dies_at_opening(bench: Bench) -> None:
    bench.touch("cargar_tema")
    bench.touch("confirmar_hora")
    bench.people("presidencia", "tecnico")
    for action in ("iniciar_verificacion", "continuar", "iniciar_diagnostico"):
        bench.touch(action)
    for zone in ZONE_IDS:
        bench.urna.runner.submit(ActionTouched(zone))
    for action in ("continuar", "abrir"):
        bench.touch(action)
    bench.reader.control.unplug()
    for person, role in enumerate(OPENERS, 1):
        bench.type_card(bench.institute.official(role), person)
    shares = _type_shares_back(bench)
    bench.reader.control.plug()
    bench.until(lambda screen: screen.id is ScreenId.ESPERA)
    for option in (0, 1):
        _vote(bench, option)
    bench.clock.at = EVENING
    assert bench.board.control.press(Key.MENU)
    bench.touch("cerrar")
    bench.touch("confirmar_cierre")
    for person, index in enumerate((0, 2), 1):
        bench.authenticate(shares[index], bench.institute.official(OPENERS[index]).code, person)
    bench.touch("exportar")
    bench.until(lambda _: bench.urna.runner.state.jornada is JornadaState.EXPORTADA)
    _check_results(bench)


def _type_shares_back(bench: Bench) -> list[str]:
    bench.until(lambda screen: _part_to_read(screen) == 1)
    shares = bench.codes_on(bench.printer.control.wait_for_slips(5)[-3:])
    assert len(shares) == 3
    for read, text in enumerate(shares[:2], 1):
        bench.until(lambda screen, read=read: _part_to_read(screen) == read)  # type: ignore[misc]
        bench.type_lines(share_lines(text))
    return shares


def _part_to_read(screen: Screen) -> object:
    """Which share the screen asks to be read back."""
    if not isinstance(screen, ProcedureScreen) or screen.instruction.key != "apertura.instruccion_leer":
        return None
    return dict(screen.instruction.params)["parte"]


def _vote(bench: Bench, option: int) -> None:
    assert bench.board.control.press(Key.HABILITAR)
    bench.touch("comenzar")
    for _ in bench.institute.theme.contests:
        bench.urna.runner.submit(OptionTouched(option))
        bench.touch("siguiente")
    bench.touch("confirmar")
    bench.until(lambda screen: screen.id is ScreenId.GRACIAS)
    bench.touch("terminar")


def _check_results(bench: Bench) -> None:
    [public] = (bench.usb / "resultados").glob("*.public.zip")
    theme = bench.institute.theme
    bundle = read_public(public.read_bytes(), BundleChecks(bench.institute.anchor, EVENING, theme, Mode.OFICIAL))
    assert bundle.findings == ()
    for contest, figures in zip(theme.contests, bundle.acta.contests, strict=True):
        assert figures.counts[contest.options[0].id.value] == figures.counts[contest.options[1].id.value] == 1
    slips = bench.printer.control.wait_for_slips(12)
    chain = bench.institute.anchor.verify_chain(
        load_chain((bench.institute.identity / "urna.cert.pem").read_bytes())[0], (), Role.URNA, EVENING
    )
    qr = read_qr(bench.codes_on(slips[-1:]), chain.public_key.verify)
    assert qr.votantes == 2
