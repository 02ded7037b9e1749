"""Every check of one theme's source against itself, as small functions that each yield findings.

They must not stop at the first fault: staff mend a theme in one go.
"""

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from shared.domain.custodia import PARTES
from shared.domain.errors import DatoInvalido
from shared.domain.hora import ZONE
from shared.domain.ids import PRACTICE, CasillaId
from theme_builder.ambitos import check_ambitos
from theme_builder.checks_boleta import PICTURE_LIMIT_PX, check_contest, picture_is_sound
from theme_builder.checks_coaliciones import check_coaliciones
from theme_builder.checks_grupos import check_grupos
from theme_builder.checks_law import check_law
from theme_builder.checks_portraits import check_portraits
from theme_builder.checks_reglas import check_reglas
from theme_builder.finding import Finding, Severity
from theme_builder.model import PartidosSource
from theme_builder.source import CasillaRow, Located, Source

SHARE_HOLDERS = frozenset({"presidencia", "secretaria", "escrutador"})
KEY_BYTES = 32
RECORD_OVERHEAD_BYTES = 240
MARK_BYTES = 2


def check(source: Source) -> tuple[Finding, ...]:
    """Every finding of the source, in order of file and line."""
    found = list(source.findings)
    for rule in (
        _tema,
        check_reglas,
        check_grupos,
        _partidos,
        _geography,
        _casillas,
        _people,
        check_ambitos,
        check_law,
    ):
        found.extend(rule(source))
    found.extend(check_coaliciones(source.contests))
    known = {p.id for p in source.partidos.value.partidos} if source.partidos else set()
    for contest in source.contests:
        found.extend(check_contest(contest, known, source.root / "marcas"))
        found.extend(check_portraits(contest, source.root / "retratos"))
    return tuple(sorted(found, key=lambda f: (f.file, f.line, f.code, f.field)))


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding blocks building and signing."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _tema(source: Source) -> Iterator[Finding]:
    if source.tema is None:
        return
    tema = source.tema.value
    if tema.election.date < datetime.fromisoformat(tema.created_at).astimezone(ZONE).date().isoformat():
        yield source.tema.finding("T533", ("election", "date"))
    marks = max((located.value.max_marks for located in source.contests), default=0)
    minimum = RECORD_OVERHEAD_BYTES + MARK_BYTES * marks
    if tema.rules.record_size < minimum:
        yield source.tema.finding("T521", ("rules", "record_size"), size=tema.rules.record_size, minimum=minimum)
    seen: set[str] = set()
    for located in source.contests:
        if located.value.id in seen:
            yield located.finding("T506", ("id",), id=located.value.id)
        seen.add(located.value.id)


def _partidos(source: Source) -> Iterator[Finding]:
    if source.partidos is None:
        return
    letters: dict[str, str] = {}
    seen: set[str] = set()
    for i, partido in enumerate(source.partidos.value.partidos):
        path = ("partidos", i, "id")
        if partido.id in seen:
            yield source.partidos.finding("T506", path, id=partido.id)
        seen.add(partido.id)
        if partido.picture:
            yield from _emblem(source.partidos, i, source.root / "marcas" / Path(partido.picture).name)
        elif not partido.letters:
            yield source.partidos.finding("T526", path, id=partido.id)
        key = partido.letters.casefold()
        if key and key in letters:
            yield source.partidos.finding("T529", ("partidos", i, "letters"), id=partido.id, other=letters[key])
        letters[key] = partido.id


def _emblem(partidos: Located[PartidosSource], i: int, file: Path) -> Iterator[Finding]:
    path = ("partidos", i, "picture")
    if not file.is_file():
        yield partidos.finding("T524", path, name=file.name)
    elif not picture_is_sound(file.read_bytes()):
        yield partidos.finding("T525", path, limit=PICTURE_LIMIT_PX)


def _geography(source: Source) -> Iterator[Finding]:
    if source.geography is None:
        return
    for name, places in (
        ("distritos", source.geography.value.distritos),
        ("municipios", source.geography.value.municipios),
    ):
        seen: set[int] = set()
        for i, place in enumerate(places):
            if place.number in seen:
                yield source.geography.finding("T506", (name, i, "number"), id=str(place.number))
            seen.add(place.number)


def _casillas(source: Source) -> Iterator[Finding]:
    first: dict[str, int] = {}
    geography = source.geography.value if source.geography else None
    distritos = {place.number for place in geography.distritos} if geography else set()
    municipios = {place.number for place in geography.municipios} if geography else set()
    for row in source.casillas:
        clave = row.value.clave
        if clave in first:
            yield _row_finding(row, "T517", "clave", first=first[clave])
        first.setdefault(clave, row.line)
        yield from _casilla_form(source, row)
        yield from _casilla_places(source, row, (distritos, municipios))


def _casilla_form(source: Source, row: CasillaRow) -> Iterator[Finding]:
    try:
        casilla = CasillaId(row.value.clave)
    except DatoInvalido:
        yield _row_finding(row, "T515", "clave", clave=row.value.clave)
        return
    if source.tema is None:
        return
    entidad = source.tema.value.election.entidad
    if casilla.seccion.entidad.number != entidad:
        yield _row_finding(row, "T516", "clave", clave=row.value.clave, entidad=entidad)


def _casilla_places(source: Source, row: CasillaRow, places: tuple[set[int], set[int]]) -> Iterator[Finding]:
    distritos, municipios = places
    if source.geography is not None:
        if row.value.distrito not in distritos:
            yield _row_finding(row, "T513", "distrito", number=row.value.distrito)
        if row.value.municipio not in municipios:
            yield _row_finding(row, "T514", "municipio", number=row.value.municipio)
    if source.tema is not None and row.value.lista_nominal > source.tema.value.rules.max_voters:
        limit = source.tema.value.rules.max_voters
        yield _row_finding(row, "T531", "lista_nominal", Severity.WARNING, limit=limit)


def _row_finding(
    row: CasillaRow, code: str, field: str, severity: Severity = Severity.ERROR, **params: str | int
) -> Finding:
    return Finding(code, severity, "casillas.csv", row.line, field, tuple(params.items()))


def _people(source: Source) -> Iterator[Finding]:
    if source.people is None:
        return
    people = source.people.value
    holders = sum(official.role in SHARE_HOLDERS for official in people.officials)
    if holders < PARTES:
        yield source.people.finding("T519", ("officials",), count=holders)
    seen: set[str] = set()
    for i, official in enumerate(people.officials):
        if official.id in seen:
            yield source.people.finding("T506", ("officials", i, "id"), id=official.id)
        seen.add(official.id)
        if official.id.startswith(PRACTICE) and source.tema is not None and "oficial" in source.tema.value.modes:
            yield source.people.finding("T670", ("officials", i, "id"), id=official.id)
        if _decoded_size(official.public_key) != KEY_BYTES:
            yield source.people.finding("T530", ("officials", i, "public_key"), id=official.id)
    if _decoded_size(people.trustees.public_key) != KEY_BYTES:
        yield source.people.finding("T520", ("trustees", "public_key"))


def _decoded_size(text: str) -> int:
    try:
        return len(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return 0
