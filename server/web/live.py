"""Pages that are asked for again and again while somebody looks: how often, since when nothing changed, paused or not.

They must not read a clock: the page tells the moment. Without scripts such a page is a plain one with a link.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import Request

from server.web import texts

PARAMETER, PAUSED = "vivo", "no"
EVERY_S: Final = 15


@dataclass(frozen=True, slots=True)
class Live:
    """What ``live.html`` draws: addresses of the page as it is, paused or going on; moments; how long ago in words."""

    address: str
    other: str
    paused: bool
    now: datetime
    changed_at: datetime | None
    every_s: int = EVERY_S

    @property
    def ago(self) -> str:
        """How long ago the last change was, in words."""
        return ago(self.now, self.changed_at) if self.changed_at else texts.NOTHING_YET


def live_of(request: Request, now: datetime, changed_at: datetime | None, every_s: int = EVERY_S) -> Live:
    """The live part of the page that is asked for; its address keeps every filter."""
    paused = request.query_params.get(PARAMETER) == PAUSED
    going, still = (_address(request, paused=each) for each in (False, True))
    return Live(*((still, going) if paused else (going, still)), paused, now, changed_at, every_s)


def ago(now: datetime, at: datetime) -> str:
    """How long ago, in words: ``hace 5 minutos``; what lies ahead by an odd clock is now."""
    seconds = int((now - at).total_seconds())
    for size, one, many in texts.AGES:
        if seconds >= size:
            number = seconds // size
            return f"hace {number} {many}" if number > 1 else f"hace {one}"
    return texts.JUST_NOW


def _address(request: Request, *, paused: bool) -> str:
    url = request.url.remove_query_params(PARAMETER)
    url = url.include_query_params(**{PARAMETER: PAUSED}) if paused else url
    return url.path + (f"?{url.query}" if url.query else "")
