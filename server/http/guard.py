"""The one gate of every route: who asks, what the route asks for, and whether a form is ours. It must not hold roles.

A route that declares nothing is refused (`server.access`). What a browser brings and changes something must come
from our own pages and bear the token of its session.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import UploadFile

from server.access import NOBODY, Access, Door, Identity, Kind, Reach, access_of
from server.accounts import service as accounts
from server.context import Context, context_of
from server.http.errors import AccesoDenegado, PeticionInvalida
from shared.crypto.passwords import same

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf"
ALONE_HEADER: Final = "x-solo"
"""Borne by what a page asks by itself: nobody's session lives on because a screen was left open."""
FORM: Final = "application/x-www-form-urlencoded"
MAX_FORM_BYTES: Final = 64 << 10
MAX_FIELDS: Final = 400
UPLOAD: Final = "multipart/form-data"
MAX_UPLOAD_FIELDS: Final = 10
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
OWN_NUMBER: Final = re.compile(r"(127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?")
BROUGHT: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""What a proxy adds to a request that it passes on; any of them says that it comes from elsewhere."""
_COOKIE, _SECURE_COOKIE = "sesion", "__Host-sesion"


async def guard(request: Request) -> None:
    """Let a request through or raise ``AccesoDenegado``: S110 nobody, S111 not granted, S112 not our form, S113."""
    access = access_of(request.scope.get("endpoint"))
    if access is None:
        raise AccesoDenegado("S111", "the route declares no access")
    if request.method not in SAFE:
        check_origin(request)
    if access.door is Door.OPEN or (access.local and is_local(request)):
        return
    identity = await identify(request)
    request.state.identity = identity
    if identity.kind is Kind.NADIE:
        raise AccesoDenegado("S110", "nobody entered")
    _check_access(access, identity)
    if request.method not in SAFE:
        await _check_change(request, identity, access.upload)


def is_local(request: Request) -> bool:
    """Whether a program of this machine asks by itself: no proxy brought it, and it knows the server by its number.

    The name is asked for because a page of elsewhere can have a browser of this machine ask under a name of its own.
    """
    came = request.client.host if request.client else ""
    by_number = OWN_NUMBER.fullmatch(request.headers.get("host", "")) is not None
    return came in LOOPBACK and by_number and not any(name in request.headers for name in BROUGHT)


def cookie_name(context: Context) -> str:
    """The cookie of sessions: bound to this host alone where the address is https."""
    return _SECURE_COOKIE if context.config.public_address.startswith("https://") else _COOKIE


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form, each once; raises ``PeticionInvalida`` S101 for one too large, S102 for another type."""
    if _media_type(request) != FORM:
        raise PeticionInvalida("S102", f"the body must be {FORM}")
    _check_size(request, MAX_FORM_BYTES)
    fields = await request.form(max_files=0, max_fields=MAX_FIELDS)
    return {name: value for name, value in fields.items() if isinstance(value, str)}


async def values_of(request: Request, name: str) -> tuple[str, ...]:
    """Every value of a field that may stand several times in a form."""
    await form_of(request)
    fields = await request.form(max_files=0, max_fields=MAX_FIELDS)
    return tuple(value for value in fields.getlist(name) if isinstance(value, str))


async def upload_of(request: Request, most: int) -> tuple[Mapping[str, str], UploadFile | None]:
    """The fields and the one file of a form, of ``most`` bytes; raises as `form_of`."""
    if _media_type(request) != UPLOAD:
        raise PeticionInvalida("S102", f"the body must be {UPLOAD}")
    _check_size(request, most + MAX_FORM_BYTES)
    parts = await request.form(max_files=1, max_fields=MAX_UPLOAD_FIELDS, max_part_size=MAX_FORM_BYTES)
    files = [part for part in parts.values() if isinstance(part, UploadFile)]
    fields = {name: part for name, part in parts.items() if isinstance(part, str)}
    return fields, files[0] if files else None


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip()


def _check_size(request: Request, most: int) -> None:
    size = request.headers.get("content-length", "")
    if not size.isascii() or not size.isdigit() or int(size[:12]) > most:
        raise PeticionInvalida("S101", f"more than {most} bytes")


async def identify(request: Request) -> Identity:
    """Who makes a request, by the token of a machine or the cookie of a session."""
    context = context_of(request)
    now = context.clock.now()
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        async with context.reading() as session:
            return await accounts.machine_of(session, token.strip(), now)
    cookie = request.cookies.get(cookie_name(context), "")
    if not cookie:
        return NOBODY
    async with context.reading() as session:
        demand = context.config.demand_second_factor
        found = await accounts.person_of(session, cookie, now, demand_second=demand)
    if found.stale and ALONE_HEADER not in request.headers:
        with suppress(DBAPIError):  # a database that only reads still shows what is wrong with it
            async with context.writing() as session:
                await accounts.seen(session, found.identity.session, now)
    return found.identity


def _check_access(access: Access, identity: Identity) -> None:
    if access.door is Door.INSIDE and identity.kind is Kind.PERSONA:
        return
    reach = identity.reach(access.permission) if access.permission else Reach()
    if not (reach.whole or (reach and access.within)):
        raise AccesoDenegado("S111", "not granted")


async def _check_change(request: Request, identity: Identity, upload: int) -> None:
    if identity.reads_only:
        raise AccesoDenegado("S113", "this account only reads")
    told = request.headers.get(CSRF_HEADER)
    if told is None:
        with_file = upload and _media_type(request) == UPLOAD
        fields = (await upload_of(request, upload))[0] if with_file else await form_of(request)
        told = fields.get(CSRF_FIELD, "")
    if not same(told, identity.csrf):
        raise AccesoDenegado("S112", "the form does not bear the token of its session")


def check_origin(request: Request) -> None:
    """Refuse what another site sent: ``AccesoDenegado`` S112. Programs say nothing, and bring no cookie either."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise AccesoDenegado("S112", "sent from another site")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise AccesoDenegado("S112", "sent from another site")
