"""The table of observations: what prevails, what counts, what bounds a casilla's votes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.prep_observaciones import (
    COUNTED,
    SIN_ACTA,
    CasillaLimits,
    Contabilizada,
    Figure,
    Observacion,
    Unread,
    contabilizada,
    observe,
)

BASICA = CasillaLimits("B", lista_nominal=100, boletas=0, representantes=4)
UNREAD = st.sampled_from((Unread.ILEGIBLE, Unread.SIN_DATO))
FIGURES = st.lists(st.one_of(st.integers(0, 40), UNREAD), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((60, 44), Observacion.NINGUNA),
        ((60, 45), Observacion.EXCEDE_LISTA),
        ((60, Unread.ILEGIBLE), Observacion.ALGUN_CAMPO),
        ((105, Unread.ILEGIBLE), Observacion.EXCEDE_LISTA),
        ((Unread.SIN_DATO, Unread.ILEGIBLE), Observacion.TODOS),
        ((0, 0), Observacion.NINGUNA),
    ],
)
def test_exceeding_prevails_and_the_limit_itself_is_allowed(figures: tuple[Figure, ...], expected: Observacion) -> None:
    assert observe(figures, BASICA) is expected


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        (CasillaLimits("S", 0, 750, 8), 758),
        (CasillaLimits("S", 0, 0, 8), None),
        (CasillaLimits("M", 0, 0, 0), None),
        (CasillaLimits("M", 300, 0, 0), 300),
        (CasillaLimits("B", 0, 900, 2), 2),
    ],
)
def test_especiales_are_bound_by_their_boletas_and_those_abroad_by_a_list_if_there_is_one(
    limits: CasillaLimits, most: int | None
) -> None:
    assert limits.most_votes == most


def test_an_acta_of_no_approved_casilla_is_of_its_own_kind() -> None:
    assert observe((1, 2), None) is Observacion.FUERA_CATALOGO
    assert contabilizada(Observacion.FUERA_CATALOGO) is Contabilizada.FUERA_CATALOGO


@given(FIGURES)
def test_an_acta_counts_exactly_when_something_is_readable_and_nothing_exceeds(figures: list[Figure]) -> None:
    readable = [figure for figure in figures if isinstance(figure, int)]
    expected = bool(readable) and sum(readable) <= 104
    assert (contabilizada(observe(figures, BASICA)) is Contabilizada.YES) == expected


def test_only_two_legends_count() -> None:
    assert {o for o in Observacion if contabilizada(o) is Contabilizada.YES} == COUNTED
    assert not COUNTED & SIN_ACTA
