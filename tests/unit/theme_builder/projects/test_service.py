"""Projects in their database: what was imported comes out the same, and what was done is seen and taken back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from shared.formats.canonical import Json
from theme_builder.projects.database import open_database
from theme_builder.projects.documents import ProyectoInvalido, kind_of
from theme_builder.projects.history import By, Conflict, Made
from theme_builder.projects.patch import State
from theme_builder.projects.service import Projects
from theme_builder.projects.tables import Base

DEMO = Path(__file__).parents[4] / "demo" / "source"
FILES = {
    name: path.read_bytes()
    for path in sorted(DEMO.rglob("*"))
    if path.is_file() and kind_of(name := path.relative_to(DEMO).as_posix())
}
NOON = datetime(2026, 6, 1, 18, tzinfo=UTC)
ANA = By("Ana", "importacion")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_database(tmp_path / "proyectos" / "proyectos.sqlite")
    yield made
    made.dispose()


@pytest.fixture
def projects(engine: Engine) -> Projects:
    return Projects(engine, lambda: NOON)


@pytest.fixture
def demo(projects: Projects) -> int:
    return projects.create("Demostración", FILES, ANA)


def renaming(partido: str, name: str) -> Callable[[State], State]:
    def change(state: State) -> State:
        table = state["partidos.toml"]
        assert isinstance(table, dict)
        rows = table["partidos"]
        assert isinstance(rows, list)
        changed: list[Json] = [
            {**row, "name": name} if isinstance(row, dict) and row["id"] == partido else row for row in rows
        ]
        return {**state, "partidos.toml": {"partidos": changed}}

    return change


def by(author: str, read: int) -> By:
    return By(author, "partido", "PAN", read)


def test_a_source_comes_out_as_the_same_bytes(projects: Projects, demo: int) -> None:
    assert len(FILES) == 7
    assert projects.exported(demo) == FILES


def test_a_changed_document_is_written_anew_and_a_change_taken_back_gives_the_first_bytes(
    projects: Projects, demo: int
) -> None:
    made = projects.edit(demo, by("Ana", 1), renaming("PAN", "Acción Nacional"))
    assert made == Made(2)
    exported = projects.exported(demo)
    assert b"Acci\xc3\xb3n Nacional" in exported["partidos.toml"]
    assert {name for name in FILES if exported[name] != FILES[name]} == {"partidos.toml"}
    assert projects.undo(demo, 2, By("Luis", "deshacer", read=2)) == Made(3)
    assert projects.exported(demo) == FILES
    assert projects.undo(demo, 3, By("Luis", "deshacer", read=3)) == Made(4)
    assert projects.exported(demo) == exported


def test_two_at_once_lose_neither_work(projects: Projects, demo: int) -> None:
    assert projects.edit(demo, by("Ana", 1), renaming("PAN", "de Ana")) == Made(2)
    assert projects.edit(demo, by("Luis", 1), renaming("MC", "de Luis")) == Made(3)
    conflict = projects.edit(demo, by("Luis", 1), renaming("PAN", "de Luis"))
    assert isinstance(conflict, Conflict)
    assert [(clash.op.after, clash.found) for clash in conflict.clashes] == [("de Luis", "de Ana")]
    assert [(entry.number, entry.author) for entry in conflict.others] == [(2, "Ana")]
    assert projects.opened(demo).number == 3
    assert projects.edit(demo, by("Luis", 3), renaming("PAN", "de Luis")) == Made(4)


def test_what_another_changed_since_cannot_be_taken_back_unseen(projects: Projects, demo: int) -> None:
    projects.edit(demo, by("Ana", 1), renaming("PAN", "de Ana"))
    projects.edit(demo, by("Luis", 2), renaming("PAN", "de Luis"))
    conflict = projects.undo(demo, 2, By("Ana", "deshacer", read=2))
    assert isinstance(conflict, Conflict)
    assert [entry.author for entry in conflict.others] == ["Luis"]


def test_the_history_says_who_and_when_and_holds_every_state(projects: Projects, demo: int) -> None:
    projects.edit(demo, by("Ana", 1), renaming("PAN", "de Ana"))
    projects.undo(demo, 2, By("Luis", "deshacer", read=2))
    third, second, first = projects.history(demo)
    assert (first.author, first.kind, first.moment) == ("Ana", "importacion", "2026-06-01T18:00:00Z")
    assert (second.undone_by, third.undoes) == (3, 2)
    assert projects.state_at(demo, 0) == {}
    assert projects.state_at(demo, 1) == projects.state_at(demo, 3) == projects.opened(demo).state
    assert projects.state_at(demo, 2) == renaming("PAN", "de Ana")(projects.opened(demo).state)


def test_nothing_alters_the_history(projects: Projects, demo: int, engine: Engine) -> None:
    for statement in ("UPDATE change SET author = 'otro'", "DELETE FROM change"):
        with engine.connect() as connection, pytest.raises(IntegrityError, match="only added to"):
            connection.execute(text(statement))
    assert projects.history(demo)[0].author == "Ana"


def test_a_change_of_nothing_is_none(projects: Projects, demo: int) -> None:
    assert projects.edit(demo, by("Ana", 1), lambda state: state) == Made(1)
    assert len(projects.history(demo)) == 1


def test_pictures_come_and_go_as_documents(projects: Projects, demo: int) -> None:
    picture = b"\x89PNG no more than bytes here"
    made = projects.place(demo, By("Ana", "retrato", read=1), {"retratos/PAN.png": picture})
    assert made == Made(2)
    assert projects.exported(demo)["retratos/PAN.png"] == picture
    projects.undo(demo, 2, By("Ana", "deshacer", read=2))
    assert "retratos/PAN.png" not in projects.exported(demo)
    projects.undo(demo, 3, By("Ana", "deshacer", read=3))
    assert projects.exported(demo)["retratos/PAN.png"] == picture


def test_what_is_refused_leaves_nothing(projects: Projects, demo: int) -> None:
    def outside(state: State) -> State:
        return {**state, "../otro.toml": {}}

    with pytest.raises(ProyectoInvalido, match="T602"):
        projects.edit(demo, by("Ana", 1), outside)
    with pytest.raises(ProyectoInvalido, match="T604"):
        projects.create("otro", {"tema.toml": b"="}, ANA)
    with pytest.raises(ProyectoInvalido, match="T608"):
        projects.create(" ", FILES, ANA)
    with pytest.raises(ProyectoInvalido, match="T609"):
        projects.opened(demo + 1)
    assert [each.name for each in projects.listed()] == ["Demostración"]
    assert projects.opened(demo).number == 1


def test_the_schema_is_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
