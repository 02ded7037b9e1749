"""Staff pages of the reception: what is set apart and why, what was refused, every bundle of a casilla.

They must not offer to change anything.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.catalog import service as catalog
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service as computos
from server.context import read_session
from server.ingest import service, textos
from server.web import texts
from server.web.render import pages_of
from shared.web.site import NavItem

NAV: Final = (NavItem("/apartados", texts.NAV_APART),)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]


@router.get("/apartados")
async def apart(request: Request, session: Session) -> HTMLResponse:
    """Stores that do not count, and why; files that were refused, and why."""
    values = {
        "counts": {status.value: number for status, number in (await service.counts(session)).items()},
        "stores": await service.uncounted(session),
        "refused": await service.refused(session),
        "textos": textos,
        "page_size": service.PAGE,
    }
    return pages_of(request).page(request, "apartados.html", **values)


@router.get("/casillas/{clave}")
async def casilla(request: Request, clave: str, session: Session) -> HTMLResponse:
    """One casilla: the catalogue, every store that claims it, and what each acta says."""
    theme = await theme_of(request, session)
    place = await catalog.casilla(session, clave)
    values = {
        "theme": theme,
        "casilla": place,
        "stores": await service.stores_of(session, clave),
        "actas": {acta.store_id: acta for acta in await computos.actas(session, (Unit.CASILLA, clave))},
        "textos": textos,
    }
    return pages_of(request).page(request, "casilla.html", **values)
