"""What the signed theme and the institute's lists say differently, with codes. Pure; it must not take a side."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from server.catalog.marco import Lista, Rows, Value
from shared.formats.theme_v1 import CasillaTema, Distrito, Municipio, Theme

COMPARED: Final = (Lista.CASILLAS, Lista.LISTA_NOMINAL, Lista.SECCIONES, Lista.DISTRITOS, Lista.MUNICIPIOS)
"""Lists that are compared; an empty one says nothing, and is not."""
_Unit = Distrito | Municipio


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the theme and the marco say differently; None where one of them lacks it.

    Attributes:
        code: stable (``S75x``).
        lista: the list whose row it is, by its ``key``.
        field: the column.
    """

    code: str
    lista: Lista
    key: Value
    field: str
    theme: Value | None
    marco: Value | None


def differences(theme: Theme, world: Mapping[Lista, Rows]) -> tuple[Difference, ...]:
    """Every difference, list by list and then by key; ``world`` holds the lists of ``COMPARED``."""
    casillas = {each.id.clave: each for each in theme.casillas}
    parts = (
        _casillas(casillas, world[Lista.CASILLAS]),
        _nominal(casillas, world[Lista.LISTA_NOMINAL]),
        _secciones(theme.casillas, world[Lista.SECCIONES]),
        _units(Lista.DISTRITOS, theme.distritos, world[Lista.DISTRITOS]),
        _units(Lista.MUNICIPIOS, theme.municipios, world[Lista.MUNICIPIOS]),
    )
    return tuple(each for lista, part in zip(COMPARED, parts, strict=True) if world[lista] for each in part)


def _casillas(casillas: Mapping[str, CasillaTema], rows: Rows) -> Iterator[Difference]:
    for clave in sorted({*casillas, *map(str, rows)}):
        casilla, row = casillas.get(clave), rows.get(clave)
        if row is None:
            yield Difference("S751", Lista.CASILLAS, clave, "clave_casilla", clave, None)
        elif casilla is None:
            yield Difference("S752", Lista.CASILLAS, clave, "clave_casilla", None, clave)
        else:
            said = (("S755", "ubicacion", casilla.ubicacion), ("S756", "domicilio", casilla.domicilio))
            yield from (
                Difference(code, Lista.CASILLAS, clave, field, value, row[field])
                for code, field, value in said
                if value != row[field]
            )


def _nominal(casillas: Mapping[str, CasillaTema], rows: Rows) -> Iterator[Difference]:
    for clave in sorted(casillas):
        said, row = casillas[clave].lista_nominal, rows.get(clave)
        if said != (row["lista_nominal"] if row else 0):
            other = row["lista_nominal"] if row else None
            yield Difference("S753", Lista.LISTA_NOMINAL, clave, "lista_nominal", said, other)


def _secciones(casillas: Iterable[CasillaTema], rows: Rows) -> Iterator[Difference]:
    places = {
        each.id.seccion.number: (("distrito", each.distrito.number), ("municipio", each.municipio.number))
        for each in casillas
    }
    for number in sorted(places):
        row = rows.get(number)
        if row is None:
            yield Difference("S758", Lista.SECCIONES, number, "seccion", number, None)
            continue
        yield from (
            Difference("S754", Lista.SECCIONES, number, field, unit, row[field])
            for field, unit in places[number]
            if unit != row[field]
        )


def _units(lista: Lista, units: Iterable[_Unit], rows: Rows) -> Iterator[Difference]:
    names = {each.id.number: each.name for each in units}
    for number in sorted(names):
        other = rows[number]["nombre"] if number in rows else None
        if names[number] != other:
            yield Difference("S757", lista, number, "nombre", names[number], other)
