"""Lists of candidaturas as our own CSV or workbook has them: read, every fault at once, and what they would change.

It must not change a project: `bring` gives the change that somebody asks for once they saw what it does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.formats.canonical import Json
from shared.tables.tabla import Celda, Tabla, Trouble
from theme_builder.finding import Finding, Severity
from theme_builder.projects.documents import PARTIDOS
from theme_builder.projects.editing import Change, Table, drop_candidatura, put_candidatura, rows, table
from theme_builder.projects.patch import State

FILE: Final = "candidaturas"
COLUMNS: Final = ("boleta", "candidatura", "nombre", "partidos", "siglado")
"""``siglado`` may be left out."""
MAX_NAME: Final = 300
_SHORT: Final = re.compile(r"[A-Z0-9_]{1,24}")
_BETWEEN: Final = re.compile(r"[\s,+/]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One candidatura of a list; ``line`` as people count them."""

    line: int
    boleta: str
    id: str
    name: str
    partidos: tuple[str, ...]
    siglado: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was read: its candidaturas, and everything that is wrong with it."""

    rows: tuple[Row, ...]
    faults: tuple[Finding, ...]


@dataclass(slots=True)
class Effect:
    """What a list does to one boleta: names of candidaturas that come, change and go, and how many stay as they are."""

    file: str
    title: str
    new: list[str] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: int = 0


def listing(tabla: Tabla, state: State) -> Listing:
    """The candidaturas of a table, held against the boletas and partidos of a project."""
    if not tabla.lines:
        return Listing((), (_fault("T580", 1, "", columns=", ".join(COLUMNS)),))
    heading = [str(cell).strip().casefold() for cell in tabla.lines[0].cells]
    if sorted(heading) not in (sorted(COLUMNS), sorted(COLUMNS[:-1])):
        return Listing((), (_fault("T580", tabla.lines[0].number, "", columns=", ".join(COLUMNS)),))
    found: list[Row] = []
    faults: list[Finding] = []
    for line in tabla.lines[1:]:
        cells = dict(zip(heading, (*line.cells, *[""] * len(heading)), strict=False))
        wrong = list(_cells(line.number, cells))
        wrong += [_fault("T581", line.number, "", value=str(cell)) for cell in line.cells[len(heading) :]]
        faults += wrong
        if not wrong:
            found.append(_row(line.number, {name: str(cell).strip() for name, cell in cells.items()}))
    faults += _against(found, state)
    return Listing(tuple(found), tuple(sorted(faults, key=lambda each: (each.line, each.code, each.field))))


def effects(listed: Listing, state: State) -> list[Effect]:
    """What the list would change, boleta by boleta."""
    made = []
    files = _files(state)
    for id_, wanted in _by_boleta(listed.rows).items():
        boleta = table(state, files[id_])
        effect = Effect(files[id_], str(boleta.get("title", id_)))
        before = {str(row.get("id")): row for row in rows(boleta, "candidaturas")}
        for row in wanted:
            old = before.pop(row.id, None)
            if old is None:
                effect.new.append(row.name)
            elif _values(row, old) != {key: old.get(key) for key in _values(row, old)}:
                effect.changed.append((_words(old), _words(_values(row, old))))
            else:
                effect.same += 1
        effect.gone = [str(row.get("name", id_)) for id_, row in before.items()]
        made.append(effect)
    return made


def bring(listed: Listing) -> Change:
    """Put the candidaturas of the list in the boletas that it names, in its order; those that it lacks go."""

    def change(state: State) -> State:
        files = _files(state)
        for id_, wanted in _by_boleta(listed.rows).items():
            document = files[id_]
            kept = {row.id for row in wanted}
            for old in [str(row.get("id")) for row in rows(table(state, document), "candidaturas")]:
                if old not in kept:
                    state = drop_candidatura(document, old)(state)
            for row in wanted:
                old_row = next(
                    (each for each in rows(table(state, document), "candidaturas") if each["id"] == row.id), {}
                )
                state = put_candidatura(document, row.id, _values(row, old_row))(state)
            state = _ordered(state, document, [row.id for row in wanted])
        return state

    return change


def _cells(line: int, cells: Mapping[str, Celda]) -> Iterator[Finding]:
    """What is wrong with the cells of one line by themselves."""
    for name, cell in cells.items():
        if isinstance(cell, Trouble) or not isinstance(cell, str):
            yield _fault("T581", line, name, value=cell.value if isinstance(cell, Trouble) else str(cell))
    words = {name: cell.strip() if isinstance(cell, str) else "" for name, cell in cells.items()}
    if not _SHORT.fullmatch(words["candidatura"]):
        yield _fault("T583", line, "candidatura", value=words["candidatura"][:60])
    name = words["nombre"]
    if not 0 < len(name) <= MAX_NAME or any(not letter.isprintable() for letter in name):
        yield _fault("T581", line, "nombre", value=name[:60])


def _row(line: int, words: Mapping[str, str]) -> Row:
    partidos = tuple(each for each in _BETWEEN.split(words["partidos"].upper()) if each)
    siglado = words.get("siglado", "").upper()
    return Row(line, words["boleta"], words["candidatura"], " ".join(words["nombre"].split()), partidos, siglado)


def _against(found: Iterable[Row], state: State) -> Iterator[Finding]:
    """What is wrong with the lines beside each other and beside the project."""
    files = _files(state)
    known = {str(row.get("id")) for row in rows(table(state, PARTIDOS), "partidos")}
    seen: dict[tuple[str, str], int] = {}
    owner: dict[tuple[str, str], str] = {}
    for row in found:
        if row.boleta not in files:
            yield _fault("T582", row.line, "boleta", value=row.boleta[:60])
        first = seen.setdefault((row.boleta, row.id), row.line)
        if first != row.line:
            yield _fault("T583", row.line, "candidatura", value=row.id)
        for partido in row.partidos:
            if partido not in known or owner.setdefault((row.boleta, partido), row.id) != row.id:
                yield _fault("T584", row.line, "partidos", value=partido[:60])
        if len(set(row.partidos)) != len(row.partidos):
            yield _fault("T584", row.line, "partidos", value=" ".join(row.partidos)[:60])
        if row.siglado and row.siglado not in row.partidos:
            yield _fault("T585", row.line, "siglado", value=row.siglado[:60])


def _files(state: State) -> dict[str, str]:
    """The document of each boleta by its id."""
    named = ((str(table(state, name).get("id")), name) for name in state if name.startswith("boletas/"))
    return dict(named)


def _by_boleta(found: Iterable[Row]) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    for row in found:
        made.setdefault(row.boleta, []).append(row)
    return made


def _values(row: Row, old: Mapping[str, Json]) -> dict[str, Json]:
    """What a line says of its candidatura; ``siglado`` only where one is said, or was."""
    said: dict[str, Json] = {"id": row.id, "name": row.name, "partidos": [*row.partidos]}
    return said | ({"siglado": row.siglado} if row.siglado or "siglado" in old else {})


def _words(row: Mapping[str, Json]) -> str:
    partidos = row.get("partidos")
    joined = ", ".join(map(str, partidos)) if isinstance(partidos, list) else ""
    siglado = f" [{row['siglado']}]" if row.get("siglado") else ""
    return f"{row.get('name', '')} ({joined}){siglado}" if joined else str(row.get("name", ""))


def _ordered(state: State, document: str, order: list[str]) -> State:
    made: Table = table(state, document)
    found = {str(row.get("id")): row for row in rows(made, "candidaturas")}
    made["candidaturas"] = [found[id_] for id_ in order]
    return {**state, document: made}


def _fault(code: str, line: int, column: str, **params: str) -> Finding:
    return Finding(code, Severity.ERROR, FILE, line, column, tuple(params.items()))
