"""What the catalogue says to other modules and to callers. It must not hold rows of the database."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel


class ImportOutcome(StrEnum):
    """What became of a theme."""

    IMPORTED = "importado"
    ALREADY_THERE = "ya_estaba"
    ANOTHER_THERE = "hay_otro"


class Unit(StrEnum):
    """A level of the electoral geography at which figures are summed."""

    ENTIDAD = "entidad"
    DISTRITO = "distrito"
    MUNICIPIO = "municipio"
    SECCION = "seccion"
    CASILLA = "casilla"


@dataclass(frozen=True, slots=True)
class UnitSize:
    """How many casillas and voters of the lista nominal a unit has."""

    casillas: int
    lista_nominal: int


class CasillaSchema(BaseModel):
    """One casilla of the signed theme."""

    clave: str
    distrito: int
    municipio: int
    seccion: int
    lista_nominal: int
    domicilio: str


class EleccionSchema(BaseModel):
    """The election that this server serves."""

    election: str
    name: str
    date: str
    theme: str
    theme_code: str
    mode: str
    casillas: int
