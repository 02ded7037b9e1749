"""An urna on a table: composed by the real root over fakes, driven by the touches, cards and keys that people use."""

import copy
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from hardware.board.fake import FakeBoard
from hardware.board.port import Board, Key
from hardware.printer.fake import FakePrinter
from hardware.printer.port import Printer, Qr, Slip
from hardware.reader.fake import FakeReader
from shared.crypto.randomness import SystemRandomness
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, UrnaId
from shared.domain.jornada import JornadaState
from shared.domain.ledger import Ledger
from shared.domain.voto import Mark, Voto, count_keys_of
from shared.formats.image_v1 import Image
from tests.flows.cutting import Breaker, CutFiles
from tests.flows.institute import EVENING, LIGHT, MORNING, Institute, Official
from urna.bootstrap import Ports, Urna, compose
from urna.config import Config
from urna.flow.input import ActionTouched, CodeScanned, HabilitarPressed, KeyTouched, MesaPressed, OptionTouched, Ticked
from urna.flow.screen import (
    BoletaScreen,
    CodeScreen,
    ProcedureScreen,
    ReviewScreen,
    Screen,
    ScreenId,
    VoterMessageScreen,
)
from urna.flow.touch import ZONES
from urna.services.context import Context
from urna.services.perform import Performer
from urna.store.durable import FileOps

UNSEEN_PAGES = "boleta.aviso.otras_paginas"
SOFTWARE = "ab" * 32
OPENERS = ("presidencia", "secretaria", "escrutador")


class HandClock:
    """A clock that people set; its milliseconds are those of the machine, or one second a look."""

    def __init__(self, at: datetime, *, real: bool = False) -> None:
        self.at = at
        self.ms = 0
        self.real = real

    def now(self) -> datetime:
        return self.at

    def monotonic_ms(self) -> int:
        self.ms += 1000
        return time.monotonic_ns() // 10**6 if self.real else self.ms


def config_for(institute: Institute, folder: Path) -> Config:
    for name in ("interna", "usb"):
        (folder / name).mkdir(exist_ok=True)
    return Config(
        casilla=CasillaId(institute.casilla),
        urna=UrnaId(institute.urna),
        mode=Mode.OFICIAL,
        internal=folder / "interna",
        usb=folder / "usb",
        identity=institute.identity,
        identity_practice=institute.practice,
        printer="-",
        board="-",
        reader="-",
        board_wait_ms=3000,
    )


@dataclass(slots=True)
class Table:
    """One urna and its people. ``intentions`` counts what its voters meant, contest by contest."""

    institute: Institute
    config: Config
    printer: FakePrinter
    board: FakeBoard
    reader: FakeReader
    clock: HandClock
    internal: FileOps
    usb: FileOps
    urna: Urna
    intentions: list[Counter[str]] = field(default_factory=list)
    shares: dict[int, str] = field(default_factory=dict)

    @classmethod
    def set_up(cls, institute: Institute, folder: Path, internal: FileOps, usb: FileOps) -> "Table":
        config = config_for(institute, folder)
        institute.publish(config.usb)
        printer, board, reader, clock = FakePrinter(), FakeBoard(), FakeReader(), HandClock(MORNING)
        urna = compose(config, ports(printer, board, reader, clock, internal, usb))
        table = cls(institute, config, printer, board, reader, clock, internal, usb, urna)
        table.intentions = [Counter() for _ in institute.theme.contests]
        table.power_on()
        return table

    def power_on(self) -> None:
        """Compose anew, from the store alone, and read it."""
        things = ports(self.printer, self.board, self.reader, self.clock, self.internal, self.usb)
        self.urna = self.composed(compose(self.config, things))
        self.urna.runner.begin()
        self.run()

    def composed(self, urna: Urna) -> Urna:
        """The urna that stands on the table; one with a fault planted, where a test does that."""
        return urna

    def fork(self) -> "Table":
        """A table in the same state, whose media, board and printer are its own; only for media in memory."""
        internal, usb = copy.deepcopy((self.internal, self.usb))
        slips = {id(slip): slip for slip in self.printer.slips}  # never change: copying them took a third of the time
        twin = replace(
            self,
            printer=copy.deepcopy(self.printer, slips),
            board=copy.deepcopy(self.board),
            reader=FakeReader(),
            clock=copy.copy(self.clock),
            internal=internal,
            usb=usb,
            intentions=[Counter(counter) for counter in self.intentions],
            shares=dict(self.shares),
        )
        twin.power_on()
        return twin

    @property
    def breaker(self) -> Breaker:
        assert isinstance(self.internal, CutFiles)
        return self.internal.breaker

    def context(self) -> Context:
        """What the services work with, to look at the store behind the screen."""
        performer = self.urna.runner._perform
        assert isinstance(performer, Performer)
        return performer._context

    def ledger(self) -> Ledger:
        return self.context().book.ledger()

    def image(self) -> Image:
        present = self.context().store.present
        assert present is not None
        return present.image

    def run(self) -> None:
        while self.urna.runner.step():
            pass

    @property
    def screen(self) -> Screen:
        return self.urna.runner.current_screen()

    def shows(self) -> ScreenId:
        return self.screen.id

    def jornada(self) -> JornadaState:
        return self.urna.runner.state.jornada

    def do(self, event: object) -> None:
        self.urna.runner.submit(event)
        self.run()

    def touch(self, action: str) -> None:
        """Touch a button that is there and enabled."""
        offered = {a.id for a in self.screen.actions if a.enabled}
        assert action in offered, f"{action} is not among {offered} on {self.screen}"
        self.do(ActionTouched(action))

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.do(Ticked(1))

    def type_code(self, code: str) -> None:
        for letter in code:
            self.do(KeyTouched(letter))
        self.do(KeyTouched("ACEPTAR"))

    def authenticate(self, *roles: str) -> None:
        for role in roles:
            official = self.institute.official(role)
            self.show_card(official)

    def show_card(self, official: Official) -> None:
        assert isinstance(self.screen, CodeScreen)
        self.do(CodeScanned(official.card))
        self.type_code(official.code)

    def load(self) -> None:
        self.touch("cargar_tema")
        self.touch("confirmar_hora")
        self.authenticate("presidencia", "tecnico")

    def prepare(self) -> None:
        self.touch("iniciar_verificacion")
        self.touch("continuar")
        self.diagnose()
        self.touch("continuar")

    def diagnose(self, *dead: int) -> None:
        """The diagnosis, after a finger was on every zone; of ``dead`` ones the glass says nothing."""
        self.touch("iniciar_diagnostico")
        for zone in sorted(ZONES - set(dead)):
            self.do(ActionTouched(f"zona_{zone}"))
        if dead:
            self.do(MesaPressed("cancelar"))

    def open(self) -> None:
        self.touch("abrir")
        self.authenticate(*OPENERS)
        self.collect_shares()
        for index in (0, 2):
            self.do(CodeScanned(self.shares[index]))

    def collect_shares(self) -> None:
        for slip in self.printer.slips:
            if slip.kind == "parte":
                number = next(i for i in range(3) if f"Parte {i + 1} de 3" in str(slip.blocks))
                self.shares[number] = next(block.data for block in slip.blocks if isinstance(block, Qr))

    def open_day(self) -> None:
        self.load()
        self.prepare()
        self.open()

    def enable(self) -> None:
        self.do(HabilitarPressed(1))

    def mark(self, choices: list[tuple[int, ...]]) -> None:
        """Touch the options of each boleta, up to the review page."""
        self.touch("comenzar")
        for options in choices:
            for option in options:
                self.touch_option(option)
            self.leave_boleta()
            if not options:
                self.touch("dejar_en_blanco")
        assert isinstance(self.screen, ReviewScreen), self.screen

    def touch_option(self, option: int) -> None:
        """Turn pages forward until the option shows, and touch it."""
        while isinstance(self.screen, BoletaScreen) and option not in self.screen.options:
            self.touch("pagina_siguiente")
        self.do(OptionTouched(option))

    def leave_boleta(self) -> None:
        """Go on; whoever has not seen every page is told so once, and goes on again."""
        self.touch("siguiente")
        screen = self.screen
        if isinstance(screen, BoletaScreen) and screen.alert is not None and screen.alert.key == UNSEEN_PAGES:
            self.touch("siguiente")

    def enable_and_mark(self, choices: list[tuple[int, ...]]) -> None:
        """A voter up to the review page."""
        self.enable()
        self.mark(choices)

    def enable_and_confirm(self, choices: list[tuple[int, ...]]) -> None:
        """A voter up to the confirmation, whatever follows."""
        self.enable_and_mark(choices)
        self.touch("confirmar")

    def ask_to_suspend(self, reason: str = "orden") -> None:
        """The mesa wants to suspend and says why; nobody has shown a card yet."""
        self.do(MesaPressed("suspender"))
        self.touch(f"motivo_{reason}")

    def suspend(self) -> None:
        """Two officials suspend voting."""
        self.ask_to_suspend()
        self.authenticate("presidencia", "secretaria")

    def vote(self, choices: list[tuple[int, ...]]) -> None:
        """One whole turn of a voter who meets no fault."""
        self.enable()
        self.mark(choices)
        self.touch("confirmar")
        self.intend(choices)
        assert self.screen.id is ScreenId.GRACIAS, self.screen
        self.touch("terminar")

    def intend(self, choices: list[tuple[int, ...]]) -> None:
        """Count what a voter meant, apart from the urna."""
        for counter, contest, options in zip(self.intentions, self.institute.theme.contests, choices, strict=True):
            voto = Voto(tuple(Mark(option) for option in sorted(options)))
            counter.update(count_keys_of(contest, voto))

    def close(self) -> None:
        self.clock.at = EVENING
        self.do(MesaPressed("menu"))
        self.touch("cerrar")
        self.confirm_closing()
        self.open_shares(0, 1)

    def confirm_closing(self) -> None:
        """Say yes to closing, and to the hour where the clock is in doubt, as one that stands still for long is."""
        if "cierre_anticipado" in {action.id for action in self.screen.actions}:
            self.put_the_hour_right()
        doubted = "confirmar_hora_cierre" in {action.id for action in self.screen.actions}
        self.touch("confirmar_hora_cierre" if doubted else "confirmar_cierre")

    def put_the_hour_right(self) -> None:
        """The clock is behind: the mesa says an hour at which one may close."""
        self.touch("cambiar_hora")
        for _ in range(12):
            self.touch("hora_mas")
        self.touch("aceptar_hora")

    def open_shares(self, *indices: int) -> None:
        for index in indices:
            assert isinstance(self.screen, CodeScreen)
            self.do(CodeScanned(self.shares[index]))
            self.type_code(self.institute.official(OPENERS[index]).code)

    def slips(self, kind: str) -> list[Slip]:
        return [slip for slip in self.printer.slips if slip.kind == kind]


def ports(  # noqa: PLR0913, PLR0917 - a table has that many things on it
    printer: Printer, board: Board, reader: FakeReader, clock: HandClock, internal: FileOps, usb: FileOps
) -> Ports:
    return Ports(printer, board, reader, clock, SystemRandomness(), internal, usb, SOFTWARE, LIGHT)


def memory_table(institute: Institute, folder: Path) -> Table:
    breaker = Breaker()
    return Table.set_up(institute, folder, CutFiles(breaker), CutFiles(breaker))


__all__ = [
    "BoletaScreen",
    "HandClock",
    "Key",
    "ProcedureScreen",
    "Table",
    "VoterMessageScreen",
    "config_for",
    "memory_table",
    "ports",
]
