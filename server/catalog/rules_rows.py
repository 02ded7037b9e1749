"""From lines of cells to the rows of a list, with every fault at once. It must not know what is in the database."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.catalog.faults import Fault, Faults, cut
from server.catalog.marco import LISTINGS, Column, Lista, Record, Rows, Value
from server.catalog.rules_cells import Wrong, value_of
from shared.tables.tabla import Celda, Linea, Tabla, Trouble

NO_CELL: Final = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file says of a list: its rows by key, the line of each, and its faults."""

    lista: Lista
    rows: Rows
    lines: dict[Value, int]
    faults: Faults
    how: str


def contents_of(lista: Lista, tabla: Tabla) -> Contents:
    """The rows of a table, and all that is wrong with them."""
    faults, columns = Faults(), LISTINGS[lista].columns
    heading, *body = tabla.lines or (Linea(1, ()),)
    places = _places(columns, heading, faults)
    rows: dict[Value, Record] = {}
    lines: dict[Value, int] = {}
    if places is not None:
        for line in body:
            record = _record(columns, places, line, faults)
            if record is None:
                continue
            key = record[columns[0].name]
            if key in rows:
                faults.add(Fault(line.number, columns[0].name, cut(key), "S716", str(lines[key])))
                continue
            rows[key], lines[key] = record, line.number
        if not body:
            faults.add(Fault(0, "", "", "S723"))
    return Contents(lista, rows, lines, faults, tabla.how)


def heading_name(cell: Celda) -> str:
    """The name of a column as it may be written: accents, capitals and spaces make no difference."""
    if not isinstance(cell, str):
        return ""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", cell) if not unicodedata.combining(sign))
    return "_".join(plain.casefold().replace("_", " ").split())


def _places(columns: Sequence[Column], heading: Linea, faults: Faults) -> dict[str, int] | None:
    """Where each column stands; None when the heading leaves that open."""
    names = [heading_name(cell) for cell in heading.cells]
    known = {column.name for column in columns}
    before = faults.total
    for place, name in enumerate(names):
        if name in names[:place] and name:
            faults.add(Fault(heading.number, name, shown(heading.cells[place]), "S703"))
        elif name not in known:
            faults.add(Fault(heading.number, "", shown(heading.cells[place]), "S702"))
    faults.take(Fault(heading.number, name, "", "S701") for name in sorted(known - set(names)))
    return {name: names.index(name) for name in known} if faults.total == before else None


def _record(columns: Sequence[Column], places: dict[str, int], line: Linea, faults: Faults) -> Record | None:
    record: dict[str, Value] = {}
    found = list(_wrong(columns, places, line, record))
    faults.take(found)
    return None if found else record


def _wrong(columns: Sequence[Column], places: dict[str, int], line: Linea, record: dict[str, Value]) -> Iterator[Fault]:
    """Fill a row; gives what is wrong with its cells."""
    for cell in line.cells[len(columns) :]:
        yield Fault(line.number, "", shown(cell), "S704")
    for column in columns:
        place = places[column.name]
        cell = line.cells[place] if place < len(line.cells) else NO_CELL
        try:
            record[column.name] = value_of(column, cell)
        except Wrong as wrong:
            about = f"{column.low}|{column.high}" if wrong.code == "S710" else ""
            yield Fault(line.number, column.name, shown(cell), wrong.code, about)


def shown(cell: Celda) -> str:
    """A cell as it is shown beside a fault."""
    return "" if isinstance(cell, Trouble) else cut(cell)
