"""What the mesa does while the jornada is open: menu, reports, suspension. It must not see a voter's turn."""

from dataclasses import replace

from shared.domain.horario import early_reasons
from shared.domain.jornada import JornadaState
from urna.flow import grupos, reasons
from urna.flow.auth import begin
from urna.flow.credentials import Purpose
from urna.flow.effects import MakeReport, MesaMessage, PrintReport, TellMesa
from urna.flow.energy import low
from urna.flow.hour import STEPS, DoubtfulHour, HourDoubt, is_early, move
from urna.flow.input import ActionTouched, MesaPressed
from urna.flow.media import CLOSE_PAGE, unattended
from urna.flow.outcome import PaperDone, PaperFailed, ProcedureFailed, ReportReady, VotingResumed, VotingSuspended
from urna.flow.phases import Menu, Missing, Suspended, Voting
from urna.flow.screen import Text
from urna.flow.state import State, with_fault
from urna.flow.turn import DOUBTABLE, IDLE, Step

REPORTS, CLOSE, HOUR = "reportes", CLOSE_PAGE, "hora"


def open_menu(state: State, event: MesaPressed) -> Step:
    """A key of the mesa while voting: the menu between turns, or doubt about a turn that cannot be finished."""
    if event.key not in ("menu", "suspender"):
        return state, ()
    if state.turn.step in DOUBTABLE:
        return begin(state, Purpose.EN_DUDA), ()
    if state.turn.step not in IDLE:
        return state, (TellMesa(MesaMessage.TURN_OPEN),)
    if event.key == "suspender":
        return replace(state, phase=Menu(reasons.SUSPEND)), ()
    return replace(state, phase=Menu(grupos.PAGE if state.facts.grupos else "")), ()


def reduce_menu(state: State, phase: Menu, event: object) -> Step:  # noqa: PLR0911 - one return for each row of the table
    """The menu and its pages."""
    match event:
        case ActionTouched(action) if not phase.busy:
            act = _group_action if phase.page == grupos.PAGE else _menu_action
            return act(state, phase, action)
        case MesaPressed("menu") if not phase.busy:
            return _back(state)
        case ReportReady():
            return _with_figures(state, phase, event), ()
        case PaperDone():
            return replace(state, phase=replace(phase, busy=False, alert=Text("reportes.aviso.impreso"))), ()
        case PaperFailed(fault):
            failed = replace(phase, busy=False, alert=Text("reportes.aviso.impresora"))
            return with_fault(replace(state, phase=failed), "printer", fault), ()
        case VotingSuspended():
            return replace(state, jornada=JornadaState.SUSPENDIDA, phase=Suspended()), ()
        case ProcedureFailed(alert):
            return replace(state, phase=Menu(alert=alert)), ()
        case _:
            return state, ()


def _with_figures(state: State, phase: Menu, event: ReportReady) -> State:
    alert = None
    if event.hour is not None and phase.page == CLOSE:
        alert = Text("cierre.aviso.reloj")
        if event.hour.doubt is HourDoubt.EARLY:
            never = not early_reasons(event.facts.horario)
            alert = Text("cierre.aviso.antes_de_hora_nunca" if never else "cierre.aviso.antes_de_hora")
    shown = Menu(phase.page, lines=event.lines, alert=alert, hour=event.hour)
    return replace(state, facts=event.facts, phase=shown)


def _menu_action(state: State, phase: Menu, action: str) -> Step:
    if phase.page:
        return _page_action(state, phase, action)
    match action:
        case "reportes" | "cerrar":
            return replace(state, phase=Menu(action, busy=True)), (MakeReport(),)
        case "suspender":
            return replace(state, phase=Menu(reasons.SUSPEND)), ()
        case "cambiar_grupo" if state.facts.grupos:
            return replace(state, phase=Menu(grupos.PAGE)), ()
        case "volver":
            return _back(state)
        case _:
            return state, ()


def _group_action(state: State, phase: Menu, action: str) -> Step:
    """A group chosen takes the urna straight back to voting; the next habilitacion bears it."""
    chosen = action.removeprefix(grupos.CHOOSE)
    if action.startswith(grupos.CHOOSE) and grupos.find(state.facts, chosen) is not None:
        return _back(replace(state, grupo=chosen))
    match action:
        case "mas_grupos":
            return replace(state, phase=replace(phase, first=grupos.following_page(state.facts, phase.first))), ()
        case "otras_opciones":
            return replace(state, phase=Menu()), ()
        case "volver_a_votar":
            return _back(state)
        case _:
            return state, ()


def _back(state: State) -> Step:
    """Where the mesa came from: a suspended jornada takes no voter because somebody looked at a page.

    With groups, the keypad says whose turn it is.
    """
    if state.jornada is JornadaState.SUSPENDIDA:
        return replace(state, phase=Suspended()), ()
    return replace(state, phase=Voting()), ((grupos.ready(state),) if state.facts.grupos else ())


def _page_action(state: State, phase: Menu, action: str) -> Step:
    match action:
        case _ if phase.page in {reasons.SUSPEND, reasons.CLOSE_EARLY}:
            return _reason_action(state, phase, action)
        case _ if phase.hour is not None and phase.page in {CLOSE, HOUR}:
            return _doubtful_action(state, phase, phase.hour, action)
        case "volver":
            return _leave_page(state)
        case "imprimir_reporte" if phase.page == REPORTS:
            return replace(state, phase=replace(phase, busy=True, alert=None)), (PrintReport(),)
        case "confirmar_cierre" if phase.page == CLOSE:
            return _begin_closing(state), ()
        case _:
            return state, ()


def _reason_action(state: State, phase: Menu, action: str) -> Step:
    """Once the reason stands, two people answer for it; before closing a lost medium comes first, as ever."""
    reason = reasons.chosen(phase.page, action, state.facts.horario)
    if reason:
        known = replace(state, phase=replace(phase, reason=reason))
        return (_begin_closing(known) if phase.page == reasons.CLOSE_EARLY else begin(known, Purpose.SUSPENDER)), ()
    match action:
        case "volver_a_votar":
            return _back(state)
        case "volver_al_cierre":
            return replace(state, phase=replace(phase, page=CLOSE, reason="")), ()
        case _:
            return state, ()


def _leave_page(state: State) -> Step:
    return (replace(state, phase=Menu()), ()) if state.jornada is JornadaState.ABIERTA else _back(state)


def _doubtful_action(state: State, phase: Menu, hour: DoubtfulHour, action: str) -> Step:
    """The question before closing while the clock is in doubt, and the page on which the hour is put right."""
    match action:
        case "cambiar_hora" | "aceptar_hora":
            return replace(
                state, phase=replace(phase, page=HOUR if action == "cambiar_hora" else CLOSE, alert=None)
            ), ()
        case "cierre_anticipado" if is_early(hour) and early_reasons(state.facts.horario):
            return replace(state, phase=replace(phase, page=reasons.CLOSE_EARLY, alert=None)), ()
        case "confirmar_hora_cierre" if not is_early(hour):
            return _begin_closing(state), ()
        case "volver":
            return _leave_page(state)
        case _ if action in STEPS and phase.page == HOUR:
            return replace(state, phase=replace(phase, hour=move(hour, action))), ()
        case _:
            return state, ()


def _begin_closing(state: State) -> State:
    """A lost medium comes first: it comes back, or two people leave it out, and then the question is asked again."""
    device = unattended(state)
    return replace(state, phase=Missing(device, starting=False)) if device else begin(state, Purpose.CERRAR)


def reduce_suspended(state: State, phase: Suspended, event: object) -> Step:
    """Voting waits; officials resume it."""
    match event:
        case ActionTouched("reanudar") if not phase.busy and not state.facts.taken and not low(state):
            return begin(state, Purpose.REANUDAR), ()
        case ActionTouched("cerrar") if not phase.busy:
            return replace(state, phase=Menu(CLOSE, busy=True)), (MakeReport(),)
        case VotingResumed():
            return replace(state, jornada=JornadaState.ABIERTA, phase=Voting()), (grupos.ready(state),)
        case ProcedureFailed(alert):
            return replace(state, phase=Suspended(alert=alert)), ()
        case _:
            return state, ()
