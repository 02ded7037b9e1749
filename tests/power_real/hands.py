"""The people at a running urna: touches on its screen, cards to its reader, keys of its board, rolls for its printer.

It must not look behind the screen: what it learns comes from there and from the paper.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Final

from hardware.board.control import BoardControl
from hardware.board.port import Key
from hardware.printer.control import EmulatorControl
from hardware.reader.control import ReaderControl
from shared.domain.jornada import JornadaState
from tests.power_real.paper import Table
from tests.power_real.power import Diary
from urna.bootstrap import Urna
from urna.flow.input import ActionTouched, KeyTouched, OptionTouched
from urna.flow.phases import Starting
from urna.flow.screen import CodeScreen, ProcedureScreen, Screen, ScreenId
from urna.flow.touch import ZONE_IDS

PATIENCE_S: Final = 120.0
AGAIN_S: Final = 2.0
OPENERS: Final = ("presidencia", "secretaria", "escrutador")
CHOICES: Final[tuple[tuple[tuple[int, ...], ...], ...]] = (
    ((1,), (0,)),
    ((0,), ()),
    ((4, 7), (1,)),
    ((2,), (2,)),
)
"""What voters mean: options of each boleta, taken in turn."""
LINES_BEFORE_PAPER_ENDS: Final = 6

Condition = Callable[[Screen], bool]


class OutOfServiceError(Exception):
    """The urna says that it is out of service."""


class HandClock:
    """A clock that people set; its milliseconds are those of the machine."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The hour that was set."""
        return self.at

    def monotonic_ms(self) -> int:
        """Of this machine."""
        return time.monotonic_ns() // 10**6


@dataclass(frozen=True, slots=True)
class Bench:
    """The controls of the emulated devices, and the paper that falls from one."""

    printer: EmulatorControl
    board: BoardControl
    reader: ReaderControl
    table: Table


@dataclass(slots=True)
class Hands:
    """Everybody at one urna. ``people`` maps a role to its card and code, ``roots`` a medium to its folder.

    ``shares`` maps a number to the text printed before this story; ``voters`` counts those who were thanked.
    """

    urna: Urna
    bench: Bench
    clock: HandClock
    diary: Diary
    people: dict[str, tuple[str, str]]
    evening: datetime
    roots: dict[str, Path]
    shares: dict[int, str] = field(default_factory=dict)
    voters: int = 0
    changed: Event = field(default_factory=Event)

    def watch(self) -> None:
        """Be told of every change of the screen."""
        self.urna.runner.subscribe(self.changed.set)

    @property
    def jornada(self) -> JornadaState:
        """Where the jornada stands."""
        return self.urna.runner.state.jornada

    def until(self, condition: Condition) -> Screen:
        """Wait for a screen. Raises ``OutOfServiceError``, and ``TimeoutError`` when it never comes."""
        screen = self._wait(condition, PATIENCE_S)
        if screen is None:
            raise TimeoutError(f"never came: {self.urna.runner.current_screen()}")
        return screen

    def _wait(self, condition: Condition, seconds: float) -> Screen | None:
        deadline = time.monotonic() + seconds
        while True:
            self.changed.clear()
            screen = self.urna.runner.current_screen()
            if condition(screen):
                return screen
            if screen.id is ScreenId.FUERA_DE_SERVICIO:
                raise OutOfServiceError(str(screen))
            if time.monotonic() > deadline:
                return None
            self.changed.wait(0.2)

    def touch(self, action: str) -> None:
        """Touch a button as soon as it is there."""
        self.until(lambda screen: offers(screen, action))
        self.urna.runner.submit(ActionTouched(action))

    def press(self, key: Key, shown: Condition) -> Screen:
        """Press a key of the board, and again while nothing comes of it: the turn before may not be over yet."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            self.bench.board.press(key)
            screen = self._wait(shown, AGAIN_S)
            if screen is not None:
                return screen
        raise TimeoutError(f"{key} does nothing")

    def show(self, text: str, code: str, person: int) -> None:
        """Person number ``person`` shows a card or share and types its code."""
        self.until(lambda screen: asks_for(screen, person, credential=True))
        self.bench.reader.show(text)
        self.until(lambda screen: asks_for(screen, person, credential=False))
        for letter in code:
            self.urna.runner.submit(KeyTouched(letter))
        self.urna.runner.submit(KeyTouched("ACEPTAR"))

    def authenticate(self, *roles: str) -> None:
        """Officials one after another."""
        for person, role in enumerate(roles, 1):
            self.show(*self.people[role], person)

    def load(self) -> None:
        """The theme from the stick."""
        self.touch("cargar_tema")
        self.touch("confirmar_hora")
        self.authenticate("presidencia", "tecnico")
        self.until(lambda screen: screen.id is ScreenId.VERIFICACION)

    def verify(self) -> None:
        """The verification run."""
        self.touch("iniciar_verificacion")
        self.touch("continuar")
        self.until(lambda screen: screen.id is ScreenId.DIAGNOSTICO)

    def diagnose(self) -> None:
        """The diagnosis."""
        self.touch("iniciar_diagnostico")
        self.until(lambda screen: screen.id is ScreenId.PRUEBA_TACTIL)
        for zone in ZONE_IDS:
            self.urna.runner.submit(ActionTouched(zone))
        self.touch("continuar")
        self.until(lambda screen: screen.id is ScreenId.APERTURA)

    def open(self) -> None:
        """Three officials, three shares, two read back, the acta de inicio."""
        self.touch("abrir")
        self.authenticate(*OPENERS)
        for number in (1, 2):
            self.until(lambda screen, number=number: _part_to_read(screen) == number)  # type: ignore[misc]
            self.bench.reader.show(self.bench.table.shares()[number - 1])
        self.until(lambda screen: screen.id is ScreenId.ESPERA)
        self.diary.tell("abierta", 0)

    def vote(self) -> None:
        """One voter who meets no fault."""
        self.press(Key.HABILITAR, lambda screen: screen.id is ScreenId.HABILITADA)
        self.fill_in()
        self.be_thanked()

    def fill_in(self) -> None:
        """From the enabled screen to the confirmed vote."""
        self.diary.tell("habilitada", 0)
        self.touch("comenzar")
        for options in CHOICES[self.voters % len(CHOICES)]:
            for option in options:
                self.urna.runner.submit(OptionTouched(option))
            self.touch("siguiente")
            if not options:
                self.touch("dejar_en_blanco")
        self.diary.tell("confirma", self.voters)
        self.touch("confirmar")

    def be_thanked(self) -> None:
        """The urna says that the vote is in: from now on it may not be lost."""
        self.until(lambda screen: screen.id is ScreenId.GRACIAS)
        self.diary.tell("gracias", self.voters)
        self.voters += 1
        self.touch("terminar")
        self.until(lambda screen: screen.id is ScreenId.ESPERA)

    def leave(self) -> None:
        """A voter who goes without voting."""
        self.press(Key.HABILITAR, lambda screen: screen.id is ScreenId.HABILITADA)
        self.diary.tell("habilitada", 0)
        self.touch("comenzar")
        self.touch("salir")
        self.touch("salir_confirmar")
        self.until(lambda screen: screen.id is ScreenId.ESPERA)

    def vote_as_paper_ends(self) -> None:
        """The roll ends in the middle of a testigo; the mesa puts a new one in."""
        self.press(Key.HABILITAR, lambda screen: screen.id is ScreenId.HABILITADA)
        self.bench.printer.paper_out(LINES_BEFORE_PAPER_ENDS)
        self.fill_in()
        self.until(lambda screen: any(action.id == "reintentar" for action in screen.actions))
        self.bench.printer.refill()
        self.touch("reintentar")
        self.be_thanked()

    def pause(self) -> None:
        """Suspend and resume."""
        self.press(Key.MENU, lambda screen: offers(screen, "suspender"))
        self.touch("suspender")
        self.touch("motivo_corriente")
        self.authenticate("presidencia", "secretaria")
        self.resume()

    def resume(self) -> None:
        """Resume what was suspended."""
        self.touch("reanudar")
        self.authenticate("presidencia", "secretaria")
        self.until(lambda screen: screen.id is ScreenId.ESPERA)

    def close(self) -> None:
        """Two shares; the urna counts and prints."""
        self.clock.at = self.evening
        self.press(Key.MENU, lambda screen: offers(screen, "cerrar"))
        self.touch("cerrar")
        self.confirm_closing()
        self.count()

    def confirm_closing(self) -> None:
        """Say yes; to the hour too, where the clock is in doubt because the story took longer than its clock says."""
        ways = ("confirmar_cierre", "confirmar_hora_cierre")
        screen = self.until(lambda screen: any(offers(screen, way) for way in ways))
        self.touch(next(way for way in ways if offers(screen, way)))

    def count(self) -> None:
        """The newest printed shares open the store; then the papers are printed."""
        shares = self.shares | self.bench.table.shares()
        for person, index in enumerate((0, 2), 1):
            self.show(shares[index], self.people[OPENERS[index]][1], person)
        self.until(lambda screen: offers(screen, "exportar"))
        self.diary.tell("cerrada", 0)

    def export(self) -> None:
        """The results to the stick."""
        self.touch("exportar")
        self.until(lambda _: self.jornada is JornadaState.EXPORTADA)
        self.diary.tell("exportada", 0)

    def reprint(self) -> None:
        """One more acta, which says that it is a reprint."""
        self.touch("reimprimir_acta")
        self.until(lambda screen: offers(screen, "exportar"))

    def started(self) -> None:
        """The urna has read its store."""
        self.until(lambda _: not isinstance(self.urna.runner.state.phase, Starting))


def offers(screen: Screen, action: str) -> bool:
    """Whether a button is there to be touched."""
    return any(each.id == action and each.enabled for each in screen.actions)


def asks_for(screen: Screen, person: int, *, credential: bool) -> bool:
    """Whether the screen waits for the card or share of that person, or for the code to it."""
    if not isinstance(screen, CodeScreen):
        return False
    waiting = screen.holder is None
    return waiting is credential and dict(screen.instruction.params).get("persona") == person


def _part_to_read(screen: Screen) -> object:
    if not isinstance(screen, ProcedureScreen) or screen.instruction.key != "apertura.instruccion_leer":
        return None
    return dict(screen.instruction.params)["parte"]
