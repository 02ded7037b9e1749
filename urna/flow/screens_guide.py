"""Where the mesa stands in its day: what is done, what is next, what is left. It must not decide any of it."""

from collections.abc import Iterator
from dataclasses import replace

from shared.domain.custodia import PARTES, PARTES_QUE_ABREN
from shared.domain.jornada import JornadaState
from urna.flow.closing import awaits_substituted
from urna.flow.load import DIAGNOSTICO
from urna.flow.phases import Closing, ClosingStep, Loading, Opening, OpeningStep, Phase, Preparing, Trying
from urna.flow.screen import (
    ChecklistLine,
    ProcedureScreen,
    Screen,
    ScreenId,
    StepStatus,
    Text,
    VoterMessageScreen,
)
from urna.flow.screens_status import status
from urna.flow.state import State

STAGES = 4
"""Loading, verification, diagnosis, opening."""
WATCHING = frozenset({ScreenId.ESPERA, ScreenId.MENU_MESA, ScreenId.SUSPENDIDA})
"""Screens on which the mesa sees how everything is."""


def guided(state: State, screen: Screen) -> Screen:
    """The screen with what orients the mesa on it."""
    if isinstance(screen, ProcedureScreen):
        watched = status(state) if screen.id in WATCHING else ()
        return replace(screen, stage=_stage(state.phase), status=watched)
    if isinstance(screen, VoterMessageScreen) and screen.id in WATCHING:
        return replace(screen, status=status(state))
    return screen


def _stage(phase: Phase) -> tuple[int, int] | None:
    match phase:
        case Loading():
            return 1, STAGES
        case Preparing(what=what):
            return (3 if what == DIAGNOSTICO else 2), STAGES
        case Trying():
            return 3, STAGES
        case Opening():
            return STAGES, STAGES
        case _:
            return None


def opening_lines(phase: Opening) -> tuple[ChecklistLine, ...]:
    """What was done before, who identifies, key, shares and acta: what is next is running."""
    ready, making = phase.step is OpeningStep.READY, phase.step is OpeningStep.MAKING
    all_printed = phase.share >= PARTES
    all_read = len(phase.read_back) >= PARTES_QUE_ABREN
    done = (True, not ready, not ready and not making, all_printed, all_read, False)
    names = (
        Text("apertura.paso.preparacion"),
        Text("apertura.paso.personas"),
        Text("apertura.paso.llave"),
        Text("apertura.paso.partes"),
        Text("apertura.paso.lectura"),
        Text("apertura.paso.acta"),
    )
    fault = phase.step in (OpeningStep.SHARE_FAULT, OpeningStep.ACTA_FAULT)
    return tuple(_in_order(names, done.index(False), StepStatus.FAILED if fault else StepStatus.RUNNING))


def closing_lines(state: State, phase: Closing) -> tuple[ChecklistLine, ...]:
    """From the key to the archive; once delivered, by which ways."""
    names = [Text("cierre.paso.llave"), Text("cierre.paso.contar"), Text("cierre.paso.actas")]
    names += [Text("cierre.paso.entregar")]
    if state.facts.substitutes and not state.facts.taken:
        names.append(Text("cierre.paso.otra_urna"))
    names.append(Text("cierre.paso.archivar"))
    fault = phase.step is ClosingStep.PAPER_FAULT and not _reprints(phase)
    present = StepStatus.FAILED if fault else StepStatus.RUNNING
    lines = tuple(_in_order(tuple(names), _closed_so_far(state, phase, names), present))
    if not phase.lines:
        return lines
    delivery = 3
    return (*lines[:delivery], *phase.lines, *lines[delivery + 1 :])


def _reprints(phase: Closing) -> bool:
    """Whether one more acta is being printed: none of those due, and no step of the day."""
    return phase.reprint or phase.again


def _closed_so_far(state: State, phase: Closing, names: list[Text]) -> int:
    """How many of the steps are done."""
    if state.jornada is JornadaState.ARCHIVADA:
        return len(names)
    match phase.step:
        case ClosingStep.SHARES:
            return 0
        case ClosingStep.COUNTING:
            return 1
        case ClosingStep.PRINTING | ClosingStep.PAPER_FAULT if not _reprints(phase):
            return 2
        case _:
            delivered = state.jornada is JornadaState.EXPORTADA
            return (4 if awaits_substituted(state) else len(names) - 1) if delivered else 3


def _in_order(names: tuple[Text, ...], done: int, present: StepStatus) -> Iterator[ChecklistLine]:
    """The first ``done`` are done, the next one is ``present``, and the others are to come."""
    for place, name in enumerate(names):
        after = present if place == done else StepStatus.PENDING
        yield ChecklistLine(name, StepStatus.DONE if place < done else after)
