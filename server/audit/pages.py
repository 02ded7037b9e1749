"""Staff pages of the trail: what changed, by filters that live in the address, and as a file.

They must not change it.
"""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import needs
from server.audit import checkpoints, service
from server.audit.permissions import VER
from server.audit.schemas import Asked
from server.context import read_session
from server.module import Place
from server.web import texts
from server.web.export import MAX_ROWS, Format, file_of
from server.web.render import pages_of
from shared.domain.hora import ZONE
from shared.web.site import NavItem

NAV: Final = (Place(NavItem("/registro", texts.NAV_TRAIL), VER),)
PAGE: Final = 50
NAMES: Final = ("quien", "modulo", "accion", "texto", "desde", "hasta")
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Word = Annotated[str, Query(max_length=80)]


def asked_of(  # noqa: PLR0913, PLR0917 - one parameter a filter of the page
    quien: Word = "",
    modulo: Word = "",
    accion: Word = "",
    texto: Word = "",
    desde: date | None = None,
    hasta: date | None = None,
) -> Asked:
    """The filters of an address; days are whole days in UTC-6."""
    until = _midnight(hasta + timedelta(days=1)) if hasta else None
    return Asked(quien.strip(), modulo, accion, texto.strip(), _midnight(desde) if desde else None, until)


@router.get("/registro")
@needs(VER)
async def trail(
    request: Request,
    session: Session,
    asked: Annotated[Asked, Depends(asked_of)],
    before: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    """Changes, newest first, with the chain that joins them and what was signed of it."""
    entries = await service.entries(session, before, PAGE, asked)
    modules, actions = await service.values(session)
    signed = await checkpoints.checkpoints(session)
    values = {
        "entries": entries,
        "older": entries[-1].n if len(entries) == PAGE and entries[-1].n > 1 else None,
        "before": before,
        "asked": {name: request.query_params.get(name, "") for name in NAMES},
        "filtered": asked != Asked(),
        "modules": modules,
        "actions": actions,
        "signed": signed[:PAGE],
        "most": MAX_ROWS,
    }
    return pages_of(request).page(request, "registro.html", **values)


@router.get("/registro/archivo")
@needs(VER)
async def trail_file(session: Session, asked: Annotated[Asked, Depends(asked_of)], formato: Format) -> Response:
    """The same changes as a file, all of them up to the most that a spreadsheet bears."""
    entries = await service.entries(session, None, MAX_ROWS, asked)
    heading = (
        "n",
        "at",
        "actor",
        "role",
        "address",
        "module",
        "action",
        "subject",
        "outcome",
        "data",
        "before",
        "after",
    )
    rows = ([getattr(entry, name) for name in (*heading, "prev", "hash")] for entry in entries)
    return file_of("registro", (*heading, "prev", "hash"), rows, formato)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
