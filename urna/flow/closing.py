"""Closing, printing what was made, exporting it. It must not count, nor make anything twice."""

from dataclasses import replace

from shared.domain.jornada import JornadaState
from urna.flow import substitution
from urna.flow.auth import begin, pause
from urna.flow.credentials import Holder, Purpose
from urna.flow.effects import ArchiveJornada, Effect, Export, MesaMessage, PrintClosing, ReprintActa, TakeOver, TellMesa
from urna.flow.input import ActionTouched
from urna.flow.outcome import (
    Archived,
    Counted,
    Exported,
    PaperDone,
    PaperFailed,
    ProcedureFailed,
    StepsChanged,
    TakenOver,
)
from urna.flow.phases import Closing, ClosingStep, Menu, Suspended
from urna.flow.screen import Text
from urna.flow.state import State, with_fault
from urna.flow.turn import Step


def reduce_closing(state: State, phase: Closing, event: object) -> Step:  # noqa: C901, PLR0911 - one case for each row of the table
    """Apply an event to the closing."""
    match event:
        case ActionTouched("continuar_cierre") if phase.step is ClosingStep.SHARES:
            return begin(state, Purpose.CERRAR), ()
        case StepsChanged(lines, progress):
            return replace(state, phase=replace(phase, lines=lines, progress=progress)), ()
        case Counted(facts, due):
            counted = replace(state, jornada=JornadaState.CERRADA, facts=facts, wrong_codes=0)
            step, effects = print_next(counted, Closing(ClosingStep.PRINTING, 0, due))
            return step, (TellMesa(MesaMessage.CLOSED), *effects)
        case PaperDone() if phase.reprint:
            return replace(state, phase=replace(phase, step=ClosingStep.DONE, reprint=False, printed=phase.due)), ()
        case PaperDone() if phase.step is ClosingStep.PRINTING:
            return print_next(state, replace(phase, printed=phase.printed + 1))
        case PaperFailed(fault, doubtful):
            alert = Text("cierre.aviso.impresora")
            failed = replace(phase, step=ClosingStep.PAPER_FAULT, alert=alert, again=phase.reprint and not doubtful)
            return with_fault(replace(state, phase=failed), "printer", fault), ()
        case ProcedureFailed(alert):
            return _failed(state, phase, alert), ()
        case Exported(lines):
            done = replace(phase, step=ClosingStep.DONE, lines=lines, alert=Text("cerrada.aviso.exportada"))
            return replace(state, jornada=JornadaState.EXPORTADA, phase=done), ()
        case Archived():
            archived = replace(phase, step=ClosingStep.DONE, lines=(), alert=None)
            return replace(state, jornada=JornadaState.ARCHIVADA, phase=archived), ()
        case TakenOver():
            return substitution.taken_over(state, event)
        case ActionTouched(action):
            return _action(state, phase, action)
        case _:
            return state, ()


def print_next(state: State, phase: Closing) -> Step:
    """Print the next paper that is due, if any is left."""
    if phase.printed >= phase.due:
        return replace(state, phase=replace(phase, step=ClosingStep.DONE, alert=None)), ()
    printing = replace(phase, step=ClosingStep.PRINTING, alert=None)
    return replace(state, phase=printing), (PrintClosing(phase.printed),)


def _failed(state: State, phase: Closing, alert: Text) -> State:
    """Shares that did not open the key count as a wrong code and close nothing: an open jornada stays open."""
    if phase.step is ClosingStep.COUNTING:
        wrong = state.wrong_codes + 1
        state = replace(state, wrong_codes=wrong, lock_seconds=pause(wrong))
    match state.jornada:
        case JornadaState.ABIERTA:
            return replace(state, phase=Menu(alert=alert))
        case JornadaState.SUSPENDIDA:
            return replace(state, phase=Suspended(alert=alert))
        case JornadaState.CERRANDO:
            step = ClosingStep.SHARES
        case _:
            step = ClosingStep.DONE
    return replace(state, phase=replace(phase, step=step, progress=None, alert=alert, reprint=False))


def _reprint(state: State, phase: Closing, *, again: bool) -> Step:
    """One more acta; a failed one keeps its number unless a whole paper may bear it already."""
    printing = replace(phase, step=ClosingStep.PRINTING, printed=phase.due - 1, alert=None, reprint=True)
    return replace(state, phase=printing), (ReprintActa(again),)


def awaits_substituted(state: State) -> bool:
    """Whether the own results are out and the store of the urna substituted is still to be closed."""
    facts = state.facts
    return bool(facts.substitutes) and not facts.taken and state.jornada is JornadaState.EXPORTADA


def _action(state: State, phase: Closing, action: str) -> Step:  # noqa: PLR0911 - one return for each button
    if phase.step is ClosingStep.PAPER_FAULT and action == "reintentar":
        return _reprint(state, phase, again=phase.again) if phase.reprint else print_next(state, phase)
    if phase.step is not ClosingStep.DONE or state.jornada is JornadaState.ARCHIVADA:
        return state, ()
    if action == "archivar" and state.jornada is JornadaState.EXPORTADA and not awaits_substituted(state):
        return begin(state, Purpose.ARCHIVAR), ()
    if action == "exportar":
        effect: Effect = Export()
        return replace(state, phase=replace(phase, step=ClosingStep.EXPORTING, alert=None)), (effect,)
    if action == "cerrar_sustituida" and awaits_substituted(state):
        return replace(state, phase=replace(phase, step=ClosingStep.EXPORTING, alert=None)), (TakeOver(),)
    if action == "reimprimir_acta":
        return _reprint(state, phase, again=False)
    return state, ()


def archive(state: State, holders: tuple[Holder, ...]) -> Step:
    """Two people are there."""
    phase = state.phase if isinstance(state.phase, Closing) else Closing()
    return replace(state, phase=replace(phase, step=ClosingStep.EXPORTING, alert=None)), (ArchiveJornada(holders),)
