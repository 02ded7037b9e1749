"""The equations of the ledger: true for every day that can happen, false for each kind of fault."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import ActaInvalida
from shared.domain.hallazgo import has_error
from shared.domain.ledger import Ledger

SOUND = Ledger(
    habilitaciones=17, emitidos=12, cancelados=2, anulados=1, en_duda=2, testigos_completos=13, testigos_inutilizados=1
)


def codes(ledger: Ledger) -> list[str]:
    return [finding.code for finding in ledger.closing_findings()]


def test_a_sound_ledger_has_no_finding() -> None:
    assert codes(SOUND) == []
    assert SOUND.votantes == 12


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"habilitaciones": 18}, ["D411"]),
        ({"habilitaciones": 16}, ["D411"]),
        ({"emitidos": 13}, ["D411"]),
        ({"cancelados": 0}, ["D411"]),
        ({"testigos_completos": 11}, ["D412"]),
        ({"testigos_completos": 16}, ["D413"]),
        ({"abierto": 1, "habilitaciones": 18}, ["D415"]),
        ({"abierto": 2, "habilitaciones": 19}, ["D414", "D415"]),
    ],
)
def test_each_fault_by_one_is_told(change: dict[str, int], expected: list[str]) -> None:
    faulty = replace(SOUND, **change)
    assert codes(faulty) == expected
    assert has_error(faulty.closing_findings())


def test_spoiled_slips_stand_apart() -> None:
    assert codes(replace(SOUND, testigos_inutilizados=99)) == []


def test_jalisco_2012_462_voters_and_252_testigos() -> None:
    assert codes(Ledger(habilitaciones=462, emitidos=462, testigos_completos=252)) == ["D412"]


@pytest.mark.parametrize("name", [field.name for field in fields(Ledger)])
def test_no_counter_is_negative(name: str) -> None:
    with pytest.raises(ActaInvalida, match="D401"):
        replace(SOUND, **{name: -1})


COUNT = st.integers(0, 1000)


@given(st.tuples(COUNT, COUNT, COUNT, COUNT, st.integers(0, 1)), st.data())
def test_n_habilitaciones_give_at_most_n_votos(outcomes: tuple[int, int, int, int, int], data: st.DataObject) -> None:
    e, c, a, d, o = outcomes
    slips = data.draw(st.integers(e, e + a + d))
    ledger = Ledger(e + c + a + d + o, e, c, a, d, o, slips)
    assert ledger.findings() == ()
    assert ledger.emitidos <= ledger.habilitaciones
    more = replace(ledger, emitidos=ledger.habilitaciones + 1, testigos_completos=ledger.habilitaciones + 1)
    assert has_error(more.findings())
