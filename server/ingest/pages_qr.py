"""The page on which a scanner types the QR of actas on paper. It must not decide anything: the reception does."""

from typing import Annotated, Final, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.context import context_of, read_session
from server.http.guard import form_of
from server.ingest import papers, service, textos
from server.ingest.papers import Delivered
from server.ingest.permissions import LEER
from server.ingest.reception import Reception
from server.module import Place
from server.web import texts
from server.web.groups import NIGHT
from server.web.render import pages_of
from shared.web.site import NavItem

PATH: Final = "/apartados/qr"
NAV: Final = (Place(NavItem(PATH, texts.NAV_QR), LEER, NIGHT, whole=True),)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]


@router.get(PATH)
@needs(LEER)
async def form(request: Request, session: Session, who: Who) -> HTMLResponse:
    """Where QR are read, and those that were."""
    return await _page(request, session, who, None)


@router.post(PATH)
@needs(LEER)
async def read(request: Request, who: Who) -> HTMLResponse:
    """Deliver what was read; what lacks parts stays in the field."""
    text = (await form_of(request)).get("texto", "")
    context, desk = context_of(request), cast("Reception", request.app.state.ingest)
    delivered = await papers.deliver(context, desk, text, who.name)
    async with context.reading() as session:
        return await _page(request, session, who, delivered)


async def _page(request: Request, session: AsyncSession, who: Identity, delivered: Delivered | None) -> HTMLResponse:
    values = {"delivered": delivered, "papers": await service.papers(session), "who": who, "textos": textos}
    return pages_of(request).page(request, "qr.html", **values)
