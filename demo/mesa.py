"""The scripted mesa of one urna: presses the board's keys, shows cards and shares, types codes on the screen.

It must not know what anyone votes, nor reach into the urna: it has a screen, three devices, cards and codes.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from demo.devices import Bench, read_qr
from demo.progress import DemoFailedError
from demo.screen import Box, Screen
from demo.waiting import wait_for
from hardware.board.port import BoardStatus, Key, KeySwitch, Lamp, LampMode, VoterKey
from theme_builder.ceremony.making import Official

LONG_S: Final = 120.0
SHOWINGS: Final = 12
SHOWING_S: Final = 6.0
CODE: Final = "autenticacion"
GLASS: Final = "prueba_tactil"
BY_EAR: Final = "prueba_votante"
"""Where the urna has headphones."""
ACCEPT: Final = "key:ACEPTAR"
FIRST_KEY: Final = "key:A"
TO_LOAD, TO_CLOSE, TO_SUSPEND = 2, 2, 2
EARLY: Final = "cierre_anticipado"
CLOSE_BUTTONS: Final = ("confirmar_cierre", "confirmar_hora_cierre", EARLY)
"""The second one where the clock is in doubt, the third before the closing hour: the mesa then says why."""
REASON_TO_SUSPEND, REASON_TO_CLOSE = "motivo_instituto", "motivo_lista_completa"
AT_REST: Final = BoardStatus(
    mains=True, battery_percent=100, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION
)
"""What the board senses while nothing is the matter."""
LINES_BEFORE_PAPER_ENDS: Final = 9


@dataclass(slots=True)
class Mesa:
    """Three officials at one urna. Every method returns when the screen shows that it is done."""

    screen: Screen
    bench: Bench
    officials: tuple[Official, ...]
    shares: tuple[str, ...] = ()

    def load(self) -> None:
        """The theme from the stick, its hour confirmed by two people."""
        self.screen.press("carga", "cargar_tema", LONG_S)
        self.screen.press("carga", "confirmar_hora", LONG_S)
        self.authenticate([(o.card, o.code) for o in self.officials[:TO_LOAD]])
        self.screen.wait("verificacion", timeout_s=LONG_S)

    def prepare(self) -> None:
        """Verification and diagnosis, to their printed reports."""
        for name, following in (("verificacion", "diagnostico"), ("diagnostico", "apertura")):
            self.screen.press(name, f"iniciar_{name}")
            if name == "diagnostico":
                self._touch_everywhere()
                self._try_headphones()
            self.screen.wait_for_button(name, "continuar", timeout_s=LONG_S)
            self.screen.photograph(f"{name}-terminado")
            self.screen.press(name, "continuar")
            self.screen.wait(following)

    def _touch_everywhere(self) -> None:
        """A finger on every zone of the glass, again while some of them were touched too soon.

        It looks before each touch: what follows the glass has buttons under the same fingers.
        """
        self.screen.wait(GLASS)
        for _ in range(SHOWINGS):
            for zone in self.screen.layout.touch[GLASS]:
                if self.screen.name() != GLASS:
                    return
                self.screen.touch(GLASS, zone)
            self.screen.photograph(GLASS, again=True)
        self.screen.wait("diagnostico", BY_EAR)

    def _try_headphones(self) -> None:
        """In, every key of the voter's, and the word that something is heard; out again."""
        if self.screen.name() != BY_EAR:
            return
        board = self.bench.board
        board.sense(replace(AT_REST, headphones=True))
        self.screen.press(BY_EAR, "se_oye")
        for key in VoterKey:
            board.tap(key)
        self.screen.photograph(BY_EAR, again=True)
        self.screen.wait("diagnostico")
        board.sense(AT_REST)

    def open(self) -> None:
        """Three officials, three printed shares, two read back from their slips, the acta de inicio."""
        before = self.bench.printer.status().slips
        self.ask_to_open()
        self.shares = tuple(read_qr(self.bench.slip(before + 1 + i)) for i in range(len(self.officials)))
        self.read_back(self.shares[:TO_CLOSE])
        self.bench.slip(before + len(self.officials) + 1)

    def ask_to_open(self) -> None:
        """Three officials; then the urna prints their shares."""
        self.screen.press("apertura", "abrir")
        self.authenticate([(o.card, o.code) for o in self.officials])
        self.screen.wait("apertura")

    def enable(self) -> None:
        """One voter; the lamp must say that the urna is ready."""
        wait_for(lambda: self._lamp(Lamp.READY) is LampMode.ON, "the lamp that says ready", LONG_S)
        self.bench.board.press(Key.HABILITAR)
        wait_for(lambda: self._lamp(Lamp.VOTING) is LampMode.ON, "the lamp that says voting", LONG_S)

    def let_paper_end(self) -> None:
        """The roll ends in the middle of the next testigo."""
        self.bench.printer.paper_out(LINES_BEFORE_PAPER_ENDS)

    def mend_printer(self) -> None:
        """When the board alerts: a new roll."""
        wait_for(lambda: self._lamp(Lamp.ALERT) is LampMode.BLINK, "the alert of the board", LONG_S)
        wait_for(lambda: self.screen.unlike("impresion"), "the message of the printer")
        self.screen.photograph("impresora-sin-papel")
        self.bench.printer.refill()

    def pause(self) -> None:
        """A report of voters, then suspend and resume."""
        self.bench.board.press(Key.MENU)
        self.screen.press("menu_mesa", "reportes")
        self.screen.press("reportes", "imprimir_reporte")
        self.screen.press("reportes", "volver")
        self.screen.press("menu_mesa", "suspender")
        self.screen.press("motivo", REASON_TO_SUSPEND)
        cards = [(o.card, o.code) for o in self.officials[:TO_SUSPEND]]
        self.authenticate(cards)
        self.screen.press("suspendida", "reanudar")
        self.authenticate(cards)
        self.screen.wait("espera")

    def close(self) -> None:
        """Asked for at the board; two shares open the key, and the urna counts and prints its actas."""
        self.bench.board.press(Key.MENU)
        self.screen.press("menu_mesa", "cerrar")
        if self.screen.press_one("cierre", CLOSE_BUTTONS) == EARLY:
            self.screen.press("motivo", REASON_TO_CLOSE)
        self.count()

    def count(self) -> None:
        """Two people show their shares; the urna counts."""
        holders = zip(self.shares[:TO_CLOSE], self.officials, strict=False)
        self.authenticate([(share, official.code) for share, official in holders])
        self.screen.wait("cerrada", timeout_s=LONG_S)

    def export(self) -> None:
        """The results to the stick, and to the server that the urna knows."""
        self.screen.press("cerrada", "exportar")
        self.screen.wait_for_button("cerrada", "exportar", timeout_s=LONG_S)
        self.screen.photograph("cerrada-exportada")

    def read_back(self, shares: tuple[str, ...]) -> None:
        """Show the shares in turn until the urna has read them: one shown too early or twice does no harm."""
        area = self.screen.text_area("apertura", ["abrir"])
        for attempt in range(SHOWINGS):
            before = self.screen.grab(area).tobytes()
            self.screen.photograph("apertura-lectura", again=True)
            self.bench.reader.show(shares[attempt % len(shares)])
            with suppress(DemoFailedError):
                wait_for(lambda before=before: self._answered(area, before), "an answer to a share", SHOWING_S)  # type: ignore[misc]
            if self.screen.name() not in ("", "apertura"):
                break
        self.screen.wait("espera", timeout_s=LONG_S)

    def _answered(self, area: Box, before: bytes) -> bool:
        return self.screen.name() not in ("", "apertura") or self.screen.grab(area).tobytes() != before

    def authenticate(self, people: list[tuple[str, str]]) -> None:
        """Each shows a card or share and types the code that opens it."""
        for text, code in people:
            self.screen.wait(CODE)
            wait_for(lambda: not self.screen.shows(CODE, FIRST_KEY), "the request of a card")
            self.bench.reader.show(text)
            self.screen.wait_for_button(CODE, FIRST_KEY)
            self._type(code)
            self.screen.touch(CODE, ACCEPT)
            wait_for(self._code_taken, "the code to be taken", LONG_S)

    def _type(self, code: str) -> None:
        dots = self.screen.text_area(CODE, [FIRST_KEY])
        for character in code.replace("-", ""):
            self.screen.see_change(dots, self._toucher(f"key:{character}"))
        self.screen.photograph("autenticacion-codigo")

    def _toucher(self, target: str) -> Callable[[], None]:
        return lambda: self.screen.touch(CODE, target)

    def _code_taken(self) -> bool:
        name = self.screen.name()
        return name not in ("", CODE) or (name == CODE and not self.screen.shows(CODE, FIRST_KEY))

    def _lamp(self, lamp: Lamp) -> LampMode:
        return self.bench.board.face().lamps.get(lamp, LampMode.OFF)
