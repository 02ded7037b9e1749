"""Staff pages of the trail: what changed, by filters that live in the address, and as a file.

They must not change it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import needs
from server.audit import checkpoints, service
from server.audit.models import AuditRow
from server.audit.permissions import VER
from server.audit.schemas import Asked
from server.context import read_session
from server.module import Place
from server.web import texts
from server.web.listing import PAGE, Asks, Choices, Column, Filter, Kind, Listing, View
from shared.domain.hora import ZONE
from shared.web.site import NavItem

NAV: Final = (Place(NavItem("/registro", texts.NAV_TRAIL), VER),)
FILE: Final = (
    "n", "at", "actor", "role", "address", "module", "action", "subject", "outcome", "data", "before", "after",
    "prev", "hash",
)  # fmt: skip
"""What the file of the trail holds: the columns of an entry as they were hashed."""
TRAIL: Final[Listing[AuditRow]] = Listing(
    path="/registro",
    name="registro",
    many="cambios",
    columns=(
        Column("n", "Núm.", attrgetter("n"), Kind.NUMBER, sortable=True),
        Column("at", "Momento", attrgetter("at"), Kind.MOMENT),
        Column("actor", "Por", attrgetter("actor")),
        Column("action", "Cambio", attrgetter("action")),
        Column("subject", "Sobre", attrgetter("subject")),
        Column("data", "Datos", attrgetter("data")),
        Column("hash", "Huella", lambda each: each.hash[:8], Kind.CODE),
    ),
    filters=(
        Filter("quien", "Quién"),
        Filter("accion", "Cambio", Asks.CHOICE),
        Filter("modulo", "Módulo", Asks.CHOICE),
        Filter("texto", "Sobre qué, o un dato"),
        Filter("desde", "Desde el día", Asks.DAY),
        Filter("hasta", "Hasta el día", Asks.DAY),
    ),
    order="-n",
    empty=texts.NO_CHANGES,
    of_file=tuple(Column(name, name, attrgetter(name)) for name in FILE),
)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]


@router.get("/registro")
@needs(VER)
async def trail(request: Request, session: Session, view: Annotated[View, Depends(TRAIL.view)]) -> Response:
    """Changes, newest first, with the chain that joins them and what was signed of it; or all of them as a file."""
    found = await service.entries(session, _asked(view), view.part)
    modules, actions = await service.values(session)
    choices = {"modulo": _words(modules, texts.MODULES), "accion": _words(actions, texts.ACTIONS)}
    signed = (await checkpoints.checkpoints(session))[:PAGE]
    return TRAIL.answer(request, view, found, "registro.html", choices=choices, signed=signed)


def _asked(view: View) -> Asked:
    """The filters of an address; days are whole days in UTC-6."""
    since, until = view.day("desde"), view.day("hasta")
    return Asked(
        view.words("quien"),
        view.words("modulo"),
        view.words("accion"),
        view.words("texto"),
        _midnight(since) if since else None,
        _midnight(until + timedelta(days=1)) if until else None,
    )


def _words(values: Sequence[str], words: Mapping[str, str]) -> Choices:
    return [(each, words.get(each, each)) for each in values]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
