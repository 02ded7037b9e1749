"""The split of votes for several partidos: worked examples, ties, convenios and properties."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.coalicion import Derivation, Level, RemainderRule, RuleSet, by_candidatura, split
from shared.domain.convenio import Convenio
from shared.domain.eleccion import EXPLICIT_KINDS, Coalicion
from shared.domain.errors import EleccionInvalida, ReglaInvalida
from shared.domain.escrutinio import contar, sumar
from shared.domain.ids import CandidaturaId, CoalicionId, OptionId, PartidoId
from shared.domain.voto import Voto
from tests.unit.domain.boletas import COMBINATIONS, MORENA, PES, PT, comun, confirmed, gubernatura

LAW = RuleSet("LGIPE-311", Level.DISTRITO, RemainderRule.MAYOR_VOTACION, ("LGIPE 311.1.c",))
FIRST = RuleSet("CONVENIO", Level.DISTRITO, RemainderRule.PRIMERO, ("Convenio",))
GOB, COMUN = gubernatura(), comun()
THREE = "PT-MORENA-PES"
OWN = {"PT": 5, "MORENA": 100, "PES": 7}


def test_148_among_three_gives_49_each_and_one_to_the_highest() -> None:
    result = split(GOB, {"01": {**OWN, THREE: 148}}, LAW)
    assert result.by_partido["PT"] == 5 + 49
    assert result.by_partido["MORENA"] == 100 + 49 + 1
    assert result.by_partido["PES"] == 7 + 49
    expected = Derivation("01", (PT, MORENA, PES), 148, 49, (49, 49, 49), 1, (MORENA,))
    assert result.derivations == (expected,)
    assert result.by_candidatura["LOMELI"] == 112 + 148


def test_two_left_over_go_one_each_to_the_two_highest() -> None:
    result = split(GOB, {"01": {**OWN, THREE: 149}}, LAW)
    assert [result.by_partido[p] for p in ("PT", "MORENA", "PES")] == [54, 150, 57]
    assert result.derivations[0].to == (MORENA, PES)


def test_the_highest_is_by_own_votes_in_the_unit() -> None:
    result = split(GOB, {"01": {**OWN, "PT-PES": 1}, "02": {"PT": 9, "PES": 1, "PT-PES": 1}}, LAW)
    assert [d.to for d in result.derivations] == [(PES,), (PT,)]


def test_a_rule_may_give_all_that_is_left_to_the_first() -> None:
    result = split(GOB, {"01": {**OWN, THREE: 149}}, FIRST)
    assert [result.by_partido[p] for p in ("PT", "MORENA", "PES")] == [5 + 51, 149, 56]
    assert result.derivations[0].to == (PT,)


def test_units_are_split_one_by_one() -> None:
    together = split(GOB, {"E": {**OWN, THREE: 4}}, LAW)
    apart = split(GOB, {"1": {**OWN, THREE: 2}, "2": {THREE: 2, "MORENA": 2, "PES": 1}}, LAW)
    assert together.by_partido["MORENA"] == 100 + 2
    assert [d.remainder for d in apart.derivations] == [2, 2]


def test_a_tie_is_a_finding_and_nobody_receives() -> None:
    result = split(GOB, {"01": {"PT": 7, "PES": 7, "MORENA": 100, THREE: 2, "PT-PES": 3}}, LAW)
    assert [(f.code, f.path) for f in result.findings] == [("D511", "01.PT-MORENA-PES"), ("D511", "01.PT-PES")]
    assert [(u.votes, u.tied) for u in result.sin_asignar] == [(1, (PT, PES)), (1, (PT, PES))]
    assert result.derivations[0].to == (MORENA,)
    assert [result.by_partido[p] for p in ("PT", "MORENA", "PES")] == [8, 101, 8]


def test_a_tie_of_all_leaves_both_votes_unassigned() -> None:
    result = split(GOB, {"01": {THREE: 5}}, LAW)
    assert (result.derivations[0].sin_asignar, result.derivations[0].to) == (2, ())
    assert sum(result.by_partido.values()) == 3


def test_a_tie_above_the_last_vote_given_decides_nothing() -> None:
    result = split(GOB, {"01": {"PT": 7, "PES": 7, "MORENA": 1, THREE: 2}}, LAW)
    assert result.findings == ()
    assert result.derivations[0].to == (PT, PES)


def percents(*shares: str) -> tuple[tuple[PartidoId, Fraction], ...]:
    return tuple(zip((PartidoId("MORENA"), PartidoId("PT"), PartidoId("PVEM")), map(Fraction, shares), strict=True))


CDMX = replace(COMUN, convenios=(Convenio(OptionId("COMUN"), percents("53.33", "20", "26.67")),))
CDMX_RULES = RuleSet("CDMX-2024", Level.ENTIDAD, RemainderRule.MAYOR_VOTACION, ("Convenio",))


def test_candidatura_comun_by_percentages_with_fractions_to_the_first() -> None:
    # 1001: 533.8333 -> 533, 200.2 -> 200, 266.9667 -> 266; 2 left, to the first.
    result = split(CDMX, {"E": {"COMUN": 1001, "MC": 50}}, CDMX_RULES)
    assert result.by_partido == {"MORENA": 535, "PT": 200, "PVEM": 266, "MC": 50}
    derivation = result.derivations[0]
    assert (derivation.shares, derivation.remainder, derivation.to) == ((533, 200, 266), 2, (MORENA,))
    assert result.by_candidatura == {"C_COMUN": 1001, "C_MC": 50}


def test_percentages_are_exact() -> None:
    derivation = split(CDMX, {"E": {"COMUN": 10_000}}, CDMX_RULES).derivations[0]
    assert (derivation.shares, derivation.remainder, derivation.to) == ((5333, 2000, 2667), 0, ())


def test_without_convenio_a_candidatura_comun_is_not_split() -> None:
    result = split(COMUN, {"E": {"COMUN": 10}}, LAW)
    assert [f.code for f in result.findings] == ["D512"]
    assert (sum(result.by_partido.values()), result.sin_asignar[0].votes) == (0, 10)


@pytest.mark.parametrize(("shares", "code"), [(("53.33", "20", "26.66"), "D501"), (("100", "20", "-20"), "D502")])
def test_convenios_that_cannot_be_are_refused(shares: tuple[str, str, str], code: str) -> None:
    with pytest.raises(ReglaInvalida, match=code):
        Convenio(OptionId("COMUN"), percents(*shares))


def test_a_figure_that_the_boleta_does_not_have_is_told() -> None:
    result = split(GOB, {"01": {"PAN": 1, "PAN-PRI": 4}}, LAW)
    assert [(f.code, f.path) for f in result.findings] == [("D513", "01.PAN-PRI")]
    assert sum(result.by_partido.values()) == 1


def test_independents_take_no_part() -> None:
    result = split(GOB, {"01": {"IND": 40, "PAN": 2, "NULOS": 9}}, LAW)
    assert (sum(result.by_partido.values()), result.by_candidatura["C_IND"]) == (2, 40)


@pytest.mark.parametrize(
    ("combinations", "code"),
    [(((PT,),), "D201"), (((PT, PartidoId("PAN")),), "D201"), (((PT, PES), (PES, PT)), "D202")],
)
def test_combinations_that_cannot_be_are_refused(combinations: tuple[tuple[PartidoId, ...], ...], code: str) -> None:
    with pytest.raises(EleccionInvalida, match=code):
        Coalicion(CoalicionId("X"), "X", CandidaturaId("LOMELI"), (PT, MORENA, PES), combinations)


PARTY_KEYS = [o.id.value for o in GOB.options if o.kind not in EXPLICIT_KINDS and o.partidos]
PARTY_KEYS += ["-".join(p.value for p in c) for c in COMBINATIONS]
TOTALS = st.dictionaries(st.sampled_from(GOB.count_keys()), st.integers(0, 200))
UNITS = st.dictionaries(st.sampled_from(["01", "02", "03"]), TOTALS)
Totals = dict[str, dict[str, int]]


@given(UNITS, st.sampled_from([LAW, FIRST]))
def test_the_split_conserves_votes(units: Totals, rules: RuleSet) -> None:
    result = split(GOB, units, rules)
    votes = sum(totals.get(key, 0) for totals in units.values() for key in PARTY_KEYS)
    assert sum(result.by_partido.values()) + sum(u.votes for u in result.sin_asignar) == votes
    for derivation in result.derivations:
        assert derivation.votes == sum(derivation.shares) + derivation.remainder


@given(st.integers(0, 10**7))
def test_a_convenio_conserves_votes(votes: int) -> None:
    result = split(CDMX, {"E": {"COMUN": votes}}, CDMX_RULES)
    assert sum(result.by_partido.values()) == votes
    assert sum(d.remainder for d in result.derivations) <= 2


@given(UNITS)
def test_the_total_of_a_candidatura_never_depends_on_the_split(units: Totals) -> None:
    law, first = split(GOB, units, LAW), split(GOB, units, FIRST)
    assert law.by_candidatura == first.by_candidatura == by_candidatura(GOB, units)
    members = {"PT", "MORENA", "PES"}
    unassigned = sum(u.votes for u in law.sin_asignar)
    assert sum(law.by_partido[p] for p in members) + unassigned == law.by_candidatura["LOMELI"]


@given(UNITS, st.sampled_from(["01", "02", "03"]), st.sampled_from(["PAN", "PRI", "MC"]))
def test_one_more_vote_for_a_party_alone_changes_that_party_only(units: Totals, unit: str, partido: str) -> None:
    before = split(GOB, units, LAW)
    totals = units.get(unit, {})
    after = split(GOB, {**units, unit: {**totals, partido: totals.get(partido, 0) + 1}}, LAW)
    assert after.by_partido == {**before.by_partido, partido: before.by_partido[partido] + 1}
    assert after.derivations == before.derivations


@given(UNITS)
def test_the_order_of_units_changes_nothing(units: Totals) -> None:
    assert split(GOB, dict(reversed(units.items())), LAW) == split(GOB, units, LAW)


@given(UNITS)
def test_a_remainder_stands_within_one_vote_of_its_partners(units: Totals) -> None:
    for derivation in split(GOB, units, LAW).derivations:
        assert derivation.remainder < len(derivation.combination)
        assert len(derivation.to) + derivation.sin_asignar == derivation.remainder


VOTOS = st.lists(confirmed(GOB).map(Voto), max_size=15)


@given(VOTOS, VOTOS)
def test_splitting_the_sum_of_actas_is_splitting_the_count_of_all(a: list[Voto], b: list[Voto]) -> None:
    summed = sumar(contar(GOB, a), contar(GOB, b)).counts
    assert split(GOB, {"01": summed}, LAW) == split(GOB, {"01": contar(GOB, a + b).counts}, LAW)
