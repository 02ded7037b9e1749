"""Pages by which people enter and leave: the door, the address of an invitation. They must not weigh a password."""

import asyncio
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.access import Identity, identity_of, inside, open_door
from server.accounts import entering, passkeys, rules, textos
from server.accounts.requests import device_cookie, keys_of, site_of, source_of
from server.accounts.schemas import Entered, LinkKind, NotEntered, Refused
from server.context import context_of
from server.http.guard import cookie_name, form_of
from server.web.render import pages_of

HOME: Final = "/"
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/entrar")
@open_door("the door itself")
async def door(request: Request, sigue: str = HOME) -> HTMLResponse:
    """Where people enter."""
    return _door(request, "", safe_next(sigue))


@router.post("/entrar")
@open_door("the door itself; tries are counted and delayed")
async def enter(request: Request) -> Response:
    """Weigh a try: it is used up first, weighed outside of any transaction, and settled in another."""
    form = await form_of(request)
    usuario, goes = form.get("usuario", "").strip().casefold()[:40], safe_next(form.get("sigue", HOME))
    context, keys, source = context_of(request), keys_of(request), source_of(request)
    now = context.clock.now()
    async with context.writing() as session:
        trial = await entering.grant_try(session, usuario, source, now)
    if isinstance(trial, datetime):
        text = textos.NOT_ENTERED[NotEntered.WAIT].format(wait=textos.wait(now, trial))
        return _door(request, text, goes, 429)
    code = "".join(form.get("codigo", "").split())
    weighed = await asyncio.to_thread(entering.weigh, keys, trial, form.get("contrasena", ""), code, now)
    async with context.writing() as session:
        result = await entering.enter(session, keys, trial, weighed, (source, now))
    if isinstance(result, NotEntered):
        return _door(request, textos.NOT_ENTERED[NotEntered.WRONG], goes, 401)
    return _opened(request, result, goes)


@router.post("/entrar/llave")
@open_door("the door itself; tries of an address are counted and delayed, and a passkey cannot be guessed")
async def enter_with_passkey(request: Request) -> Response:
    """Weigh the answer of a passkey to the challenge that the door gave."""
    form, site = await form_of(request), site_of(request)
    goes = safe_next(form.get("sigue", HOME))
    context, now = context_of(request), context_of(request).clock.now()
    if site is None:
        return _door(request, textos.PASSKEY_NOT_ENTERED, goes, 401)
    async with context.writing() as session:
        around = source_of(request), now
        result = await passkeys.enter(session, keys_of(request), form.get("respuesta", ""), site, around)
    if isinstance(result, datetime):
        text = textos.NOT_ENTERED[NotEntered.WAIT].format(wait=textos.wait(now, result))
        return _door(request, text, goes, 429)
    if isinstance(result, NotEntered):
        return _door(request, textos.PASSKEY_NOT_ENTERED, goes, 401)
    return _opened(request, result, goes)


@router.post("/salir")
@inside()
async def leave(request: Request, who: Annotated[Identity, Depends(identity_of)]) -> Response:
    """Close this session."""
    context = context_of(request)
    async with context.writing() as session:
        await entering.leave(session, who.name, who.id, who.session, (source_of(request), context.clock.now()))
    answer = RedirectResponse("/entrar", 303)
    answer.delete_cookie(cookie_name(context), path="/", httponly=True, samesite="strict", secure=_is_secure(request))
    return answer


@router.get("/enlace/{token}")
@open_door("who was invited has no account that opens yet; the address is secret, short-lived and opens once")
async def link(request: Request, token: str) -> HTMLResponse:
    """What an address is for; opening it by a look alone would let a mail program use it up."""
    return await _link(request, token, "")


@router.post("/enlace/{token}")
@open_door("as the page that shows it")
async def use_link(request: Request, token: str) -> Response:
    """Set the password of an invited person, or open a screen."""
    form = await form_of(request)
    context, keys, now = context_of(request), keys_of(request), context_of(request).clock.now()
    async with context.reading() as session:
        found = await entering.link_of(session, token, now)
    if found is None:
        return await _link(request, token, "")
    hashed = ""
    if LinkKind(found[0].kind) is not LinkKind.PANTALLA:
        password = form.get("contrasena", "")
        weak = rules.weakness(password, found[1].usuario)
        if weak or password != form.get("repetida", ""):
            return await _link(request, token, textos.WEAK[weak] if weak else textos.DIFFERENT)
        hashed = await asyncio.to_thread(keys.passwords.hash, password)
    async with context.writing() as session:
        result = await entering.accept(session, keys, token, hashed, (source_of(request), now))
    if isinstance(result, NotEntered):
        return await _link(request, token, "")
    return _opened(request, result, HOME if result.stays else "/cuenta")


def safe_next(address: str) -> str:
    """An address of this server, or the first page: nobody is sent elsewhere after entering."""
    plain = address.isascii() and address.isprintable() and "\\" not in address and len(address) <= 500
    return address if plain and address.startswith("/") and not address.startswith("//") else HOME


def _door(request: Request, fault: str, goes: str, status: int = 200) -> HTMLResponse:
    site = site_of(request)
    options = passkeys.entering_options(keys_of(request), site, context_of(request).clock.now()) if site else ""
    return pages_of(request).page(request, "entrar.html", status, problem=fault, goes=goes, options=options)


async def _link(request: Request, token: str, fault: str) -> HTMLResponse:
    context = context_of(request)
    async with context.reading() as session:
        found = await entering.link_of(session, token, context.clock.now())
    if found is None:
        said = (textos.REFUSED[Refused.LINK], "")
        return pages_of(request).page(request, "negado.html", 404, said=said, code="S103")
    kind = LinkKind(found[0].kind)
    values = {"usuario": found[1].usuario, "name": found[1].name, "screen": kind is LinkKind.PANTALLA}
    least = rules.LEAST_PASSWORD
    return pages_of(request).page(request, "enlace.html", 422 if fault else 200, problem=fault, least=least, **values)


def _opened(request: Request, entered: Entered, goes: str) -> Response:
    answer = RedirectResponse(goes, 303)
    answer.set_cookie(
        cookie_name(context_of(request)),
        entered.token,
        max_age=entered.seconds if entered.stays else None,
        path="/",
        httponly=True,
        samesite="strict",
        secure=_is_secure(request),
    )
    if entered.device:
        answer.set_cookie(
            device_cookie(request),
            entered.device,
            max_age=int(rules.DEVICE.total_seconds()),
            path="/",
            httponly=True,
            samesite="strict",
            secure=_is_secure(request),
        )
    return answer


def _is_secure(request: Request) -> bool:
    return bool(context_of(request).config.public_address)
