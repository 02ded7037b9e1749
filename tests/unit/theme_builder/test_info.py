"""Information of a boleta in a theme's source: in the theme as written, and each fault of it found with its file."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY
from tests.unit.theme_builder.test_languages import EN, EXAMPLE, built, refused
from tests.unit.theme_builder.test_theme_source import edit, people_text
from theme_builder.finding import Finding, Severity
from theme_builder.source import load_source

FILE = "02-consulta.toml"
PART = '[[info]]\ntitle = "{title}"\nparagraphs = ["{text}"]\n{whose}\n'
GENERAL = PART.format(title="Qué se pregunta", text="Esto.", whose="")
YES = PART.format(title="Sí", text="Pasa esto.", whose='candidatura = "SI"')
NO = PART.format(title="No", text="Pasa lo otro.", whose='candidatura = "NO"')
WORDS = '[languages.en]\ntitle = "Q"\nquestion = "R"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "fuente"
    shutil.copytree(EXAMPLE, root)
    (root / "personas.toml").write_text(people_text(), encoding="utf-8")
    return root


def say(root: Path, *parts: str) -> None:
    path = root / "boletas" / FILE
    text = path.read_text(encoding="utf-8").split("[languages.en]")[0]
    path.write_text("\n".join((text, *parts)), encoding="utf-8")


def only(root: Path) -> Finding:
    (found,) = refused(root)
    assert found.file == f"boletas/{FILE}"
    assert found.line > 1
    return found


def test_it_is_in_the_theme_as_it_was_written(root: Path) -> None:
    say(root, GENERAL, YES, NO)
    theme, _ = built(root)
    info = theme.contests[1].info
    assert [(part.title, part.paragraphs) for part in info] == [
        ("Qué se pregunta", ("Esto.",)),
        ("Sí", ("Pasa esto.",)),
        ("No", ("Pasa lo otro.",)),
    ]
    assert [str(part.candidatura) for part in info] == ["None", "SI", "NO"]
    assert theme.contests[0].info == ()


def test_a_translation_takes_its_place_and_a_hole_is_spanish_and_said(root: Path) -> None:
    edit(root / "tema.toml", "[election]", EN)
    say(root, GENERAL, WORDS, '[[languages.en.info]]\ntitle = "What"\nparagraphs = ["This."]\n')
    theme, findings = built(root)
    assert (theme.texts["en"]["i.1.0"], theme.texts["en"]["i.1.0.0"]) == ("What", "This.")
    say(root, GENERAL, WORDS)
    theme, findings = built(root)
    assert theme.texts["en"]["i.1.0"] == "Qué se pregunta"
    assert {"i.1.0", "i.1.0.0"} <= set(theme.languages[0].pending)
    assert "i.1.0.0" in next(found for found in findings if found.code == "T544").message


def test_the_example_of_the_manual_builds_without_a_word_against_it(root: Path) -> None:
    page = (REPOSITORY / "docs" / "manual" / "temas.md").read_text(encoding="utf-8")
    say(root, page.split("```toml\n")[1].split("```")[0])
    theme, findings = built(root)
    assert len(theme.contests[1].info) == 3
    assert findings == ()


def test_one_candidatura_without_it_when_another_has_it_is_refused(root: Path) -> None:
    say(root, GENERAL, YES)
    assert (only(root).code, only(root).params) == ("T561", (("id", "NO"),))


def test_one_before_its_turn_is_refused(root: Path) -> None:
    say(root, YES, NO, GENERAL)
    assert only(root).code == "T562"
    say(root, GENERAL, NO, YES)
    assert only(root).code == "T562"


def test_one_of_nobody_here_is_refused(root: Path) -> None:
    say(root, GENERAL, YES, NO, YES.replace("SI", "NADIE"))
    assert only(root).code == "T508"


def test_one_that_is_too_long_is_refused_with_its_pages(root: Path) -> None:
    rows = ", ".join('"' + "palabra " * 48 + '"' for _ in range(10))
    say(root, *(f'[[info]]\ntitle = "Parte {i}"\nparagraphs = [{rows}]\n' for i in range(3)))
    found = only(root)
    assert found.code == "T560"
    assert "máximo es 6" in found.message


def test_a_paragraph_beyond_its_limit_is_refused(root: Path) -> None:
    say(root, GENERAL.replace("Esto.", "x" * 401))
    assert only(root).code == "T505"


@pytest.mark.parametrize("text", ["", "   ", "dos\\nrenglones"])
def test_a_paragraph_that_says_nothing_or_breaks_lines_is_refused(root: Path, text: str) -> None:
    say(root, GENERAL.replace("Esto.", text))
    assert only(root).code == "T505"


def test_a_translation_with_other_paragraphs_is_refused(root: Path) -> None:
    edit(root / "tema.toml", "[election]", EN)
    say(root, GENERAL, WORDS, '[[languages.en.info]]\ntitle = "What"\nparagraphs = ["This.", "And that."]\n')
    assert only(root).code == "T563"


def test_a_word_that_no_line_holds_is_a_warning(root: Path) -> None:
    say(root, GENERAL.replace("Esto.", "m" * 30))
    _, findings = built(root)
    (found,) = [found for found in findings if found.code == "T564"]
    assert found.severity is Severity.WARNING
    assert found.field == "info.0"


def test_the_demonstration_says_as_much_of_each_answer() -> None:
    source = load_source(REPOSITORY / "demo" / "source")
    info = source.contests[1].value.info
    lengths = [sum(map(len, part.paragraphs)) for part in info if part.candidatura is not None]
    assert len(lengths) == 2
    assert max(lengths) < 1.5 * min(lengths)
    assert [len(part.paragraphs) for part in source.contests[1].value.languages["en"].info] == [
        len(part.paragraphs) for part in info
    ]
