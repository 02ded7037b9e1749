"""Values of the cases for pages and callers. They must not hold rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from server.ingest.schemas import Apart, Unlawful


class State(StrEnum):
    """Where a case stands. What arrives after a proposal or a decision makes it new again."""

    NUEVO = "nuevo"
    REVISION = "revision"
    PROPUESTA = "propuesta"
    DECIDIDO = "decidido"
    DEVUELTO = "devuelto"


class Action(StrEnum):
    """What people do with a case."""

    TOMAR = "tomar"
    PROPONER = "proponer"
    RETIRAR = "retirar"
    CONFIRMAR = "confirmar"
    DEVOLVER = "devolver"
    REABRIR = "reabrir"


class Motive(StrEnum):
    """The short list of reasons; words go with each."""

    ACTA_IMPRESA = "acta_impresa"
    PAQUETE_ELECTORAL = "paquete_electoral"
    URNA_ASIGNADA = "urna_asignada"
    NO_COINCIDE = "no_coincide"
    NO_CUADRA = "no_cuadra"
    SIN_PRUEBA = "sin_prueba"
    OTRO = "otro"


class No(StrEnum):
    """Why a step was not taken."""

    NOT_NOW = "ahora_no"
    NOT_YOURS = "de_otra_persona"
    SAME_PERSON = "misma_persona"
    CHANGED = "cambio"
    WORDS = "palabras"
    MOTIVE = "motivo"


Refused = No | Unlawful


@dataclass(frozen=True, slots=True)
class Who:
    """Who takes a step: id and name of the person, roles and address for the trail."""

    id: str
    name: str
    role: str
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a step says: the bundles that should count (none: an empty tuple), the reason, the words."""

    words: str = ""
    motive: Motive | None = None
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them when they took a step: the version and the basis of the case."""

    version: int
    basis: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step as pages tell it; ``effect`` as it was when it was taken."""

    n: int
    at: datetime
    action: Action
    person: str
    name: str
    said: Said
    effect: "Effect | None"


@dataclass(frozen=True, slots=True)
class Case:
    """The case of one casilla.

    Attributes:
        apart: what is set apart there now; None when everything counts.
        overtaken: whether something arrived after the last proposal or decision.
        proposal: the step that waits for another person, or that was decided.
    """

    clave: str
    state: State
    seen: Seen
    holder: str
    holder_name: str
    changed_at: datetime | None
    overtaken: bool
    apart: Apart | None
    proposal: Step | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before and after: ``key`` of a candidatura, partido or line of the acta."""

    key: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """What the decision adds, or takes away."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ContestEffect:
    """What a decision does to one contest: its total, candidaturas, and partidos after the split."""

    contest: str
    total: Figure
    lines: tuple[Figure, ...]
    candidaturas: tuple[Figure, ...]
    partidos: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision does to the totals of an area; ``actas`` are casillas that count."""

    actas: Figure
    emitidos: Figure
    contests: tuple[ContestEffect, ...]


class CaseSchema(BaseModel):
    """One case as programs read it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "casilla": "140024B0100",
                    "distrito": 7,
                    "municipio": 39,
                    "state": "nuevo",
                    "overtaken": False,
                    "statuses": ["en_revision"],
                    "bundles": 2,
                    "holder": "ana",
                    "motive": "",
                    "chosen": [],
                }
            ]
        }
    )

    casilla: str
    distrito: int
    municipio: int
    state: State
    overtaken: bool
    statuses: list[str]
    bundles: int
    holder: str
    motive: str
    chosen: list[str]
