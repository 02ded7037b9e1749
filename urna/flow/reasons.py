"""The pages on which the mesa says why: to suspend, or to close before the hour. They must not decide who may."""

from typing import Final

from shared.domain.horario import Horario, early_reasons
from shared.domain.motivo import MotivoCierre, MotivoSuspension
from urna.flow.phases import Menu
from urna.flow.screen import Action, ProcedureScreen, Screen, ScreenId, Text

SUSPEND, CLOSE_EARLY = "motivo_suspension", "motivo_cierre"
"""Pages of the menu."""
REASON: Final = "motivo_"
"""Actions that choose a reason bear it after this."""
_SUSPENSION: Final = {
    MotivoSuspension.CORRIENTE: Text("motivo.corriente"),
    MotivoSuspension.APARATO: Text("motivo.aparato"),
    MotivoSuspension.ORDEN: Text("motivo.orden"),
    MotivoSuspension.EMERGENCIA: Text("motivo.emergencia"),
    MotivoSuspension.INSTITUTO: Text("motivo.instituto"),
    MotivoSuspension.OTRA: Text("motivo.otra"),
}
_EARLY: Final = {
    MotivoCierre.LISTA_COMPLETA: Text("motivo.lista_completa"),
    MotivoCierre.URNA_INSERVIBLE: Text("motivo.urna_inservible"),
    MotivoCierre.INSTITUTO: Text("motivo.instituto"),
}


def chosen(page: str, action: str, horario: Horario | None) -> str:
    """The reason that an action of a page chooses; empty when it chooses none of those that the theme allows."""
    reason = action.removeprefix(REASON)
    known = {motivo.value for motivo in (_SUSPENSION if page == SUSPEND else early_reasons(horario))}
    return reason if action.startswith(REASON) and reason in known else ""


def reason_screen(phase: Menu, horario: Horario | None) -> Screen:
    """One button for each reason; to close early, for each that the theme allows."""
    suspending = phase.page == SUSPEND
    early = [(motivo.value, _EARLY[motivo]) for motivo in early_reasons(horario)]
    offered = [(motivo.value, text) for motivo, text in _SUSPENSION.items()] if suspending else early
    actions = tuple(Action(f"{REASON}{motivo}", text) for motivo, text in offered)
    title = Text("motivo.titulo_suspension") if suspending else Text("motivo.titulo_cierre")
    instruction = Text("motivo.instruccion_suspension") if suspending else Text("motivo.instruccion_cierre")
    back = Action("volver_a_votar", Text("boton.volver_a_votar"), primary=True) if suspending else _TO_CLOSING
    return ProcedureScreen(ScreenId.MOTIVO, title, instruction, (), (), (*actions, back))


_TO_CLOSING: Final = Action("volver_al_cierre", Text("boton.volver_al_cierre"), primary=True)
