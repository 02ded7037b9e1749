"""Opening and leaving the help that covers a screen of the mesa. It must not perform anything, nor keep news from view.

Whatever the urna does goes on below it; as soon as there is something else to read there, the help goes away.
"""

from dataclasses import replace

from urna.flow.input import ActionTouched, KeyTouched, OptionTouched
from urna.flow.screen import CodeScreen, ProcedureScreen, Screen
from urna.flow.screen_for import screen_for
from urna.flow.screens_help import ABOUT, HELP, LEAVE, fitting_topic, offers_help, topics_of
from urna.flow.state import State


def helped(state: State, event: object) -> State | None:
    """The state after a touch that is about the help; None when the urna itself has to judge the event."""
    if not state.helping:
        wanted = event == ActionTouched(HELP.id) and offers_help(screen_for(state))
        return replace(state, helping=fitting_topic(state)) if wanted else None
    match event:
        case ActionTouched(LEAVE.id):
            return replace(state, helping="")
        case ActionTouched(action) if action.removeprefix(ABOUT) in topics_of(state):
            return replace(state, helping=action.removeprefix(ABOUT))
        case ActionTouched() | KeyTouched() | OptionTouched():
            return state
        case _:
            return None


def uncovered(before: State, after: State) -> State:
    """The state after an event: without the help where it would hide something that is new."""
    if not after.helping or _words(before) == _words(after):
        return after
    return replace(after, helping="")


def _words(state: State) -> tuple[object, ...]:
    """What tells one screen from another for who reads it: not its figures or progress."""
    screen: Screen = screen_for(replace(state, helping=""))
    if not isinstance(screen, ProcedureScreen | CodeScreen):
        return (screen.id,)
    alert = screen.alert.key if screen.alert is not None else ""
    return (screen.id, screen.title.key, screen.instruction.key, alert)
