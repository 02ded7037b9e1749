"""The gate before a mounted program: the account, its permission, its form; then the program, told who comes.

It must not import the program: configuration names it (`server.config`), and it is loaded when the server starts.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.access import Identity, Kind
from server.config import ConfigInvalida, ServerConfig
from server.http.errors import AccesoDenegado
from server.http.guard import SAFE, check_origin, identify
from server.temas.permissions import CONSTRUIR
from shared.web.mounting import VISITOR, Beneath, Mount, Visitor

ADDRESS: Final = "/temas"


def load(name: str) -> Mount:
    """What ``modulo:nombre`` of the configuration names; raises ``ConfigInvalida`` S006."""
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, ValueError, AttributeError) as error:
        raise ConfigInvalida("S006", f"temas: {name} is not there ({type(error).__name__})") from None
    if not callable(found):
        raise ConfigInvalida("S006", f"temas: {name} cannot be mounted")
    return cast("Mount", found)


class Gate:
    """Lets through who holds the permission over the whole entidad; the forms' token is checked by what is mounted."""

    def __init__(self, mount: Mount, folder: Path) -> None:
        self._mount, self._folder = mount, folder
        self._app: ASGIApp | None = None

    @contextmanager
    def opened(self, now: Callable[[], datetime]) -> Iterator[None]:
        """Have the program open while the server runs."""
        mounted = self._mount(self._folder, now)
        self._app = Beneath(mounted.app, ADDRESS)
        try:
            yield
        finally:
            self._app = None
            mounted.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; raises ``AccesoDenegado``: S110 nobody, S111 not granted, S112 another site, S113 reads only."""
        if scope["type"] != "http" or self._app is None:
            raise AccesoDenegado("S111", "not an address of the mounted program")
        request = Request(scope, receive)
        changes = request.method not in SAFE
        if changes:
            check_origin(request)
        request.state.identity = await identify(request)
        _check(request.state.identity, changes=changes)
        visitor = Visitor(request.state.identity.name, request.state.identity.csrf)
        await self._app({**scope, VISITOR: visitor}, receive, send)


def gate_of(config: ServerConfig) -> Gate | None:
    """The gate of what a configuration mounts; None for nothing. Raises ``ConfigInvalida`` S006."""
    if not config.temas:
        return None
    if config.temas_folder is None:
        raise ConfigInvalida("S006", "temas needs temas_folder")
    return Gate(load(config.temas), config.temas_folder)


def _check(identity: Identity, *, changes: bool) -> None:
    if identity.kind is not Kind.PERSONA:
        raise AccesoDenegado("S110", "nobody entered")
    if not identity.reach(CONSTRUIR).whole:
        raise AccesoDenegado("S111", "not granted")
    if changes and identity.reads_only:
        raise AccesoDenegado("S113", "this account only reads")
