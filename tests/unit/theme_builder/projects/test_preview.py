"""One boleta is looked at alone, whatever is unfinished elsewhere; what is wrong in it is said."""

from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.documents import read_document
from theme_builder.projects.patch import State
from theme_builder.projects.preview import alone
from theme_builder.projects.review import looked_at

GOB = "boletas/01-gubernatura.toml"


def test_a_boleta_is_drawn_though_the_rest_is_unfinished() -> None:
    files = {**FILES, "casillas.csv": b"", "geografia.toml": b"", "boletas/02-consulta.toml": b"id = 3"}
    state: State = {name: read_document(name, data) for name, data in FILES.items()}
    package, review = looked_at(alone(state, files, GOB))
    assert review.errors == ()
    assert package is not None
    assert [contest.id.value for contest in package.theme.contests] == ["GUBERNATURA"]
    assert len(package.theme.casillas) == 1


def test_what_is_wrong_in_the_boleta_is_said_and_nothing_is_drawn() -> None:
    files = {**FILES, GOB: FILES[GOB].replace(b'id = "NULO"', b'id = "NULO-1"')}
    state: State = {name: read_document(name, data) for name, data in files.items()}
    package, review = looked_at(alone(state, files, GOB))
    assert package is None
    assert {each.file for each in review.errors} == {GOB}
