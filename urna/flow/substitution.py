"""A reserve urna that takes the place of one that died, step by step. It must not read a medium, nor sign an acta."""

from dataclasses import replace

from shared.domain.jornada import JornadaState
from urna.flow.auth import begin
from urna.flow.credentials import Auth, Purpose
from urna.flow.effects import CommitSubstitution, DraftSubstitution, FindDead
from urna.flow.input import ActionTouched
from urna.flow.outcome import (
    DeadFound,
    PaperFailed,
    ProcedureFailed,
    Substituted,
    SubstitutionDrafted,
    TakenOver,
)
from urna.flow.phases import Closing, Opening, Substituting, Suspended
from urna.flow.screen import Text
from urna.flow.state import State, with_fault
from urna.flow.steps import SubstitutionStep
from urna.flow.turn import Step

STEPS = {"menos_diez": -10, "menos_una": -1, "mas_una": 1, "mas_diez": 10}
"""Buttons that move the count of voters on the list."""
_MOST = 10_000


def reduce_substituting(state: State, phase: Substituting, event: object) -> Step:  # noqa: PLR0911 - one return for each row of the table
    """The medium of the dead urna found, the list counted, what the reserve is for, two officials, the acta."""
    match event:
        case ActionTouched(action):
            return _action(state, phase, action)
        case DeadFound(lines, emitidos):
            found = Substituting(SubstitutionStep.LIST, lines, emitidos, emitidos)
            return replace(state, phase=found), ()
        case SubstitutionDrafted():
            return begin(state, Purpose.SUSTITUIR), ()
        case Substituted(facts):
            return replace(state, facts=facts, phase=Opening(alert=Text("sustitucion.aviso.hecha"))), ()
        case TakenOver():
            return taken_over(state, event)
        case PaperFailed(fault):
            failed = replace(phase, step=SubstitutionStep.PAPER_FAULT, alert=Text("sustitucion.aviso.impresora"))
            return with_fault(replace(state, phase=failed), "printer", fault), ()
        case ProcedureFailed(alert):
            return replace(state, phase=Substituting(alert=alert)), ()
        case _:
            return state, ()


def _action(state: State, phase: Substituting, action: str) -> Step:  # noqa: PLR0911 - same
    match phase.step, action:
        case SubstitutionStep.ASK, "buscar_memoria":
            return replace(state, phase=Substituting(SubstitutionStep.FINDING)), (FindDead(),)
        case ((SubstitutionStep.ASK | SubstitutionStep.LIST | SubstitutionStep.CHOICE), "volver"):
            return replace(state, phase=Opening()), ()
        case SubstitutionStep.LIST, _ if action in STEPS:
            lista = min(max(0, phase.lista + STEPS[action]), _MOST)
            return replace(state, phase=replace(phase, lista=lista)), ()
        case SubstitutionStep.LIST, "aceptar_lista":
            return replace(state, phase=replace(phase, step=SubstitutionStep.CHOICE)), ()
        case SubstitutionStep.CHOICE, ("seguir_aqui" | "solo_cerrar"):
            goes_on = action == "seguir_aqui"
            drafting = replace(phase, step=SubstitutionStep.DRAFTING)
            return replace(state, phase=drafting), (DraftSubstitution(phase.lista, goes_on=goes_on),)
        case SubstitutionStep.PAPER_FAULT, "reintentar":
            printing = replace(phase, step=SubstitutionStep.PRINTING, alert=None)
            return replace(state, phase=printing), (CommitSubstitution(phase.holders),)
        case _:
            return state, ()


def signed(state: State, people: Auth) -> Step:
    """Two officials signed: the acta is printed and made durable."""
    if not isinstance(state.phase, Substituting):
        return state, ()
    holders = people.accepted
    printing = replace(state.phase, step=SubstitutionStep.PRINTING, holders=holders, alert=None)
    return replace(state, phase=printing), (CommitSubstitution(holders),)


def taken_over(state: State, event: TakenOver) -> Step:
    """The store of the dead urna is this one's now: nobody votes in it any more, and its shares close it."""
    state = replace(state, jornada=event.jornada, facts=event.facts)
    if event.jornada is JornadaState.CERRANDO:
        return replace(state, phase=Closing()), ()
    return replace(state, phase=Suspended()), ()
