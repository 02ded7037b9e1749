"""What one second more does to a turn: warnings, new tries, the end of the thanks. It must never vote by itself."""

from dataclasses import replace

from shared.domain.voto import Voto
from urna.flow.effects import CheckDevices, CommitPending, Effect, MesaMessage, SettlePending, TellMesa
from urna.flow.input import Ticked
from urna.flow.media import poll
from urna.flow.screen import Text
from urna.flow.state import Settlement, State, Turn, TurnStep
from urna.flow.turn import CANCELLABLE, Step

_WAITING_FOR_REPAIR = frozenset({TurnStep.PRINT_FAULT, TurnStep.ASK_SLIP, TurnStep.ASK_TESTIGO})


def tick_turn(state: State, event: Ticked) -> Step:
    """Let seconds go by."""
    turn = state.turn
    if turn.step is TurnStep.NONE:
        return poll(state, event)
    idle = turn.idle_seconds + (0 if state.listening.speaking else event.seconds)  # whoever listens is not gone
    state = replace(state, turn=replace(turn, idle_seconds=idle))
    if turn.step in CANCELLABLE:
        return _inactivity(state, turn.idle_seconds)
    if turn.step is TurnStep.THANKS and idle >= state.limits.thanks_s:
        return replace(state, turn=Turn()), ()
    if turn.step in (TurnStep.COMMIT_FAULT, TurnStep.FINAL_FAULT):
        return _try_again(state, event)
    if turn.step in _WAITING_FOR_REPAIR:
        return poll(state, event)
    return state, ()


def _inactivity(state: State, before: int) -> Step:
    turn, limits = state.turn, state.facts.horario or state.limits
    if before < limits.warn_s <= turn.idle_seconds:
        asked = replace(turn, alert=Text("turno.sigue_ahi"), adjusting=False, choosing=False)
        state = replace(state, turn=asked)
    if before < limits.alert_s <= turn.idle_seconds:
        state = replace(state, turn=replace(state.turn, alert=Text("turno.mesa_avisada")))
        return state, (TellMesa(MesaMessage.INACTIVE),)
    return state, ()


def _try_again(state: State, event: Ticked) -> Step:
    seconds = state.seconds_since_poll + event.seconds
    if seconds < state.limits.poll_s:
        return replace(state, seconds_since_poll=seconds), ()
    turn = state.turn
    if turn.step is TurnStep.COMMIT_FAULT:
        effect: Effect = CommitPending(turn.number, tuple(Voto(s) for s in turn.selections), turn.replaced)
        step = TurnStep.COMMITTING
    else:
        effect = SettlePending(turn.number, turn.settlement, turn.settlement is Settlement.ANULADO)
        step = TurnStep.FINALISING if turn.settlement is Settlement.FINAL else TurnStep.SETTLING
    return replace(state, seconds_since_poll=0, turn=replace(turn, step=step)), (CheckDevices(), effect)
