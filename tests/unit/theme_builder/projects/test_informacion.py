"""Parts of the information move and go with their translations, and nobody writes into another part than they saw."""

from shared.formats.canonical import Json
from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.documents import read_document
from theme_builder.projects.editing import rows, table
from theme_builder.projects.informacion import add_part, drop_part, move_part, put_part
from theme_builder.projects.patch import State

BOLETA = "boletas/02-consulta.toml"


def start() -> State:
    return {BOLETA: read_document(BOLETA, FILES[BOLETA])}


def titles(state: State) -> tuple[list[Json], list[Json]]:
    boleta = table(state, BOLETA)
    english = table(table(boleta, "languages"), "en")
    return [part["title"] for part in rows(boleta, "info")], [part["title"] for part in rows(english, "info")]


def test_a_part_goes_and_moves_with_its_translation() -> None:
    spanish, english = titles(start())
    assert len(spanish) == len(english) == 3
    assert titles(drop_part(BOLETA, 1)(start())) == ([spanish[0], spanish[2]], [english[0], english[2]])
    moved = titles(move_part(BOLETA, 2, -1)(start()))
    assert moved == ([spanish[0], spanish[2], spanish[1]], [english[0], english[2], english[1]])
    assert titles(move_part(BOLETA, 1, -1)(move_part(BOLETA, 0, 1)(start()))) == (spanish, english)


def test_a_new_part_of_the_boleta_stands_before_those_of_candidaturas_with_a_hole_in_each_language() -> None:
    made = add_part(BOLETA, {"title": "Nueva", "paragraphs": ["Uno.", "Dos."], "candidatura": ""})(start())
    spanish, english = titles(made)
    assert (spanish.index("Nueva"), english[1]) == (1, "")
    words = rows(table(table(table(made, BOLETA), "languages"), "en"), "info")
    assert words[1]["paragraphs"] == ["", ""]


def test_paragraphs_that_come_and_go_leave_the_others_of_a_translation() -> None:
    longer = put_part(BOLETA, 0, {"paragraphs": ["Uno.", "Dos.", "Tres."]})(start())
    words = rows(table(table(table(longer, BOLETA), "languages"), "en"), "info")[0]
    known = rows(table(table(table(start(), BOLETA), "languages"), "en"), "info")[0]["paragraphs"]
    assert isinstance(known, list)
    assert words["paragraphs"] == [*known, *[""] * (3 - len(known))]


def test_the_last_part_leaves_nothing() -> None:
    state = start()
    for _ in range(3):
        state = drop_part(BOLETA, 0)(state)
    assert "info" not in table(state, BOLETA)
    assert "info" not in table(table(table(state, BOLETA), "languages"), "en")
