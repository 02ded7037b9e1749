"""Languages of a theme's source: whole catalogues, holes that are Spanish and said to be, letters that can be drawn."""

import shutil
import unicodedata
from pathlib import Path

import pytest

from shared.formats.theme_texts import required_texts, screen_texts
from shared.formats.theme_v1 import Theme, parse_theme
from tests.architecture.tree import REPOSITORY
from tests.unit.theme_builder.test_theme_source import edit, people_text
from theme_builder.cli import _languages
from theme_builder.finding import Finding, Severity
from theme_builder.glyphs import FACES, drawn
from theme_builder.package import build
from theme_builder.source import load_source

EXAMPLE = REPOSITORY / "theme_builder" / "sheets" / "example"
LETTERS = "ɨʉƗɄꞌʼāēīōūĀĒĪŌŪ\u0301\u0308\u0304¿¡«»“”"
HCH = '[[languages]]\nlanguage = "hch"\nname = "Wixárika"\n\n[election]'
EN = '[[languages]]\nlanguage = "en"\nname = "English"\n\n[election]'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small source with Wixarika, of which nothing is translated."""
    root = tmp_path / "fuente"
    shutil.copytree(EXAMPLE, root)
    (root / "personas.toml").write_text(people_text(), encoding="utf-8")
    (root / "textos").mkdir(exist_ok=True)
    edit(root / "tema.toml", "[election]", HCH)
    return root


def built(root: Path) -> tuple[Theme, tuple[Finding, ...]]:
    package, findings = build(load_source(root))
    assert package is not None, [finding.render() for finding in findings]
    return parse_theme(package.theme_json), findings


def refused(root: Path) -> list[Finding]:
    package, findings = build(load_source(root))
    assert package is None
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def test_what_nobody_translated_is_spanish_and_is_said_by_finding_theme_and_command(root: Path) -> None:
    (root / "textos" / "hch.toml").write_text('[boton]\ncomenzar = "ɨꞌ artificial"\n', encoding="utf-8")
    theme, findings = built(root)
    spanish = required_texts(theme)
    (lengua,) = theme.languages
    assert set(lengua.pending) == set(spanish) - {"boton.comenzar"}
    assert theme.texts["hch"] == {**spanish, "boton.comenzar": "ɨꞌ artificial"}
    (found,) = [finding for finding in findings if finding.code == "T544"]
    assert dict(found.params)["count"] == len(spanish) - 1
    assert all(key in found.message for key in lengua.pending)
    assert found.severity is Severity.WARNING
    assert f"faltan {len(lengua.pending)} textos" in _languages(theme)
    assert "boton.confirmar" in _languages(theme)


def test_english_has_the_urnas_words_and_lacks_those_of_the_boletas_alone(root: Path) -> None:
    edit(root / "tema.toml", "[election]", EN)
    theme, _ = built(root)
    english = next(each for each in theme.languages if each.language == "en")
    assert set(english.pending) == set(required_texts(theme)) - set(screen_texts())
    assert theme.texts["en"]["boton.comenzar"] == "Start voting"


def test_boletas_bring_their_own_words_and_never_a_name(root: Path) -> None:
    words = '[languages.hch]\ntitle = "ɨ título"\nquestion = "ɨ pregunta"\noptions = { NULO = "ɨ nulo" }\n\n'
    edit(root / "boletas" / "01-gubernatura.toml", "[[candidaturas]]", f"{words}[[candidaturas]]")
    theme, _ = built(root)
    assert theme.texts["hch"]["c.0"] == "ɨ título"
    assert theme.texts["hch"]["q.0"] == "ɨ pregunta"
    assert "ɨ nulo" in theme.texts["hch"].values()
    first = theme.contests[0].options[0].id.value
    edit(root / "boletas" / "01-gubernatura.toml", 'NULO = "ɨ nulo"', f'{first} = "ɨ"')
    assert [finding.code for finding in refused(root)] == ["T552"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"boton.comenza" = "ɨ"', "T545"),
        ('"avance.de" = "{done}"', "T549"),
        ('"avance.de" = "{done} {total"', "T549"),
        ('"boton.comenzar" = "ɨ 漢"', "T546"),
        ('"boton.comenzar" = 3', "T505"),
    ],
)
def test_a_text_that_would_mislead_a_voter_blocks_signing(root: Path, written: str, code: str) -> None:
    (root / "textos" / "hch.toml").write_text(written + "\n", encoding="utf-8")
    (found,) = refused(root)
    assert found.code == code
    assert "hch" in found.field or found.file == "textos/hch.toml"


def test_a_letter_that_no_face_has_is_named_wherever_it_stands(root: Path) -> None:
    edit(root / "partidos.toml", 'name = "', 'name = "漢')
    found = refused(root)
    assert {finding.code for finding in found} == {"T546"}
    assert any("U+6F22" in finding.message and finding.field == "partidos.0.name" for finding in found)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('language = "hch"', 'language = "xx"', "T548"),
        ("[election]", '[[voices]]\nlanguage = "nah"\nvoice = "nci"\n\n[election]', "T550"),
        ("[[languages]]", "[[languages]]", "T547"),
    ],
)
def test_codes_and_voices_are_looked_at(root: Path, old: str, new: str, code: str) -> None:
    edit(root / "tema.toml", old, new)
    _, findings = build(load_source(root))
    assert code in {finding.code for finding in findings}


def test_texts_of_a_language_that_is_not_offered_are_said(root: Path) -> None:
    (root / "textos" / "nah.toml").write_text('"boton.comenzar" = "ā"\n', encoding="utf-8")
    theme, findings = built(root)
    assert "T551" in {finding.code for finding in findings}
    assert "nah" not in theme.texts


def test_a_letter_and_its_mark_become_one_character(root: Path) -> None:
    apart = unicodedata.normalize("NFD", "áñü ɨ́")
    (root / "textos" / "hch.toml").write_text(f'"boton.comenzar" = "{apart}"\n', encoding="utf-8")
    theme, _ = built(root)
    assert theme.texts["hch"]["boton.comenzar"] == "áñü ɨ\u0301"


def test_the_faces_have_the_letters_of_our_languages_and_are_the_urnas_own() -> None:
    assert {letter for letter in LETTERS if ord(letter) not in drawn()} == set()
    for name in FACES:
        urna = REPOSITORY / "urna" / "ui" / "assets" / "fonts" / name
        assert (REPOSITORY / "theme_builder" / "assets" / name).read_bytes() == urna.read_bytes()
