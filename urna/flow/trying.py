"""The test of the voter's headphones and keys: a person puts them in, presses each key, and says that they hear.

It must not pass a key that nobody pressed, nor sound anything of a vote: what sounds is how voting by ear begins.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from urna.flow import speech
from urna.flow.effects import Diagnose, VoterParts
from urna.flow.input import ActionTouched, HeadphonesChanged, MesaPressed, Ticked, VoterKey, VoterKeyPressed
from urna.flow.load import DIAGNOSTICO
from urna.flow.phases import Preparing, Trying
from urna.flow.screen import Action, ChecklistLine, ProcedureScreen, ScreenId, StepStatus, Text
from urna.flow.state import State
from urna.flow.turn import Step

PATIENCE_S: Final = 120
"""Seconds in which nothing new is found after which what is missing does not work."""
SAID: Final = (speech.MARK, "t.voz.bienvenida")
"""What sounds when headphones are put in and at each key: a signal of the urna, then the theme's voice."""


def begin(state: State, untouched: tuple[int, ...]) -> Step:
    """After the glass: this test where there is something to try, else the rest of the diagnosis."""
    if not state.facts.audible:
        return examine(state, Diagnose(untouched))
    return replace(state, phase=Trying(untouched, plugged=state.listening.plugged)), ()


def examine(state: State, diagnose: Diagnose) -> Step:
    """The other tests follow in any case: the report then says all that has to be mended."""
    return replace(state, phase=Preparing(DIAGNOSTICO, running=True)), (diagnose,)


def reduce_trying(state: State, phase: Trying, event: object) -> Step:  # noqa: PLR0911 - one return for each finding
    """One finding after another; a button or «Cancelar» of the keypad ends it where something does not answer."""
    match event:
        case HeadphonesChanged(True) if not phase.plugged:
            return _found(state, replace(phase, plugged=True))
        case VoterKeyPressed(key):
            return _found(state, replace(phase, pressed=phase.pressed | {key}))
        case ActionTouched("se_oye") if phase.plugged:
            return _found(state, replace(phase, heard=True))
        case ActionTouched("terminar_prueba") | MesaPressed("cancelar"):
            return _ended(state, phase)
        case Ticked(seconds) if phase.idle_seconds + seconds >= PATIENCE_S:
            return _ended(state, phase)
        case Ticked(seconds):
            return replace(state, phase=replace(phase, idle_seconds=phase.idle_seconds + seconds)), ()
        case _:
            return state, ()


def sounds(event: object) -> bool:
    """Whether this is when something is to be heard."""
    return isinstance(event, VoterKeyPressed) or event == HeadphonesChanged(plugged=True)


def _found(state: State, phase: Trying) -> Step:
    if phase.heard and not _dead(phase):
        return _ended(state, phase)
    return replace(state, phase=replace(phase, idle_seconds=0)), ()


def _ended(state: State, phase: Trying) -> Step:
    return examine(state, Diagnose(phase.untouched, VoterParts(phase.heard, _dead(phase))))


def _dead(phase: Trying) -> tuple[str, ...]:
    return tuple(key.value for key in VoterKey if key not in phase.pressed)


def trying_screen(phase: Trying) -> ProcedureScreen:
    """What to do, and what was found so far."""
    if not phase.plugged:
        instruction = Text("prueba_votante.conecte")
    else:
        instruction = Text("prueba_votante.oprima" if _dead(phase) else "prueba_votante.diga")
    actions = (
        Action("se_oye", Text("boton.se_oye"), enabled=phase.plugged and not phase.heard, primary=True),
        Action("terminar_prueba", Text("boton.terminar_prueba")),
    )
    title = Text("prueba_votante.titulo")
    return ProcedureScreen(ScreenId.PRUEBA_VOTANTE, title, instruction, tuple(_lines(phase)), (), actions)


def _lines(phase: Trying) -> Iterator[ChecklistLine]:
    yield _line("conectados", phase.plugged)
    yield _line("se_oyen", phase.heard)
    for key in VoterKey:
        yield _line(key.value, key in phase.pressed)


def _line(name: str, done: bool) -> ChecklistLine:  # noqa: FBT001 - a fact of one line, within this module
    return ChecklistLine(Text(f"prueba_votante.{name}"), StepStatus.DONE if done else StepStatus.PENDING)
