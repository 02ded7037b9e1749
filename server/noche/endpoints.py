"""HTTP door of the night, read-only. It must not sum: the service does."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog.service import theme_of
from server.context import context_of, read_session
from server.http.errors import PROBLEM_RESPONSES
from server.noche import service
from server.noche.permissions import VER
from server.noche.schemas import NightSchema

router = APIRouter(prefix="/api/v1", tags=["noche"], responses=PROBLEM_RESPONSES)


@router.get("/noche")
@needs(VER, within=True)
async def night(
    request: Request,
    session: Annotated[AsyncSession, Depends(read_session)],
    who: Annotated[Identity, Depends(identity_of)],
) -> NightSchema:
    """How far the night is within what the caller sees: expected, received, counted, apart, late."""
    context, theme = context_of(request), await theme_of(request, session)
    plan, now = service.plan_of(request), context.clock.now()
    found = await service.night(session, theme, who.reach(VER), plan, now)
    whole = found.whole
    return NightSchema(
        now=now,
        esperadas=whole.esperadas,
        recibidas=whole.recibidas,
        contadas=whole.contadas,
        apartadas=whole.apartadas,
        a_esta_hora=whole.a_esta_hora,
        tarde=len(found.late),
        rechazados=found.refused,
        plan=plan.source,
    )
