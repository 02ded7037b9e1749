"""The auditor's view: who holds a card looks at versions, codes and counts, at any time that no voter is at the urna.

It must not change anything, nor show a hash of the store: whoever looks leaves the urna as it was.
"""

from dataclasses import replace

from shared.crypto.credentials import CARD_PREFIX
from urna.flow import grupos
from urna.flow.auth import begin
from urna.flow.credentials import Auth, Purpose
from urna.flow.effects import MakeAudit, PrintAudit
from urna.flow.input import ActionTouched, CodeScanned, MesaPressed, Ticked
from urna.flow.media import calm
from urna.flow.outcome import AuditReady, PaperDone, PaperFailed
from urna.flow.phases import Auditing, Voting
from urna.flow.screen import Action, ProcedureScreen, Screen, ScreenId, Text
from urna.flow.state import State, with_fault
from urna.flow.turn import Step

PATIENCE_S = 120
"""Seconds without a touch after which the urna goes back to what it was."""


def shows_card(state: State, event: object) -> bool:
    """Whether somebody shows a card while nobody votes and nobody is asked for one."""
    idle = state.auth is None and not isinstance(state.phase, Auditing) and bool(state.facts.theme_code)
    return idle and isinstance(event, CodeScanned) and event.text.startswith(CARD_PREFIX) and calm(state)


def ask_code(state: State, event: object) -> State:
    """Its code comes next; the screen goes back to what it was if it does not."""
    card = event.text if isinstance(event, CodeScanned) else ""
    return replace(state, auth=Auth(Purpose.AUDITAR, 1, credential=card)) if card else begin(state, Purpose.AUDITAR)


def enter(state: State) -> Step:
    """The view, over what the screen showed."""
    return replace(state, phase=Auditing(state.phase, busy=True)), (MakeAudit(),)


def reduce_auditing(state: State, phase: Auditing, event: object) -> Step:  # noqa: PLR0911 - one return for each row
    """Look, print, leave."""
    match event:
        case AuditReady(lines):
            return replace(state, phase=replace(phase, busy=False, lines=lines)), ()
        case ActionTouched("imprimir_auditoria") if not phase.busy:
            return replace(state, phase=replace(phase, busy=True, idle_seconds=0, alert=None)), (PrintAudit(),)
        case PaperDone():
            return replace(state, phase=replace(phase, busy=False, alert=Text("reportes.aviso.impreso"))), ()
        case PaperFailed(fault):
            failed = replace(phase, busy=False, alert=Text("reportes.aviso.impresora"))
            return with_fault(replace(state, phase=failed), "printer", fault), ()
        case ActionTouched("salir_auditoria") | MesaPressed() if not phase.busy:
            return _leave(state, phase)
        case Ticked(seconds) if not phase.busy and phase.idle_seconds + seconds >= PATIENCE_S:
            return _leave(state, phase)
        case Ticked(seconds):
            return replace(state, phase=replace(phase, idle_seconds=phase.idle_seconds + seconds)), ()
        case _:
            return state, ()


def _leave(state: State, phase: Auditing) -> Step:
    back = replace(state, phase=phase.back)
    return back, ((grupos.ready(back),) if isinstance(phase.back, Voting) else ())


def audit_screen(phase: Auditing) -> Screen:
    """Facts, and two ways on."""
    actions = (
        Action("salir_auditoria", Text("boton.salir_auditoria"), primary=True, enabled=not phase.busy),
        Action("imprimir_auditoria", Text("boton.imprimir_auditoria"), enabled=not phase.busy),
    )
    title, instruction = Text("auditoria.titulo"), Text("auditoria.instruccion")
    return ProcedureScreen(ScreenId.AUDITORIA, title, instruction, (), phase.lines, actions, alert=phase.alert)
