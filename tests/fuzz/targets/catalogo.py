"""Files of the institute's lists: CSV of any spreadsheet, workbooks, and what a list makes of their cells.

It must not take a file whose rows do not read back the same once written as CSV.
"""

from functools import cache

from server.catalog.marco import LISTINGS, MAPS, Lista
from server.catalog.reading_map import read_map
from server.catalog.rules_rows import contents_of
from shared.tables.reading import read_table
from tests.fuzz.target import Broken, Target, same
from tests.server.catalog.lists import SMALL, SQUARES, csv_of, map_of, xlsx_of

LISTS = (Lista.DISTRITOS, Lista.CASILLAS, Lista.ELECCIONES, Lista.MAPA_DISTRITOS)
"""One of each kind of key, and every form of cell between them."""


def run(data: bytes) -> None:
    lista, body = (LISTS[data[0] % len(LISTS)], data[1:]) if data else (LISTS[0], b"")
    if lista in MAPS:
        found = read_map(lista, body)
        if bool(found.faults.total) == bool(found.rows):
            raise Broken("a map with faults and shapes, or with neither")
        return
    table = read_table(body)
    contents = contents_of(lista, table)
    if contents.faults.total:
        if not contents.faults.kept:
            raise Broken("faults that nobody is told")
        return
    rows = [[row[name] for name in LISTINGS[lista].names] for row in contents.rows.values()]
    same(contents_of(lista, read_table(csv_of(lista, rows))).rows, contents.rows)


@cache
def seeds() -> tuple[bytes, ...]:
    texts = [bytes([place]) + csv_of(lista, SMALL[lista], ";") for place, lista in enumerate(LISTS[:3])]
    book = bytes([LISTS.index(Lista.DISTRITOS)]) + xlsx_of(Lista.DISTRITOS, SMALL[Lista.DISTRITOS])
    return (*texts, book, b"\3" + map_of(SQUARES))


TARGET = Target(
    name="catalogo",
    run=run,
    seeds=seeds,
    letters="S",
    parsers={
        "shared.tables.reading:read_table": "shared.tables.reading:MAX_BYTES",
        "server.catalog.reading_map:read_map": "server.catalog.reading_map:MAX_BYTES",
        "shared.tables.reading_csv:read_csv": "shared.tables.tabla:MAX_COLUMNS",
        "shared.tables.reading_xlsx:read_xlsx": "shared.tables.reading_xlsx:MAX_MEMBERS",
    },
    dictionary=(
        b"clave_casilla",
        b"140024B0100",
        b'""',
        b";",
        b"\t",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"PK\x03\x04",
        b"=1",
    ),
    sample=300,
)
