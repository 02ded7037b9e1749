"""Pages of one's own passkeys: the list, a new one, dropping one. They must not show another's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.access import Identity, identity_of, inside
from server.accounts import passkeys, rules, textos
from server.accounts.pages_own import said_again
from server.accounts.requests import by_of, keys_of, site_of
from server.accounts.schemas import Refused
from server.context import context_of
from server.http.guard import form_of
from server.web.render import pages_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Who = Annotated[Identity, Depends(identity_of)]
PATH = "/cuenta/llaves"


@router.get(PATH)
@inside()
async def list_passkeys(request: Request, who: Who) -> HTMLResponse:
    """One's passkeys, and a form for a new one."""
    return await _page(request, who)


@router.post(PATH)
@inside()
async def prepare_passkey(request: Request, who: Who) -> HTMLResponse:
    """Let who said their password again make a passkey: the challenge of the next page is given to them alone."""
    form, site = await form_of(request), site_of(request)
    name = " ".join(form.get("nombre", "").split())
    if not rules.valid_passkey_name(name):
        return await _page(request, who, {"nombre": textos.PASSKEY_NAME})
    unsaid = await said_again(request, who, form.get("actual", ""))
    if unsaid or site is None:
        fault = {"actual": unsaid} if unsaid else {"todo": textos.REFUSED[Refused.PASSKEY]}
        return await _page(request, who, fault, name)
    context = context_of(request)
    async with context.reading() as session:
        options = await passkeys.options(session, keys_of(request), who, site, context.clock.now())
    return pages_of(request).page(request, "llave_nueva.html", options=options, name=name)


@router.post(f"{PATH}/nueva")
@inside()
async def add_passkey(request: Request, who: Who) -> Response:
    """Keep a new passkey."""
    form, context, site = await form_of(request), context_of(request), site_of(request)
    if site is None:
        return await _page(request, who, {"todo": textos.REFUSED[Refused.PASSKEY]})
    async with context.writing() as session:
        asked = form.get("nombre", ""), form.get("respuesta", ""), site
        refused = await passkeys.add(session, keys_of(request), who, asked, (by_of(request), context.clock.now()))
    if refused:
        return await _page(request, who, {"todo": textos.REFUSED[refused]})
    return RedirectResponse(f"{PATH}?hecho=agregada", 303)


@router.post(f"{PATH}/quitar")
@inside()
async def drop_passkey(request: Request, who: Who) -> Response:
    """Drop one of one's passkeys."""
    form, context = await form_of(request), context_of(request)
    async with context.writing() as session:
        refused = await passkeys.drop(session, who, form.get("llave", ""), by_of(request), context.clock.now())
    if refused:
        return await _page(request, who, {"todo": textos.REFUSED[refused]})
    return RedirectResponse(f"{PATH}?hecho=quitada", 303)


async def _page(request: Request, who: Identity, faults: dict[str, str] | None = None, name: str = "") -> HTMLResponse:
    async with context_of(request).reading() as session:
        found = await passkeys.held(session, who)
    values = {"passkeys": found, "offered": site_of(request), "faults": faults or {}, "typed": name}
    values["done"] = request.query_params.get("hecho", "") if request.method == "GET" else ""
    return pages_of(request).page(request, "llaves.html", 422 if faults else 200, **values)
