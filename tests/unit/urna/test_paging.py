"""Pages of boletas and of the review, and marks across them, by the reducer alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind
from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from tests.unit.domain.boletas import plain
from urna.flow.effects import CommitPending
from urna.flow.input import ActionTouched, OptionTouched
from urna.flow.limits import Limits
from urna.flow.paging import FITS, has_own_page, page_of, pages, review_pages
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import BoletaScreen, ReviewScreen
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, State, Turn, TurnStep
from urna.flow.viewing import Letters
from urna.ui.wording import choice_words

LONG = plain(ContestKind.ONE_MARK, options=20)
SOME = plain(ContestKind.N_OF_M, options=20, max_marks=12)
RANKED = plain(ContestKind.RANKED, options=5, max_marks=3)


def voting(*contests: Contest) -> State:
    turn = Turn(TurnStep.ENABLED, 1, contests=tuple(range(len(contests))), selections=((),) * len(contests))
    state = State(JornadaState.ABIERTA, Voting(), turn, Facts(contests=contests), Limits())
    return act(state, "comenzar")


def act(state: State, *touches: str | int) -> State:
    """Buttons by name and options by number."""
    for touch in touches:
        event = ActionTouched(touch) if isinstance(touch, str) else OptionTouched(touch)
        state, _ = reduce(state, event)
    return state


def boleta(state: State) -> BoletaScreen:
    screen = screen_for(state)
    assert isinstance(screen, BoletaScreen)
    return screen


def review(state: State) -> ReviewScreen:
    screen = screen_for(state)
    assert isinstance(screen, ReviewScreen)
    return screen


def alert_of(state: State) -> str:
    return state.turn.alert.key if state.turn.alert is not None else ""


@given(
    st.sampled_from([k for k in ContestKind if k is not ContestKind.COALITION]),
    st.integers(1, 26),
    st.sampled_from(Letters),
)
def test_every_option_stands_on_one_page_in_the_order_of_the_theme(
    kind: ContestKind, count: int, letters: Letters
) -> None:
    scale = kind is ContestKind.SCALE
    long = plain(kind, options=count, scale_max=5 if scale else 0)
    leaves = pages(long, letters)
    whole, most = FITS[letters].rows if scale else FITS[letters].boxes
    ordinary = [i for i, option in enumerate(long.options) if option.kind not in EXPLICIT_KINDS]
    assert [i for page in leaves for i in page] == ordinary
    assert max(map(len, leaves)) <= (whole if len(leaves) == 1 else most)
    assert max(map(len, leaves)) - min(map(len, leaves)) <= 1, "a page is shorter than its neighbours"
    assert all(i in leaves[page_of(long, i, letters) or 0] for i in ordinary)


def test_one_long_name_makes_more_pages_since_all_names_have_letters_of_one_size() -> None:
    named = tuple(replace(option, label="N" * FITS[Letters.NORMAL].long_name) for option in LONG.options)
    longer = (replace(named[0], label="N" * (FITS[Letters.NORMAL].long_name + 1)), *named[1:])
    usual = pages(replace(LONG, options=named), Letters.NORMAL)
    assert usual == pages(LONG, Letters.NORMAL)
    assert len(pages(replace(LONG, options=longer), Letters.NORMAL)) > len(usual)


def test_larger_letters_make_more_pages_and_the_option_that_showed_first_still_shows() -> None:
    state = act(voting(LONG), 3, "pagina_siguiente", 3)
    first, marks = boleta(state).options[0], state.turn.selections
    larger = act(state, "ajustar", "letra_muy_grande", "ajuste_listo")
    assert boleta(larger).pages > boleta(state).pages
    assert first in boleta(larger).options
    assert larger.turn.selections == marks
    usual = act(larger, "ajustar", "letra_normal", "ajuste_listo")
    assert boleta(larger).options[0] in boleta(usual).options


def test_larger_letters_begin_the_review_anew() -> None:
    state = act(voting(RANKED, RANKED), 0, "siguiente", 1, "siguiente")
    larger = act(state, "ajustar", "letra_muy_grande", "ajuste_listo")
    assert (review(larger).page, review(larger).pages) == (1, 2)
    several = act(voting(*(RANKED,) * 3), 0, "siguiente", 1, "siguiente", 2, "siguiente")
    assert review(several).pages == 1
    larger = act(several, "ajustar", "letra_muy_grande", "ajuste_listo")
    assert (review(larger).page, review(larger).pages) == (1, 3)
    assert alert_of(act(larger, "confirmar")) == "revision.aviso.falta_ver"


@given(st.lists(st.tuples(st.sampled_from([LONG, SOME, RANKED]), st.integers(0, 12)), min_size=1, max_size=9))
def test_the_review_shows_every_mark_of_every_boleta_once(wanted: list[tuple[Contest, int]]) -> None:
    contests = tuple(contest for contest, _ in wanted)
    selections = tuple(tuple(Mark(i) for i in range(min(count, c.max_marks))) for c, count in wanted)
    shown = [part for page in review_pages(contests, selections, Letters.NORMAL) for part in page]
    positions = [part.position for part in shown]
    assert positions == sorted(positions)
    assert set(positions) == set(range(len(contests)))
    for position, selection in enumerate(selections):
        parts = [part for part in shown if part.position == position]
        assert [i for part in parts for i in range(part.start, part.stop)] == list(range(len(selection)))


def test_where_a_boleta_stands_in_the_review_does_not_follow_from_its_marks() -> None:
    contests = (LONG, RANKED, LONG, RANKED, LONG)
    blank = review_pages(contests, ((),) * 5, Letters.LARGE)
    marks = tuple(tuple(Mark(i) for i in range(c.max_marks)) for c in contests)
    full = review_pages(contests, marks, Letters.LARGE)
    assert [[part.position for part in page] for page in blank] == [[part.position for part in page] for page in full]


def test_a_page_shows_its_options_and_the_explicit_ones() -> None:
    state = voting(LONG)
    assert (boleta(state).page, boleta(state).pages, boleta(state).room) == (1, 4, 5)
    assert boleta(state).options == (*range(5), 20, 21)
    last = act(state, *("pagina_siguiente",) * 4)
    assert boleta(last).options == (*range(15, 20), 20, 21)
    assert boleta(act(last, "pagina_anterior")).page == 3


def test_an_option_of_another_page_cannot_be_touched() -> None:
    state = voting(LONG)
    assert act(state, 7) == state
    assert act(state, "pagina_siguiente", 7).turn.selections == ((Mark(7),),)


def test_a_mark_on_another_page_is_named_with_its_page() -> None:
    state = act(voting(LONG), 3, "pagina_siguiente")
    assert boleta(state).elsewhere is not None
    refused = act(state, 8)
    assert refused.turn.selections == ((Mark(3),),)
    assert alert_of(refused) == "boleta.aviso.marcada_en_pagina"
    assert refused.turn.alert is not None
    assert dict(refused.turn.alert.params) == {"pagina": 1}
    assert alert_of(act(refused, "pagina_anterior", 4)) == "boleta.aviso.una_sola"


def test_a_boleta_is_not_left_with_pages_unseen_unless_that_was_said_once() -> None:
    told = act(voting(LONG, RANKED), 3, "siguiente")
    assert (boleta(told).position, alert_of(told)) == (1, "boleta.aviso.otras_paginas")
    assert boleta(act(told, "siguiente")).position == 2
    seen = act(voting(LONG, RANKED), 3, *("pagina_siguiente",) * 3, "siguiente")
    assert boleta(seen).position == 2


def test_pages_are_told_before_blank_is_asked() -> None:
    told = act(voting(LONG), "siguiente")
    assert told.turn.step is TurnStep.BOLETA
    assert act(told, "siguiente").turn.step is TurnStep.BLANK


def test_the_mark_after_the_last_is_refused_and_none_goes() -> None:
    state = act(voting(RANKED), 4, 2, 0)
    refused = act(state, 1)
    assert alert_of(refused) == "boleta.aviso.demasiadas"
    assert refused.turn.selections == state.turn.selections == ((Mark(0, 3), Mark(2, 2), Mark(4, 1)),)
    count = boleta(refused).count
    assert count is not None
    assert dict(count.params) == {"marcadas": 3, "maximo": 3}


def test_taking_back_a_preference_says_that_others_moved_up() -> None:
    state = act(voting(RANKED), 4, 2, 0)
    assert alert_of(act(state, 0)) == ""
    moved = act(state, 4)
    assert moved.turn.selections == ((Mark(0, 2), Mark(2, 1)),)
    assert alert_of(moved) == "boleta.aviso.preferencias_subieron"


def test_nothing_is_confirmed_before_every_page_of_the_review_was_seen() -> None:
    contests = (RANKED, SOME, RANKED)
    state = act(voting(*contests), 1, "siguiente", *range(5), "pagina_siguiente", *range(5, 10), "pagina_siguiente")
    state = act(state, 10, 11, "pagina_siguiente", "siguiente", 0, "siguiente")
    assert [card.position for card in review(state).cards] == [0]
    refused, effects = reduce(state, ActionTouched("confirmar"))
    assert (effects, alert_of(refused)) == ((), "revision.aviso.falta_ver")
    shown = []
    for _ in range(review(state).pages - 1):
        state = act(state, "pagina_siguiente")
        shown += [mark for card in review(state).cards if card.position == 1 for mark in card.marks]
    assert shown == [Mark(i) for i in range(12)]
    after, effects = reduce(state, ActionTouched("confirmar"))
    assert after.turn.step is TurnStep.COMMITTING
    assert any(isinstance(effect, CommitPending) for effect in effects)


def test_a_correction_is_to_be_reviewed_anew() -> None:
    contests = (LONG,) * 5
    state = voting(*contests)
    for _ in contests:
        state = act(state, 0, "siguiente", "siguiente")
    state = act(state, "pagina_siguiente", "corregir_4", 0, 1, "siguiente")
    assert (review(state).page, review(state).pages) == (1, 3)
    assert alert_of(act(state, "confirmar")) == "revision.aviso.falta_ver"


@pytest.mark.parametrize("at", ["boleta", "review"])
def test_who_stays_after_all_is_where_the_question_was_asked(at: str) -> None:
    state = act(voting(LONG), "pagina_siguiente", 9)
    state = act(state, "siguiente", "siguiente") if at == "review" else state
    stayed = act(state, "salir", "seguir_votando")
    assert replace(stayed.turn, from_review=state.turn.from_review) == state.turn


def test_a_review_warns_of_blanks_and_words_places_and_values() -> None:
    state = act(voting(RANKED, RANKED), 4, 2, "siguiente", "siguiente", "dejar_en_blanco")
    assert review(state).blank == 1
    assert choice_words(RANKED, review(state).cards[0].marks).main == "1. E · 2. C"
    scale = plain(ContestKind.SCALE, max_marks=4, scale_max=5)
    assert choice_words(scale, (Mark(0, 5), Mark(2, 1))).main == "A: 5 · C: 1"
    assert not has_own_page(RANKED)
