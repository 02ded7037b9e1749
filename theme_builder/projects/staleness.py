"""Which translations nobody touched since their Spanish changed, by the history of a project (pure).

It must not read the database: whoever has the history gives it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from shared.formats.canonical import Json
from shared.formats.catalogues import SPANISH, catalogue
from shared.formats.theme_texts import screen_texts
from theme_builder.finding import Finding, Severity
from theme_builder.projects.documents import TEMA
from theme_builder.projects.editing import rows, table
from theme_builder.projects.history import Entry
from theme_builder.projects.patch import Op, State, Value
from theme_builder.projects.phrases import Phrase, Standing, leaves, phrases, textos_of

Where = tuple[str, tuple[str, ...]]
"""A document and the path of a text in it."""
_TRANSLATED: Final = ("boletas/", "textos/")
_NAMED: Final = 5


class Past:
    """What every text said before each change of it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._before: dict[Where, dict[int, str]] = {}
        for entry in entries:
            for op in entry.ops:
                if op.path[0].startswith(_TRANSLATED):
                    self._take(entry.number, op)

    def written(self, where: Where) -> int:
        """The last change of a text; 0 for none."""
        return max(self._before.get(where, {}), default=0)

    def then(self, where: Where, number: int, now: str) -> str:
        """What a text said after change ``number``, of one that says ``now``."""
        later = self._before.get(where, {})
        return later[min(each for each in later if each > number)] if any(each > number for each in later) else now

    def _take(self, number: int, op: Op) -> None:
        before, after = dict(_texts(op, op.before)), dict(_texts(op, op.after))
        for path in before.keys() | after.keys():
            if before.get(path) != after.get(path):
                self._before.setdefault((op.path[0], path), {})[number] = before.get(path, "")


def aged(state: State, language: str, past: Past) -> Iterator[Phrase]:
    """Every text of a language, with what its Spanish said when it was written, where that says other now."""
    for phrase in phrases(state, language):
        was = _spanish_then(phrase, language, past) if phrase.words.strip() else phrase.spanish
        yield replace(phrase, was=was) if was != phrase.spanish else phrase


def found(state: State, entries: Iterable[Entry]) -> Iterator[Finding]:
    """T565 for what awaits a translator, T566 for what nobody touched since its Spanish changed; one a language."""
    past = Past(entries)
    for place, row in enumerate(rows(table(state, TEMA), "languages")):
        language = str(row.get("language", ""))
        every = list(aged(state, language, past))
        for code, standing in (("T565", Standing.AWAITING), ("T566", Standing.STALE)):
            keys = [each.place.key for each in every if each.standing is standing]
            if keys:
                named = ", ".join(keys[:_NAMED]) + ("…" if len(keys) > _NAMED else "")
                params: Mapping[str, str | int] = {"language": language, "count": len(keys), "keys": named}
                field = f"languages.{place}"
                yield Finding(code, Severity.WARNING, TEMA, 0, field, tuple(params.items()))


def _spanish_then(phrase: Phrase, language: str, past: Past) -> str:
    place = phrase.place
    if phrase.shipped:
        return screen_texts()[place.key]
    number = past.written((place.document, place.words))
    if place.document != textos_of(language):
        return past.then((place.document, place.spanish), number, phrase.spanish)
    shipped = catalogue("pantalla", SPANISH)[place.key]
    return past.then((textos_of(SPANISH), place.spanish), number, phrase.spanish) or shipped


def _texts(op: Op, value: Value) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts of one side of a change, by their whole paths; those of textos have every dot of their keys split."""
    if not isinstance(value, str | dict | list):
        return
    inside: Json = value
    for path, words in leaves(inside, op.path[1:]):
        yield tuple(".".join(path).split(".")) if op.path[0].startswith("textos/") else path, words
