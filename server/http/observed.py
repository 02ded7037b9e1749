"""Numbers, times and logs each request. It must not read bodies or addresses: of an address only its route is told.

A plain ASGI layer around everything else.
"""

import logging
import re
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.context import Context
from server.kit.logs import REQUEST, note
from server.kit.meters import METHODS, OTHER
from shared.crypto.randomness import SystemRandomness

HEADER: Final = "x-request-id"
FORM: Final = re.compile(r"[0-9a-f-]{16,64}")
"""What an id given by the proxy may look like; any other is replaced."""
SLOW_S: Final = 1.0


class Observed:
    """Gives each request an id, which its answer and every line of the log about it bear."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self._app = app
        self._context = context
        self._randomness = SystemRandomness()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = self._id(Headers(scope=scope).get(HEADER, ""))
        REQUEST.set(request)
        began, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request
            await send(message)

        try:
            with self._context.tracer.span("http", method=_method(scope)):
                await self._app(scope, receive, send_with_id)
        except Exception as error:
            self._context.meters.fault()
            note(logging.ERROR, "fault", error, route=_route(scope), method=_method(scope))
            status = 500
            raise
        finally:
            self._tell(scope, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        """Count the request; the log has those that were slow or that we could not serve."""
        route = _route(scope)
        self._context.meters.request(scope["method"], route, status, seconds)
        if status >= 500 or seconds > SLOW_S:
            method, ms = _method(scope), int(seconds * 1000)
            note(logging.WARNING, "request", route=route or OTHER, method=method, status=status, ms=ms)

    def _id(self, given: str) -> str:
        return given if FORM.fullmatch(given) else self._randomness.token(8).hex()


def _route(scope: Scope) -> str:
    """The address as its route declares it (``/casillas/{clave}``); empty where no route of ours was found."""
    return str(getattr(scope.get("route"), "path", ""))


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else OTHER
