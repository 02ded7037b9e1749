"""What callers are told of the server's health. It must not hold what a check looked at."""

from pydantic import BaseModel, ConfigDict

from server.salud import textos


class CheckSchema(BaseModel):
    """One check: ``level`` is 0 fine, 1 warns, 2 stops; ``value`` is what it weighed: bytes, seconds."""

    name: str
    level: int
    code: str
    value: int | None
    text: str


class HealthSchema(BaseModel):
    """How the server is: ``ready`` is whether it can take bundles in; ``checks`` say why not."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ready": True,
                    "checks": [
                        {"name": "reloj", "level": 1, "code": "S825", "value": 3600, "text": textos.CODES["S825"]},
                    ],
                }
            ]
        }
    )

    ready: bool
    checks: list[CheckSchema]
