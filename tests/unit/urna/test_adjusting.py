"""The voter's settings: open over any screen, change nothing of the vote, end with the turn, and leave no trace."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from tests.unit.urna.conftest import consulta, gubernatura
from urna.flow import outcome
from urna.flow.adjusting import ADJUST, CONTRASTS, DONE, LETTERS, NOBODY
from urna.flow.input import ActionTouched, HabilitarPressed, MesaPressed, OptionTouched, Ticked
from urna.flow.limits import Limits
from urna.flow.marking import NEXT_PAGE
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import BoletaScreen, ScreenId, SettingsScreen, viewing_of
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, Settlement, State, Turn, TurnStep
from urna.flow.viewing import Contrast, Letters, Viewing

FACTS = Facts(contests=(gubernatura(), consulta()))
CHOSEN = Viewing(Letters.LARGEST, Contrast.DARK, "hch")
SELECTIONS = ((Mark(0),), ())
VOTERS = tuple(step for step in TurnStep if step not in NOBODY)


def at(step: TurnStep, viewing: Viewing = CHOSEN) -> State:
    turn = Turn(step, 1, contests=(0, 1), selections=SELECTIONS, viewing=viewing)
    return State(JornadaState.ABIERTA, Voting(), turn, FACTS, Limits())


def touched(state: State, *actions: str) -> State:
    for action in actions:
        state, effects = reduce(state, ActionTouched(action))
        assert effects == ()
    return state


@pytest.mark.parametrize("step", VOTERS)
def test_the_settings_open_over_every_screen_of_a_voter_and_give_it_back(step: TurnStep) -> None:
    before = at(step, Viewing())
    opened = touched(before, ADJUST.id)
    assert screen_for(opened).id is ScreenId.AJUSTES
    after = touched(opened, "letra_muy_grande", "color_oscuro", DONE.id)
    spanish = replace(CHOSEN, language="es")
    assert after == replace(before, turn=replace(before.turn, viewing=spanish))
    assert viewing_of(screen_for(after)) == spanish


@pytest.mark.parametrize("action", [*LETTERS, *CONTRASTS])
def test_each_value_can_be_chosen_and_is_said_to_be_chosen(action: str) -> None:
    screen = screen_for(touched(at(TurnStep.BOLETA, Viewing()), ADJUST.id, action))
    assert isinstance(screen, SettingsScreen)
    choices = [choice for setting in screen.settings for choice in setting.choices if choice.chosen]
    assert len(choices) == len(screen.settings)
    assert action in {choice.action.id for choice in choices}


def test_values_are_taken_with_the_settings_open_alone() -> None:
    state = at(TurnStep.REVIEW, Viewing())
    assert touched(state, "letra_grande", "color_suave", DONE.id) == state


@pytest.mark.parametrize("step", VOTERS)
def test_nothing_behind_the_open_settings_can_be_touched(step: TurnStep) -> None:
    opened = touched(at(step), ADJUST.id)
    for event in (OptionTouched(1), *(ActionTouched(a) for a in ("confirmar", "siguiente", "no_cayo", "terminar"))):
        assert reduce(opened, event) == (opened, ())


@pytest.mark.parametrize("step", sorted(NOBODY))
def test_a_screen_of_nobody_has_no_settings(step: TurnStep) -> None:
    state = at(step)
    assert viewing_of(screen_for(state)) is None
    assert touched(state, ADJUST.id) == state


def test_what_the_turn_does_meanwhile_shows_at_once() -> None:
    opened = touched(at(TurnStep.PRINTING), ADJUST.id)
    after, _ = reduce(opened, outcome.TestigoFailed(1, 0, "silent", doubtful=True))
    assert screen_for(after).id is ScreenId.PREGUNTA_TESTIGO
    assert viewing_of(screen_for(after)) == CHOSEN


def test_settings_left_open_close_when_an_absent_voter_is_asked_for() -> None:
    opened = touched(at(TurnStep.BOLETA), ADJUST.id)
    assert opened.turn.idle_seconds == 0
    asked, _ = reduce(opened, Ticked(opened.limits.warn_s))
    screen = screen_for(asked)
    assert isinstance(screen, BoletaScreen)
    assert screen.alert is not None
    assert touched(asked, ADJUST.id).turn.alert is None


def ends() -> dict[str, State]:
    """The state after each end of a turn in which a voter had changed the settings."""
    thanks, _ = reduce(at(TurnStep.FINALISING), outcome.PendingSettled(1, Settlement.FINAL, 0, FACTS))
    assert viewing_of(screen_for(thanks)) == CHOSEN
    settling = at(TurnStep.SETTLING)
    cancelling, _ = reduce(at(TurnStep.BOLETA), MesaPressed("cancelar"))
    return {
        "terminar": reduce(thanks, ActionTouched("terminar"))[0],
        "thanks": reduce(thanks, Ticked(thanks.limits.thanks_s))[0],
        "next voter": reduce(thanks, HabilitarPressed(2))[0],
        "cancel": reduce(cancelling, outcome.TurnCancelled(1, FACTS))[0],
        "in doubt": reduce(settling, outcome.PendingSettled(1, Settlement.EN_DUDA, 0, FACTS))[0],
    }


@pytest.mark.parametrize("end", list(ends()))
def test_the_next_voter_begins_with_the_default(end: str) -> None:
    state = ends()[end]
    assert state.turn.viewing == Viewing()
    assert not state.turn.adjusting
    if state.turn.step is TurnStep.NONE:
        state, _ = reduce(state, HabilitarPressed(2))
    enabled, _ = reduce(state, outcome.HabilitacionConsumed(2, FACTS))
    assert viewing_of(screen_for(enabled)) == Viewing()


def test_the_voter_of_an_annulled_vote_keeps_the_settings_for_the_one_in_its_place() -> None:
    after, _ = reduce(at(TurnStep.SETTLING), outcome.PendingSettled(1, Settlement.ANULADO, 2, FACTS))
    assert after.turn.step is TurnStep.ENABLED
    assert viewing_of(screen_for(after)) == CHOSEN


def test_no_setting_is_in_what_is_told_or_written() -> None:
    """Effects are all that leaves the flow: those of a whole turn are the same whatever the voter sees."""
    told = []
    for viewing in (Viewing(), CHOSEN):
        state, effects = at(TurnStep.REVIEW, viewing), []
        state = replace(state, turn=replace(state.turn, reviewed=frozenset({0})))
        for event in (
            ActionTouched(NEXT_PAGE),  # the largest letters make a second page of the review, which must have been seen
            ActionTouched("confirmar"),
            outcome.PendingCommitted(1),
            outcome.TestigoPrinted(1, 0),
            outcome.TestigoPrinted(1, 1),
            outcome.PendingSettled(1, Settlement.FINAL, 0, FACTS),
        ):
            state, more = reduce(state, event)
            effects.append(more)
        assert state.turn.step is TurnStep.THANKS
        assert effects[0] == (), "to turn a page tells nothing"
        told.append(effects)
    assert told[0] == told[1]
    for value in (at(TurnStep.BOLETA), screen_for(at(TurnStep.BOLETA)), screen_for(at(TurnStep.REVIEW))):
        assert "viewing" not in repr(value)
