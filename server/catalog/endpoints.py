"""HTTP doors of the catalogue, read-only. They must not decide anything."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service
from server.catalog.permissions import VER
from server.catalog.schemas import CasillaSchema, EleccionSchema
from server.context import context_of, read_session
from server.http.described import refusals
from server.http.errors import PROBLEM_RESPONSES

router = APIRouter(prefix="/api/v1", tags=["catalog"], responses=PROBLEM_RESPONSES)


@router.get("/eleccion", responses=refusals("S104"))
@needs(VER, within=True)
async def eleccion(request: Request, session: Annotated[AsyncSession, Depends(read_session)]) -> EleccionSchema:
    """The election that this server serves."""
    theme = await service.theme_of(request, session)
    return EleccionSchema(
        election=theme.election.id.value,
        name=theme.election.name,
        date=theme.election.date.isoformat(),
        theme=theme.hash_hex,
        theme_code=theme.short_code,
        mode=context_of(request).config.mode.value,
        casillas=len(theme.casillas),
    )


@router.get("/casillas/{clave}")
@needs(VER, within=True)
async def casilla(
    clave: str,
    session: Annotated[AsyncSession, Depends(read_session)],
    who: Annotated[Identity, Depends(identity_of)],
) -> CasillaSchema:
    """One casilla of the signed theme."""
    found = await service.casilla(session, clave)
    service.check_reach(who.reach(VER), (found,))
    return found
