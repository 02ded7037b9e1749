"""Pages of the notice board. They must not decide."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.context import context_of, read_session
from server.http.guard import form_of
from server.module import Group, Module, Place
from server.web.confirming import Confirmation, confirmation_page, is_confirmed
from server.web.done import PARAMETER, Done, Undo, done_of
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of
from shared.web.site import NavItem
from tests.server.avisos import endpoints, service, textos
from tests.server.avisos.permissions import PERMISSIONS, PONER, VER
from tests.server.avisos.rules import Refused, Step
from tests.server.avisos.schemas import Notice

PATH: Final = "/avisos"
BOARD: Final[Listing[Notice]] = Listing(
    path=PATH,
    name="avisos",
    many=textos.MANY,
    labels=textos.LABELS,
    columns=(
        Column("id", lambda each: each.id, Kind.NUMBER, sortable=True, href=lambda each: f"{PATH}/{each.id}"),
        Column("texto", lambda each: each.text),
        Column("estado", lambda each: textos.STATES[each.state]),
        Column("por", lambda each: each.made_by),
        Column("made_at", lambda each: each.made_at, Kind.MOMENT, sortable=True),
    ),
    filters=(
        Filter("busca"),
        Filter("estado", Asks.CHOICE, tuple((each.value, words) for each, words in textos.STATES.items())),
    ),
    order="-id",
    empty=textos.EMPTY,
)
router = APIRouter(prefix=PATH, include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]


@router.get("")
@needs(VER)
async def listed(request: Request, session: Session, view: Annotated[View, Depends(BOARD.view)]) -> Response:
    """The board."""
    return await _board(request, session, view, {})


@router.post("")
@needs(PONER)
async def put_up(request: Request, who: Who) -> Response:
    """Put up a notice."""
    form, context = await form_of(request), context_of(request)
    async with context.writing() as session:
        made = await service.put_up(session, form.get("texto", "").strip(), who.name, context.clock.now())
        if isinstance(made, Refused):
            return await _board(request, session, BOARD.view(request), {"texto": textos.REFUSED[made]})
    return RedirectResponse(f"{PATH}/{made.id}", 303)


@router.get("/{notice_id}")
@needs(VER)
async def one(request: Request, notice_id: int, session: Session) -> HTMLResponse:
    """One notice."""
    undo = {"retirado": Done(textos.DOWN, Undo(f"{PATH}/{notice_id}/reponer"))}
    values = {"notice": await service.notice(session, notice_id), "textos": textos, "made": done_of(request, undo)}
    return pages_of(request).page(request, "aviso.html", **values)


@router.post("/{notice_id}/{step}")
@needs(PONER)
async def take(request: Request, notice_id: int, step: Step, who: Who) -> Response:
    """Ask and take down, or put back."""
    form, context = await form_of(request), context_of(request)
    async with context.writing() as session:
        held = await service.notice(session, notice_id)
        here = f"{PATH}/{notice_id}"
        asked = Confirmation(textos.QUESTION, textos.TAKE_DOWN, here, textos.CONSEQUENCES, objects=(held.text,))
        if step is Step.RETIRAR and not is_confirmed(form, asked):
            return confirmation_page(request, asked, form, {})
        found = await service.take(session, notice_id, step, who.name, context.clock.now())
    done = "" if isinstance(found, Refused) else f"?{PARAMETER}={found.state.value}"
    return RedirectResponse(here + done, 303)


async def _board(request: Request, session: AsyncSession, view: View, faults: dict[str, str]) -> Response:
    found = await service.notices(session, view.words("busca"), view.words("estado"), view.part)
    return BOARD.answer(request, view, found, "avisos.html", title=textos.TITLE, faults=faults)


AVISOS: Final = Module(
    "avisos",
    (router, endpoints.router),
    PERMISSIONS,
    (Place(NavItem(PATH, textos.TITLE), VER, Group(textos.TITLE, 50)),),
    templates=Path(__file__).parent / "templates",
)
