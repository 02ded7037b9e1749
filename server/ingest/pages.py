"""Staff pages of the reception: what is set apart and why, what was refused, every bundle of a casilla.

They must not offer to change anything.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service as catalog
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service as computos
from server.context import read_session
from server.ingest import service, textos
from server.ingest.permissions import VER
from server.module import Place
from server.web import texts
from server.web.render import pages_of
from shared.web.site import NavItem

NAV: Final = (Place(NavItem("/apartados", texts.NAV_APART), VER),)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]


@router.get("/apartados")
@needs(VER, within=True)
async def apart(request: Request, session: Session, who: Who) -> HTMLResponse:
    """Stores that do not count, and why; files that were refused, and why.

    Refused files belong to no casilla that anyone believes: they are shown to who sees the whole entidad.
    """
    reach = who.reach(VER)
    claves = await catalog.claves_within(session, reach)
    values = {
        "counts": {status.value: number for status, number in (await service.counts(session, claves)).items()},
        "stores": await service.uncounted(session, claves),
        "refused": await service.refused(session) if reach.whole else (),
        "whole": reach.whole,
        "textos": textos,
        "page_size": service.PAGE,
    }
    return pages_of(request).page(request, "apartados.html", **values)


@router.get("/casillas/{clave}")
@needs(VER, within=True)
async def casilla(request: Request, clave: str, session: Session, who: Who) -> HTMLResponse:
    """One casilla: the catalogue, every store that claims it, and what each acta says."""
    theme = await theme_of(request, session)
    place = await catalog.casilla(session, clave)
    catalog.check_reach(who.reach(VER), (place,))
    values = {
        "theme": theme,
        "casilla": place,
        "stores": await service.stores_of(session, clave),
        "actas": {acta.store_id: acta for acta in await computos.actas(session, (Unit.CASILLA, clave))},
        "textos": textos,
    }
    return pages_of(request).page(request, "casilla.html", **values)
