"""What people do after a power cut: look at the screen and go on from there to the exported results.

It must not know when the power went; what the voter of an interrupted turn saw is told by the paper.
"""

from collections.abc import Callable
from typing import Final

from shared.domain.jornada import JornadaState
from tests.power_real.hands import Hands, offers
from urna.flow.screen import Screen, ScreenId

SAW, SAW_NOT = "cayo_completo", "no_cayo"
MORE_VOTERS: Final = 1
"""So many vote after the restart, to see that the urna still takes votes."""


class GoingOn:
    """From whatever the screen asks to EXPORTADA. ``answer`` is the voter's to whether the testigos dropped."""

    def __init__(self, hands: Hands, answer: str) -> None:
        self._hands = hands
        self._answer = answer
        self._more = MORE_VOTERS
        self._acts: dict[ScreenId, Callable[[], None]] = {
            ScreenId.CARGA: hands.load,
            ScreenId.VERIFICACION: hands.verify,
            ScreenId.DIAGNOSTICO: hands.diagnose,
            ScreenId.APERTURA: hands.open,
            ScreenId.ESPERA: self._wait,
            ScreenId.HABILITADA: self._again,
            ScreenId.PREGUNTA_TESTIGO: self._say,
            ScreenId.SUSPENDIDA: hands.resume,
            ScreenId.CIERRE: self._close_again,
            ScreenId.CERRADA: self._export,
            ScreenId.MEMORIA: self._exclude,
        }

    def to_the_end(self) -> None:
        """Act on each screen until the results are exported."""
        self._hands.started()
        self._hands.diary.tell("encendida", self._hands.jornada.value)
        while self._hands.jornada is not JornadaState.EXPORTADA:
            screen = self._hands.until(self._asks)
            self._acts[screen.id]()

    def to_waiting(self) -> None:
        """Act on each screen until somebody may be enabled."""
        self._hands.started()
        while (screen := self._hands.until(self._asks)).id is not ScreenId.ESPERA:
            self._acts[screen.id]()

    def _asks(self, screen: Screen) -> bool:
        return screen.id is ScreenId.ESPERA or (
            screen.id in self._acts and any(action.enabled for action in screen.actions)
        )

    def _exclude(self) -> None:
        """Two officials go on without the medium that is missing."""
        self._hands.diary.tell("sin_memoria", 0)
        self._hands.touch("seguir_sin_memoria")
        self._hands.authenticate("presidencia", "secretaria")
        self._hands.until(lambda screen: screen.id not in {ScreenId.MEMORIA, ScreenId.AUTENTICACION})

    def _wait(self) -> None:
        if self._more:
            self._more -= 1
            self._hands.vote()
        else:
            self._hands.close()

    def _again(self) -> None:
        """The new habilitacion of a voter whose turn was annulled."""
        self._hands.fill_in()
        self._hands.be_thanked()

    def _say(self) -> None:
        self._hands.diary.tell("responde", self._answer)
        self._hands.touch(self._answer)
        self._hands.until(lambda screen: screen.id is not ScreenId.PREGUNTA_TESTIGO)
        screen = self._hands.until(lambda screen: screen.id is not ScreenId.IMPRESION)
        if screen.id is ScreenId.GRACIAS:  # told to the voter of the interrupted turn, whom the paper counts already
            self._hands.touch("terminar")
            self._hands.until(lambda screen: screen.id is ScreenId.ESPERA)

    def _close_again(self) -> None:
        self._hands.touch("continuar_cierre")
        self._hands.count()

    def _export(self) -> None:
        self._hands.until(lambda screen: offers(screen, "exportar"))
        self._hands.export()
