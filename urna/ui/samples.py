"""One value of every screen as the flow makes them, for pictures and for the published layout.

It must hold nothing real: counts and codes here are examples, and no selection is anyone's.
"""

from shared.domain.voto import Mark
from shared.formats.theme_model import Theme
from urna.flow.screen import (
    Action,
    BoletaScreen,
    ReviewScreen,
    Screen,
    ScreenId,
    Text,
    VoterMessageScreen,
)


def voter_samples(theme: Theme) -> dict[str, Screen]:
    """The voter's screens by name of picture."""
    total = len(theme.contests)
    found: dict[str, Screen] = {
        "espera": VoterMessageScreen(ScreenId.ESPERA, Text("espera.titulo"), Text("espera.mensaje"), ()),
        "habilitada": VoterMessageScreen(
            ScreenId.HABILITADA, Text("habilitada.titulo"), Text("habilitada.mensaje"), (_primary("comenzar"),)
        ),
    }
    for i, contest in enumerate(theme.contests):
        found[f"boleta-{contest.id.value.lower()}"] = BoletaScreen(ScreenId.BOLETA, i, i + 1, total, (), None, _boleta(i))
    return found | _review_samples(theme, total)


def _boleta(position: int) -> tuple[Action, ...]:
    back = (_secondary("anterior"),) if position else ()
    return (_secondary("salir"), *back, _primary("siguiente"))


def _review_samples(theme: Theme, total: int) -> dict[str, Screen]:
    corrections = tuple(_secondary(f"corregir_{i}", "corregir") for i in range(total))
    choices = tuple((i, (Mark(len(contest.options) // 3),)) for i, contest in enumerate(theme.contests))
    return {
        "blanco": BoletaScreen(
            ScreenId.BLANCO, 0, 1, total, (), None, (_secondary("dejar_en_blanco"), _primary("volver_a_boleta")), True
        ),
        "revision": ReviewScreen(
            ScreenId.REVISION, choices, None, (_secondary("salir"), *corrections, _primary("confirmar"))
        ),
        "impresion": VoterMessageScreen(
            ScreenId.IMPRESION, Text("impresion.titulo"), Text("impresion.mensaje"), (), (1, 2)
        ),
        "pregunta_testigo": VoterMessageScreen(
            ScreenId.PREGUNTA_TESTIGO,
            Text("pregunta_testigo.titulo"),
            Text("pregunta_testigo.mensaje"),
            (_secondary("cayo_completo"), _secondary("no_cayo")),
        ),
        "gracias": VoterMessageScreen(
            ScreenId.GRACIAS, Text("gracias.titulo"), Text("gracias.mensaje"), (_primary("terminar"),)
        ),
    }


def _primary(action: str) -> Action:
    return Action(action, Text(f"accion.{action}"), primary=True)


def _secondary(action: str, key: str = "") -> Action:
    return Action(action, Text(f"accion.{key or action}"))
