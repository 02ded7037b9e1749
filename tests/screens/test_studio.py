"""The command ``urna estudio`` and who keeps it: pictures one after another, codes, and a program that ended."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.package import ThemePackage
from theme_builder.projects.documents import read_document, write_document
from theme_builder.projects.editing import put_candidatura
from theme_builder.projects.patch import State
from theme_builder.projects.preview import Look, Painter, alone
from theme_builder.projects.review import looked_at
from theme_builder.sheets.screens import RendererMissingError

GOB = "boletas/01-gubernatura.toml"
LOOK = Look("boleta-gubernatura", "normal", "normal", "es")


@pytest.fixture
def painter() -> Iterator[Painter]:
    made = Painter()
    yield made
    made.close()


def package(name: str) -> ThemePackage:
    state: State = {each: read_document(each, data) for each, data in FILES.items()}
    changed = put_candidatura(GOB, "PAN", {"name": name})(state)
    found, _ = looked_at(alone(changed, {**FILES, GOB: write_document(GOB, changed[GOB])}, GOB))
    assert found is not None
    return found


@pytest.mark.screen
def test_pictures_come_one_after_another_from_one_program_and_show_what_changed(painter: Painter) -> None:
    first, second = package("Julia Ruiz"), package("Julia Ruiz Hernández")
    pictures = [
        painter.draw(first, LOOK),
        painter.draw(second, LOOK),
        painter.draw(first, replace(LOOK, contrast="oscuro", letters="muy_grande", language="en")),
        painter.draw(first, LOOK),
    ]
    assert {Image.open(BytesIO(each)).size for each in pictures} == {(1280, 800)}
    assert pictures[0] == pictures[3]
    assert len(set(pictures)) == 3
    for wrong in (replace(LOOK, screen="otra"), replace(LOOK, letters="enorme"), replace(LOOK, language="hch")):
        with pytest.raises(RendererMissingError, match="U059"):
            painter.draw(first, wrong)
    painter.close()
    assert painter.draw(second, LOOK) == pictures[1]


@pytest.mark.screen
def test_papers_come_from_the_same_program_and_only_those_that_were_asked_for(painter: Painter) -> None:
    made = package("Julia Ruiz")
    drawn = painter.papers(made, ["testigo-gubernatura", "acta_inicio"])
    assert sorted(drawn) == ["acta_inicio", "testigo-gubernatura"]
    assert {Image.open(BytesIO(each)).width for each in drawn.values()} == {640}
    assert (
        drawn["testigo-gubernatura"] != painter.papers(package("Otra"), ["testigo-gubernatura"])["testigo-gubernatura"]
    )
    with pytest.raises(RendererMissingError, match="U059"):
        painter.papers(made, ["testigo-gubernatura", "otro"])
    assert Image.open(BytesIO(painter.draw(made, LOOK))).size == (1280, 800)


def test_a_program_that_is_not_there_or_ends_is_told(tmp_path: Path) -> None:
    for command in ((str(tmp_path / "nada"),), ("true",), ("cat",)):
        missing = Painter(command)
        with pytest.raises((RendererMissingError, FileNotFoundError)):
            missing.draw(package("Julia"), LOOK)
        missing.close()
