"""The people at the window of the whole program: a mesa and its voters, who touch what the published layout says.

They must not know anything of the urna but its display, its devices and the paper that falls.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from demo.mesa import TO_CLOSE, Mesa
from demo.progress import DemoFailedError
from demo.waiting import wait_for
from hardware.board.port import Key, Lamp, LampMode
from tests.power_real.hands import CHOICES, OPENERS
from tests.power_real.live.program import Stand, WatchedScreen
from theme_builder.ceremony.making import Official

TURN_S: Final = 60.0
THANKS_S: Final = 10.0
LONG_S: Final = 120.0
MORE_VOTERS: Final = 1
"""So many vote after the restart, to see that the urna still takes votes."""
ASKS: Final = {
    "apertura": "abrir",
    "espera": "",
    "habilitada": "comenzar",
    "impresion": "reintentar",
    "pregunta_testigo": "cayo_completo",
    "gracias": "terminar",
    "cierre": "continuar_cierre",
    "cerrada": "exportar",
}
"""Screens that wait for somebody, and the button that shows when they do."""
AGAIN: Final = "reintentar"
"""The button of a paper that did not come out, also at closing: an emulated printer may be kept waiting, too."""
Telling = Callable[[str, object], None]


class People:
    """Everybody at one urna.

    ``shares`` were printed before this story; ``voters`` counts those who were thanked; ``tell`` takes down what was
    seen and done.
    """

    def __init__(self, stand: Stand, screen: WatchedScreen, shares: Sequence[str], voters: int, tell: Telling) -> None:
        institute = stand.site.archive.institute
        officials = tuple(
            Official(o.id, o.role, o.card, o.code, o.public_key) for o in map(institute.official, OPENERS)
        )
        self._screen = screen
        self._mesa = Mesa(screen, stand.bench, officials)
        self._board = stand.bench.board
        self._table = stand.site.table
        self._contests = institute.theme.contests
        self._shares = tuple(shares)
        self._tell = tell
        self.voters = voters
        self._acts: dict[str, Callable[[], None]] = {
            "apertura": self.open,
            "habilitada": self._again,
            "impresion": lambda: screen.press("impresion", "reintentar"),
            "gracias": self.leave,
            "cierre": self.close_again,
        }

    def to_the_end(self, answer: str) -> None:
        """From whatever the screen asks to the exported results; ``answer``: whether the testigos dropped."""
        more = MORE_VOTERS
        while (name := self.rest()) != "cerrada":
            if name == "espera" and more:
                more -= 1
                self.vote()
            elif name == "espera":
                self.close()
            elif name == "pregunta_testigo":
                self.answer(answer)
            else:
                self._acts[name]()
        self.export()

    def rest(self) -> str:
        """Wait until the urna waits for somebody: the screen."""
        try:
            return wait_for(self._resting, "a screen that asks for something", LONG_S)
        except DemoFailedError as error:
            raise DemoFailedError(f"{error.what}; {self._screen.name() or 'none that is known'} shows") from None

    def _resting(self) -> str | None:
        name = self._screen.name()
        button = ASKS.get(name)
        if name == "cierre" and self._screen.shows(name, AGAIN):
            return name
        return name if button == "" or (button and self._screen.shows(name, button)) else None

    def open(self) -> None:
        """The mesa opens; the shares are told from other papers by what their codes say."""
        before = self._table.shares()
        self._mesa.ask_to_open()
        wait_for(lambda: self._all_new(before), "a new share of each", LONG_S)
        self._mesa.read_back(self._newest_shares()[:TO_CLOSE])
        self._tell("abierta", 0)

    def enable(self) -> None:
        """The mesa enables a voter, whose boletas may show from now on."""
        wait_for(self._ready, "the lamp that says ready", LONG_S)
        self._board.press(Key.HABILITAR)
        self._screen.wait("habilitada")
        self._tell("habilitada", 0)

    def fill_in(self, before: Callable[[], None] = lambda: None) -> None:
        """One voter, up to the touch that confirms, ``before`` which something happens."""
        self._screen.press("habilitada", "comenzar")
        for contest, options in zip(self._contests, CHOICES[self.voters % len(CHOICES)], strict=True):
            name = f"boleta:{contest.id.value}"
            self._screen.wait(name)
            for option in options:
                self._mark(name, f"option:{contest.options[option].id.value}")
            self._screen.press(name, "siguiente")
            if not options:
                self._screen.press("blanco", "dejar_en_blanco")
        self._screen.wait_for_button("revision", "confirmar")
        before()
        self._tell("confirma", self.voters)
        self._screen.touch("revision", "confirmar")

    def be_thanked(self) -> None:
        """The voter waits for the testigos and goes."""
        self._screen.wait("gracias", timeout_s=TURN_S)
        self._tell("gracias", self.voters)
        self.voters += 1
        self.leave()

    def leave(self) -> None:
        """Touch the button of the thanks, which go by themselves too."""
        with suppress(DemoFailedError):
            self._screen.press("gracias", "terminar", timeout_s=THANKS_S)
        self._screen.wait("espera")

    def vote(self) -> None:
        """One whole turn."""
        self.enable()
        self.fill_in()
        self.be_thanked()

    def _again(self) -> None:
        """The new habilitacion of a voter whose turn was annulled."""
        self._tell("habilitada", 0)
        self.fill_in()
        self.be_thanked()

    def answer(self, said: str) -> None:
        """The voter of an interrupted turn says whether the testigos dropped."""
        self._tell("responde", said)
        self._screen.press("pregunta_testigo", said)

    def close(self) -> None:
        """The mesa closes with the newest shares."""
        self._mesa.shares = self._newest_shares()
        self._mesa.close()
        self._tell("cerrada", 0)

    def close_again(self) -> None:
        """A closing that was interrupted, or an acta that the printer did not answer for in time."""
        if self._screen.shows("cierre", AGAIN):
            self._screen.press("cierre", AGAIN)
            return
        self._mesa.shares = self._newest_shares()
        self._screen.press("cierre", "continuar_cierre")
        self._mesa.count()
        self._tell("cerrada", 0)

    def export(self) -> None:
        """The results to the stick."""
        self._mesa.export()
        self._tell("exportada", 0)

    def _mark(self, name: str, target: str) -> None:
        box = self._screen.layout.touch[name][target]
        self._screen.see_change(box, lambda: self._screen.touch(name, target))

    def _ready(self) -> bool:
        self._screen.check()
        return self._board.face().lamps.get(Lamp.READY) is LampMode.ON

    def _all_new(self, before: dict[int, str]) -> bool:
        self._screen.check()
        now = self._table.shares()
        return len(now) == len(OPENERS) and all(now[index] != before.get(index) for index in now)

    def _newest_shares(self) -> tuple[str, ...]:
        found = dict(enumerate(self._shares)) | self._table.shares()
        return tuple(text for _, text in sorted(found.items()))
