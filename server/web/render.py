"""Renders the staff's pages with the one design system. It must not query, and escapes whatever it is given."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.access import Identity, identity_of
from server.config import ServerConfig
from server.context import context_of
from server.module import Group, Place
from server.web import texts
from shared.domain.hora import ZONE, short_moment
from shared.web.site import NavGroup, NavItem, SiteTexts, environment

TEMPLATES = Path(__file__).parent / "templates"
STYLES, SCRIPTS = "/estilo", "/guiones"
"""Where the design system's files are served."""


class Pages:
    """The templates and what stands around every page."""

    def __init__(self, config: ServerConfig, nav: tuple[Place, ...], folders: tuple[Path, ...] = ()) -> None:
        self._environment = environment([TEMPLATES, *folders])
        self._environment.filters["moment"] = moment
        self._environment.filters["hour"] = hour
        self._environment.filters["percent"] = percent
        self._environment.filters["said"] = said
        self._environment.filters["short"] = short
        self._nav = tuple(sorted(nav, key=lambda place: place.group.rank))
        self._notices = [
            text for text in (texts.MODES[config.mode], texts.RE_ENACTED if config.clock_shift_s else "") if text
        ]

    def page(self, request: Request, template: str, status: int = 200, /, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever a template shows
        """One page; ``values`` are escaped by the template. It lists what ``who`` may open, and no more."""
        who = identity_of(request)
        path, places = request.url.path, self._places(who)
        here = max(places, key=lambda place: place.length_at(path), default=None)
        here = here if here and here.length_at(path) else None
        at = here.item.href if here else ""
        groups = _groups(places, here.group if here else None)
        site = SiteTexts(texts.SITE_NAME, texts.AUTHORITY, texts.HOME, here=at, exact=at == path, groups=groups)
        around = {"static": STYLES, "scripts": SCRIPTS, "site": site, "notices": self._notices, "words": texts}
        around |= {"who": who, "asked_at": context_of(request).clock.now()}
        return HTMLResponse(self._environment.get_template(template).render({**around, **values}), status)

    def elsewhere(self, request: Request, address: str) -> Response:
        """Send somebody to ``address``, or, when that is empty, to the first page that is theirs."""
        who = identity_of(request)
        places = [place.item.href for place in self._places(who)]
        return RedirectResponse(address or next((href for href in places if href != texts.HOME), "/cuenta"), 303)

    def _places(self, who: Identity) -> tuple[Place, ...]:
        """The places that somebody may open."""
        reaches = [(place, who.reach(place.permission)) for place in self._nav]
        return tuple(place for place, reach in reaches if (reach.whole if place.whole else reach))

    def refusal(self, request: Request, status: int, code: str) -> HTMLResponse:
        """What people are told when a page is refused: what happened, what to do, and the code, small."""
        said = texts.REFUSALS.get(code) or texts.REFUSALS_BY_STATUS.get(status, texts.REFUSED)
        return self.page(request, "negado.html", status, said=said, code=code)


def _groups(places: Sequence[Place], here: Group | None) -> tuple[NavGroup, ...]:
    found: dict[Group, list[NavItem]] = {}
    for place in places:
        found.setdefault(place.group, []).append(place.item)
    return tuple(NavGroup(group.label, tuple(items), group == here) for group, items in found.items())


def pages_of(request: Request) -> Pages:
    """The pages of the application that serves ``request``."""
    return cast("Pages", request.app.state.pages)


def moment(value: datetime | None) -> str:
    """A moment in PREP's time (UTC-6): ``1 jul 2018, 20:04:05``."""
    return short_moment(value) if value is not None else "—"


def hour(value: datetime) -> str:
    """The hour alone, in the same time: ``20:04:05``."""
    return f"{value.astimezone(ZONE):%H:%M:%S}"


def said(data: str) -> str:
    """The data of a change as people read them: known names in words, hashes cut short."""
    pairs = json.loads(data).items()
    return "; ".join(f"{texts.DATA.get(name, name)}: {short(value)}" for name, value in pairs if value not in ("", []))


def short(value: object) -> str:
    """A value as people read it: lists in one line, known words, hashes cut short."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(texts.VALUES.get(str(each), str(each)) for each in value))
    text = texts.VALUES.get(str(value), str(value))
    return f"{text[:10]}…" if len(text) > 24 and text.isalnum() else text


def percent(part: int, whole: int) -> str:
    """Four decimals, truncated by integer arithmetic, as PREP writes them."""
    if not whole:
        return "—"
    scaled = part * 1_000_000 // whole
    return f"{scaled // 10_000}.{scaled % 10_000:04d} %"
