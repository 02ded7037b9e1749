"""The screens on which a reserve urna takes the place of another. They must not show more than counts of voters."""

from urna.flow.phases import Substituting
from urna.flow.screen import Action, ProcedureScreen, Screen, ScreenId, Text
from urna.flow.screens_turn import printer_fault
from urna.flow.state import State
from urna.flow.steps import SubstitutionStep

_BACK = Action("volver", Text("boton.no_sustituir"))
_STEPPERS = (
    Action("menos_diez", Text("boton.menos_diez")),
    Action("menos_una", Text("boton.menos_una")),
    Action("mas_una", Text("boton.mas_una")),
    Action("mas_diez", Text("boton.mas_diez")),
)
_BUSY = frozenset({SubstitutionStep.FINDING, SubstitutionStep.DRAFTING, SubstitutionStep.PRINTING})


def substituting_screen(state: State, phase: Substituting) -> Screen:
    """One step of the substitution."""
    alert = phase.alert
    match phase.step:
        case SubstitutionStep.LIST:
            accept = Action("aceptar_lista", Text("boton.aceptar_lista"), primary=True)
            return _screen(phase, ScreenId.LISTA_SUSTITUCION, Text("sustitucion.lista"), (accept, *_STEPPERS), alert)
        case SubstitutionStep.CHOICE:
            actions: tuple[Action, ...] = (
                _BACK,
                Action("solo_cerrar", Text("boton.solo_cerrar")),
                Action("seguir_aqui", Text("boton.seguir_aqui")),
            )
            return _screen(phase, ScreenId.LISTA_SUSTITUCION, Text("sustitucion.para_que"), actions, alert)
        case SubstitutionStep.PAPER_FAULT:
            fault = state.fault_of("printer")
            alert = printer_fault(fault) if fault else alert
            actions = (Action("reintentar", Text("boton.imprimir_de_nuevo"), primary=True),)
            instruction = Text("sustitucion.imprimiendo")
        case step if step in _BUSY:
            actions = ()
            printing = step is SubstitutionStep.PRINTING
            instruction = Text("sustitucion.imprimiendo") if printing else Text("sustitucion.leyendo")
        case _:
            actions = (Action("buscar_memoria", Text("boton.buscar_memoria"), primary=True), _BACK)
            instruction = Text("sustitucion.instruccion")
    return _screen(phase, ScreenId.SUSTITUCION, instruction, actions, alert)


def _screen(
    phase: Substituting, screen: ScreenId, instruction: Text, actions: tuple[Action, ...], alert: Text | None
) -> Screen:
    counted = phase.step in {SubstitutionStep.LIST, SubstitutionStep.CHOICE}
    figures = (
        (Text("dato.lista"), str(phase.lista)),
        (Text("dato.diferencia"), f"{phase.lista - phase.emitidos:+d}" if phase.lista != phase.emitidos else "0"),
    )
    facts = (*phase.lines, *figures) if counted else phase.lines
    return ProcedureScreen(screen, Text("sustitucion.titulo"), instruction, (), facts, actions, alert=alert)
