"""Rules that tie the lists to one another, weighed on the lists as they would be. It must not change them.

A seccion belongs to a distrito and a municipio, a casilla to a seccion, a figure of the lista nominal to a casilla.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from server.catalog.faults import Fault, Faults, cut
from server.catalog.marco import ASSUMED, LISTINGS, MAPS, REFERENCES, Lista, Reference, Rows, Value, whole
from server.catalog.rules_rows import Contents

World = Mapping[Lista, Rows]
"""The lists as they stand in the database."""
MOST_OF_CASILLA: Final = 750
"""Voters of one casilla, LGIPE 253.3: of more than these a seccion is divided."""


def neighbours(lista: Lista) -> frozenset[Lista]:
    """The lists that must be at hand to weigh a file of this one: itself, and those that it hangs together with."""
    joined = {lista}
    for each in REFERENCES:
        if lista in (each.source, each.target):
            joined |= {each.source, each.target}
    return frozenset(joined)


def tie_faults(contents: Contents, world: World) -> Faults:
    """What keeps a file from taking the place of the list: it names what is not there, or leaves out what is used."""
    faults = Faults()
    for each in REFERENCES:
        if each.source is contents.lista:
            faults.take(_absent(contents, each, world[each.target]))
        if each.target is contents.lista:
            faults.take(_still_used(contents, each, world[each.source]))
    if contents.lista is Lista.ENTIDADES and len(contents.rows) > 1:
        faults.add(Fault(0, "entidad", "", "S720", str(len(contents.rows))))
    return faults


def tie_notices(contents: Contents, world: World) -> Faults:
    """What somebody should look at before signing; it keeps nothing from being signed."""
    notices = Faults()
    if contents.lista is Lista.CASILLAS:
        notices.take(_numbering(contents))
        empty = world[Lista.SECCIONES].keys() - {
            whole(Lista.CASILLAS, row)["seccion"] for row in contents.rows.values()
        }
        if empty:
            notices.add(Fault(0, "seccion", _some(empty), "S734", str(len(empty))))
    if contents.lista in MAPS:
        notices.take(_of_map(contents, world[MAPS[contents.lista]]))
    if contents.lista is Lista.LISTA_NOMINAL:
        for key, row in contents.rows.items():
            if int(row["lista_nominal"]) > MOST_OF_CASILLA:
                notices.add(Fault(contents.lines[key], "lista_nominal", str(row["lista_nominal"]), "S732", str(key)))
        without = world[Lista.CASILLAS].keys() - contents.rows.keys()
        if without:
            notices.add(Fault(0, "clave_casilla", _some(without), "S733", str(len(without))))
    return notices


def _absent(contents: Contents, reference: Reference, there: Rows) -> Iterator[Fault]:
    for key, row in contents.rows.items():
        value = whole(contents.lista, row)[reference.column]
        if value not in there:
            column = reference.column if reference.column in row else "clave_casilla"
            yield Fault(contents.lines[key], column, cut(row[column]), "S717", f"{reference.target.value}|{value}")


def _still_used(contents: Contents, reference: Reference, users: Rows) -> Iterator[Fault]:
    used = Counter(whole(reference.source, row)[reference.column] for row in users.values())
    for value in sorted(used.keys() - contents.rows.keys(), key=str):
        yield Fault(0, "", cut(value), "S718", f"{reference.source.value}|{used[value]}")


def _numbering(contents: Contents) -> Iterator[Fault]:
    """Contiguas of a seccion count from 1 without a gap beside its basica; an extended one has its extraordinaria."""
    numbers: dict[tuple[Value, str], set[int]] = defaultdict(set)
    for clave in contents.rows:
        tipo, number, extension = str(clave)[6], int(str(clave)[7:9]), int(str(clave)[9:])
        if tipo == "E":
            numbers[str(clave)[:6], f"E{number:02d}"].add(extension)
        elif tipo in {"B", "C"}:
            numbers[str(clave)[:6], "C"].add(number if tipo == "C" else 0)
    for (seccion, tipo), found in sorted(numbers.items(), key=str):
        if found != set(range(len(found))):
            yield Fault(0, "clave_casilla", f"{seccion}{tipo}", "S731", str(int(str(seccion)[2:])))


def _of_map(contents: Contents, units: Rows) -> Iterator[Fault]:
    """Units without a shape (0, abroad, has none), and coordinates of which nobody said the system."""
    without = units.keys() - contents.rows.keys() - {0}
    if without:
        yield Fault(0, LISTINGS[contents.lista].key, _some(without), "S735", str(len(without)))
    if contents.how == ASSUMED:
        yield Fault(0, "forma", "", "S742", ASSUMED)


def _some(keys: AbstractSet[Value]) -> str:
    return cut(", ".join(str(key) for key in sorted(keys, key=str)[:5]))
