"""What can be heard of a project in one language: each clip with its words, and whether it is recorded (pure).

It must not make a sound, nor say that a recording says its words: people hear it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.formats.canonical import Json
from shared.formats.catalogues import SPANISH
from shared.formats.theme_model import Theme
from shared.formats.theme_sounds import required_clips, words_of
from theme_builder.finding import Finding, Severity
from theme_builder.projects.documents import TEMA, ProyectoInvalido
from theme_builder.projects.editing import Change, Table, rows, table
from theme_builder.projects.patch import State
from theme_builder.voices import SOUNDS, mark_of

USUAL_RATE: Final = 120
_NAMED: Final = 5
Marking = Callable[[Table], Table]


class Heard(StrEnum):
    """How a clip is heard."""

    MISSING = "faltan"
    CHANGED = "cambiaron"
    RECORDED = "grabados"
    MADE = "hechos"


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip: ``key`` by the names of its boleta and box (``GUBERNATURA/o.PAN``), wherever they stand in a theme.

    ``file`` is its recording in the source or "", ``changed`` whether there is one of what it said before.
    """

    key: str
    words: str
    heard: Heard
    file: str = ""

    @property
    def mark(self) -> str:
        """By what a recording of its words is found."""
        return mark_of(self.words)


def clips(themes: Iterable[Theme], state: State, language: str) -> tuple[Clip, ...]:
    """Every clip of the themes of a project in a language, the boletas' first."""
    row = voice_of(state, language)
    found: dict[str, Clip] = {}
    for theme in themes:
        words = words_of(theme, language)
        for place in required_clips(theme):
            key = stable(theme, place)
            found.setdefault(key, _clip(row, state, key, place, words.get(place, "")))
    return tuple(found[key] for key in sorted(found, key=_order))


def voice_of(state: State, language: str) -> Table:
    """The table ``[[voices]]`` of a language; empty while it has none."""
    every = rows(table(state, TEMA), "voices")
    return next((row for row in every if row.get("language") == language), {})


def stable(theme: Theme, place: str) -> str:
    """The key of a clip by names: ``o.0.1`` of a theme is ``GUBERNATURA/o.PRI``."""
    kind, _, rest = place.partition(".")
    if kind == "g":
        return f"g/{theme.grupos[int(rest)].id.value}"
    if kind not in {"c", "q", "o", "i"}:
        return place
    number, _, inside = rest.partition(".")
    contest = theme.contests[int(number)]
    end = contest.options[int(inside)].id.value if kind == "o" else inside
    return f"{contest.id.value}/{kind}" + (f".{end}" if end else "")


def put_voice(language: str, voice: str, rate: int, name: str) -> Change:
    """By what voice of the program a language is heard, how fast, and who recorded it."""

    def change(state: State) -> State:
        made, found = _voices(state)
        row = next((each for each in found if each.get("language") == language), None)
        if row is None:
            row = {"language": language}
            found.append(row)
        row["voice"] = voice
        for key, value, usual in (("rate", rate, USUAL_RATE), ("name", name, "")):
            if value != usual:
                row[key] = value
            else:
                row.pop(key, None)
        return {**state, TEMA: {**made, "voices": [*found]}}

    return change


def drop_voice(language: str) -> Change:
    """Not to be heard; its recordings stay in their folder."""

    def change(state: State) -> State:
        made, found = _voices(state)
        left: list[Json] = [row for row in found if row.get("language") != language]
        made["voices"] = left
        if not left:
            del made["voices"]
        return {**state, TEMA: made}

    return change


def recording(state: State, language: str, mark: str) -> str:
    """The file of a recording of words; raises ``ProyectoInvalido`` T610 for a language that is not heard."""
    row = voice_of(state, language)
    if not row:
        raise ProyectoInvalido("T610", f"no voice in {language}")
    return f"{SOUNDS}/{row.get('recordings') or language}/{mark}.wav"


def put_recorded(language: str, mark: str, key: str) -> Change:
    """Say for which clip words were recorded; of another of the same clip nothing more is said."""
    return _marking(language, lambda marks: {each: of for each, of in marks.items() if of != key} | {mark: key})


def drop_recorded(language: str, mark: str) -> Change:
    """Take a recording away."""

    def change(state: State) -> State:
        file = recording(state, language, mark)
        made = _marking(language, lambda marks: {each: of for each, of in marks.items() if each != mark})(state)
        return {name: value for name, value in made.items() if name != file}

    return change


def found(every: Iterable[Clip], state: State, language: str) -> Iterator[Finding]:
    """T567 for what nobody can hear, T568 for what was recorded in other words; none where nothing is heard."""
    places = [place for place, row in enumerate(rows(table(state, TEMA), "voices")) if row.get("language") == language]
    kinds = (("T567", Heard.MISSING, Severity.ERROR), ("T568", Heard.CHANGED, Severity.WARNING))
    clips_of = tuple(every)
    for place in places[:1]:
        for code, heard, severity in kinds:
            keys = [clip.key for clip in clips_of if clip.heard is heard]
            if keys:
                named = ", ".join(keys[:_NAMED]) + ("…" if len(keys) > _NAMED else "")
                params: Mapping[str, str | int] = {"language": language, "count": len(keys), "keys": named}
                yield Finding(code, severity, TEMA, 0, f"voices.{place}", tuple(params.items()))


def languages(state: State) -> tuple[tuple[str, str], ...]:
    """Spanish and those that the project offers, by code and name ("" for Spanish)."""
    offered = rows(table(state, TEMA), "languages")
    return ((SPANISH, ""), *((str(row.get("language")), str(row.get("name", ""))) for row in offered))


def _clip(row: Table, state: State, key: str, place: str, words: str) -> Clip:
    folder = f"{SOUNDS}/{row.get('recordings') or row.get('language', '')}"
    mark = mark_of(words)
    file = next((each for each in (f"{folder}/{mark}.wav", f"{folder}/{place}.wav") if each in state), "")
    if file and words:
        return Clip(key, words, Heard.RECORDED, file)
    if not words:
        return Clip(key, words, Heard.MISSING)
    marks = row.get("recorded")
    before = key in marks.values() if isinstance(marks, dict) else False
    if before:
        return Clip(key, words, Heard.CHANGED)
    return Clip(key, words, Heard.MADE if row.get("voice") else Heard.MISSING)


def _marking(language: str, change: Marking) -> Change:
    def made(state: State) -> State:
        tema, every = _voices(state)
        for row in every:
            if row.get("language") == language:
                marks = row.get("recorded")
                row["recordings"] = row.get("recordings") or language
                row["recorded"] = change(dict(marks) if isinstance(marks, dict) else {})
                if not row["recorded"]:
                    del row["recorded"]
        return {**state, TEMA: {**tema, "voices": [*every]}}

    return made


def _voices(state: State) -> tuple[Table, list[Table]]:
    made = table(state, TEMA)
    return made, rows(made, "voices")


def _order(key: str) -> tuple[bool, str]:
    return "/" not in key, key
