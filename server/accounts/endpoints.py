"""HTTP doors of accounts for programs. They must not decide anything."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Level, Role, needs
from server.accounts import people
from server.accounts.permissions import ADMINISTRAR
from server.accounts.schemas import Person, Standing
from server.context import read_session
from server.db.paging import Slice
from server.http.errors import PROBLEM_RESPONSES

PAGE: Final = 50
router = APIRouter(prefix="/api/v1", tags=["accounts"], responses=PROBLEM_RESPONSES)


class GrantSchema(BaseModel):
    """A role over a territory; number 0 is the whole entidad."""

    role: Role
    level: Level
    number: int = Field(examples=[7])


class PersonSchema(BaseModel):
    """One person with an account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
                    "usuario": "ana.lopez",
                    "name": "Ana Lopez",
                    "status": "activa",
                    "second_factor": True,
                    "grants": [{"role": "consejo", "level": "distrito", "number": 7}],
                }
            ]
        }
    )

    id: str
    usuario: str = Field(examples=["ana.lopez"])
    name: str
    status: Standing
    second_factor: bool
    grants: list[GrantSchema]


@router.get("/personas")
@needs(ADMINISTRAR)
async def listed(
    session: Annotated[AsyncSession, Depends(read_session)],
    busca: Annotated[str, Query(max_length=80)] = "",
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> list[PersonSchema]:
    """People with an account by the name with which they enter, fifty a page."""
    found = await people.people(session, busca, "", Slice((pagina - 1) * PAGE, PAGE))
    return [_schema(person) for person in found.rows]


def _schema(person: Person) -> PersonSchema:
    grants = [
        GrantSchema(role=each.role, level=each.territory.level, number=each.territory.number) for each in person.grants
    ]
    return PersonSchema(
        id=person.id,
        usuario=person.usuario,
        name=person.name,
        status=person.status,
        second_factor=person.has_second_factor,
        grants=grants,
    )
