"""Pages of one's own account: password, one-time codes. They must not show another's."""

import asyncio
from datetime import datetime
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.access import Identity, identity_of, inside
from server.accounts import own, rules, textos
from server.accounts.requests import by_of, keys_of
from server.accounts.schemas import NotEntered, Refused
from server.context import context_of
from server.db.paging import Slice
from server.http.guard import form_of
from server.web import texts
from server.web.render import pages_of
from shared.crypto.passwords import new_seed, seed_address

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Who = Annotated[Identity, Depends(identity_of)]


@router.get("/cuenta")
@inside()
async def account(request: Request, who: Who) -> HTMLResponse:
    """One's account."""
    return await _page(request, who)


@router.post("/cuenta/contrasena")
@inside()
async def password(request: Request, who: Who) -> Response:
    """Change one's password after showing the present one."""
    form, context, keys = await form_of(request), context_of(request), keys_of(request)
    unsaid = await said_again(request, who, form.get("actual", ""))
    if unsaid:
        return await _page(request, who, {"actual": unsaid})
    fresh = form.get("contrasena", "")
    weak = rules.weakness(fresh, who.name)
    if weak or fresh != form.get("repetida", ""):
        return await _page(request, who, {"contrasena": textos.WEAK[weak] if weak else textos.DIFFERENT})
    hashed = await asyncio.to_thread(keys.passwords.hash, fresh)
    async with context.writing() as session:
        await own.set_password(session, who, hashed, by_of(request), context.clock.now())
    return RedirectResponse("/cuenta?hecho=contrasena", 303)


@router.get("/cuenta/segundo-factor")
@inside()
async def second_factor(request: Request, who: Who) -> HTMLResponse:
    """Show a fresh seed as QR and letters; nothing is kept until a code of it comes back."""
    return _seed_page(request, who, new_seed(keys_of(request).randomness), "")


@router.post("/cuenta/segundo-factor")
@inside()
async def confirm_second_factor(request: Request, who: Who) -> Response:
    """Keep the seed once the telephone made a right code of it."""
    form, context = await form_of(request), context_of(request)
    seed, code = form.get("semilla", ""), "".join(form.get("codigo", "").split())
    if not rules.SEED.fullmatch(seed):
        return _seed_page(request, who, new_seed(keys_of(request).randomness), textos.REFUSED[Refused.CODE])
    async with context.writing() as session:
        around = by_of(request), context.clock.now()
        refused = await own.set_seed(session, keys_of(request), who, (seed, code), around)
    if refused in {Refused.CODE, Refused.WEAK_SESSION}:
        return _seed_page(request, who, seed, textos.REFUSED[refused])
    return RedirectResponse("/cuenta" if refused else "/cuenta?hecho=segundo-factor", 303)


async def said_again(request: Request, who: Identity, password: str) -> str:
    """Why somebody inside did not say their password again (text); empty when they did. Tries are counted."""
    context, keys = context_of(request), keys_of(request)
    now = context.clock.now()
    async with context.writing() as session:
        stored = await own.grant_try(session, who, now)
    if isinstance(stored, datetime):
        return textos.NOT_ENTERED[NotEntered.WAIT].format(wait=textos.wait(now, stored))
    if not await asyncio.to_thread(keys.passwords.matches, stored, password):
        return textos.REFUSED[Refused.PASSWORD]
    async with context.writing() as session:
        await own.forget_tries(session, who, now)
    return ""


async def _page(request: Request, who: Identity, faults: dict[str, str] | None = None) -> HTMLResponse:
    context = context_of(request)
    async with context.reading() as session:
        open_sessions = await own.sessions(session, who, context.clock.now(), "", Slice())
        held = await own.held(session, who)
    values = {
        "sessions": open_sessions.total,
        "held": [textos.grant(each) for each in held.grants],
        "person": held,
        "faults": faults or {},
        "done": request.query_params.get("hecho", "") if request.method == "GET" else "",
        "least": rules.LEAST_PASSWORD,
    }
    return pages_of(request).page(request, "cuenta.html", 422 if faults else 200, **values)


def _seed_page(request: Request, who: Identity, seed: str, fault: str) -> HTMLResponse:
    picture = segno.make(seed_address(seed, who.name, texts.SITE_NAME), micro=False).svg_data_uri(scale=5, border=4)
    groups = " ".join(seed[i : i + 4] for i in range(0, len(seed), 4))
    values = {"seed": seed, "groups": groups, "picture": picture, "problem": fault}
    return pages_of(request).page(request, "segundo_factor.html", 422 if fault else 200, **values)
