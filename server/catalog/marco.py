"""The institute's own lists, as data: geography, casillas, lista nominal, elections, and how they hang together.

It must not read a file or a database. What a list holds, in which columns and forms, stands here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

Value = int | str
Record = Mapping[str, Value]
"""One row of a list: value by column."""
Rows = Mapping[Value, Record]
"""A whole list: row by key."""
MOST_NUMBER: Final = 999
MOST_SECCION: Final = 9999
MOST_VOTERS: Final = 99_999
MAX_TEXT: Final = 300


class Lista(StrEnum):
    """The lists of the marco, in the order in which they can be filled."""

    ENTIDADES = "entidades"
    DISTRITOS = "distritos"
    MUNICIPIOS = "municipios"
    SECCIONES = "secciones"
    CASILLAS = "casillas"
    LISTA_NOMINAL = "lista_nominal"
    ELECCIONES = "elecciones"
    MAPA_DISTRITOS = "mapa_distritos"
    MAPA_MUNICIPIOS = "mapa_municipios"


class Form(Enum):
    """What a column holds."""

    NUMBER = "number"
    TEXT = "text"
    CLAVE = "clave"
    DATE = "date"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``low`` and ``high`` bound a number."""

    name: str
    form: Form = Form.TEXT
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its columns, the first of which is the key; ``total`` is the column that is summed, if any."""

    columns: tuple[Column, ...]
    total: str = ""

    @property
    def key(self) -> str:
        """The name of the key."""
        return self.columns[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of a file."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of a list whose values must be keys of another."""

    source: Lista
    column: str
    target: Lista


_NAME: Final = Column("nombre")
_FORMA: Final = Column("forma")
_DISTRITO: Final = Column("distrito", Form.NUMBER, 0, MOST_NUMBER)
_MUNICIPIO: Final = Column("municipio", Form.NUMBER, 0, MOST_NUMBER)
_SECCION: Final = Column("seccion", Form.NUMBER, 0, MOST_SECCION)
_CLAVE: Final = Column("clave_casilla", Form.CLAVE)
LISTINGS: Final[Mapping[Lista, Listing]] = {
    Lista.ENTIDADES: Listing((Column("entidad", Form.NUMBER, 1, 32), _NAME)),
    Lista.DISTRITOS: Listing((_DISTRITO, _NAME)),
    Lista.MUNICIPIOS: Listing((_MUNICIPIO, _NAME)),
    Lista.SECCIONES: Listing((_SECCION, _DISTRITO, _MUNICIPIO)),
    Lista.CASILLAS: Listing((_CLAVE, Column("ubicacion", Form.NUMBER, 1, 3), Column("domicilio"))),
    Lista.LISTA_NOMINAL: Listing((_CLAVE, Column("lista_nominal", Form.NUMBER, 0, MOST_VOTERS)), "lista_nominal"),
    Lista.ELECCIONES: Listing((Column("eleccion", Form.ID), _NAME, Column("fecha", Form.DATE))),
    Lista.MAPA_DISTRITOS: Listing((_DISTRITO, _FORMA)),
    Lista.MAPA_MUNICIPIOS: Listing((_MUNICIPIO, _FORMA)),
}
MAPS: Final[Mapping[Lista, Lista]] = {
    Lista.MAPA_DISTRITOS: Lista.DISTRITOS,
    Lista.MAPA_MUNICIPIOS: Lista.MUNICIPIOS,
}
"""Lists that come as GeoJSON, and the list whose units they draw; ``forma`` is WKT in degrees."""
ASSUMED: Final = "UTM 13N"
"""What metres of which nobody said the system are taken for: that of Jalisco."""
BY_CLAVE: Final = frozenset({Lista.CASILLAS, Lista.LISTA_NOMINAL})
REFERENCES: Final = (
    Reference(Lista.SECCIONES, "distrito", Lista.DISTRITOS),
    Reference(Lista.SECCIONES, "municipio", Lista.MUNICIPIOS),
    Reference(Lista.CASILLAS, "entidad", Lista.ENTIDADES),
    Reference(Lista.CASILLAS, "seccion", Lista.SECCIONES),
    Reference(Lista.LISTA_NOMINAL, "clave_casilla", Lista.CASILLAS),
    Reference(Lista.MAPA_DISTRITOS, "distrito", Lista.DISTRITOS),
    Reference(Lista.MAPA_MUNICIPIOS, "municipio", Lista.MUNICIPIOS),
)


def whole(lista: Lista, record: Record) -> Record:
    """A row with what follows from its clave, and stands in no file."""
    if lista not in BY_CLAVE:
        return record
    clave = str(record["clave_casilla"])
    return {**record, "entidad": int(clave[:2]), "seccion": int(clave[2:6]), "tipo": clave[6]}


def total_of(lista: Lista, rows: Rows) -> int:
    """The sum of the list's figure; 0 where it has none."""
    column = LISTINGS[lista].total
    return sum(int(row[column]) for row in rows.values()) if column else 0
