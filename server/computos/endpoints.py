"""HTTP doors of results, read-only. They must not sum: the service does."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service
from server.computos.schemas import AdvanceSchema, ResultadoSchema
from server.context import read_session
from server.http.errors import PROBLEM_RESPONSES

router = APIRouter(prefix="/api/v1", tags=["computos"], responses=PROBLEM_RESPONSES)
Session = Annotated[AsyncSession, Depends(read_session)]


@router.get("/avance")
async def avance(request: Request, session: Session) -> AdvanceSchema:
    """How far the count is."""
    advance = await service.advance(session, await theme_of(request, session))
    return AdvanceSchema.model_validate(advance, from_attributes=True)


@router.get("/resultados/{unit}")
async def by_unit(request: Request, unit: Unit, session: Session, contest: int = 0) -> list[ResultadoSchema]:
    """One contest in every unit of a level that has counted actas; each split is the unit's own."""
    theme = await theme_of(request, session)
    found = await service.by_unit(session, theme, contest, unit)
    contest_id = theme.contest(contest).id.value
    return [ResultadoSchema.of(str(name), contest_id, each) for name, each in found.items()]
