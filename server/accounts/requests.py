"""What the pages of accounts take from a request: keys, source, who changes something. It must not decide."""

from typing import cast

from fastapi import Request

from server.access import identity_of
from server.accounts.schemas import By, Source
from server.accounts.service import Keys, by


def keys_of(request: Request) -> Keys:
    """The keys of the application that serves ``request``."""
    return cast("Keys", request.app.state.accounts)


def source_of(request: Request) -> Source:
    """Whence a request comes: the address that the proxy told, if one stands before."""
    address = request.client.host if request.client else ""
    return Source(address, request.headers.get("user-agent", ""))


def by_of(request: Request) -> By:
    """Who changes something, for the trail."""
    return by(identity_of(request), source_of(request).address)
