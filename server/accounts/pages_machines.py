"""Pages of machines, for who administers: list, let in, close. They must show a token once, when it is made."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import TRAITS, Grant, Level, Role, needs
from server.accounts import people, rules, textos
from server.accounts.permissions import ADMINISTRAR
from server.accounts.requests import by_of, grants_in, keys_of
from server.accounts.schemas import Refused
from server.context import context_of, read_session
from server.http.errors import nothing_there
from server.http.guard import form_of
from server.web.render import pages_of

router = APIRouter(prefix="/maquinas", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
FOR_MACHINES = tuple(role for role in Role if TRAITS[role].machine)


@router.get("")
@needs(ADMINISTRAR)
async def listed(request: Request, session: Session) -> HTMLResponse:
    """Every machine."""
    return await _page(request, session, "", "")


@router.post("")
@needs(ADMINISTRAR)
async def add(request: Request) -> Response:
    """Let a machine read, and show its token, once."""
    fields, grants, context = await form_of(request), await grants_in(request), context_of(request)
    asked: tuple[str, tuple[Grant, ...]] = (fields.get("nombre", "").strip(), grants)
    async with context.writing() as session:
        result = await people.add_machine(session, keys_of(request), asked, by_of(request), context.clock.now())
    async with context.reading() as session:
        if isinstance(result, Refused):
            return await _page(request, session, "", textos.REFUSED[result])
        return await _page(request, session, result, "")


@router.post("/{machine_id}/cerrar")
@needs(ADMINISTRAR)
async def close(request: Request, machine_id: str) -> Response:
    """Close a machine's door for good."""
    context = context_of(request)
    async with context.writing() as session:
        closed = await people.close_machine(session, machine_id, by_of(request), context.clock.now())
    if not closed:
        raise nothing_there()
    return RedirectResponse("/maquinas", 303)


async def _page(request: Request, session: AsyncSession, token: str, fault: str) -> HTMLResponse:
    values = {
        "machines": await people.machines(session),
        "token": token,
        "problem": fault,
        "textos": textos,
        "roles": FOR_MACHINES,
        "levels": list(Level),
        "highest": rules.HIGHEST_NUMBER,
    }
    return pages_of(request).page(request, "maquinas.html", 422 if fault else 200, **values)
