"""Values of notices for pages and programs. They must not hold a row."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from tests.server.avisos.rules import State


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice."""

    id: int
    text: str
    state: State
    made_by: str
    made_at: datetime


class NoticeSchema(BaseModel):
    """One notice as programs read it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": 1,
                    "text": "Corte a las 22:00",
                    "state": "puesto",
                    "made_by": "ana",
                    "made_at": "2018-07-02T03:00:00Z",
                }
            ]
        },
    )

    id: int
    text: str
    state: State
    made_by: str
    made_at: datetime
