"""What a voter reads in each language: whole or refused, with the urna's parameters, names never translated."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import DatoInvalido
from shared.formats.catalogues import catalogue
from shared.formats.theme_model import Lengua, Locucion, Theme
from shared.formats.theme_texts import contest_in, parameters_of, required_texts, screen_texts
from shared.formats.theme_v1 import parse_theme, serialise_theme
from tests.unit.formats import examples
from tests.unit.formats.test_theme_sounds import audible

HCH = "hch"
Change = Callable[[Theme], Theme]


def with_text(theme: Theme, key: str, text: str | None, language: str = HCH) -> Theme:
    words = {**theme.texts.get(language, {}), key: text}
    kept = {name: value for name, value in words.items() if value is not None}
    return replace(theme, texts={**theme.texts, language: kept})


def pending(theme: Theme, *keys: str) -> Theme:
    return replace(theme, languages=(Lengua(HCH, "Wixárika", keys),))


def test_a_theme_with_languages_reads_back_as_it_was_written() -> None:
    theme = examples.trilingual()
    assert parse_theme(serialise_theme(theme)) == theme
    assert b'"languages"' not in serialise_theme(examples.theme())


def test_spanish_alone_needs_no_texts() -> None:
    assert examples.theme().languages == ()
    assert set(required_texts(examples.theme())) > set(screen_texts())


WRONG: dict[str, tuple[Change, str]] = {
    "a text less": (lambda t: with_text(t, "boton.comenzar", None), "T220"),
    "an empty text": (lambda t: with_text(t, "boton.comenzar", " "), "T220"),
    "a text more": (lambda t: with_text(t, "boton.otro", "ɨ"), "T220"),
    "a boleta without its title": (lambda t: with_text(t, "c.1", None), "T220"),
    "an answer without its words": (lambda t: with_text(t, "o.1.0", None), "T220"),
    "a person's name translated": (lambda t: with_text(t, "o.0.0", "ɨ"), "T220"),
    "no text at all": (lambda t: replace(t, texts={}), "T220"),
    "a parameter less": (lambda t: with_text(t, "avance.de", "{done}"), "T221"),
    "a parameter more": (lambda t: with_text(t, "boton.comenzar", "{x}"), "T221"),
    "a brace alone": (lambda t: with_text(t, "boton.comenzar", "{"), "T221"),
    "a brace alone in Spanish": (lambda t: with_text(t, "boton.comenzar", "{", "es"), "T221"),
    "a text that is done and pending": (lambda t: pending(t, "boton.comenzar"), "T222"),
    "a key that is none, pending": (lambda t: pending(t, "boton.otro"), "T222"),
    "a language twice": (lambda t: replace(t, languages=t.languages[:1] * 2), "T201"),
    "two languages of one name": (
        lambda t: replace(t, languages=(t.languages[0], replace(t.languages[1], name="wixárika"))),
        "T201",
    ),
    "Spanish among the others": (lambda t: replace(t, languages=(Lengua("es", "Español"),)), "T201"),
    "a language of no form": (lambda t: replace(t, languages=(Lengua("HCH", "W"),)), "T014"),
    "a voice of no language": (lambda t: replace(t, locuciones=(replace(t.locuciones[0], language="yua"),)), "T223"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_language_that_is_not_whole_is_refused(name: str) -> None:
    change, code = WRONG[name]
    theme = audible(examples.trilingual())
    assert isinstance(theme.locuciones[0], Locucion)
    assert parse_theme(serialise_theme(theme)).languages == theme.languages
    with pytest.raises(DatoInvalido) as refused:
        parse_theme(serialise_theme(change(theme)))
    assert refused.value.code == code


def test_what_awaits_a_translator_is_spanish_and_says_so() -> None:
    theme = with_text(examples.trilingual(), "boton.comenzar", screen_texts()["boton.comenzar"])
    assert parse_theme(serialise_theme(pending(theme, "boton.comenzar"))).languages[0].pending == ("boton.comenzar",)


def test_a_boleta_has_its_words_in_each_language_and_its_names_in_one() -> None:
    theme = examples.trilingual()
    for place, contest in enumerate(theme.contests):
        own = contest_in(theme, place, HCH)
        assert own.title.startswith("ɨꞌ")
        assert own.question.startswith("ɨꞌ")
        assert contest_in(theme, place, "es") == contest_in(theme, place, "yua") == contest
        same = [a.label == b.label for a, b in zip(own.options, contest.options, strict=True)]
        assert same == [bool(option.partidos) for option in contest.options]
        assert replace(own, title=contest.title, question=contest.question, options=contest.options) == contest


def test_english_is_whole_and_has_the_parameters_of_spanish() -> None:
    for folder in ("pantalla", "locucion"):
        spanish, english = catalogue(folder, "es"), catalogue(folder, "en")
        assert set(english) == set(spanish)
        assert {key: parameters_of(words) for key, words in english.items()} == {
            key: parameters_of(words) for key, words in spanish.items()
        }
        same = {key for key, words in english.items() if words == spanish[key]}
        assert same <= {"ajustes.letra.normal", "ajustes.color.normal"}, same
    assert catalogue("pantalla", HCH) == {}, "nobody here can vouch for words in Wixárika"


@given(st.text("ab{}!:.[]0", max_size=12))
def test_a_text_that_is_accepted_can_be_filled_in(text: str) -> None:
    names = parameters_of(text)
    if names is not None:
        text.format_map(dict.fromkeys(names, 1))
