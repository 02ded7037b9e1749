"""Changes of a project as pure functions: boxes and coaliciones follow from candidaturas; the old state stays."""

import copy
import tomllib
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shared.formats.canonical import Json
from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.documents import read_document
from theme_builder.projects.editing import (
    add_boleta,
    drop_boleta,
    drop_candidatura,
    drop_row,
    legal_combinations,
    move_row,
    put_candidatura,
    put_row,
    rows,
    setting,
    table,
)
from theme_builder.projects.patch import State

GOB = "boletas/01-gubernatura.toml"
DEMO: State = {name: read_document(name, data) for name, data in FILES.items()}


def labels(state: State, document: str = GOB) -> list[tuple[Json, Json]]:
    return [(box["id"], box["label"]) for box in rows(table(state, document), "options")]


def test_no_change_alters_the_state_that_it_gets() -> None:
    before = copy.deepcopy(DEMO)
    for change in (
        setting("tema.toml", {("election", "name"): "otra"}),
        put_row("partidos.toml", "partidos", "PAN", {"name": "otro"}),
        drop_row("partidos.toml", "partidos", "PAN"),
        move_row("partidos.toml", "partidos", "PAN", 3),
        put_candidatura(GOB, "JHH", {"name": "otra", "partidos": ["PT", "PES"]}),
        drop_candidatura(GOB, "JHH"),
        add_boleta("03-x.toml", {"id": "X", "kind": "consulta"}),
        drop_boleta("02-consulta.toml"),
    ):
        assert change(DEMO) != before
        assert before == DEMO


def test_a_candidatura_that_changes_nothing_changes_no_box() -> None:
    assert put_candidatura(GOB, "PAN", {"name": "Miguel Ángel Martínez Espinosa"})(DEMO) == DEMO


def test_a_new_name_is_on_every_box_of_it_and_on_no_other() -> None:
    after = put_candidatura(GOB, "JHH", {"name": "Otra Persona"})(DEMO)
    differ = {id_ for (id_, label), was in zip(labels(after), labels(DEMO), strict=True) if label != was[1]}
    assert differ == {"PT", "MORENA", "PES"}


def test_boxes_stand_in_the_order_of_registration_and_the_last_two_last() -> None:
    after = put_candidatura(GOB, "SOLA", {"id": "SOLA", "name": "Julia", "partidos": []})(DEMO)
    assert [id_ for id_, _ in labels(after)][-4:] == ["PES", "SOLA", "NO_REGISTRADA", "NULO"]
    again = put_candidatura(GOB, "PRI", {"partidos": ["PRI"]})(drop_candidatura(GOB, "PRI")(DEMO))
    assert [id_ for id_, _ in labels(again)] == [id_ for id_, _ in labels(DEMO)]


def test_a_coalicion_goes_with_its_candidatura() -> None:
    after = table(drop_candidatura(GOB, "JHH")(DEMO), GOB)
    assert after["coaliciones"] == []
    assert {"PT", "MORENA", "PES"}.isdisjoint({str(box["id"]) for box in rows(after, "options")})


@given(st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=6))
def test_legal_combinations_are_every_set_of_two_or_more_once(partidos: list[str]) -> None:
    found = [frozenset(map(str, each)) for each in legal_combinations(partidos)]
    expected = {frozenset(each) for size in range(2, len(partidos) + 1) for each in combinations(partidos, size)}
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_a_boleta_comes_last_and_goes_with_its_place() -> None:
    after = add_boleta("03-x.toml", {"id": "X", "kind": "consulta"})(DEMO)
    assert table(after, "tema.toml")["contests"] == ["01-gubernatura.toml", "02-consulta.toml", "03-x.toml"]
    assert labels(after, "boletas/03-x.toml") == [("NULO", "Anular mi voto")]
    assert drop_boleta("03-x.toml")(after) == DEMO
    assert tomllib.loads(FILES["tema.toml"].decode()) == DEMO["tema.toml"]
