"""The theme builder's pages for a server that has accounts: whoever comes is who the server says. No typed path writes.

A server names it in its configuration (``temas = "theme_builder.web.mounting:mount"``); it must not import a server.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastapi import Request

from shared.web.mounting import VISITOR, Mounted, Visitor
from theme_builder.web.door import ENTER, NAMED, EntradaNegada, Session
from theme_builder.web.serving import open_pages


class HostDoor:
    """Believes the host; nobody enters here by a key, nor says another name."""

    hosted = True

    def admit(self, request: Request) -> Session:
        """The session of the account that came; raises ``EntradaNegada`` T651."""
        visitor = request.scope.get(VISITOR)
        if not isinstance(visitor, Visitor) or request.url.path in {ENTER, NAMED}:
            raise EntradaNegada("T651", "the host brought nobody")
        return Session("", visitor.csrf, visitor.name)


def mount(folder: Path, now: Callable[[], datetime]) -> Mounted:
    """Open the pages on ``folder``, which is made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = open_pages(folder, now, HostDoor())
    return Mounted(opened.app, opened.close)
