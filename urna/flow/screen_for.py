"""The screen as a function of the state. It must not remember anything, nor show a vote to an official."""

from collections.abc import Mapping

from urna.flow.audit import audit_screen
from urna.flow.energy import low
from urna.flow.phases import (
    Auditing,
    Closing,
    Loading,
    Menu,
    Missing,
    Opening,
    OutOfService,
    Preparing,
    Starting,
    Substituting,
    Suspended,
    Touching,
    Trying,
    Voting,
)
from urna.flow.screen import (
    Action,
    ProcedureScreen,
    Screen,
    ScreenId,
    Text,
)
from urna.flow.screens_codes import code_screen
from urna.flow.screens_guide import guided
from urna.flow.screens_help import help_screen
from urna.flow.screens_loading import loading_screen
from urna.flow.screens_media import missing_screen, with_media
from urna.flow.screens_mesa import closing_screen, menu_screen, opening_screen, preparing_screen
from urna.flow.screens_stop import stop_reason
from urna.flow.screens_substitution import substituting_screen
from urna.flow.screens_turn import turn_screen
from urna.flow.state import State


def screen_for(state: State) -> Screen:
    """What to show now."""
    return help_screen(state) if state.helping else guided(state, with_media(state, _screen(state)))


def _screen(state: State) -> Screen:  # noqa: C901, PLR0911 - one case for each phase
    if state.auth is not None:
        return code_screen(state.auth, state.lock_seconds)
    match state.phase:
        case Voting():
            return turn_screen(state)
        case Menu() as phase:
            return menu_screen(state, phase)
        case Preparing() | Touching() | Trying() as phase:
            return preparing_screen(state, phase)
        case Opening() as phase:
            return opening_screen(state, phase)
        case Closing() as phase:
            return closing_screen(state, phase)
        case Missing() as phase:
            return missing_screen(state, phase)
        case Substituting() as phase:
            return substituting_screen(state, phase)
        case Suspended() as phase:
            return _suspended_screen(state, phase)
        case other:
            return _simple_screen(other)


_CURABLE: Mapping[str, Text] = {"U331": Text("fuera_de_servicio.intercambio")}
"""Reasons that technical staff can take away on the spot, with what they have to do."""


def _simple_screen(phase: Starting | Loading | OutOfService | Auditing) -> Screen:
    match phase:
        case Auditing():
            return audit_screen(phase)
        case Starting():
            return ProcedureScreen(ScreenId.ARRANQUE, Text("inicio.titulo"), Text("inicio.instruccion"), (), (), ())
        case Loading():
            return loading_screen(phase)
        case OutOfService(reason):
            code = (Text("dato.codigo"), reason)
            title = Text("fuera_de_servicio.titulo")
            instruction = _CURABLE.get(reason, Text("fuera_de_servicio.instruccion"))
            alert = None if reason in _CURABLE else stop_reason(reason)
            return ProcedureScreen(ScreenId.FUERA_DE_SERVICIO, title, instruction, (), (code,), (), alert=alert)


def _suspended_screen(state: State, phase: Suspended) -> Screen:
    if state.facts.taken:
        return _taken_screen(state, phase)
    close = Action("cerrar", Text("boton.ir_a_cierre"), enabled=not phase.busy)
    resume = Action("reanudar", Text("boton.reanudar"), primary=True, enabled=not phase.busy and not low(state))
    actions = (resume, close)
    title, instruction = Text("suspendida.titulo"), Text("suspendida.instruccion")
    if low(state):
        battery = (("bateria", state.sensed.battery_percent),)
        title, instruction = Text("suspendida.titulo_sin_luz"), Text("suspendida.instruccion_sin_luz", battery)
    return ProcedureScreen(ScreenId.SUSPENDIDA, title, instruction, (), (), actions, alert=phase.alert)


def _taken_screen(state: State, phase: Suspended) -> Screen:
    """The store of the urna substituted: nobody votes in it, and counting it is all that is left."""
    dead = (("urna", state.facts.substitutes),)
    title, instruction = Text("falta_urna.titulo_votos", dead), Text("falta_urna.instruccion_votos", dead)
    count = Action("cerrar", Text("boton.contar_sustituida"), primary=True, enabled=not phase.busy)
    return ProcedureScreen(ScreenId.FALTA_URNA, title, instruction, (), (), (count,), alert=phase.alert)
