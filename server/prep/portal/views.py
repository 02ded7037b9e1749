"""What pages show, made from the published JSON of a cut and from nothing else. It must not add up or judge actas.

Percentages are cut to four decimals by integers, as in the data base, each with its denominator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.prep.portal import texts
from shared.domain.eleccion import BLANCOS, NO_REGISTRADAS, NULOS
from shared.formats.prep_csv import percent4
from shared.formats.theme_model import Theme

Json = Mapping[str, Any]
RESERVED = {NO_REGISTRADAS: texts.NO_REGISTRADAS, NULOS: texts.NULOS, BLANCOS: texts.BLANCOS}


@dataclass(frozen=True, slots=True)
class Mark:
    """Letters of a partido and its colour ``#rrggbb``."""

    letters: str
    color: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart and of its table: ``minor`` rows are not candidaturas."""

    name: str
    marks: tuple[Mark, ...]
    votos: int
    percent: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Sorted bars; ``total`` is the denominator of every percentage and the length of the whole bar."""

    bars: tuple[Bar, ...]
    total: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A distrito or municipio in a table."""

    href: str
    number: str
    name: str
    contabilizadas: int
    esperadas: int
    percent: str
    votos: int
    lista: int
    participacion: str
    first: Bar | None


def share(part: int, whole: int) -> str:
    """``39.0404 %``, truncated; ``N/A`` when there is nothing to divide by."""
    return f"{percent4(part, whole)} %" if whole else percent4(part, whole)


def marks_of(theme: Theme) -> dict[str, Mark]:
    """The mark of every partido by its id."""
    return {p.id.value: Mark(p.id.value.replace("_", " "), p.color) for p in theme.partidos}


def candidatura_chart(contest: Json, marks: Mapping[str, Mark]) -> Chart:
    """Votes of each candidatura, most first; then those for nobody."""
    total = int(contest["votos"])
    bars = [
        Bar(c["name"], tuple(marks[p] for p in c["partidos"] if p in marks), c["votos"], share(c["votos"], total))
        for c in contest["candidaturas"]
    ]
    rest = [
        Bar(name, (), contest["totals"][key], share(contest["totals"][key], total), minor=True)
        for key, name in RESERVED.items()
        if key in contest["totals"]
    ]
    return _chart(bars, rest, total)


def partido_chart(contest: Json, marks: Mapping[str, Mark]) -> Chart:
    """Votes of each partido after the split, most first; the denominator is all votes."""
    total = int(contest["votos"])
    bars = [
        Bar(p["name"], (marks[p["id"]],) if p["id"] in marks else (), p["votos"], share(p["votos"], total))
        for p in contest["partidos"]
    ]
    return _chart(bars, [], total)


def _chart(bars: Sequence[Bar], rest: Sequence[Bar], total: int) -> Chart:
    ordered = sorted(bars, key=lambda bar: -bar.votos)
    return Chart((*ordered, *rest), total)


def box_rows(contest: Json, marks: Mapping[str, Mark]) -> tuple[Bar, ...]:
    """Every figure of the acta in its order: each box and each combination as it was marked."""
    total = int(contest["votos"])
    return tuple(
        Bar(
            RESERVED.get(key, ""),
            tuple(marks.get(part, Mark(part, "#6b6b67")) for part in key.split("-")) if key not in RESERVED else (),
            contest["totals"][key],
            share(contest["totals"][key], total),
        )
        for key in contest["keys"]
    )


def unit_rows(contest: Json, kind: str, index: int, marks: Mapping[str, Mark]) -> tuple[UnitRow, ...]:
    """Each distrito or municipio (``kind``: its key in the JSON), in order of number; from abroad last."""
    people = {c["id"]: c for c in contest["candidaturas"]}
    units = sorted(contest[kind], key=lambda unit: (unit["number"] == 0, unit["number"]))
    return tuple(_unit_row(unit, kind, index, people, marks) for unit in units)


def _unit_row(unit: Json, kind: str, index: int, people: Mapping[str, Json], marks: Mapping[str, Mark]) -> UnitRow:
    actas = unit["actas"]
    return UnitRow(
        href=f"lugar.html?{kind.removesuffix('s')}={unit['number']}&boleta={index + 1}",
        number=texts.short_number(unit["number"]),
        name=unit["name"] or texts.ABROAD,
        contabilizadas=actas["contabilizadas"],
        esperadas=actas["esperadas"],
        percent=share(actas["contabilizadas"], actas["esperadas"]),
        votos=unit["votos"],
        lista=unit["lista_nominal"],
        participacion=share(unit["votos_sin_especiales"], unit["lista_nominal"]),
        first=_first(unit, people, marks),
    )


def _first(unit: Json, people: Mapping[str, Json], marks: Mapping[str, Mark]) -> Bar | None:
    """The candidatura with most votes in a unit; None when there are no votes, or two have the most."""
    ordered = sorted(unit["candidaturas"].items(), key=lambda pair: -pair[1])
    if not ordered or not ordered[0][1] or (len(ordered) > 1 and ordered[0][1] == ordered[1][1]):
        return None
    who, votos = ordered[0]
    person = people[who]
    owned = tuple(marks[p] for p in person["partidos"] if p in marks)
    return Bar(person["name"], owned, votos, share(votos, unit["votos"]))
