"""Forms as lists of fields: what each shows of a document, what it makes of what people write, and what is wrong there.

It must not refuse what is unfinished or wrong: that is kept as it was typed, with its finding beside it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.formats.canonical import Json
from theme_builder.finding import Finding
from theme_builder.web.door import Filled

BEFORE: Final = "antes-"
"""Begins the names of hidden fields that bear what a field said when its page was written or last saved."""
MAX_LETTERS: Final = 20_000
Path = tuple[str, ...]
Values = dict[Path, Json]
_PLACE: Final = re.compile(r"(\S+)\s*(.*)")


class Kind(StrEnum):
    """What a field asks for."""

    TEXT = "text"
    LONG = "textarea"
    NUMBER = "number"
    DATE = "date"
    COLOR = "color"
    CHOICE = "choice"
    CHECKS = "checks"
    LINES = "lines"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form: ``path`` is where its answer stands below the table that the form is of."""

    name: str
    label: str
    path: Path
    kind: Kind = Kind.TEXT
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what it says (each value for `Kind.CHECKS`) and what is wrong with it."""

    field: Field
    text: str
    chosen: tuple[str, ...]
    faults: tuple[str, ...]


def shown(fields: Iterable[Field], owner: Mapping[str, Json], findings: Sequence[Finding], prefix: str) -> list[Shown]:
    """The fields of a table; ``prefix`` is its place in its document, as findings write it."""
    made = []
    for field in fields:
        place = ".".join([prefix, *field.path] if prefix else field.path)
        faults = tuple(each.message for each in findings if _is_of(each, place))
        text = said(field, _value(owner, field.path))
        made.append(Shown(field, text, tuple(text.split("\n")) if text else (), faults))
    return made


def elsewhere(fields: Iterable[Field], findings: Iterable[Finding], prefix: str) -> list[Finding]:
    """Findings of a table that stand beside none of its fields."""
    places = [".".join([prefix, *field.path] if prefix else field.path) for field in fields]
    return [each for each in findings if not any(_is_of(each, place) for place in places)]


def said(field: Field, value: Json) -> str:
    """A value as the field says it, the lines of several under one another."""
    if field.kind is Kind.PLACES and isinstance(value, list):
        return "\n".join(f"{row.get('number', '')} {row.get('name', '')}" for row in value if isinstance(row, dict))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def meant(field: Field, text: str) -> Json:
    """The value that a text of the field means; what is no number where one is asked for stays a text."""
    text = text.replace("\r\n", "\n").strip()[:MAX_LETTERS]
    lines: list[Json] = [line.strip() for line in text.split("\n") if line.strip()]
    match field.kind:
        case Kind.NUMBER:
            return _number(text)
        case Kind.CHECKS | Kind.LINES:
            return lines
        case Kind.PLACES:
            return [_place(str(line)) for line in lines]
        case Kind.LONG | Kind.TEXT | Kind.DATE | Kind.COLOR | Kind.CHOICE:
            return text.replace("\n", " ")


def written(fields: Iterable[Field], form: Filled) -> Values:
    """Every answer of a form by its path."""
    return {field.path: meant(field, _sent(field, form)) for field in fields}


def changed(fields: Iterable[Field], form: Filled) -> tuple[Values, Values]:
    """What a form says otherwise than when its page was written: before, and now."""
    before: Values = {}
    now: Values = {}
    for field in fields:
        old, new = meant(field, form.get(BEFORE + field.name)), meant(field, _sent(field, form))
        if old != new:
            before[field.path], now[field.path] = old, new
    return before, now


def sent_texts(fields: Iterable[Field], form: Filled) -> dict[str, str]:
    """What each field says now, for the hidden ones that remember it."""
    return {field.name: said(field, meant(field, _sent(field, form))) for field in fields}


def _sent(field: Field, form: Filled) -> str:
    return "\n".join(form.values.get(field.name, ())) if field.kind is Kind.CHECKS else form.get(field.name)


def _value(owner: Mapping[str, Json], path: Path) -> Json:
    value: Json = dict(owner)
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _number(text: str) -> Json:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _place(line: str) -> Json:
    found = _PLACE.fullmatch(line)
    return {"number": _number(found[1]), "name": " ".join(found[2].split())} if found else {"number": "", "name": line}


def _is_of(finding: Finding, place: str) -> bool:
    return finding.field == place or finding.field.startswith(f"{place}.")
