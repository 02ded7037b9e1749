"""Values of the night for pages and callers. They must not hold rows, nor a time that was read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from server.computos.schemas import ActaComputada, Consolidado
from server.ingest.schemas import Version
from shared.domain.coalicion import Derivation
from shared.domain.eleccion import Contest
from shared.domain.journal import JournalEntry
from shared.domain.ledger import Ledger
from shared.domain.prep_observaciones import Observacion
from shared.formats.results_v1 import VerifiedBundle
from shared.formats.theme_v1 import CasillaTema

Points = tuple[tuple[int, int], ...]
"""(minutes after the close, per mille of the casillas expected by then), ascending."""


class Source(StrEnum):
    """Whence the plan of a night comes."""

    GUESS = "supuesto"
    CONFIGURATION = "configuracion"
    FILE = "archivo"


@dataclass(frozen=True, slots=True)
class Plan:
    """When casillas are expected, by whether they are urban: each ends at 1000.

    Attributes:
        name: of the file, with the first digits of its hash; empty for what came otherwise.
    """

    urban: Points
    rural: Points
    source: Source = Source.GUESS
    name: str = ""


@dataclass(frozen=True, slots=True)
class Instant:
    """One point of the curve: the moment, casillas received by then, casillas expected by then."""

    at: datetime
    received: int
    expected: int


@dataclass(frozen=True, slots=True)
class Gauge:
    """How far a unit is now: casillas expected in all, received, counted, apart, and expected by this hour."""

    number: int
    name: str
    esperadas: int
    recibidas: int
    contadas: int
    apartadas: int
    a_esta_hora: int
    last_at: datetime | None

    @property
    def behind(self) -> int:
        """How many casillas fewer than the plan says; negative when more came."""
        return self.a_esta_hora - self.recibidas

    @property
    def waiting(self) -> int:
        """How many have not come."""
        return self.esperadas - self.recibidas


@dataclass(frozen=True, slots=True)
class Late:
    """A casilla that did not come by when the plan expected it; ``late_min`` is by how much."""

    casilla: CasillaTema
    due_at: datetime
    late_min: int


@dataclass(frozen=True, slots=True)
class Night:
    """Everything of the live page, for what somebody sees.

    Attributes:
        whole: the whole of it; ``units``: each distrito.
        cases: open cases by state; ``refused``: files that did not verify, None for who does not see the entidad.
    """

    now: datetime
    closes_at: datetime
    whole: Gauge
    units: tuple[Gauge, ...]
    curve: tuple[Instant, ...]
    late: tuple[Late, ...]
    cases: Mapping[str, int]
    refused: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an acta: its votes, and those of the same line in its distrito and in the entidad."""

    key: str
    votes: int
    distrito: int
    entidad: int


@dataclass(frozen=True, slots=True)
class ContestTrace:
    """How one contest of an acta goes on: lines, the divisions of its unit, what PREP says of the casilla.

    ``prep`` is None while the casilla does not count; ``votos`` are those of the casilla, both urnas of a substitution.
    """

    contest: Contest
    lines: tuple[Line, ...]
    total: int
    unit: str
    divisions: tuple[Derivation, ...]
    found: Consolidado
    prep: Observacion | None
    votos: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How the numbers of one acta come to be in the totals, from the bytes that came to the published line."""

    version: Version
    casilla: CasillaTema
    bundle: VerifiedBundle
    counted: bool
    acta: ActaComputada | None
    contests: tuple[ContestTrace, ...]

    @property
    def ledger(self) -> Ledger:
        """The counters that the urna signed."""
        return self.bundle.acta.ledger


@dataclass(frozen=True, slots=True)
class Told:
    """What a journal tells: what failed, the day in order without its turns, and how often each step of a turn."""

    faults: tuple[JournalEntry, ...]
    day: tuple[JournalEntry, ...]
    turns: Mapping[str, int]


class NightSchema(BaseModel):
    """How far the night is, for programs."""

    now: datetime
    esperadas: int
    recibidas: int
    contadas: int
    apartadas: int
    a_esta_hora: int
    tarde: int
    rechazados: int | None
    plan: Source

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "now": "2018-07-02T03:05:00Z",
                    "esperadas": 9012,
                    "recibidas": 6120,
                    "contadas": 6098,
                    "apartadas": 22,
                    "a_esta_hora": 8110,
                    "tarde": 1412,
                    "rechazados": 3,
                    "plan": "archivo",
                }
            ]
        }
    )
