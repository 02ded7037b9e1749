"""Two implementations of each rule, written apart, give the same figures."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coalicion import Level, RemainderRule, RuleSet, by_candidatura, split
from shared.domain.convenio import Convenio
from shared.domain.eleccion import Contest
from shared.domain.errors import VotoInvalido
from shared.domain.prep_observaciones import CasillaLimits
from shared.domain.voto import Mark, Voto, count_keys_of
from shared.formats.prep_csv import percent4
from shared.verify.counting import divide, votes_by_candidatura
from shared.verify.marks import RECHAZADOS, figures_of
from shared.verify.prep_file import truncated
from shared.verify.rules import limit_of
from tests.unit.domain import boletas
from tests.unit.formats import examples

GOB = boletas.gubernatura()
COMUN = boletas.comun()


def units(contest: Contest) -> st.SearchStrategy[dict[str, dict[str, int]]]:
    small = st.integers(0, 40) | st.integers(0, 3)
    figures = st.fixed_dictionaries(dict.fromkeys(contest.count_keys(), small))
    return st.dictionaries(st.sampled_from("abcdef"), figures, max_size=5)


@given(units(GOB), st.sampled_from(RemainderRule))
def test_the_split_is_that_of_the_domain(by_unit: dict[str, dict[str, int]], rule: RemainderRule) -> None:
    known = split(GOB, by_unit, RuleSet("x", Level.DISTRITO, rule, ("x",)))
    found = divide(GOB, by_unit.values(), rule.value)
    assert found.by_partido == known.by_partido
    assert found.sin_asignar == sum(each.votes for each in known.sin_asignar)


@given(units(COMUN), st.integers(1, 999_998), st.data())
def test_a_convenio_is_split_as_in_the_domain(
    by_unit: dict[str, dict[str, int]], first: int, data: st.DataObject
) -> None:
    second = data.draw(st.integers(1, 999_999 - first))
    parts = [Fraction(each, 10_000) for each in (first, second, 1_000_000 - first - second)]
    box = COMUN.options[0]
    shares = tuple(zip(data.draw(st.permutations(box.partidos)), parts, strict=True))
    agreed = replace(COMUN, convenios=(Convenio(box.id, shares),))
    known = split(agreed, by_unit, RuleSet("x", Level.DISTRITO, RemainderRule.PRIMERO, ("x",)))
    found = divide(agreed, by_unit.values(), "primero")
    assert found.by_partido == known.by_partido
    assert found.sin_asignar == len(known.sin_asignar) == 0
    without = divide(COMUN, by_unit.values(), "primero")
    assert without.sin_asignar == sum(unit[box.id.value] for unit in by_unit.values())


@given(units(GOB))
def test_candidaturas_are_those_of_the_domain(by_unit: dict[str, dict[str, int]]) -> None:
    added = {key: sum(unit[key] for unit in by_unit.values()) for key in GOB.count_keys()}
    assert votes_by_candidatura(GOB, added) == by_candidatura(GOB, by_unit)


def test_a_tie_leaves_the_remainder_to_nobody() -> None:
    figures = dict.fromkeys(GOB.count_keys(), 0) | {"PT": 5, "MORENA": 5, "PT-MORENA": 3}
    found = divide(GOB, [figures], "mayor_votacion")
    assert (found.by_partido["PT"], found.by_partido["MORENA"], found.sin_asignar) == (6, 6, 1)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_percentages_are_those_of_the_writer(part: int, whole: int) -> None:
    assert truncated(part, whole) == percent4(part, whole)


def test_the_percentage_that_floats_get_wrong() -> None:
    assert truncated(57, 625) == "9.1200"


@pytest.mark.parametrize("contest", boletas.every_kind(), ids=lambda contest: contest.kind.value)
@given(data=st.data())
def test_a_vote_counts_as_in_the_domain(contest: Contest, data: st.DataObject) -> None:
    marks = st.builds(Mark, st.integers(0, len(contest.options)), st.integers(0, 4))
    ordered = st.lists(marks, max_size=6).map(lambda found: sorted(found, key=lambda mark: mark.option))
    voto = Voto(tuple(data.draw(ordered | st.lists(marks, max_size=6))))
    try:
        expected = count_keys_of(contest, voto)
    except VotoInvalido:
        expected = (RECHAZADOS,)
    assert figures_of(contest, voto) == expected


@given(st.sampled_from("BCSEMAP"), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_limits_are_those_of_prep(tipo: str, lista: int, approved: int, representantes: int) -> None:
    base = examples.casilla(f"140001{tipo}0100")
    casilla = replace(base, lista_nominal=lista, boletas=approved, representantes=representantes)
    assert limit_of(casilla) == CasillaLimits(tipo, lista, approved, representantes).most_votes
