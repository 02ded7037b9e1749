"""Loading a theme and preparing the urna: the days before. It must not open anything."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.jornada import JornadaState
from urna.flow.auth import begin
from urna.flow.credentials import Purpose
from urna.flow.effects import FindTheme, RunVerification
from urna.flow.hour import LOAD_STEPS, LoadingHour, begin_right, put_right
from urna.flow.input import ActionTouched, Ticked
from urna.flow.outcome import Prepared, ProcedureFailed, StepsChanged, ThemeFound, ThemeLoaded
from urna.flow.phases import Loading, Opening, Phase, Preparing, Touching
from urna.flow.screen import Text
from urna.flow.state import State
from urna.flow.turn import Step

VERIFICACION, DIAGNOSTICO = "verificacion", "diagnostico"


def preparation(jornada: JornadaState) -> Phase:
    """What the mesa does next in a jornada that is not open yet."""
    match jornada:
        case JornadaState.SIN_TEMA:
            return Loading()
        case JornadaState.CARGADA:
            return Preparing(VERIFICACION)
        case JornadaState.VERIFICADA:
            return Preparing(DIAGNOSTICO)
        case _:
            return Opening()


def reduce_loading(state: State, phase: Loading, event: object) -> Step:  # noqa: PLR0911 - one return for each row of the table
    """The theme: found on the stick, its hour confirmed by two people, pinned."""
    match event:
        case ActionTouched("cargar_tema") if not phase.busy:
            return replace(state, phase=Loading(busy=True)), (FindTheme(),)
        case ThemeFound(lines, hour) if hour.clock < hour.newest:
            wrong = Loading(found=lines, hour=begin_right(hour), correcting=True, alert=Text("carga.aviso.reloj"))
            return replace(state, phase=wrong), ()
        case ThemeFound(lines, hour):
            return replace(state, phase=Loading(found=lines, hour=hour)), ()
        case ActionTouched(action) if phase.hour is not None and not phase.busy:
            return _hour_action(state, phase, phase.hour, action), ()
        case ProcedureFailed(alert):
            return replace(state, phase=Loading(alert=alert)), ()
        case ThemeLoaded(facts):
            jornada = JornadaState.CARGADA
            return replace(state, jornada=jornada, facts=facts, phase=preparation(jornada)), ()
        case _:
            return state, ()


def _hour_action(state: State, phase: Loading, hour: LoadingHour, action: str) -> State:
    """The hour as it is, or put right first; it is two people who confirm it."""
    if action in LOAD_STEPS and phase.correcting:
        return replace(state, phase=replace(phase, hour=put_right(hour, action)))
    match action:
        case "corregir_hora":
            return replace(state, phase=replace(phase, hour=begin_right(hour), correcting=True))
        case "aceptar_hora":
            return replace(state, phase=replace(phase, correcting=False, alert=None))
        case "confirmar_hora" if not phase.correcting:
            return begin(state, Purpose.CARGAR)
        case _:
            return state


def tick(state: State, event: Ticked) -> State:
    """While people compare it, the clock goes on."""
    phase = state.phase
    if not isinstance(phase, Loading) or phase.hour is None:
        return state
    hour = replace(phase.hour, clock=phase.hour.clock + timedelta(seconds=event.seconds))
    return replace(state, phase=replace(phase, hour=hour))


def corrected(phase: object) -> timedelta:
    """By how much the people who are loading put the clock right."""
    return phase.hour.correction if isinstance(phase, Loading) and phase.hour is not None else timedelta()


def reduce_preparing(state: State, phase: Preparing, event: object) -> Step:  # noqa: PLR0911 - one return for each row of the table
    """Verification, then diagnosis; both can be repeated until they end well."""
    match event:
        case ActionTouched("iniciar_verificacion") if phase.what == VERIFICACION and not _settled(phase):
            return replace(state, phase=Preparing(VERIFICACION, running=True)), (RunVerification(),)
        case ActionTouched("iniciar_diagnostico") if phase.what == DIAGNOSTICO and not _settled(phase):
            return replace(state, phase=Touching()), ()
        case ActionTouched("continuar") if phase.passed:
            return replace(state, phase=preparation(state.jornada)), ()
        case ActionTouched("cargar_otro_tema") if not phase.running:
            return replace(state, phase=Loading()), ()
        case StepsChanged(lines, progress) if phase.running:
            return replace(state, phase=replace(phase, lines=lines, progress=progress)), ()
        case Prepared(passed, lines, jornada, alert):
            done = replace(phase, running=False, lines=lines, passed=passed, progress=None, alert=alert)
            return replace(state, jornada=jornada, phase=done), ()
        case ProcedureFailed(alert):
            return replace(state, phase=replace(phase, running=False, alert=alert, progress=None)), ()
        case _:
            return state, ()


def _settled(phase: Preparing) -> bool:
    return phase.running or phase.passed
