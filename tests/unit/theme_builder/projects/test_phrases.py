"""Texts beside their Spanish: which there are, written where they belong, and known to be older than the Spanish."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from shared.formats.canonical import Json
from shared.formats.theme_texts import screen_texts
from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.documents import read_document, write_document
from theme_builder.projects.editing import put_language, setting
from theme_builder.projects.history import Entry
from theme_builder.projects.patch import State, diff, inverse
from theme_builder.projects.phrases import Phrase, Standing, mark_of, phrases, put_marks, put_words
from theme_builder.projects.staleness import Past, aged, found

BOLETA = "boletas/02-consulta.toml"
KEY = "02-consulta/title"
SCREEN = "banda.blanco"


@dataclass
class Project:
    """A state with its history, as the service keeps it."""

    state: State
    entries: list[Entry] = field(default_factory=list)

    def make(self, change: Callable[[State], State]) -> None:
        after = change(self.state)
        self.entries.append(self._entry(diff(self.state, after)))
        self.state = after

    def undo(self) -> None:
        ops = inverse(self.entries[-1].ops)
        self.entries.append(self._entry(ops))
        self.state[BOLETA] = read_document(BOLETA, FILES[BOLETA])

    def _entry(self, ops: object) -> Entry:
        return Entry(len(self.entries) + 1, "Ana", "", "", "", 0, 0, ops)  # type: ignore[arg-type]

    def phrase(self, key: str, language: str = "en") -> Phrase:
        past = Past(self.entries)
        return next(each for each in aged(self.state, language, past) if each.place.key == key)

    def write(self, key: str, words: str, language: str = "en") -> None:
        self.make(put_words(self.phrase(key, language).place, words, language))

    def codes(self) -> list[str]:
        return [each.code for each in found(self.state, self.entries)]


@pytest.fixture
def project() -> Project:
    made = Project({})
    made.make(lambda _: {name: read_document(name, data) for name, data in FILES.items()})
    return made


def spanish(words: str) -> Callable[[State], State]:
    return setting(BOLETA, {("title",): words})


def test_every_text_of_the_screens_and_boletas_is_there_once(project: Project) -> None:
    keys = [each.place.key for each in phrases(project.state, "en")]
    assert len(keys) == len(set(keys))
    assert set(screen_texts()) < set(keys)
    assert {"01-gubernatura/question", "01-gubernatura/NULO", KEY, "02-consulta/info.0.paragraphs.0"} <= set(keys)
    assert {each.standing for each in phrases(project.state, "en")} == {Standing.DONE}
    assert {each.standing for each in phrases(project.state, "hch")} == {Standing.MISSING}


@pytest.mark.parametrize("key", [KEY, SCREEN, "02-consulta/SI", "02-consulta/info.1.paragraphs.0"])
def test_a_text_is_written_where_it_is_read_and_taken_away_whole(project: Project, key: str) -> None:
    before = project.state
    project.write(key, "Xika", "hch")
    assert project.phrase(key, "hch").words == "Xika"
    name = project.phrase(key, "hch").place.document
    assert read_document(name, write_document(name, project.state[name])) == project.state[name]
    project.write(key, "", "hch")
    assert project.state in (before, {**before, "textos/hch.toml": {}})


def test_a_translation_is_old_once_its_spanish_changed_and_nobody_touched_it(project: Project) -> None:
    assert project.codes() == []
    project.make(spanish("Otra consulta"))
    old = project.phrase(KEY)
    assert old.standing is Standing.STALE
    assert old.was != old.spanish
    assert [each.standing for each in phrases(project.state, "en")].count(Standing.STALE) == 0
    assert project.codes() == ["T566"]
    project.write(KEY, "Another question")
    assert project.phrase(KEY).standing is Standing.DONE


def test_a_spanish_that_came_back_makes_nothing_old(project: Project) -> None:
    project.make(spanish("Otra consulta"))
    project.undo()
    assert project.codes() == []


def test_who_says_that_it_still_is_right_says_it_of_this_spanish_alone(project: Project) -> None:
    project.make(spanish("Otra consulta"))
    project.make(put_marks("en", KEY, awaiting=False, confirmed=mark_of("Otra consulta")))
    assert project.codes() == []
    project.make(spanish("Una más"))
    assert project.codes() == ["T566"]


def test_a_spanish_of_the_screens_that_the_theme_words_anew_leaves_the_english_behind(project: Project) -> None:
    words: Json = {**dict(project.state["textos/es.toml"]), "banda": {"blanco": "Nada marcado"}}  # type: ignore[arg-type]
    project.make(lambda state: {**state, "textos/es.toml": words})
    assert project.phrase(SCREEN).was == screen_texts()[SCREEN]
    project.write(SCREEN, "Nothing marked")
    assert project.phrase(SCREEN).standing is Standing.DONE


def test_what_awaits_a_translator_is_said_until_somebody_confirms_it(project: Project) -> None:
    project.make(put_marks("en", KEY, awaiting=True))
    assert (project.phrase(KEY).standing, project.codes()) == (Standing.AWAITING, ["T565"])
    project.make(put_marks("en", KEY, awaiting=False))
    assert project.codes() == []


def test_a_language_comes_and_goes_and_its_words_stay(project: Project) -> None:
    project.make(put_language("hch", "Wixárika"))
    project.write(KEY, "Xika", "hch")
    project.make(put_language("hch", ""))
    project.make(put_language("hch", "Wixárika"))
    assert project.phrase(KEY, "hch").words == "Xika"
