"""Counting, sums and the findings of figures."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.eleccion import Contest, ContestKind
from shared.domain.errors import ActaInvalida
from shared.domain.escrutinio import EscrutinioContest, contar, findings, sumar, sumar_todo, vacio
from shared.domain.ids import ContestId
from shared.domain.voto import Mark, Voto, count_keys_of
from tests.unit.domain.boletas import MULTIPLE, confirmed, every_kind, gubernatura, plain

CONTESTS = every_kind()
LEGAL = {id(contest): confirmed(contest).map(Voto) for contest in CONTESTS}
WITH_VOTES = st.sampled_from(CONTESTS).flatmap(
    lambda c: st.tuples(st.just(c), st.lists(LEGAL[id(c)], max_size=12), st.lists(LEGAL[id(c)], max_size=12))
)
Case = tuple[Contest, list[Voto], list[Voto]]


@given(WITH_VOTES)
def test_counting_legal_votes_gives_no_finding(case: Case) -> None:
    contest, votos, _ = case
    assert findings(contest, contar(contest, votos), len(votos)) == ()


@given(WITH_VOTES)
def test_sum_of_counts_is_count_of_all(case: Case) -> None:
    contest, a, b = case
    assert sumar(contar(contest, a), contar(contest, b)) == contar(contest, chain(b, a))


@given(WITH_VOTES, st.data())
def test_order_changes_nothing(case: Case, data: st.DataObject) -> None:
    contest, votos, _ = case
    assert contar(contest, data.draw(st.permutations(votos))) == contar(contest, votos)


@given(WITH_VOTES, st.data())
def test_one_more_vote_changes_its_own_figures_alone(case: Case, data: st.DataObject) -> None:
    contest, votos, _ = case
    extra = data.draw(LEGAL[id(contest)])
    before, after = contar(contest, votos).counts, contar(contest, [*votos, extra]).counts
    changed = {key: after[key] - before[key] for key in after if after[key] != before[key]}
    assert changed == dict.fromkeys(count_keys_of(contest, extra), 1)


FIGURES = st.lists(st.integers(0, 10**9), min_size=14, max_size=14)


@given(FIGURES, FIGURES, FIGURES)
def test_sums_are_associative_and_commutative(a: list[int], b: list[int], c: list[int]) -> None:
    contest = gubernatura()
    keys = contest.count_keys()
    assert len(keys) == 14
    x, y, z = (EscrutinioContest(contest.id, dict(zip(keys, f, strict=True)), f[0] % 7) for f in (a, b, c))
    assert sumar(sumar(x, y), z) == sumar(x, sumar(y, z)) == sumar_todo(contest, (z, x, y))
    assert sumar(x, vacio(contest)) == x


def test_figures_of_different_contests_do_not_add_up() -> None:
    with pytest.raises(ActaInvalida, match="D403"):
        sumar(vacio(gubernatura()), vacio(plain(ContestKind.CONSULTA)))
    with pytest.raises(ActaInvalida, match="D402"):
        EscrutinioContest(ContestId("X"), {"A": -1})


@pytest.mark.parametrize(
    ("contest", "marks"),
    [
        (plain(ContestKind.CONSULTA), (Mark(0), Mark(1))),  # A1: two marks
        (gubernatura(), (Mark(0), Mark(1))),  # across candidaturas
        (gubernatura(), (Mark(0), Mark(0))),  # one box twice
        (gubernatura(), (Mark(0), Mark(8))),  # with nulo
        (gubernatura(), (Mark(99),)),
        (gubernatura(), (Mark(0, 1),)),  # a value where none belongs
        (plain(ContestKind.N_OF_M, max_marks=2), (Mark(0), Mark(1), Mark(2))),
        (plain(ContestKind.RANKED, max_marks=3), (Mark(0, 1), Mark(1, 3))),  # a gap
        (plain(ContestKind.RANKED, max_marks=3), (Mark(0, 1), Mark(1, 1))),
        (plain(ContestKind.SCALE, scale_max=3, max_marks=2), (Mark(0, 4),)),
        (plain(ContestKind.SCALE, scale_max=3, max_marks=2), (Mark(0, 1), Mark(1, 1), Mark(2, 1))),
    ],
)
def test_over_full_records_are_rejected_and_told(contest: Contest, marks: tuple[Mark, ...]) -> None:
    counted = contar(contest, [Voto(marks), Voto(())])
    assert counted.rechazados == 1
    assert sum(counted.counts.values()) == 1
    assert [f.code for f in findings(contest, counted, 2)] == ["D422"]


@given(WITH_VOTES, st.integers(1, 3))
def test_one_voter_more_or_less_is_found(case: Case, off: int) -> None:
    contest, votos, _ = case
    if contest.kind in MULTIPLE:
        return
    counted = contar(contest, votos)
    assert [f.code for f in findings(contest, counted, len(votos) + off)] == ["D421"]


def altered(contest: Contest, votos: list[Voto], **figures: int) -> list[str]:
    counts = {**contar(contest, votos).counts, **{key.replace("_at_", "@"): n for key, n in figures.items()}}
    return [f.code for f in findings(contest, EscrutinioContest(contest.id, counts), len(votos))]


def test_impossible_sums_of_several_marks_are_found() -> None:
    contest = plain(ContestKind.N_OF_M, max_marks=2)
    votos = [Voto((Mark(0), Mark(1))), Voto((Mark(2),)), Voto((Mark(4),))]
    assert altered(contest, votos) == []
    assert altered(contest, votos, NULOS=4) == ["D423"]
    assert altered(contest, votos, C=3) == ["D424", "D425"]
    assert altered(contest, votos, A=0, B=0, C=0) == ["D424"]
    assert altered(contest, votos, A=3, B=0) == ["D425"]


def test_impossible_rankings_are_found() -> None:
    contest = plain(ContestKind.RANKED, options=3, max_marks=3)
    votos = [Voto((Mark(0, 1), Mark(1, 2))), Voto((Mark(2, 1),))]
    assert altered(contest, votos) == []
    assert altered(contest, votos, C_at_1=0, C_at_3=1) == ["D426"]


def test_figures_of_other_rows_are_found() -> None:
    contest = gubernatura()
    wrong = EscrutinioContest(contest.id, {"PAN": 3})
    assert [f.code for f in findings(contest, wrong, 3)] == ["D420"]
