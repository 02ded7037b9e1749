"""What the pages of accounts take from a request: keys, source, grants, who changes something. It must not decide."""

import re
from typing import Final, cast
from urllib.parse import urlsplit

from fastapi import Request

from server.access import Grant, Level, Role, Territory, identity_of
from server.accounts.schemas import By, Source
from server.accounts.service import Keys, by
from server.context import context_of
from server.http.guard import values_of
from server.web import texts
from shared.crypto.passkeys import Site

MAX_TOKEN: Final = 64
_DEVICE: Final = "equipo"
_THIS_MACHINE: Final = re.compile(r"localhost(:[0-9]{1,5})?")


def keys_of(request: Request) -> Keys:
    """The keys of the application that serves ``request``."""
    return cast("Keys", request.app.state.accounts)


def source_of(request: Request) -> Source:
    """Whence a request comes: the address that the proxy told, if one stands before."""
    address = request.client.host if request.client else ""
    device = request.cookies.get(device_cookie(request), "")[:MAX_TOKEN]
    return Source(address, request.headers.get("user-agent", ""), device)


def device_cookie(request: Request) -> str:
    """The cookie by which a browser is known, bound to this host alone where the address is https."""
    return f"__Host-{_DEVICE}" if context_of(request).config.public_address else _DEVICE


def site_of(request: Request) -> Site | None:
    """Whose passkeys these are: the public address, or this machine by its name; browsers give none to other hosts."""
    public = context_of(request).config.public_address
    if public:
        return Site(urlsplit(public).hostname or "", public, texts.SITE_NAME)
    host = request.headers.get("host", "")
    known = _THIS_MACHINE.fullmatch(host)
    return Site("localhost", f"http://{host}", texts.SITE_NAME) if known else None


def by_of(request: Request) -> By:
    """Who changes something, for the trail."""
    return by(identity_of(request), source_of(request).address)


async def grants_in(request: Request) -> tuple[Grant, ...]:
    """The grants of a form: one role a row, with its level and number; rows without a role say nothing."""
    roles, levels = await values_of(request, "cargo"), await values_of(request, "nivel")
    numbers = await values_of(request, "numero")
    try:
        rows = [_grant(*row) for row in zip(roles, levels, numbers, strict=True) if row[0]]
    except ValueError:
        return ()
    return tuple(dict.fromkeys(rows))


async def typed_grants(request: Request) -> list[tuple[str, str, str]]:
    """The rows of a form as they were typed, whatever they say, so that it can be shown again."""
    names = ("cargo", "nivel", "numero")
    rows = zip(*[await values_of(request, name) for name in names], strict=False)
    return [(role, level, number) for role, level, number in rows if role]


def _grant(role: str, level: str, number: str) -> Grant:
    digits = number.strip()
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        raise ValueError(digits)
    return Grant(Role(role), Territory(Level(level), int(digits or 0)))
