"""HTTP doors of the cases, read-only: people decide on pages, where they see the effect first."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog.service import theme_of
from server.context import read_session
from server.http.errors import PROBLEM_RESPONSES
from server.revision import service
from server.revision.permissions import VER
from server.revision.schemas import Case, CaseSchema
from shared.domain.ids import CasillaId
from shared.formats.theme_v1 import Theme

router = APIRouter(prefix="/api/v1", tags=["revision"], responses=PROBLEM_RESPONSES)


@router.get("/revision")
@needs(VER, within=True)
async def cases(
    request: Request,
    session: Annotated[AsyncSession, Depends(read_session)],
    who: Annotated[Identity, Depends(identity_of)],
) -> list[CaseSchema]:
    """Every case that the caller sees, by casilla: what does not count, and what two people decided."""
    theme = await theme_of(request, session)
    return [_schema(theme, case) for case in await service.cases(session, theme, who.reach(VER))]


def _schema(theme: Theme, case: Case) -> CaseSchema:
    place, said = theme.casilla(CasillaId(case.clave)), case.proposal.said if case.proposal else None
    return CaseSchema(
        casilla=case.clave,
        distrito=place.distrito.number,
        municipio=place.municipio.number,
        state=case.state,
        overtaken=case.overtaken,
        statuses=[status.value for status in case.apart.statuses] if case.apart else [],
        bundles=case.apart.bundles if case.apart else 0,
        holder=case.holder_name,
        motive=said.motive.value if said and said.motive else "",
        chosen=list(said.chosen) if said else [],
    )
