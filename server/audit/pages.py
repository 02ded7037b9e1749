"""Staff pages of the trail: what changed, by filters that live in the address, and as a file.

They must not change it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import needs
from server.audit import checkpoints, service
from server.audit.permissions import VER
from server.audit.schemas import Asked, Checkpoint, Entry
from server.context import read_session
from server.db.paging import sliced
from server.module import Place
from server.web import texts
from server.web.groups import ADMINISTRATION
from server.web.listing import Asks, Choices, Column, Filter, Kind, Listing, View
from shared.domain.hora import ZONE
from shared.web.site import NavItem

NAV: Final = (Place(NavItem("/registro", texts.NAV_TRAIL), VER, ADMINISTRATION, whole=True),)
TRAIL: Final[Listing[Entry]] = Listing(
    path="/registro",
    name="registro",
    many=texts.CHANGES,
    labels=texts.TRAIL_LABELS,
    columns=(
        Column("n", attrgetter("n"), Kind.NUMBER, sortable=True),
        Column("at", attrgetter("at"), Kind.MOMENT),
        Column("actor", attrgetter("actor")),
        Column("action", attrgetter("action")),
        Column("subject", attrgetter("subject")),
        Column("data", attrgetter("data")),
        Column("hash", lambda each: each.hash[:8], Kind.CODE),
    ),
    filters=(
        Filter("quien"),
        Filter("accion", Asks.CHOICE),
        Filter("modulo", Asks.CHOICE),
        Filter("texto"),
        Filter("desde", Asks.DAY),
        Filter("hasta", Asks.DAY),
    ),
    order="-n",
    empty=texts.NO_CHANGES,
    of_file=tuple(Column(name, attrgetter(name)) for name in service.ENTRY),
)
POINTS: Final[Listing[Checkpoint]] = Listing(
    path="/registro/puntos",
    name="puntos-firmados",
    many=texts.POINTS,
    labels=texts.TRAIL_LABELS,
    columns=(
        Column("dia", attrgetter("day"), sortable=True),
        Column("hasta_n", attrgetter("n"), Kind.NUMBER),
        Column("at", attrgetter("at"), Kind.MOMENT),
        Column("hash", attrgetter("hash"), Kind.CODE),
        Column("firma", lambda each: f"{each.signature[:16]}…", Kind.CODE),
    ),
    order="-dia",
    empty=texts.NO_POINTS,
    of_file=tuple(Column(name, attrgetter(name)) for name in ("day", "n", "at", "hash", "signature")),
)
TEMPLATES: Final = Path(__file__).parent / "templates"
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]


@router.get("/registro")
@needs(VER)
async def trail(request: Request, session: Session, view: Annotated[View, Depends(TRAIL.view)]) -> Response:
    """Changes, newest first, with the chain that joins them and what was signed of it; or all of them as a file."""
    found = await service.entries(session, _asked(view), view.part)
    modules, actions = await service.values(session)
    choices = {"modulo": _words(modules, texts.MODULES), "accion": _words(actions, texts.ACTIONS)}
    signed = (await checkpoints.checkpoints(session))[:1]
    return TRAIL.answer(request, view, found, "registro.html", choices=choices, signed=signed)


@router.get("/registro/puntos")
@needs(VER)
async def points(request: Request, session: Session, view: Annotated[View, Depends(POINTS.view)]) -> Response:
    """What was signed of the trail, newest first; or all of it as a file, to keep elsewhere."""
    found = sliced(await checkpoints.checkpoints(session), view.part, {"dia": attrgetter("day")})
    return POINTS.answer(request, view, found, "lista.html", title=texts.TITLE_POINTS, intro=texts.INTRO_POINTS)


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
