"""Every text that a voter reads, beside its Spanish, in one language of a project: found, and written (pure).

It must not translate, nor decide what may be signed: a hole is shown in Spanish, and the checks say so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import Json
from shared.formats.catalogues import SPANISH, catalogue
from shared.formats.theme_texts import WORDED, screen_texts
from theme_builder.projects.documents import TEMA
from theme_builder.projects.editing import Change, Table, rows, table
from theme_builder.projects.patch import State

_WORDED: Final = frozenset(str(kind.value) for kind in WORDED)
_MARK: Final = 16
"""Digits of the hash by which somebody says which Spanish they saw."""


class Standing(StrEnum):
    """How a text stands; the first of these that is so."""

    MISSING = "faltan"
    STALE = "viejos"
    AWAITING = "esperan"
    DONE = "listos"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the documents of a project; paths are as `leaves` writes them, ``()`` for none.

    ``key`` is that of the text for the marks of a language: ``boton.comenzar``, ``01-gubernatura/title``.
    """

    key: str
    document: str
    spanish: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text beside its Spanish.

    Attributes:
        shipped: the words come with the urna's program, and nobody here wrote them.
        awaiting: somebody marked that a translator must confirm it.
        confirmed: the hash of the Spanish of which somebody said that these words still are right, or "".
        was: what the Spanish said when these words were written, where it says other now.
    """

    place: Place
    spanish: str
    words: str
    shipped: bool = False
    awaiting: bool = False
    confirmed: str = ""
    was: str = ""

    @property
    def standing(self) -> Standing:
        """What there is to do with it."""
        if not self.words.strip():
            return Standing.MISSING
        if self.was and self.confirmed != mark_of(self.spanish):
            return Standing.STALE
        return Standing.AWAITING if self.awaiting else Standing.DONE


def mark_of(spanish: str) -> str:
    """By what a language remembers a Spanish text."""
    return sha256_hex(spanish.encode("utf-8", "surrogatepass"))[:_MARK]


def textos_of(language: str) -> str:
    """The document with a language's words for the screens."""
    return f"textos/{language}.toml"


def phrases(state: State, language: str) -> Iterator[Phrase]:
    """Every text that a voter reads: the boletas' in their order, then the screens'."""
    row = next((each for each in rows(table(state, TEMA), "languages") if each.get("language") == language), {})
    marks = _Marks(row)
    for file in _files(state):
        document = f"boletas/{file}"
        said = dict(leaves(state.get(document)))
        for place in _of_boleta(document, table(state, document), language):
            yield marks.on(Phrase(place, said.get(place.spanish, ""), said.get(place.words, "")))
    own, theirs = _flat(state, textos_of(SPANISH)), _flat(state, textos_of(language))
    shipped = catalogue("pantalla", language)
    for key, spanish in screen_texts().items():
        path = tuple(key.split("."))
        place = Place(key, textos_of(language), path, path)
        words = theirs.get(key, "") or shipped.get(key, "")
        yield marks.on(Phrase(place, own.get(key, spanish), words, shipped=not theirs.get(key, "").strip()))


def leaves(value: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text below a value by its path; rows of a list by their ``id`` where they have one, else by number."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            named = isinstance(each, dict) and "id" in each
            yield from leaves(each, (*path, f"id={each['id']}" if named and isinstance(each, dict) else str(number)))


def put_words(place: Place, words: str, language: str) -> Change:
    """Write a text in a language; "" takes it away, and so do the words that the urna has by itself."""

    def change(state: State) -> State:
        made = table(state, place.document)
        if place.document.startswith("textos/"):
            said = "" if words == catalogue("pantalla", language).get(place.key) else words
            _set_leaf(made, list(place.words), said)
        elif place.words[2] == "info":
            _set_info(made, language, place.words[3:], words)
        else:
            _set_leaf(made, list(place.words), words)
        if not made and place.document not in state:
            return state
        return {**state, place.document: made}

    return change


def put_marks(language: str, key: str, *, awaiting: bool, confirmed: str = "") -> Change:
    """Say whether a text awaits a translator, and of which Spanish somebody says that it still is right."""

    def change(state: State) -> State:
        tema = table(state, TEMA)
        for row in rows(tema, "languages"):
            if row.get("language") == language:
                marks = _Marks(row)
                listed: list[Json] = [each for each in marks.awaiting if each != key]
                row["awaiting"] = [*listed, key] if awaiting else listed
                row["confirmed"] = {**marks.confirmed, **({key: confirmed} if confirmed else {})}
                for name in ("awaiting", "confirmed"):
                    if not row[name]:
                        del row[name]
        return {**state, TEMA: tema}

    return change


class _Marks:
    def __init__(self, row: Mapping[str, Json]) -> None:
        awaiting, confirmed = row.get("awaiting"), row.get("confirmed")
        self.awaiting = [str(each) for each in awaiting] if isinstance(awaiting, list) else []
        self.confirmed: Table = dict(confirmed) if isinstance(confirmed, dict) else {}

    def on(self, phrase: Phrase) -> Phrase:
        key = phrase.place.key
        confirmed = str(self.confirmed.get(key, ""))
        return Phrase(
            phrase.place, phrase.spanish, phrase.words, phrase.shipped, key in self.awaiting, confirmed, phrase.was
        )


def _files(state: State) -> list[str]:
    names = table(state, TEMA).get("contests")
    return [str(name) for name in names if f"boletas/{name}" in state] if isinstance(names, list) else []


def _flat(state: State, document: str) -> dict[str, str]:
    return {".".join(path): words for path, words in leaves(state.get(document))}


def _of_boleta(document: str, boleta: Table, language: str) -> Iterator[Place]:
    stem = document.removeprefix("boletas/").removesuffix(".toml")
    at = ("languages", language)
    for name in ("title", "question"):
        yield Place(f"{stem}/{name}", document, (name,), (*at, name))
    for box in rows(boleta, "options"):
        if box.get("kind") in _WORDED:
            id_ = str(box.get("id"))
            yield Place(f"{stem}/{id_}", document, ("options", f"id={id_}", "label"), (*at, "options", id_))
    for number, part in enumerate(rows(boleta, "info")):
        paragraphs = part.get("paragraphs")
        count = len(paragraphs) if isinstance(paragraphs, list) else 0
        for end in (("title",), *(("paragraphs", str(each)) for each in range(count))):
            path = ("info", str(number), *end)
            yield Place(f"{stem}/{'.'.join(path)}", document, path, (*at, *path))


def _set_leaf(made: Table, path: list[str], words: str) -> None:
    """Set a text by its path, whatever of it is written as one key with dots; what is left empty goes."""
    for many in range(len(path), 0, -1):
        name = ".".join(path[:many])
        if name in made and (many == len(path) or isinstance(made[name], dict)):
            break
    else:
        name, many = path[0], 1
    if many == len(path):
        made[name] = words
        if not words:
            del made[name]
        return
    inner = made.get(name)
    below: Table = inner if isinstance(inner, dict) else {}
    _set_leaf(below, path[many:], words)
    made[name] = below
    if not below:
        del made[name]


def _set_info(boleta: Table, language: str, path: tuple[str, ...], words: str) -> None:
    """Set a part of the information: it has the parts and paragraphs of the Spanish, holes and all, or is not there."""
    languages = boleta.get("languages")
    every: Table = languages if isinstance(languages, dict) else {}
    own = every.get(language)
    said: Table = own if isinstance(own, dict) else {}
    before = dict(leaves(said.get("info", [])))
    before[path] = words
    made: list[Json] = []
    for number, part in enumerate(rows(boleta, "info")):
        paragraphs = part.get("paragraphs")
        count = len(paragraphs) if isinstance(paragraphs, list) else 0
        texts: list[Json] = [before.get((str(number), "paragraphs", str(each)), "") for each in range(count)]
        made.append({"title": before.get((str(number), "title"), ""), "paragraphs": texts})
    said["info"] = made
    if not any(before.values()):
        del said["info"]
    every[language] = said
    if not said:
        del every[language]
    boleta["languages"] = every
    if not every:
        del boleta["languages"]
