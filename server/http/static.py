"""The design system's files: kept by browsers, and asked for again only whether they changed. No page goes by here."""

from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

KEEP: Final = "no-cache"
"""Keep it, but ask each time: a page that is renewed every few seconds does not fetch its letters again."""


class Static(StaticFiles):
    """A folder of public files whose unchanged ones are answered by 304."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = KEEP
        return answer
