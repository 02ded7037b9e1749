"""Faults that an urna may never have, each planted around its performer or in the table of its turn.

They must not be subtle in what they do to a vote: each breaks one promise of docs/security.md, and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.domain.journal import JournalKind
from tests.flows.watched import Plant
from urna.flow import effects, outcome
from urna.flow.input import ActionTouched, HabilitarPressed, MesaPressed
from urna.flow.state import Settlement, State, Turn, TurnStep
from urna.flow.turn import Step, settle
from urna.services import voting
from urna.services.committing import commit_settled
from urna.services.context import Context, Emit
from urna.services.runner import Perform

Fault = Callable[[Context, object, Emit, Perform], None]
Handler = Callable[[State, object], Step]


def instead(kind: type, fault: Fault) -> Plant:
    """The fault in the place of one effect."""

    def plant(perform: Perform, context: Context) -> Perform:
        def faulty(effect: effects.Effect, emit: Emit) -> None:
            if isinstance(effect, kind):
                fault(context, effect, emit, perform)
            else:
                perform(effect, emit)

        return faulty

    return plant


def heard(change: Callable[[object], object]) -> Fault:
    """The effect is performed, and its outcome told otherwise."""

    def fault(_: Context, effect: object, emit: Emit, perform: Perform) -> None:
        perform(effect, lambda event: emit(change(event)))  # type: ignore[arg-type]

    return fault


def _not_consumed(context: Context, _: object, emit: Emit, __: Perform) -> None:
    emit(outcome.HabilitacionConsumed(context.book.ledger().habilitaciones + 1, context.facts()))


def _consumed_afterwards(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    number = context.book.ledger().habilitaciones + 1
    emit(outcome.HabilitacionConsumed(number, context.facts()))
    perform(effect, lambda _: None)  # type: ignore[arg-type]


def _settled_twice(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    perform(effect, emit)  # type: ignore[arg-type]
    if isinstance(effect, effects.SettlePending) and effect.settlement is Settlement.FINAL:
        context.book.write(JournalKind.TURNO_FINAL, turno=effect.number)


def _granted_twice(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    perform(effect, emit)  # type: ignore[arg-type]
    if isinstance(effect, effects.SettlePending) and effect.grant:
        number = context.book.ledger().habilitaciones + 1
        context.book.write(JournalKind.HABILITACION_CONSUMIDA, turno=number, reemplaza=effect.number)


def _never_granted(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    if isinstance(effect, effects.SettlePending):
        perform(replace(effect, grant=False), emit)


def _journal_before_image(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    if isinstance(effect, effects.SettlePending) and effect.settlement is Settlement.FINAL:
        context.book.write(JournalKind.TESTIGO_COMPLETO, turno=effect.number)
        voting.journal_settlement(context, effect.number, effect.settlement, "mesa")
        commit_settled(context, effect.number, voting._AREAS[effect.settlement])
        emit(outcome.PendingSettled(effect.number, effect.settlement, 0, context.facts()))
    else:
        perform(effect, emit)  # type: ignore[arg-type]


def _paper_before_store(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    if isinstance(effect, effects.CommitPending):
        context.desk.slip_marks = tuple(bytes(5) for _ in effect.votos)
        emit(outcome.PendingCommitted(effect.number))


def _cancelled_anyway(context: Context, effect: object, emit: Emit, _: Perform) -> None:
    if isinstance(effect, effects.CancelTurn):
        context.book.write(JournalKind.CANCELADO, turno=effect.number, motivo=effect.reason)
        emit(outcome.TurnCancelled(effect.number, context.facts()))


def _silence_is_paper(event: object) -> object:
    if isinstance(event, outcome.TestigoFailed) and event.doubtful:
        return outcome.TestigoPrinted(event.number, event.contest)
    return event


def _another_vote(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    """What is stored is not what the voter confirmed."""
    if isinstance(effect, effects.CommitPending):
        perform(replace(effect, votos=tuple(replace(voto, marks=()) for voto in effect.votos)), emit)


NOTICED: Mapping[str, str] = {
    "an habilitacion that is not consumed": "a boleta without an habilitacion",
    "a boleta before its habilitacion is durable": "a boleta (without an habilitacion|whose habilitacion was used up)",
    "a turn settled twice": "turn . ended as",
    "two habilitaciones for one annulled turn": "two turns are open",
    "no habilitacion for an annulled turn": "an annulled turn was not replaced",
    "the outcome journaled before the image": "the records are not where the journal says",
    "paper before the store": "paper moved before the vote was stored",
    "another vote stored": "the acta counts other votes",
    "silence taken for paper": "final is not among",
    "a second turn on top of the first": "a turn is open and nobody can see it",
    "a pending turn cancelled": "cancelado is not among",
    "a no taken for a yes": "final is not among",
    "thanks before the vote is final": "a turn is open and nobody can see it",
}
"""What the machine says of each: a fault that is caught for another reason is not caught."""

PLANTED: Mapping[str, Plant] = {
    "an habilitacion that is not consumed": instead(effects.ConsumeHabilitacion, _not_consumed),
    "a boleta before its habilitacion is durable": instead(effects.ConsumeHabilitacion, _consumed_afterwards),
    "a turn settled twice": instead(effects.SettlePending, _settled_twice),
    "two habilitaciones for one annulled turn": instead(effects.SettlePending, _granted_twice),
    "no habilitacion for an annulled turn": instead(effects.SettlePending, _never_granted),
    "the outcome journaled before the image": instead(effects.SettlePending, _journal_before_image),
    "paper before the store": instead(effects.CommitPending, _paper_before_store),
    "another vote stored": instead(effects.CommitPending, _another_vote),
    "silence taken for paper": instead(effects.PrintTestigo, heard(_silence_is_paper)),
}
"""Faults around the performer."""


def _enable_again(state: State, _: object) -> Step:
    return replace(state, turn=Turn(TurnStep.ENABLING)), (effects.ConsumeHabilitacion(),)


def _cancel_pending(state: State, event: object) -> Step:
    if isinstance(event, MesaPressed) and event.key == "cancelar":
        cancelling = replace(state, turn=replace(state.turn, step=TurnStep.CANCELLING))
        return cancelling, (effects.CancelTurn(state.turn.number, "mesa"),)
    return state, ()


def _no_is_yes(state: State, event: object) -> Step:
    answered = isinstance(event, ActionTouched) and event.action in ("no_cayo", "cayo_completo")
    return settle(state, Settlement.FINAL) if answered else (state, ())


def _thanks_too_early(state: State, _: object) -> Step:
    return replace(state, turn=Turn(TurnStep.THANKS, state.turn.number)), ()


TABLED: Mapping[str, tuple[TurnStep, type, Handler, Plant | None]] = {
    "a second turn on top of the first": (TurnStep.BOLETA, HabilitarPressed, _enable_again, None),
    "a pending turn cancelled": (
        TurnStep.PRINT_FAULT,
        MesaPressed,
        _cancel_pending,
        instead(effects.CancelTurn, _cancelled_anyway),
    ),
    "a no taken for a yes": (TurnStep.ASK_TESTIGO, ActionTouched, _no_is_yes, None),
    "thanks before the vote is final": (TurnStep.PRINTING, outcome.TestigoPrinted, _thanks_too_early, None),
}
"""Faults in the table of the turn, with what they need around the performer."""
