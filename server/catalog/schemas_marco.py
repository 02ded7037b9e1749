"""What the institute's lists say to pages, commands and callers. They must not hold rows of the database."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from server.catalog.faults import Faults
from server.catalog.marco import Lista
from server.catalog.rules import Estado
from server.catalog.rules_changes import Changes


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows of a list are wanted: part of a text or of the key, a distrito, a municipio; empty asks nothing."""

    text: str = ""
    distrito: int | None = None
    municipio: int | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a list has, and the sum of its figure (0 where it has none)."""

    rows: int
    total: int


@dataclass(frozen=True, slots=True)
class Examen:
    """What a file would do to its list, without doing it.

    Attributes:
        faults: what keeps it from being signed.
        notices: what somebody should look at.
        changes: None while there are faults.
        digest: SHA-256 of the list as it is, ``after_digest`` as it would be.
    """

    faults: Faults
    notices: Faults
    changes: Changes | None
    before: Size
    after: Size
    digest: str
    after_digest: str


@dataclass(frozen=True, slots=True)
class Entrega:
    """A file that somebody hands over: for which list, its name, SHA-256 and size in bytes."""

    lista: Lista
    name: str
    sha256: str
    size: int


class Carga(BaseModel):
    """A delivered file and what became of it, for pages and for callers alike.

    Times are None and names empty for what did not happen; ``differences`` is the SHA-256 of what was reviewed.
    """

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": 3,
                    "lista": "casillas",
                    "name": "casillas.xlsx",
                    "sha256": "9f3c" + "0" * 60,
                    "size": 48211,
                    "status": "firmado",
                    "faults": 0,
                    "received_by": "ana",
                    "received_at": "2018-05-02T18:04:05Z",
                    "differences": "9f3c" + "0" * 60,
                    "reviewed_by": "ana",
                    "reviewed_at": "2018-05-02T18:20:00Z",
                    "closed_by": "beatriz",
                    "closed_at": "2018-05-02T19:00:00Z",
                    "reason": "",
                }
            ]
        },
    )

    id: int = Field(examples=[3])
    lista: Lista
    name: str = Field(examples=["casillas.xlsx"])
    sha256: str
    size: int
    status: Estado
    faults: int
    received_by: str
    received_at: datetime
    differences: str
    reviewed_by: str
    reviewed_at: datetime | None
    closed_by: str
    closed_at: datetime | None
    reason: str
