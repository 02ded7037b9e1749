"""Identifiers and contests: what has the right form, and what contradicts itself."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.eleccion import Contest, OptionKind
from shared.domain.errors import DatoInvalido, EleccionInvalida, IdInvalido
from shared.domain.ids import CasillaId, DistritoId, EntidadId, OptionId, PartidoId, SeccionId, StoreId, UrnaId
from tests.unit.domain.boletas import every_kind, gubernatura

GOB = gubernatura()


@given(st.integers(1, 32), st.integers(0, 9999), st.sampled_from("BCSEMAP"), st.integers(0, 99), st.integers(0, 99))
def test_a_casilla_is_its_parts(entidad: int, seccion: int, tipo: str, number: int, contigua: int) -> None:
    place = SeccionId(EntidadId(entidad), seccion)
    casilla = CasillaId.of(place, tipo, number, contigua)
    assert (casilla.seccion, casilla.tipo, casilla.number, casilla.ext_contigua) == (place, tipo, number, contigua)
    assert CasillaId(str(casilla)) == casilla
    assert len(casilla.clave) == 11


@pytest.mark.parametrize(
    "clave", ["", "140001B010", "140001B01000", "140001X0100", "330001B0100", "14 001B0100", "1400\u06601B0100"]
)
def test_a_casilla_of_wrong_form_is_refused(clave: str) -> None:
    with pytest.raises(IdInvalido):
        CasillaId(clave)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PartidoId, "PT-MORENA"),
        (PartidoId, "pt"),
        (PartidoId, ""),
        (OptionId, "A@1"),
        (OptionId, "A-B"),
        (StoreId, "AB" * 16),
        (StoreId, "ab" * 15),
        (UrnaId, "../JAL"),
        (UrnaId, "JAL-1\n"),
        (UrnaId, "x" * 41),
    ],
)
def test_texts_of_wrong_form_are_refused(kind: type[Any], value: str) -> None:
    with pytest.raises(DatoInvalido, match="D101"):
        kind(value)


@pytest.mark.parametrize("number", [0, 33, -1])
def test_entidades_are_1_to_32(number: int) -> None:
    with pytest.raises(IdInvalido, match="D103"):
        EntidadId(number)


def test_distrito_0_is_voting_from_abroad() -> None:
    assert DistritoId(EntidadId(14), 0).number == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"options": (*GOB.options, GOB.options[0])}, "D203"),
        ({"options": ()}, "D204"),
        ({"max_marks": 0}, "D205"),
        ({"max_marks": 10}, "D205"),
        ({"candidaturas": GOB.candidaturas[1:]}, "D206"),
        ({"options": (replace(GOB.options[0], id=OptionId("NULOS")), *GOB.options[1:])}, "D207"),
    ],
)
def test_contests_that_contradict_themselves(change: dict[str, Any], code: str) -> None:
    with pytest.raises(EleccionInvalida, match=code):
        replace(GOB, **change)


@pytest.mark.parametrize("contest", every_kind(), ids=lambda c: str(c.kind))
def test_no_figure_stands_twice_and_each_has_its_candidatura(contest: Contest) -> None:
    keys = contest.count_keys()
    assert len(set(keys)) == len(keys)
    unowned = {key for key in keys if contest.candidatura_of(key) is None}
    assert unowned == {key for key in keys if key in ("NO_REGISTRADAS", "NULOS", "BLANCOS")}
    owners = {option.candidatura for option in contest.options if option.kind is not OptionKind.NULO} - {None}
    assert {contest.candidatura_of(key) for key in keys} - {None} == owners


def test_the_figures_of_a_coalition_stand_in_the_order_of_the_acta() -> None:
    assert GOB.count_keys() == (
        *("PAN", "PRI", "MC", "PT", "MORENA", "PES", "IND"),
        *("PT-MORENA-PES", "PT-MORENA", "PT-PES", "MORENA-PES"),
        *("NO_REGISTRADAS", "NULOS", "BLANCOS"),
    )
