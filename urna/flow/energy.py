"""What a lost mains means for the day: voting is suspended in good order before the battery ends.

It must not stop a turn: one that is open may finish, and the next second suspends.
"""

from dataclasses import replace

from shared.domain.motivo import MotivoSuspension
from urna.flow.effects import SuspendVoting
from urna.flow.media import calm
from urna.flow.phases import Menu, Voting
from urna.flow.state import State
from urna.flow.turn import Step


def low(state: State) -> bool:
    """Whether there is no mains and the battery is at the limit, from which nobody begins to vote."""
    sensed = state.sensed
    return not sensed.mains and sensed.battery_percent <= state.limits.battery_suspend_percent


def suspend_in_time(step: Step) -> Step:
    """The step, and a suspension by the urna itself where one is due and nobody is at the screen."""
    state, effects = step
    if state.auth is not None or not low(state) or not isinstance(state.phase, Voting | Menu) or not calm(state):
        return step
    return replace(state, phase=Menu(busy=True)), (*effects, SuspendVoting((), MotivoSuspension.CORRIENTE))
