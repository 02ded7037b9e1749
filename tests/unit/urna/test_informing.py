"""The information of a boleta: opened from boleta and review, left to the same place, the same for every vote."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from shared.formats.theme_info import info_pages
from tests.unit.formats import examples
from tests.unit.urna.conftest import consulta, gubernatura, informacion
from urna.flow.adjusting import ADJUST, DONE
from urna.flow.hearing import aid_for
from urna.flow.informing import READ, READ_DONE
from urna.flow.input import ActionTouched, MesaPressed, OptionTouched, Ticked, VoterKey
from urna.flow.input import VoterKeyPressed as Press
from urna.flow.languages import Language, languages_of
from urna.flow.limits import Limits
from urna.flow.marking import NEXT_PAGE, PREVIOUS_PAGE
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import BoletaScreen, InfoScreen, ReviewScreen, ScreenId
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, State, Turn, TurnStep

PLAIN, TOLD = 0, 1
"""Positions of the boleta about which nothing is said, and of the one about which something is."""
FACTS = Facts(contests=(gubernatura(), consulta()))
MARKED = ((Mark(0),), (Mark(1),))


def at(step: TurnStep, position: int = TOLD, **changes: object) -> State:
    turn = Turn(step, 1, position=position, contests=(0, 1), selections=MARKED)
    return State(JornadaState.ABIERTA, Voting(), replace(turn, **changes), FACTS, Limits())  # type: ignore[arg-type]


def done(state: State, *events: object) -> State:
    """What touches, keys and seconds make of it; none of them has an effect."""
    for event in events:
        state, effects = reduce(state, ActionTouched(event) if isinstance(event, str) else event)
        assert effects == ()
    return state


def info(state: State) -> InfoScreen:
    screen = screen_for(state)
    assert isinstance(screen, InfoScreen)
    return screen


def ids(state: State) -> set[str]:
    screen = screen_for(state)
    assert isinstance(screen, BoletaScreen | ReviewScreen)
    return {action.id for action in screen.actions}


def test_only_a_boleta_of_which_something_is_said_has_the_button() -> None:
    assert READ in ids(at(TurnStep.BOLETA))
    assert READ not in ids(at(TurnStep.BOLETA, PLAIN))
    assert ids(at(TurnStep.REVIEW)) & {f"{READ}_{PLAIN}", f"{READ}_{TOLD}"} == {f"{READ}_{TOLD}"}
    for state, action in ((at(TurnStep.BOLETA, PLAIN), READ), (at(TurnStep.REVIEW), f"{READ}_{PLAIN}")):
        assert done(state, action) == state


@pytest.mark.parametrize("action", [READ, f"{READ}_1", f"{READ}_9", f"{READ}_", READ_DONE])
def test_the_button_of_another_screen_does_nothing(action: str) -> None:
    for step in set(TurnStep) - {TurnStep.BOLETA, TurnStep.REVIEW}:
        assert reduce(at(step), ActionTouched(action)) == (at(step), ())
    if action != READ:
        assert done(at(TurnStep.BOLETA), action) == at(TurnStep.BOLETA)


@pytest.mark.parametrize(("step", "action"), [(TurnStep.BOLETA, READ), (TurnStep.REVIEW, f"{READ}_{TOLD}")])
def test_going_there_and_back_changes_nothing(step: TurnStep, action: str) -> None:
    before = at(step, page=0, correcting=step is TurnStep.BOLETA, seen=frozenset({(1, 0)}))
    read = done(before, action)
    assert info(read).contest == TOLD
    assert done(read, NEXT_PAGE, PREVIOUS_PAGE, NEXT_PAGE, READ_DONE) == before


def test_what_is_read_is_the_same_whatever_was_marked() -> None:
    screens = {repr(info(done(at(TurnStep.BOLETA, selections=each), READ))) for each in (MARKED, ((), ()))}
    assert len(screens) == 1
    assert "Mark" not in screens.pop()


def test_every_page_is_reached_and_the_last_leads_nowhere() -> None:
    state, found = done(at(TurnStep.BOLETA), READ), []
    count = len(info_pages(informacion(), "normal"))
    assert count == info(state).pages == 2
    assert done(state, PREVIOUS_PAGE) == state
    for _ in range(count):
        found += [row.words for row in info(state).rows]
        state = done(state, NEXT_PAGE)
    texts = (text for part in informacion() for text in (part.title, *part.paragraphs))
    assert " ".join(found).split() == [word for text in texts for word in text.split()]
    assert done(state, NEXT_PAGE) == state
    assert [action.enabled for action in info(state).actions] == [True, True, False]


def test_nothing_behind_it_can_be_touched() -> None:
    for step in (TurnStep.BOLETA, TurnStep.REVIEW):
        read = done(at(step), READ if step is TurnStep.BOLETA else f"{READ}_{TOLD}")
        for event in (OptionTouched(0), *("confirmar", "siguiente", "salir", "corregir_0", "anterior", READ)):
            assert done(read, event) == read


def test_larger_letters_keep_the_words_that_showed() -> None:
    read = done(at(TurnStep.BOLETA), READ, NEXT_PAGE)
    first = info(read).rows[0].words
    larger = done(read, ADJUST.id, "letra_muy_grande", DONE.id)
    assert first.startswith(info(larger).rows[0].words)
    assert info(larger).pages > info(read).pages
    again = done(larger, ADJUST.id, "letra_normal", DONE.id)
    assert again.turn == read.turn


def test_another_language_has_its_own_words_and_no_page_too_many() -> None:
    theme = examples.trilingual(examples.informed())
    facts = Facts(contests=theme.contests, languages=languages_of(theme))
    read = done(replace(at(TurnStep.BOLETA, 0, selections=((), ())), facts=facts), READ)
    spanish = [row.words for row in info(read).rows]
    other = [row.words for row in info(done(read, ADJUST.id, "lengua_hch")).rows]
    assert other == [f"\u0268\ua78c {words}" for words in spanish]


def test_a_language_that_says_nothing_of_it_shows_spanish() -> None:
    languages = (Language("es", "Español"), Language("en", "English", info=((), ())))
    state = replace(at(TurnStep.BOLETA), facts=replace(FACTS, languages=languages))
    read = done(state, ADJUST.id, "lengua_en", READ)
    assert info(read).rows[0].words == informacion()[0].title


def test_who_stops_reading_is_asked_where_they_read_and_the_mesa_may_cancel() -> None:
    read = done(at(TurnStep.BOLETA), READ, NEXT_PAGE)
    waited, _ = reduce(read, Ticked(Limits().warn_s))
    assert info(waited).alert is not None
    assert info(waited).page == 2
    assert info(done(waited, PREVIOUS_PAGE)).alert is None
    cancelled, effects = reduce(waited, MesaPressed("cancelar"))
    assert len(effects) == 1
    assert cancelled.turn.reading is None


def test_it_is_reached_read_and_left_by_keys_back_to_the_same_button() -> None:
    state = done(at(TurnStep.BOLETA), Press(VoterKey.AYUDA))
    while aid_for(state).focus != READ:
        state = done(state, Press(VoterKey.SIGUIENTE))
    assert state.listening.said == ("t.boton.informacion",)
    read = done(state, Press(VoterKey.ELEGIR))
    assert read.listening.said[:5] == ("e.pantalla", "t.informacion.titulo", "c.1", "t.voz.pagina", "n.1")
    assert read.listening.said[7:9] == ("i.1.0", "i.1.0.0")
    assert aid_for(read).focus == ""
    while aid_for(read).focus != READ_DONE:
        read = done(read, Press(VoterKey.SIGUIENTE))
    back = done(read, Press(VoterKey.ELEGIR))
    assert aid_for(back).focus == READ
    assert back.listening.said == ("e.pantalla", "t.boton.informacion")
    assert back.turn == state.turn


def test_two_switches_reach_it_from_the_review() -> None:
    state = done(at(TurnStep.REVIEW), Press(VoterKey.INTERRUPTOR_1))
    for _ in range(40):
        if aid_for(state).focus == f"{READ}_{TOLD}":
            break
        state = done(state, Press(VoterKey.INTERRUPTOR_2))
    read = done(state, Press(VoterKey.INTERRUPTOR_1))
    assert screen_for(read).id is ScreenId.INFORMACION
    assert state.listening.said == ("t.boton.informacion_de", "n.2")


def test_a_paragraph_is_said_once_however_many_pages_it_takes() -> None:
    state = done(at(TurnStep.BOLETA), Press(VoterKey.AYUDA), ADJUST.id, "letra_muy_grande", DONE.id, READ)
    said = list(state.listening.said)
    for _ in range(info(state).pages - 1):
        state = done(state, NEXT_PAGE)
        said += state.listening.said
    keys = [f"i.1.{part}.{row}" for part, each in enumerate(informacion()) for row in range(len(each.paragraphs))]
    assert [clip for clip in said if clip.count(".") == 3] == keys
    assert "t.voz.sigue_texto" in said
