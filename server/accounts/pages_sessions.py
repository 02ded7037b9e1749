"""Pages of one's own open sessions: the list, closing some or all the others. They must not show another's."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, inside
from server.accounts import own, textos
from server.accounts.requests import by_of
from server.accounts.schemas import OpenSession
from server.context import context_of, read_session
from server.http.guard import values_of
from server.web.done import PARAMETER, Done, done_of
from server.web.listing import Column, Filter, Kind, Listing, View

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]
PATH: Final = "/cuenta/sesiones"
CLOSED, NONE = "cerradas", "ninguna"
DONE: Final = {CLOSED: Done(textos.SESSIONS_CLOSED), NONE: Done(textos.NO_SESSION_CHOSEN)}
ACTS: Final = ((PATH, textos.CLOSE_CHOSEN_SESSIONS), (f"{PATH}/otras", textos.CLOSE_OTHER_SESSIONS))


def _listing(who: Identity) -> Listing[OpenSession]:
    """The list of somebody's sessions: this one cannot be chosen, since leaving closes it."""
    return Listing(
        path=PATH,
        name="sesiones",
        many=textos.SESSIONS,
        labels=textos.SESSION_LABELS,
        columns=(
            Column("desde", lambda each: each.opened_at, Kind.MOMENT, sortable=True),
            Column("uso", lambda each: each.seen_at, Kind.MOMENT, sortable=True),
            Column("cual", lambda each: textos.THIS_SESSION if each.mark == who.session else textos.OTHER_SESSION),
            Column("direccion", lambda each: each.address, sortable=True),
            Column("navegador", lambda each: each.agent),
        ),
        filters=(Filter("busca"),),
        order="-uso",
        key=lambda each: "" if each.mark == who.session else each.mark,
    )


def _view(request: Request, who: Who) -> View:
    return _listing(who).view(request)


@router.get(PATH)
@inside()
async def list_sessions(
    request: Request, session: Session, who: Who, view: Annotated[View, Depends(_view)]
) -> Response:
    """One's open sessions."""
    found = await own.sessions(session, who, context_of(request).clock.now(), view.words("busca"), view.part)
    others = found.total > 1 or view.filtered
    values = {"acts": ACTS if others and not who.reads_only else (), "made": done_of(request, DONE)}
    return _listing(who).answer(request, view, found, "sesiones.html", **values)


@router.post(PATH)
@inside()
async def close_chosen(request: Request, who: Who) -> Response:
    """Close those that were chosen."""
    marks = await values_of(request, "elegido")
    return await _close(request, who, marks) if marks else RedirectResponse(f"{PATH}?{PARAMETER}={NONE}", 303)


@router.post(f"{PATH}/otras")
@inside()
async def close_others(request: Request, who: Who) -> Response:
    """Close all but this one."""
    return await _close(request, who, None)


async def _close(request: Request, who: Identity, marks: Sequence[str] | None) -> Response:
    context = context_of(request)
    async with context.writing() as session:
        await own.close(session, who, marks, by_of(request), context.clock.now())
    return RedirectResponse(f"{PATH}?{PARAMETER}={CLOSED}", 303)
