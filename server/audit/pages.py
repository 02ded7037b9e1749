"""Staff page of the trail. It must not offer to change anything."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import needs
from server.audit import service
from server.audit.permissions import VER
from server.context import read_session
from server.module import Place
from server.web import texts
from server.web.render import pages_of
from shared.web.site import NavItem

NAV: Final = (Place(NavItem("/registro", texts.NAV_TRAIL), VER),)
PAGE: Final = 50
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/registro")
@needs(VER)
async def trail(
    request: Request,
    session: Annotated[AsyncSession, Depends(read_session)],
    before: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    """Every change, newest first, with the chain that joins them."""
    entries = await service.entries(session, before, PAGE)
    older = entries[-1].n if len(entries) == PAGE and entries[-1].n > 1 else None
    return pages_of(request).page(request, "registro.html", entries=entries, older=older, before=before)
