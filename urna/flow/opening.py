"""Opening: three officials, three shares printed, two read back, the acta de inicio. It must not hold the key."""

from dataclasses import replace

from shared.domain.custodia import PARTES, PARTES_QUE_ABREN
from shared.domain.jornada import JornadaState
from urna.flow import grupos
from urna.flow.auth import ALERTS, begin
from urna.flow.credentials import Purpose
from urna.flow.effects import CommitOpening, OpenReserve, PrintShare, ReadBackShare
from urna.flow.input import ActionTouched, CodeScanned, KeyTouched
from urna.flow.outcome import (
    CredentialRefused,
    Opened,
    OpeningPrepared,
    PaperDone,
    PaperFailed,
    ProcedureFailed,
    ShareReadBack,
)
from urna.flow.phases import Opening, OpeningStep, Substituting, Voting
from urna.flow.screen import Text
from urna.flow.state import State, with_fault
from urna.flow.turn import Step
from urna.flow.writing import BEGIN, Paper, Writing, press, text_of

_FAULTS = {
    OpeningStep.PRINTING_SHARE: OpeningStep.SHARE_FAULT,
    OpeningStep.RESERVE: OpeningStep.RESERVE_FAULT,
}
"""What printing in vain leads to; else to printing the acta de inicio again."""


def reduce_opening(state: State, phase: Opening, event: object) -> Step:  # noqa: C901, PLR0911 - one case for each row of the table
    """Apply an event to the opening."""
    match event:
        case ActionTouched("abrir" | "sustituir" | "abrir_reserva" as action) if phase.step is OpeningStep.READY:
            return _begin(state, action)
        case OpeningPrepared():
            return _put(state, OpeningStep.PRINTING_SHARE), (PrintShare(0),)
        case PaperDone() if phase.step is OpeningStep.PRINTING_SHARE:
            return _share_printed(state, phase)
        case PaperFailed(fault):
            return _paper_failed(state, phase, fault), ()
        case ActionTouched("reintentar"):
            return _retry(state, phase)
        case CodeScanned(text) if phase.step is OpeningStep.READ_BACK:
            return _read(state, phase, text)
        case ActionTouched("teclear" | "dejar_de_teclear") | KeyTouched() if phase.step is OpeningStep.READ_BACK:
            return _by_hand(state, phase, event)
        case ShareReadBack(index):
            return _read_back(state, phase, index)
        case CredentialRefused(reason):
            return replace(state, phase=replace(phase, step=OpeningStep.READ_BACK, alert=ALERTS[reason])), ()
        case Opened(facts):
            opened = replace(state, jornada=JornadaState.ABIERTA, facts=facts, phase=Voting())
            return opened, (grupos.ready(opened),)
        case ProcedureFailed(alert):
            return replace(state, phase=Opening(alert=alert)), ()
        case _:
            return state, ()


def _begin(state: State, action: str) -> Step:
    """An urna opens its own day, or takes the place of another; then it opens under the key that the mesa holds."""
    match action, bool(state.facts.substitutes):
        case "abrir", False:
            return begin(state, Purpose.ABRIR), ()
        case "sustituir", False:
            return replace(state, phase=Substituting()), ()
        case "abrir_reserva", True:
            return _put(state, OpeningStep.RESERVE), (OpenReserve(),)
        case _:
            return state, ()


def _put(state: State, step: OpeningStep, share: int = 0) -> State:
    return replace(state, phase=Opening(step, share))


def _share_printed(state: State, phase: Opening) -> Step:
    following = phase.share + 1
    if following < PARTES:
        return _put(state, OpeningStep.PRINTING_SHARE, following), (PrintShare(following),)
    return _put(state, OpeningStep.READ_BACK, following), ()


def _paper_failed(state: State, phase: Opening, fault: str) -> State:
    step = _FAULTS.get(phase.step, OpeningStep.ACTA_FAULT)
    alert = Text("apertura.aviso.impresora")
    return with_fault(replace(state, phase=replace(phase, step=step, alert=alert)), "printer", fault)


def _retry(state: State, phase: Opening) -> Step:
    if phase.step is OpeningStep.SHARE_FAULT:
        return _put(state, OpeningStep.PRINTING_SHARE, phase.share), (PrintShare(phase.share),)
    if phase.step is OpeningStep.RESERVE_FAULT:
        return _put(state, OpeningStep.RESERVE), (OpenReserve(),)
    if phase.step is OpeningStep.ACTA_FAULT:
        return _put(state, OpeningStep.COMMITTING, phase.share), (CommitOpening(),)
    return state, ()


def _read(state: State, phase: Opening, text: str) -> Step:
    """A share is there, by the reader or by hand."""
    return replace(state, phase=replace(phase, step=OpeningStep.READING, writing=None)), (ReadBackShare(text),)


def _by_hand(state: State, phase: Opening, event: ActionTouched | KeyTouched) -> Step:
    if isinstance(event, ActionTouched):
        writing = Writing(Paper.SHARE) if event.action == BEGIN else None
        return replace(state, phase=replace(phase, writing=writing, alert=None)), ()
    if phase.writing is None:
        return state, ()
    writing = press(phase.writing, event.key)
    text = text_of(writing)
    return _read(state, phase, text) if text else (replace(state, phase=replace(phase, writing=writing)), ())


def _read_back(state: State, phase: Opening, index: int) -> Step:
    read = phase.read_back | {index}
    if len(read) < PARTES_QUE_ABREN:
        return replace(state, phase=Opening(OpeningStep.READ_BACK, phase.share, read)), ()
    return replace(state, phase=Opening(OpeningStep.COMMITTING, phase.share, read)), (CommitOpening(),)
