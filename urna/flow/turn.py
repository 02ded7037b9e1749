"""The voter's turn: one table of step and event. It must not touch the jornada, nor end what the store holds open.

A pair that the table lacks changes nothing: unexpected events neither crash nor lose a vote.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.domain.voto import Voto
from urna.flow import adjusting, grupos, informing
from urna.flow.effects import (
    CancelTurn,
    CommitPending,
    ConsumeHabilitacion,
    CountTestigo,
    Effect,
    MesaMessage,
    PrintTestigo,
    SettlePending,
    TellMesa,
)
from urna.flow.input import ActionTouched, HabilitarPressed, MesaPressed, OptionTouched
from urna.flow.marking import (
    adjust,
    blank_action,
    boleta_action,
    put,
    review_action,
    show_boleta,
    stay,
    touch_option,
    unseen_review,
)
from urna.flow.outcome import (
    CommitFailed,
    HabilitacionConsumed,
    HabilitacionRefused,
    PendingCommitted,
    PendingSettled,
    TestigoCounted,
    TestigoFailed,
    TestigoPrinted,
    TurnCancelled,
)
from urna.flow.screen import Text
from urna.flow.state import Settlement, State, Turn, TurnStep, with_fault

Step = tuple[State, tuple[Effect, ...]]

CANCELLABLE = frozenset({TurnStep.ENABLED, TurnStep.BOLETA, TurnStep.BLANK, TurnStep.REVIEW, TurnStep.LEAVING})
"""Steps in which nothing is pending and the voter may still leave."""
PENDING = frozenset(
    {
        TurnStep.PRINTING,
        TurnStep.PRINT_FAULT,
        TurnStep.ASK_SLIP,
        TurnStep.COUNTING_SLIP,
        TurnStep.FINALISING,
        TurnStep.FINAL_FAULT,
        TurnStep.ASK_TESTIGO,
        TurnStep.SETTLING,
    }
)
"""Steps in which the store holds the records of the turn."""
DOUBTABLE = frozenset({TurnStep.PRINT_FAULT, TurnStep.ASK_SLIP, TurnStep.ASK_TESTIGO})
"""Steps in which two officials may leave the vote in doubt."""
IDLE = frozenset({TurnStep.NONE, TurnStep.THANKS})
NO_DEVICE = "jornada"
"""What stands in the way of an habilitacion when no device does: the jornada takes none now."""


_WAITING_FOR_PAPER = frozenset({TurnStep.PRINT_FAULT, TurnStep.ASK_SLIP, TurnStep.ASK_TESTIGO})


def reduce_turn(state: State, event: object) -> Step:
    """Apply one event to the turn; an event that its step does not expect changes nothing."""
    adjusted = adjusting.adjusted(state.turn, event, state.facts.languages)
    if adjusted is not None:
        return informing.same_place(state, adjust(state, adjusted)), ()
    informed = informing.informed(state, event)
    if informed is not None:
        return replace(state, turn=informed), ()
    handler = TABLE.get((state.turn.step, type(event)))
    return handler(state, event) if handler is not None else (state, ())


def settle(state: State, settlement: Settlement) -> Step:
    """Ask the store to put the pending records where they belong; an annulled turn is replaced exactly once."""
    step = TurnStep.FINALISING if settlement is Settlement.FINAL else TurnStep.SETTLING
    grant = settlement is Settlement.ANULADO
    effect = SettlePending(state.turn.number, settlement, grant)
    return put(state, step=step, settlement=settlement), (effect,)


def print_slip(state: State) -> Step:
    """Print the slip that is next, or settle the turn when all are out."""
    turn = state.turn
    if turn.slip >= len(turn.selections):
        return settle(state, Settlement.FINAL)
    effect = PrintTestigo(turn.number, turn.slip, Voto(turn.selections[turn.slip]))
    return put(state, step=TurnStep.PRINTING, fault="", held=False), (effect,)


def blocked(state: State) -> bool:
    """Whether a device is not well without which nobody is enabled; one medium of two is enough."""
    return any(state.fault_of(device) for device in ("media", "printer", "board"))


def _enable(state: State, _: object) -> Step:
    if state.copying is not None:
        return state, (TellMesa(MesaMessage.COPYING),)
    if blocked(state):
        return state, (TellMesa(MesaMessage.DEVICE_FAULT),)
    if grupos.missing(state):
        return state, (grupos.ready(state),)
    return replace(state, turn=Turn(TurnStep.ENABLING), repaired=()), (ConsumeHabilitacion(state.grupo),)


def _enable_refused(state: State, _: object) -> Step:
    return state, (TellMesa(MesaMessage.TURN_OPEN),)


def _consumed(state: State, event: HabilitacionConsumed) -> Step:
    turn = grupos.enabled_turn(event.facts, event.number, event.grupo)
    return replace(state, turn=turn, facts=event.facts), (TellMesa(MesaMessage.VOTING),)


def _not_consumed(state: State, event: HabilitacionRefused) -> Step:
    if event.device == NO_DEVICE:
        return replace(state, turn=Turn()), (TellMesa(MesaMessage.NOT_OPEN),)
    state = with_fault(state, event.device, event.fault)
    return replace(state, turn=Turn()), (TellMesa(MesaMessage.DEVICE_FAULT),)


def _enabled_action(state: State, event: ActionTouched) -> Step:
    return (show_boleta(state, 0), ()) if event.action == "comenzar" else (state, ())


def _touch_option(state: State, event: OptionTouched) -> Step:
    return touch_option(state, event), ()


def _boleta_action(state: State, event: ActionTouched) -> Step:
    return boleta_action(state, event.action), ()


def _blank_action(state: State, event: ActionTouched) -> Step:
    return blank_action(state, event.action), ()


def _review_action(state: State, event: ActionTouched) -> Step:
    if event.action != "confirmar":
        return review_action(state, event.action), ()
    if unseen_review(state):
        return put(state, alert=Text("revision.aviso.falta_ver")), ()
    return _commit(state)


def _commit(state: State) -> Step:
    turn = state.turn
    votos = tuple(Voto(selection) for selection in turn.selections)
    return put(state, step=TurnStep.COMMITTING), (CommitPending(turn.number, votos, turn.replaced),)


def _leaving_action(state: State, event: ActionTouched) -> Step:
    if event.action == "salir_confirmar":
        return _cancel(state, "votante")
    if event.action == "seguir_votando":
        return stay(state), ()
    return state, ()


def _cancel(state: State, reason: str) -> Step:
    return put(state, step=TurnStep.CANCELLING), (CancelTurn(state.turn.number, reason),)


def _mesa_cancels(state: State, event: MesaPressed) -> Step:
    return _cancel(state, "mesa") if event.key == "cancelar" else (state, ())


def _mesa_may_not_cancel(state: State, event: MesaPressed) -> Step:
    return (state, (TellMesa(MesaMessage.CANCEL_REFUSED),)) if event.key == "cancelar" else (state, ())


def _cancelled(state: State, event: TurnCancelled) -> Step:
    return replace(state, turn=Turn(), facts=event.facts), (grupos.ready(state),)


def _pending(state: State, _: object) -> Step:
    return print_slip(put(state, slip=0))


def _commit_fault(state: State, event: CommitFailed) -> Step:
    step = TurnStep.COMMIT_FAULT if state.turn.step is TurnStep.COMMITTING else TurnStep.FINAL_FAULT
    state = with_fault(state, event.device, event.fault)
    return put(state, step=step, fault=event.fault), (TellMesa(MesaMessage.STORE),)


def _printed(state: State, event: TestigoPrinted) -> Step:
    if (event.number, event.contest) != (state.turn.number, state.turn.slip):
        return state, ()
    return print_slip(put(state, slip=state.turn.slip + 1))


def _not_printed(state: State, event: TestigoFailed) -> Step:
    state = with_fault(state, "printer", event.fault)
    step = TurnStep.ASK_SLIP if event.doubtful else TurnStep.PRINT_FAULT
    return put(state, step=step, fault=event.fault, held=event.held), (TellMesa(MesaMessage.PRINTER),)


def may_say_no(state: State) -> bool:
    """Whether the voter may say that the slip did not drop: not while the printer may still bring it out."""
    return not (state.turn.held and state.fault_of("printer"))


def _print_fault_action(state: State, event: ActionTouched) -> Step:
    if event.action == "reintentar" and not state.fault_of("printer"):
        printing, effects = print_slip(state)
        return printing, (TellMesa(MesaMessage.VOTING), *effects)
    return state, ()


def printer_changed(state: State, before: str) -> tuple[Effect, ...]:
    """What the mesa is told when the printer fails or is mended while a testigo waits for it."""
    fault = state.fault_of("printer")
    if bool(before) == bool(fault) or state.turn.step not in _WAITING_FOR_PAPER:
        return ()
    mended = MesaMessage.PRINTER_MENDED if state.turn.step is TurnStep.PRINT_FAULT else MesaMessage.ASK_VOTER
    return (TellMesa(MesaMessage.PRINTER if fault else mended),)


def _slip_answer(state: State, event: ActionTouched) -> Step:
    if event.action != "cayo_completo" and not (event.action == "no_cayo" and may_say_no(state)):
        return state, ()
    return put(state, step=TurnStep.COUNTING_SLIP), (CountTestigo(event.action == "cayo_completo"),)


def _slip_counted(state: State, event: TestigoCounted) -> Step:
    if event.complete:
        return print_slip(put(state, slip=state.turn.slip + 1))
    return put(state, step=TurnStep.PRINT_FAULT), ()


def _testigo_answer(state: State, event: ActionTouched) -> Step:
    if event.action == "cayo_completo":
        return settle(state, Settlement.FINAL)
    if event.action == "no_cayo" and may_say_no(state):
        return settle(state, Settlement.EN_DUDA if state.turn.replaced else Settlement.ANULADO)
    return state, ()


def granted(state: State, number: int, grupo: str) -> Step:
    """The turn that stands in for an annulled one begins: same voter and group; it is not replaced again."""
    turn = grupos.enabled_turn(state.facts, number, grupo, replaced=True)
    return replace(state, turn=replace(turn, viewing=state.turn.viewing)), (TellMesa(MesaMessage.VOTING),)


def _settled(state: State, event: PendingSettled) -> Step:
    state = replace(state, facts=event.facts)
    if event.granted:
        return granted(state, event.granted, event.grupo)
    ended = Turn(TurnStep.NONE, event.number)
    if event.settlement is not Settlement.EN_DUDA:
        ended = Turn(TurnStep.THANKS, event.number, viewing=state.turn.viewing)
    return replace(state, turn=ended), (grupos.ready(state),)


def _thanks_action(state: State, event: ActionTouched) -> Step:
    return (replace(state, turn=Turn()), ()) if event.action == "terminar" else (state, ())


Handler = Callable[[State, object], Step]


def _table() -> dict[tuple[TurnStep, type], Handler]:
    """Every pair that does something. The names of the handlers' second parameters are checked by these keys."""
    table: dict[tuple[TurnStep, type], Handler] = {}

    def on(step: TurnStep, kind: type, handler: Callable[[State, object], Step]) -> None:
        table[step, kind] = handler

    for step in TurnStep:
        on(step, HabilitarPressed, _enable if step in IDLE else _enable_refused)
    for step in CANCELLABLE:
        on(step, MesaPressed, _mesa_cancels)  # type: ignore[arg-type]
    for step in PENDING | {TurnStep.COMMITTING, TurnStep.COMMIT_FAULT}:
        on(step, MesaPressed, _mesa_may_not_cancel)  # type: ignore[arg-type]
    rows: tuple[tuple[TurnStep, type, Callable[..., Step]], ...] = (
        (TurnStep.ENABLING, HabilitacionConsumed, _consumed),
        (TurnStep.ENABLING, HabilitacionRefused, _not_consumed),
        (TurnStep.ENABLED, ActionTouched, _enabled_action),
        (TurnStep.BOLETA, OptionTouched, _touch_option),
        (TurnStep.BOLETA, ActionTouched, _boleta_action),
        (TurnStep.BLANK, ActionTouched, _blank_action),
        (TurnStep.REVIEW, ActionTouched, _review_action),
        (TurnStep.LEAVING, ActionTouched, _leaving_action),
        (TurnStep.CANCELLING, TurnCancelled, _cancelled),
        (TurnStep.COMMITTING, PendingCommitted, _pending),
        (TurnStep.COMMITTING, CommitFailed, _commit_fault),
        (TurnStep.PRINTING, TestigoPrinted, _printed),
        (TurnStep.PRINTING, TestigoFailed, _not_printed),
        (TurnStep.PRINT_FAULT, ActionTouched, _print_fault_action),
        (TurnStep.ASK_SLIP, ActionTouched, _slip_answer),
        (TurnStep.COUNTING_SLIP, TestigoCounted, _slip_counted),
        (TurnStep.FINALISING, PendingSettled, _settled),
        (TurnStep.FINALISING, CommitFailed, _commit_fault),
        (TurnStep.SETTLING, PendingSettled, _settled),
        (TurnStep.SETTLING, CommitFailed, _commit_fault),
        (TurnStep.ASK_TESTIGO, ActionTouched, _testigo_answer),
        (TurnStep.THANKS, ActionTouched, _thanks_action),
    )
    for step, kind, handler in rows:
        on(step, kind, handler)
    return table


TABLE: Mapping[tuple[TurnStep, type], Handler] = _table()
