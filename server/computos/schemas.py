"""Values of consolidated results, for pages, callers and cuts. They must not hold anything that was not summed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from server.catalog.schemas import CasillaSchema
from shared.domain.coalicion import Split

Figures = Mapping[str, int]
"""Votes by key of ``Contest.count_keys``; keys without any are absent."""


@dataclass(frozen=True, slots=True)
class ActaComputada:
    """One verified acta as results know it; ``counts`` by place of the contest in the theme."""

    store_id: str
    clave: str
    distrito: int
    municipio: int
    seccion: int
    urna: str
    bundle: str
    emitidos: int
    habilitaciones: int
    closed_at: datetime
    received_at: datetime
    counted: bool
    counts: Mapping[int, Figures]


@dataclass(frozen=True, slots=True)
class Advance:
    """How far the count is: casillas expected, received and counted, and voters of those counted."""

    esperadas: int
    recibidas: int
    contadas: int
    emitidos: int
    lista_nominal: int
    last_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Consolidado:
    """One contest over one area: figures as counted, then by candidatura and, after the split, by partido."""

    figures: Figures
    by_candidatura: Figures
    by_partido: Figures
    split: Split
    total: int


class ActaState(StrEnum):
    """What is known of the acta of a casilla."""

    CONTADA = "contada"
    APARTADA = "apartada"
    FALTA = "falta"


@dataclass(frozen=True, slots=True)
class CasillaListed:
    """A casilla as lists show it; ``emitidos`` only of an acta that came."""

    casilla: CasillaSchema
    state: ActaState
    emitidos: int | None


@dataclass(frozen=True, slots=True)
class UnitListed:
    """A distrito or municipio as lists show it, with one contest; None while nothing of it is counted there."""

    number: int
    name: str
    advance: Advance
    found: Consolidado | None


class ResultadoSchema(BaseModel):
    """One contest in one unit."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "unit": "7",
                    "contest": "GOB",
                    "figures": {"PT-MORENA": 812, "NULOS": 31},
                    "by_candidatura": {"C1": 812},
                    "by_partido": {"PT": 406, "MORENA": 406},
                    "sin_asignar": 0,
                    "total": 843,
                }
            ]
        }
    )

    unit: str
    contest: str
    figures: dict[str, int]
    by_candidatura: dict[str, int]
    by_partido: dict[str, int]
    sin_asignar: int
    total: int

    @classmethod
    def of(cls, unit: str, contest: str, found: Consolidado) -> Self:
        """The answer for one unit."""
        return cls(
            unit=unit,
            contest=contest,
            figures=dict(found.figures),
            by_candidatura=dict(found.by_candidatura),
            by_partido=dict(found.by_partido),
            sin_asignar=sum(each.votes for each in found.split.sin_asignar),
            total=found.total,
        )


class AdvanceSchema(BaseModel):
    """How far the count is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "esperadas": 9012,
                    "recibidas": 3480,
                    "contadas": 3465,
                    "emitidos": 1204377,
                    "lista_nominal": 5890023,
                    "last_received_at": "2018-07-02T01:04:05Z",
                }
            ]
        }
    )

    esperadas: int
    recibidas: int
    contadas: int
    emitidos: int
    lista_nominal: int
    last_received_at: datetime | None
