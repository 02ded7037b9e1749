"""What a voter may do on a boleta: refusals by name, and properties over everything that touches can reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.boleta import (
    ChoiceKind,
    Marked,
    MarkRefusal,
    Refused,
    Selection,
    confirmable,
    describe,
    to_voto,
    toggle,
)
from shared.domain.eleccion import RESERVED_KEYS, BlankPolicy, Contest, ContestKind
from shared.domain.errors import VotoInvalido
from shared.domain.voto import Mark, Voto, count_keys_of
from tests.unit.domain.boletas import COMBINATIONS, comun, every_kind, gubernatura, plain, play, reachable, touches

CONTESTS = every_kind()
NAMES = [f"{c.id}-{c.kind}-{n}" for n, c in enumerate(CONTESTS)]


def at(contest: Contest, name: str) -> int:
    return [option.id.value for option in contest.options].index(name)


def marked(contest: Contest, *names: str) -> Selection:
    return play(contest, [(at(contest, name), 1) for name in names])


def refusal(contest: Contest, selection: Selection, name: str) -> MarkRefusal:
    answer = toggle(contest, selection, at(contest, name), 1)
    assert isinstance(answer, Refused)
    return answer.reason


def test_touching_twice_unmarks() -> None:
    contest = gubernatura()
    assert marked(contest, "PAN", "PAN") == ()


def test_second_mark_is_refused_as_over_vote() -> None:
    contest = plain(ContestKind.CONSULTA)
    assert refusal(contest, marked(contest, "A"), "B") is MarkRefusal.OVER_VOTE


@pytest.mark.parametrize("other", ["PAN", "IND"])
def test_marks_across_candidaturas_are_refused(other: str) -> None:
    contest = gubernatura()
    assert refusal(contest, marked(contest, "MORENA"), other) is MarkRefusal.ACROSS_CANDIDATURAS
    assert refusal(contest, marked(contest, other), "MORENA") is MarkRefusal.ACROSS_CANDIDATURAS


@pytest.mark.parametrize("explicit", ["NR", "NULO"])
@pytest.mark.parametrize("contest", CONTESTS, ids=NAMES)
def test_explicit_boxes_stand_alone(contest: Contest, explicit: str) -> None:
    first = contest.options[0].id.value
    assert refusal(contest, marked(contest, first), explicit) is MarkRefusal.WITH_EXPLICIT
    assert refusal(contest, marked(contest, explicit), first) is MarkRefusal.WITH_EXPLICIT
    assert refusal(contest, marked(contest, "NR"), "NULO") is MarkRefusal.WITH_EXPLICIT


@pytest.mark.parametrize("kind", [ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE])
def test_one_more_than_allowed_is_refused(kind: ContestKind) -> None:
    contest = plain(kind, max_marks=2, scale_max=5 if kind is ContestKind.SCALE else 0)
    assert refusal(contest, marked(contest, "A", "B"), "C") is MarkRefusal.TOO_MANY


def test_two_of_which_only_the_three_are_legal_are_incomplete() -> None:
    contest = gubernatura(combinations=(COMBINATIONS[0],))
    two = marked(contest, "PT", "PES")
    assert len(two) == 2
    assert confirmable(contest, two) is MarkRefusal.INCOMPLETE_COMBINATION
    with pytest.raises(VotoInvalido):
        to_voto(contest, two)
    assert confirmable(contest, marked(contest, "PT", "PES", "MORENA")) is None


def test_a_scale_needs_a_value_and_replaces_its_own() -> None:
    contest = plain(ContestKind.SCALE, max_marks=2, scale_max=5)
    assert toggle(contest, (), 0) == Refused(MarkRefusal.NEEDS_VALUE)
    assert toggle(contest, (), 0, 6) == Refused(MarkRefusal.NEEDS_VALUE)
    assert toggle(contest, (Mark(0, 2), Mark(1, 3)), 0, 5) == Marked((Mark(0, 5), Mark(1, 3)))
    assert toggle(contest, (Mark(0, 2), Mark(1, 3)), 0, 2) == Marked((Mark(1, 3),))


def test_unmarking_a_preference_moves_up_those_after_it() -> None:
    contest = plain(ContestKind.RANKED, max_marks=3)
    ranked = marked(contest, "C", "A", "B")
    assert ranked == (Mark(0, 2), Mark(1, 3), Mark(2, 1))
    assert toggle(contest, ranked, 2) == Marked((Mark(0, 1), Mark(1, 2)))


@pytest.mark.parametrize("index", [-1, 99])
def test_a_touch_outside_of_the_boleta_is_refused_with_a_code(index: int) -> None:
    with pytest.raises(VotoInvalido, match="D301"):
        toggle(gubernatura(), (), index)


def test_descriptions() -> None:
    contest = gubernatura()
    joined = describe(contest, marked(contest, "PES", "PT"))
    assert joined.kind is ChoiceKind.CANDIDATURA
    assert [p.value for p in joined.combination] == ["PT", "PES"]
    assert joined.candidatura is not None
    assert joined.candidatura.id.value == "LOMELI"
    alone = describe(contest, marked(contest, "IND"))
    assert (alone.candidatura and alone.candidatura.id.value, alone.combination) == ("C_IND", ())
    assert describe(contest, ()).kind is ChoiceKind.BLANCO
    assert describe(contest, marked(contest, "NULO")).kind is ChoiceKind.NULO
    assert describe(contest, marked(contest, "NR")).kind is ChoiceKind.NO_REGISTRADA
    shared_box = describe(comun(), marked(comun(), "COMUN"))
    assert [p.value for p in shared_box.combination] == ["MORENA", "PT", "PVEM"]
    several = plain(ContestKind.N_OF_M, max_marks=2)
    assert [o.id.value for o in describe(several, marked(several, "C", "A")).options] == ["A", "C"]


def test_preferences_are_described_in_their_order() -> None:
    contest = plain(ContestKind.RANKED, max_marks=3)
    choice = describe(contest, marked(contest, "C", "A", "B"))
    assert choice.kind is ChoiceKind.PREFERENCIAS
    assert [o.id.value for o in choice.options] == ["C", "A", "B"]
    assert choice.values == (1, 2, 3)


def test_a_scale_is_described_in_the_order_of_the_boleta() -> None:
    contest = plain(ContestKind.SCALE, options=3, max_marks=2, scale_max=3)
    choice = describe(contest, (Mark(0, 3), Mark(2, 1)))
    assert (choice.kind, choice.values) == (ChoiceKind.ESCALA, (3, 1))


@given(st.sampled_from(CONTESTS).flatmap(lambda c: st.tuples(st.just(c), touches(c))))
def test_no_touch_drops_another_mark(case: tuple[Contest, list[tuple[int, int]]]) -> None:
    contest, sequence = case
    selection: Selection = ()
    for option, value in sequence:
        others = {mark.option for mark in selection} - {option}
        answer = toggle(contest, selection, option, value)
        if isinstance(answer, Marked):
            assert {mark.option for mark in answer.selection} - {option} == others
            selection = answer.selection


@pytest.mark.parametrize("contest", CONTESTS, ids=NAMES)
def test_what_may_be_confirmed_is_exactly_what_is_counted(contest: Contest) -> None:
    for selection in reachable(contest):
        if confirmable(contest, selection) is None:
            assert set(count_keys_of(contest, to_voto(contest, selection))) <= set(contest.count_keys())
            describe(contest, selection)
        else:
            with pytest.raises(VotoInvalido):
                count_keys_of(contest, Voto(selection))


@pytest.mark.parametrize("contest", CONTESTS, ids=NAMES)
def test_every_option_and_every_figure_is_reachable(contest: Contest) -> None:
    legal = [s for s in reachable(contest) if confirmable(contest, s) is None]
    assert {m.option for s in legal for m in s} == set(range(len(contest.options)))
    figures = {key for s in legal for key in count_keys_of(contest, Voto(s))}
    assert figures == set(contest.count_keys())


@pytest.mark.parametrize("contest", CONTESTS, ids=NAMES)
def test_every_selection_can_be_emptied_by_touching_its_marks(contest: Contest) -> None:
    for selection in reachable(contest):
        rest = selection
        while rest:
            answer = toggle(contest, rest, rest[0].option, rest[0].value)
            assert isinstance(answer, Marked)
            assert len(answer.selection) == len(rest) - 1
            rest = answer.selection


def test_a_blank_boleta_goes_where_the_policy_says() -> None:
    assert count_keys_of(gubernatura(), Voto(())) == ("BLANCOS",)
    assert count_keys_of(gubernatura(policy=BlankPolicy.ADD_TO_NULOS), Voto(())) == ("NULOS",)
    assert "BLANCOS" not in gubernatura(policy=BlankPolicy.ADD_TO_NULOS).count_keys()
    assert set(gubernatura().count_keys()) >= RESERVED_KEYS
