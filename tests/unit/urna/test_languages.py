"""The voter's language: chosen at any time, marks untouched, gone with the turn, and in nothing that leaves."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from shared.formats.theme_model import Locucion
from tests.unit.formats import examples
from tests.unit.urna.test_adjusting import SELECTIONS, VOTERS
from urna.flow.adjusting import ADJUST, DONE, NOBODY
from urna.flow.hearing import aid_for
from urna.flow.input import ActionTouched, HeadphonesChanged, OptionTouched, Ticked, VoterKey
from urna.flow.input import VoterKeyPressed as Press
from urna.flow.languages import Language, languages_of
from urna.flow.limits import Limits
from urna.flow.outcome import HabilitacionConsumed
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import ScreenId, SettingsScreen, VoterMessageScreen, viewing_of
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, State, Turn, TurnStep
from urna.flow.viewing import Viewing

THREE = (Language("es", "Español", heard=True), Language("hch", "Wixárika"), Language("en", "English", heard=True))
CONTESTS = examples.theme().contests
FACTS = Facts(contests=CONTESTS, languages=THREE)


def at(step: TurnStep, languages: tuple[Language, ...] = THREE, **changes: object) -> State:
    turn = Turn(step, 1, contests=(0, 1), selections=SELECTIONS)
    facts = replace(FACTS, languages=languages)
    state = State(JornadaState.ABIERTA, Voting(), turn, facts, Limits())
    return replace(state, turn=replace(turn, **changes))  # type: ignore[arg-type]


def done(state: State, *events: object) -> State:
    for event in events:
        state, effects = reduce(state, ActionTouched(event) if isinstance(event, str) else event)
        assert effects == ()
    return state


def offered(state: State) -> list[object]:
    """The languages on buttons of the screen."""
    screen = screen_for(state)
    assert isinstance(screen, VoterMessageScreen | SettingsScreen)
    return [dict(action.text.params)["nombre"] for action in screen.actions if action.id.startswith("lengua_")]


def said(state: State) -> tuple[str, ...]:
    return state.listening.said


def test_a_theme_in_spanish_alone_has_nothing_to_choose() -> None:
    assert languages_of(examples.theme()) == ()
    state = at(TurnStep.ENABLED, languages=())
    assert done(state, "lengua_en") == state
    assert offered(state) == []


def test_the_languages_of_a_theme_are_told_by_their_own_names_and_whether_they_can_be_heard() -> None:
    theme = replace(examples.trilingual(), locuciones=(Locucion("nah", "Ana", 120, ()),))
    spanish, hch, nah = languages_of(theme)
    assert (spanish.code, spanish.name, spanish.heard) == ("es", "Español", False)
    assert (hch, nah) == (Language("hch", "Wixárika"), Language("nah", "Nahuatl", heard=True))


def test_the_first_screen_names_the_other_languages_and_one_touch_changes_it() -> None:
    state = at(TurnStep.ENABLED)
    assert offered(state) == ["Wixárika", "English"]
    after = done(state, "lengua_hch")
    assert after == replace(state, turn=replace(state.turn, viewing=Viewing(language="hch")))
    assert offered(after) == ["Español", "English"]
    assert done(after, "lengua_es") == state


@pytest.mark.parametrize("step", VOTERS)
def test_it_is_chosen_over_any_screen_of_a_voter_and_marks_stay(step: TurnStep) -> None:
    state = at(step)
    opened = done(state, ADJUST.id)
    assert offered(opened) == ["Wixárika", "English"]
    assert done(opened, OptionTouched(0), "confirmar", "siguiente", "lengua_xx") == opened
    after = done(opened, "lengua_en")
    assert after.turn == replace(state.turn, viewing=Viewing(language="en"))
    assert viewing_of(screen_for(after)) == Viewing(language="en")
    assert done(opened, DONE.id).turn == state.turn
    if step is not TurnStep.ENABLED:
        assert done(state, "lengua_en") == state


@pytest.mark.parametrize("step", VOTERS)
def test_nothing_behind_the_list_of_who_uses_keys_can_be_touched(step: TurnStep) -> None:
    listed = done(at(step), Press(VoterKey.SIGUIENTE))
    screen = screen_for(listed)
    assert isinstance(screen, SettingsScreen)
    assert [c.action.id for c in screen.settings[0].choices if c.chosen] == ["lengua_es"]
    for event in (OptionTouched(0), *map(ActionTouched, ("confirmar", "siguiente", "letra_grande", "terminar"))):
        assert reduce(listed, event)[0].turn == listed.turn
    assert done(listed, DONE.id).turn == at(step).turn


@pytest.mark.parametrize("step", sorted(NOBODY))
def test_a_screen_of_nobody_has_no_language(step: TurnStep) -> None:
    state = at(step)
    assert done(state, "lengua_hch") == state


def test_the_list_closes_when_an_absent_voter_is_asked_for() -> None:
    opened = done(at(TurnStep.BOLETA), Press(VoterKey.SIGUIENTE))
    assert screen_for(opened).id is ScreenId.LENGUA
    opened = replace(opened, listening=replace(opened.listening, speaking=False))
    asked, _ = reduce(opened, Ticked(opened.limits.warn_s))
    assert screen_for(asked).id is ScreenId.BOLETA


def test_the_next_voter_begins_in_spanish() -> None:
    state = done(at(TurnStep.THANKS), ADJUST.id, "lengua_hch", "terminar")
    assert state.turn == Turn()
    enabled, _ = reduce(replace(state, turn=Turn(TurnStep.ENABLING)), HabilitacionConsumed(2, FACTS))
    assert viewing_of(screen_for(enabled)) == Viewing()


def test_nothing_that_leaves_the_flow_knows_the_language() -> None:
    """What is committed is what a voter in Spanish commits, and no repr tells."""
    told = []
    for language in ("es", "hch", "en"):
        state = at(TurnStep.REVIEW, viewing=Viewing(language=language), reviewed=frozenset({0}))
        told.append(reduce(state, ActionTouched("confirmar"))[1])
        assert "hch" not in repr(replace(state, facts=Facts()))
    assert told[0]
    assert told[0] == told[1] == told[2]


def test_who_listens_chooses_first_in_voices_of_their_own() -> None:
    state = done(at(TurnStep.ENABLED), HeadphonesChanged(plugged=True))
    assert said(state) == ("es/t.voz.invitacion", "en/t.voz.invitacion")
    state = done(state, Press(VoterKey.SIGUIENTE))
    assert screen_for(state).id is ScreenId.LENGUA
    assert said(state) == ("e.pantalla", "es/t.voz.lengua", "en/t.voz.lengua")
    heard = []
    for _ in range(3):
        state = done(state, Press(VoterKey.SIGUIENTE))
        heard.append((said(state), aid_for(state).focus))
    assert heard[:2] == [(("es/t.voz.nombre",), "lengua_es"), (("en/t.voz.nombre",), "lengua_en")]
    assert heard[2][1] == DONE.id
    state = done(state, Press(VoterKey.ANTERIOR), Press(VoterKey.ELEGIR))
    assert state.turn.viewing == Viewing(language="en")
    assert said(state)[0] == "t.voz.bienvenida"
    assert state.listening.language == "en"
    state = done(state, Press(VoterKey.REPETIR))
    assert said(state)[:2] == ("e.pantalla", "t.habilitada.titulo")
    assert state.listening.language == "en"


def test_a_switch_scans_the_languages_too() -> None:
    state = done(at(TurnStep.ENABLED), HeadphonesChanged(plugged=True), Press(VoterKey.INTERRUPTOR_1))
    assert state.listening.scanning
    state = done(replace(state, listening=replace(state.listening, speaking=False)), Ticked(4))
    assert aid_for(state).focus == "lengua_es"
    state = done(state, Press(VoterKey.INTERRUPTOR_1))
    assert said(state)[0] == "t.voz.bienvenida"
    assert state.listening.language == "es"


def test_who_uses_keys_by_sight_is_offered_every_language() -> None:
    state = done(at(TurnStep.ENABLED), *(Press(VoterKey.SIGUIENTE) for _ in range(3)))
    assert aid_for(state).focus == "lengua_hch"


def test_who_chose_by_touch_or_can_hear_one_alone_is_not_asked() -> None:
    chosen = done(at(TurnStep.ENABLED), "lengua_en", Press(VoterKey.SIGUIENTE))
    assert (said(chosen)[0], chosen.listening.language) == ("t.voz.bienvenida", "en")
    mute = done(at(TurnStep.ENABLED), "lengua_hch", Press(VoterKey.SIGUIENTE))
    assert (said(mute)[0], mute.listening.language) == ("t.voz.bienvenida", "")
    one = tuple(replace(each, heard=each.code == "es") for each in THREE)
    assert said(done(at(TurnStep.ENABLED, one), Press(VoterKey.SIGUIENTE)))[0] == "t.voz.bienvenida"


def test_marks_survive_the_choice_of_who_begins_to_listen_late() -> None:
    state = at(TurnStep.BOLETA, selections=((Mark(0),), ()))
    after = done(state, Press(VoterKey.SIGUIENTE), Press(VoterKey.SIGUIENTE), Press(VoterKey.ELEGIR))
    assert after.turn.selections == state.turn.selections
    assert screen_for(after).id is ScreenId.BOLETA
    assert after.listening.language == "es"
