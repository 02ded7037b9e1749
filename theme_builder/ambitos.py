"""Who votes what when the boletas of a source are of several ámbitos: the themes that it makes, and what is wrong.

It must not build a theme. A casilla votes the boletas of the entidad, of its distrito and of its municipio; casillas
that vote the same boletas have one theme.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from shared.formats.theme_read import MAX_CONTESTS
from theme_builder.finding import Finding, Severity
from theme_builder.model import AmbitoSource, CasillaSource, ContestSource, PlaceSource
from theme_builder.source import CasillaRow, Located, Source, T

WHOLE: Final = "entidad"
"""The name of the theme of those who vote no boleta but the entidad's."""
MOST_ID: Final = 31
"""Letters of a theme's id to which ``-d08-m120`` is added."""
_LETTER: Final = {"distrito": "d", "municipio": "m"}
_WIDTH: Final = {"distrito": 2, "municipio": 3}
Contest = Located[ContestSource]


@dataclass(frozen=True, slots=True)
class Parte:
    """One theme of a source: ``name`` (``d08-m120``), the places of its boletas among all, and its casillas."""

    name: str
    contests: tuple[int, ...]
    casillas: tuple[CasillaRow, ...]


def parts_of(source: Source) -> tuple[Parte, ...]:
    """The themes of a source by name; casillas that vote nothing are in none."""
    by_contests: dict[tuple[int, ...], list[CasillaRow]] = defaultdict(list)
    places = _by_ambito(source.contests)
    for row in source.casillas:
        by_contests[_voted(places, row.value)].append(row)
    made = (
        Parte(_name(source.contests[place].value.ambito for place in contests), contests, tuple(rows))
        for contests, rows in by_contests.items()
        if contests
    )
    return tuple(sorted(made, key=lambda parte: parte.name))


def source_of(source: Source, parte: Parte) -> Source:
    """The source of one theme alone, which is checked and built as any other; ``source`` must have been checked."""
    if source.tema is None or source.geography is None:
        raise ValueError("a source with faults of form has no parts")
    contests = [source.contests[place] for place in parte.contests]
    ids = {contest.value.id for contest in contests}
    groups = [
        each.model_copy(update={"contests": None if each.contests is None else [c for c in each.contests if c in ids]})
        for each in source.tema.value.groups
        if each.contests is None or ids & set(each.contests)
    ]
    theme_id = source.tema.value.theme_id + (f"-{parte.name}" if parte.name != WHOLE else "")
    files = [contest.file.removeprefix("boletas/") for contest in contests]
    tema = source.tema.value.model_copy(update={"theme_id": theme_id, "contests": files, "groups": groups})
    geography = source.geography.value
    voted = {"distritos": {row.value.distrito for row in parte.casillas}}
    voted["municipios"] = {row.value.municipio for row in parte.casillas}
    kept = {
        name: [place for place in getattr(geography, name) if place.number in numbers]
        for name, numbers in voted.items()
    }
    return replace(
        source,
        tema=replace(source.tema, value=tema),
        geography=replace(source.geography, value=geography.model_copy(update=kept)),
        contests=contests,
        casillas=list(parte.casillas),
        findings=[],
    )


def check_ambitos(source: Source) -> Iterator[Finding]:
    """Every finding of who votes what; almost none while no boleta has an ámbito."""
    yield from _unknown(source)
    yield from _casillas(source)
    if any(contest.value.ambito for contest in source.contests):
        yield from _forgotten(source)
        yield from _unvoted(source)
        if source.tema is not None and len(source.tema.value.theme_id) > MOST_ID:
            length = len(source.tema.value.theme_id)
            yield source.tema.finding("T576", ("theme_id",), length=length, limit=MOST_ID)


def check_one(source: Source) -> Iterator[Finding]:
    """What keeps a source from being one theme: a casilla that would vote the boleta of another place (T575)."""
    some = _some_casilla(source)
    for contest in source.contests:
        ambito = contest.value.ambito
        strange = [clave for key, clave in some.items() if ambito and _is_elsewhere(ambito, key)]
        if strange:
            yield contest.finding("T575", ("ambito",), clave=strange[0])


def _some_casilla(source: Source) -> dict[tuple[str, int], str]:
    """The clave of one casilla of each distrito and of each municipio."""
    rows = [row.value for row in source.casillas]
    distritos = {("distrito", row.distrito): row.clave for row in reversed(rows)}
    return distritos | {("municipio", row.municipio): row.clave for row in reversed(rows)}


def _is_elsewhere(ambito: AmbitoSource, key: tuple[str, int]) -> bool:
    return key[0] == ambito.level and key[1] != ambito.number


def _by_ambito(contests: Iterable[Contest]) -> dict[tuple[str, int], list[int]]:
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, contest in enumerate(contests):
        ambito = contest.value.ambito
        places[(ambito.level, ambito.number) if ambito else (WHOLE, 0)].append(place)
    return places


def _voted(places: dict[tuple[str, int], list[int]], casilla: CasillaSource) -> tuple[int, ...]:
    """The places of the boletas of a casilla, in the order of the source."""
    keys = ((WHOLE, 0), ("distrito", casilla.distrito), ("municipio", casilla.municipio))
    return tuple(sorted(place for key in keys for place in places.get(key, ())))


def _name(ambitos: Iterable[AmbitoSource | None]) -> str:
    """Two themes never have one name: all who share distrito and municipio vote the same."""
    named = {(each.level, each.number) for each in ambitos if each is not None}
    return "-".join(f"{_LETTER[level]}{number:0{_WIDTH[level]}}" for level, number in sorted(named)) or WHOLE


def _unknown(source: Source) -> Iterator[Finding]:
    if source.geography is None:
        return
    geography = source.geography.value
    known = {"distrito": _numbers(geography.distritos), "municipio": _numbers(geography.municipios)}
    for contest in source.contests:
        ambito = contest.value.ambito
        if ambito is not None and ambito.number not in known[ambito.level]:
            yield contest.finding("T571", ("ambito", "number"), level=ambito.level, number=ambito.number)


def _casillas(source: Source) -> Iterator[Finding]:
    if source.tema is None or len(source.contests) < len(source.tema.value.contests):
        return  # a boleta that could not be read is its own finding: whoever votes it is not known
    places = _by_ambito(source.contests)
    for row in source.casillas:
        count = len(_voted(places, row.value))
        if not count:
            params = (("distrito", row.value.distrito), ("municipio", row.value.municipio))
            yield Finding("T570", Severity.ERROR, "casillas.csv", row.line, "clave", params)
        elif count > MAX_CONTESTS:
            params = (("count", count), ("limit", MAX_CONTESTS))
            yield Finding("T574", Severity.ERROR, "casillas.csv", row.line, "clave", params)


def _forgotten(source: Source) -> Iterator[Finding]:
    """A distrito or municipio without a boleta of its own where others have one: forgotten, or on purpose."""
    if source.geography is None:
        return
    places = _by_ambito(source.contests)
    geography = source.geography.value
    for level, found in (("distrito", geography.distritos), ("municipio", geography.municipios)):
        if not any(key[0] == level for key in places):
            continue
        for i, place in enumerate(found):
            if (level, place.number) not in places:
                path = (f"{level}s", i, "number")
                yield _warning(source.geography, "T573", path, level=level, number=place.number, name=place.name)


def _unvoted(source: Source) -> Iterator[Finding]:
    some = _some_casilla(source)
    for contest in source.contests if some else ():
        ambito = contest.value.ambito
        if ambito and (ambito.level, ambito.number) not in some:
            yield _warning(contest, "T572", ("ambito", "number"), level=ambito.level, number=ambito.number)


def _warning(where: Located[T], code: str, path: tuple[str | int, ...], **params: str | int) -> Finding:
    return replace(where.finding(code, path, **params), severity=Severity.WARNING)


def _numbers(places: Iterable[PlaceSource]) -> set[int]:
    return {place.number for place in places}
