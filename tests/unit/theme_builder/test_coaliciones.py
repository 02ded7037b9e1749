"""Coaliciones over all boletas of one kind: how far each goes, what law calls it, and that they are uniform."""

import pytest

from theme_builder.checks_coaliciones import check_coaliciones
from theme_builder.coaliciones import Alcance, Boleta, postuladas, uneven
from theme_builder.model import ContestSource
from theme_builder.positions import Positions
from theme_builder.source import Located

ONE, OTHER = ("MORENA", "PT"), ("PT", "PVEM")


def boletas(*coaliciones: tuple[str, ...] | None, level: str = "distrito") -> list[Boleta]:
    return [
        Boleta(f"{i}.toml", level, i, {each: each[0]} if each else {}, {each: "-".join(each)} if each else {})
        for i, each in enumerate(coaliciones, start=1)
    ]


@pytest.mark.parametrize(
    ("here", "of", "alcance"),
    [
        (20, 20, Alcance.TOTAL),
        (19, 20, Alcance.PARCIAL),
        (10, 20, Alcance.PARCIAL),
        (9, 20, Alcance.FLEXIBLE),
        (5, 20, Alcance.FLEXIBLE),
        (4, 20, Alcance.MENOR),
        (1, 3, Alcance.FLEXIBLE),
    ],
)
def test_law_calls_it_by_the_share_of_the_candidaturas(here: int, of: int, alcance: Alcance) -> None:
    found = postuladas(boletas(*[ONE] * here, *[None] * (of - here)))
    assert [(each.alcance, len(each.places), each.of) for each in found] == [(alcance, here, of)]
    assert found[0].siglados == {"MORENA": here}


def test_each_kind_of_election_counts_apart() -> None:
    found = postuladas([*boletas(ONE, None, None), *boletas(OTHER, level="municipio")])
    assert [(each.level, each.alcance, each.partidos) for each in found] == [
        ("distrito", Alcance.FLEXIBLE, ONE),
        ("municipio", Alcance.TOTAL, OTHER),
    ]
    assert uneven(found) == ()


def test_two_coaliciones_of_one_place_are_of_two_elections() -> None:
    one, other = boletas(ONE, None), boletas(OTHER, None)
    found = postuladas([*one, *other])
    assert [(each.partidos, len(each.places), each.of) for each in found] == [(ONE, 1, 2), (OTHER, 1, 2)]
    assert uneven(found) == ()


def test_a_partido_in_coalicion_with_others_elsewhere_is_told() -> None:
    found = postuladas(boletas(ONE, ONE, OTHER))
    assert [(partido, one.partidos, other.partidos) for partido, one, other in uneven(found)] == [("PT", OTHER, ONE)]


def contest(number: int, *partidos: str) -> Located[ContestSource]:
    joint = {"id": "C", "name": "-".join(partidos), "candidatura": "C", "partidos": [*partidos]}
    value = {
        "id": f"D{number}",
        "kind": "coalition",
        "title": "T",
        "question": "Q",
        "max_marks": 2,
        "scale_max": 0,
        "blank_policy": "aparte",
        "ambito": {"level": "distrito", "number": number},
        "candidaturas": [{"id": "C", "name": "C", "partidos": [*partidos], "siglado": partidos[0] if partidos else ""}],
        "coaliciones": [{**joint, "combinations": [[*partidos]]}] if partidos else [],
        "options": [{"id": "NULO", "kind": "nulo", "label": "Nulo"}],
    }
    return Located(f"boletas/{number:02d}.toml", ContestSource.model_validate(value), Positions(""))


def test_too_few_and_uneven_ones_are_warnings_at_their_first_boleta() -> None:
    few = [contest(1, "PT", "MORENA"), *(contest(i) for i in range(2, 6))]
    assert [(each.code, each.file, each.field) for each in check_coaliciones(few)] == [
        ("T595", "boletas/01.toml", "coaliciones")
    ]
    mixed = [contest(1, "PT", "MORENA"), contest(2, "PT", "PVEM")]
    assert [(each.code, each.file) for each in check_coaliciones(mixed)] == [("T596", "boletas/02.toml")]
    assert not list(check_coaliciones([contest(1, "PT", "MORENA"), contest(2, "MORENA", "PT")]))
