"""A program's pages inside another program: beneath an address of its own, with the people of its host.

It must not know either program: the host says who comes (`Visitor`), and what is mounted believes it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VISITOR: Final = "visitante"
"""Where a request bears its ``Visitor``; only a host puts it there, and no header can."""
_ADDRESS: Final = re.compile(rb'\b(href|action|src|formaction|hx-get|hx-post)="/(?!/)')
"""Templates escape quotes in whatever people wrote, so that this is found in attributes of our own alone."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody whom the host knows: ``name`` is of their account alone, ``csrf`` what their forms must bear."""

    name: str
    csrf: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mounted:
    """Pages to be mounted, and how they end."""

    app: ASGIApp
    close: Callable[[], None]


Mount = Callable[[Path, Callable[[], datetime]], Mounted]
"""Opens pages on a folder of their own, with the host's clock; what that starts, ``close`` ends."""


class Beneath:
    """Pages that believe they stand at ``/``, beneath ``prefix``: what they answer leads there too."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the prefix from the address, and put it before those of the answer."""
        path = scope["path"].removeprefix(self._prefix) or "/"
        inside = {**scope, "path": path, "raw_path": path.encode(), "root_path": "", "state": {}}
        await self._app(inside, receive, _Answer(self._prefix, send))


class _Answer:
    """Holds a page until it is whole; anything else goes by as it comes."""

    def __init__(self, prefix: str, send: Send) -> None:
        self._prefix, self._send = prefix, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            to = headers.get("location", "")
            if to.startswith("/") and not to.startswith("//"):
                headers["location"] = self._prefix + to
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            message = {"type": message["type"], "body": self._led(self._body)}
            MutableHeaders(scope=self._start)["content-length"] = str(len(message["body"]))
            await self._send(self._start)
        await self._send(message)

    def _led(self, body: bytes) -> bytes:
        return _ADDRESS.sub(lambda found: found[1] + b'="' + self._prefix.encode() + b"/", body)
