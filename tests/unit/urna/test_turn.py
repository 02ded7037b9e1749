"""The voter's turn: every step against every event, and long random days."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from tests.unit.urna.conftest import consulta, gubernatura
from urna.flow import input as inputs
from urna.flow import outcome
from urna.flow.effects import CancelTurn, CommitPending, ConsumeHabilitacion, PrintTestigo, SettlePending, TellMesa
from urna.flow.limits import Limits
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import Text
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, Settlement, State, Turn, TurnStep
from urna.flow.turn import CANCELLABLE, IDLE, PENDING, TABLE

FACTS = Facts(contests=(gubernatura(), consulta()))
ACTIONS = (
    "comenzar",
    "siguiente",
    "anterior",
    "salir",
    "salir_confirmar",
    "seguir_votando",
    "dejar_en_blanco",
    "volver_a_boleta",
    "confirmar",
    "corregir_0",
    "corregir_1",
    "corregir_9",
    "reintentar",
    "cayo_completo",
    "no_cayo",
    "terminar",
    "ajustar",
    "letra_grande",
    "ajuste_listo",
    "informacion",
    "informacion_0",
    "informacion_1",
    "informacion_9",
    "informacion_lista",
    "pagina_siguiente",
    "pagina_anterior",
    "abrir",
    "",
)
EVENTS: tuple[object, ...] = (
    *(inputs.ActionTouched(action) for action in ACTIONS),
    *(inputs.OptionTouched(option) for option in (-1, 0, 1, 2, 3, 4, 99)),
    inputs.KeyTouched("A"),
    inputs.HabilitarPressed(7),
    *(inputs.MesaPressed(key) for key in ("cancelar", "suspender", "menu", "?")),
    inputs.CodeScanned("x"),
    inputs.DeviceChanged("printer", "jam"),
    inputs.DeviceChanged("printer", ""),
    inputs.Ticked(1),
    inputs.Ticked(200),
    outcome.HabilitacionConsumed(1, FACTS),
    outcome.HabilitacionRefused("printer", "jam"),
    outcome.TurnCancelled(1, FACTS),
    outcome.PendingCommitted(1),
    outcome.CommitFailed("board", "absent"),
    outcome.TestigoPrinted(1, 0),
    outcome.TestigoPrinted(1, 1),
    outcome.TestigoPrinted(9, 0),
    outcome.TestigoFailed(1, 0, "jam", doubtful=False),
    outcome.TestigoFailed(1, 0, "silent", doubtful=True),
    outcome.TestigoCounted(complete=True),
    outcome.TestigoCounted(complete=False),
    outcome.PendingSettled(1, Settlement.FINAL, 0, FACTS),
    outcome.PendingSettled(1, Settlement.ANULADO, 2, FACTS),
    outcome.PendingSettled(1, Settlement.EN_DUDA, 0, FACTS),
    outcome.PaperDone(),
    outcome.ProcedureFailed(Text("x")),
    outcome.Prepared(passed=True, lines=(), jornada=JornadaState.LISTA),
)
SELECTIONS = ((Mark(0), Mark(1)), (Mark(2),))


def states() -> Iterator[State]:
    """Each step, with a voter who chose something and one whose choices died with the power."""
    for step in TurnStep:
        for selections in (SELECTIONS, ((), ())):
            turn = Turn(step, 0 if step in IDLE else 1, contests=(0, 1), selections=selections)
            yield State(JornadaState.ABIERTA, Voting(), turn, FACTS, Limits())
        if step is TurnStep.ASK_TESTIGO:
            yield State(JornadaState.ABIERTA, Voting(), Turn(step, 1), FACTS, Limits())


def check_step(before: State, event: object, after: State, effects: tuple[object, ...]) -> None:
    """What no event may do, whatever the step."""
    was, now = before.turn.step, after.turn.step
    committed = [effect for effect in effects if isinstance(effect, CommitPending)]
    if committed:
        confirmed = was is TurnStep.REVIEW and event == inputs.ActionTouched("confirmar")
        again = was is TurnStep.COMMIT_FAULT and isinstance(event, inputs.Ticked)
        assert confirmed or again
        assert tuple(voto.marks for voto in committed[0].votos) == before.turn.selections
    if any(isinstance(effect, CancelTurn) for effect in effects):
        assert was in CANCELLABLE
    if any(isinstance(effect, ConsumeHabilitacion) for effect in effects):
        assert was in IDLE
        assert isinstance(event, inputs.HabilitarPressed)
    if was in PENDING and now not in PENDING:
        assert isinstance(event, outcome.PendingSettled)
    if any(isinstance(effect, PrintTestigo) for effect in effects):
        assert was in PENDING | {TurnStep.COMMITTING}
    if was in PENDING:
        assert after.turn.selections == before.turn.selections or isinstance(event, outcome.PendingSettled)


@pytest.mark.parametrize("step", list(TurnStep))
def test_every_step_takes_every_event(step: TurnStep) -> None:
    for state in states():
        if state.turn.step is not step:
            continue
        for event in EVENTS:
            after, effects = reduce(state, event)
            check_step(state, event, after, effects)
            screen_for(after)


def test_a_pair_that_the_table_lacks_changes_nothing() -> None:
    unheard = (outcome.PaperDone(), outcome.ProcedureFailed(Text("x")), inputs.KeyTouched("A"), inputs.CodeScanned("x"))
    for state in states():
        for event in unheard:
            assert (state.turn.step, type(event)) not in TABLE
            assert reduce(state, event) == (state, ())


@settings(max_examples=150)
@given(st.lists(st.sampled_from(EVENTS), max_size=120))
def test_random_days_break_nothing(events: list[object]) -> None:
    state = State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits())
    for event in events:
        after, effects = reduce(state, event)
        if state.auth is None and isinstance(state.phase, Voting):
            check_step(state, event, after, effects)
        screen_for(after)
        state = after


def test_the_second_habilitacion_of_an_open_turn_is_refused(voting: State) -> None:
    for step in set(TurnStep) - IDLE:
        state = replace(voting, turn=Turn(step, 3, contests=(0, 1), selections=SELECTIONS))
        after, effects = reduce(state, inputs.HabilitarPressed(8))
        assert after == state
        assert [type(effect) for effect in effects] == [TellMesa]


def test_choices_and_codes_are_in_no_repr(voting: State) -> None:
    state = replace(voting, turn=Turn(TurnStep.REVIEW, 1, contests=(0, 1), selections=SELECTIONS))
    _, effects = reduce(state, inputs.ActionTouched("confirmar"))
    assert "Mark" not in repr(state.turn) + repr(effects)
    printing, _ = reduce(
        replace(state, turn=replace(state.turn, step=TurnStep.COMMITTING)), outcome.PendingCommitted(1)
    )
    assert "Mark" not in repr(printing.turn)


def test_a_replaced_turn_is_left_in_doubt_and_not_replaced_again(voting: State) -> None:
    state = replace(voting, turn=Turn(TurnStep.ASK_TESTIGO, 4, replaced=True))
    _, effects = reduce(state, inputs.ActionTouched("no_cayo"))
    assert effects == (SettlePending(4, Settlement.EN_DUDA),)


def test_blank_is_asked_once_for_each_boleta(voting: State) -> None:
    state = replace(voting, turn=Turn(TurnStep.BOLETA, 1, contests=(0, 1), selections=((), ())))
    asked, _ = reduce(state, inputs.ActionTouched("siguiente"))
    assert asked.turn.step is TurnStep.BLANK
    back, _ = reduce(asked, inputs.ActionTouched("volver_a_boleta"))
    gone, _ = reduce(back, inputs.ActionTouched("siguiente"))
    assert (gone.turn.step, gone.turn.position) == (TurnStep.BOLETA, 1)
