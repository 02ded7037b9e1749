"""HTTP doors of results, read-only. They must not sum: the service does."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service
from server.computos.permissions import VER
from server.computos.schemas import AdvanceSchema, ResultadoSchema
from server.context import read_session
from server.db.paging import Slice
from server.http.described import refusals
from server.http.errors import PROBLEM_RESPONSES, AccesoDenegado
from server.http.params import ContestPlace

router = APIRouter(prefix="/api/v1", tags=["computos"], responses=PROBLEM_RESPONSES)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]
Page = Annotated[int, Query(ge=1, le=10_000)]
PAGE: Final = 200


@router.get("/avance", responses=refusals("S104"))
@needs(VER)
async def avance(request: Request, session: Session) -> AdvanceSchema:
    """How far the count is, for who sees the whole entidad."""
    advance = await service.advance(session, await theme_of(request, session))
    return AdvanceSchema.model_validate(advance, from_attributes=True)


@router.get("/resultados/{unit}", responses=refusals("S104"))
@needs(VER, within=True)
async def by_unit(  # noqa: PLR0913, PLR0917 - one parameter a filter
    request: Request, unit: Unit, session: Session, who: Who, contest: ContestPlace = 0, pagina: Page = 1
) -> list[ResultadoSchema]:
    """One contest in every unit of a level with counted actas that the caller sees; each split is the unit's own.

    Two hundred units a page, in order: every distrito or municipio is on the first.
    """
    theme = await theme_of(request, session)
    reach = who.reach(VER)
    if not reach.whole and unit not in (Unit.DISTRITO, Unit.MUNICIPIO):
        raise AccesoDenegado("S111", "this account does not see the whole entidad")
    found = await service.by_unit(session, theme, contest, unit, Slice((pagina - 1) * PAGE, PAGE))
    contest_id = theme.contest(contest).id.value
    seen = {name: each for name, each in found.items() if reach.whole or service.sees_unit(reach, unit, int(name))}
    return [ResultadoSchema.of(str(name), contest_id, each) for name, each in seen.items()]
