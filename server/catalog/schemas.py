"""What the catalogue says to other modules and to callers. It must not hold rows of the database."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "clave": "140024B0100",
                    "distrito": 7,
                    "municipio": 39,
                    "seccion": 24,
                    "lista_nominal": 612,
                    "domicilio": "Escuela Benito Juarez, Calle Hidalgo 12",
                }
            ]
        }
    )

    clave: str
    distrito: int
    municipio: int
    seccion: int
    lista_nominal: int
    domicilio: str


class EleccionSchema(BaseModel):
    """The election that this server serves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "election": "JAL-2018-GUB",
                    "name": "Gubernatura 2018",
                    "date": "2018-07-01",
                    "theme": "9f3c" + "0" * 60,
                    "theme_code": "K7QF-2M9D",
                    "mode": "oficial",
                    "casillas": 9012,
                }
            ]
        }
    )

    election: str
    name: str
    date: str
    theme: str
    theme_code: str
    mode: str
    casillas: int
