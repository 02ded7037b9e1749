"""The page of the server's health, for who watches the night. It must not change anything."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from server.access import Identity, identity_of, needs
from server.context import context_of
from server.kit.health import ready
from server.module import Place
from server.salud import textos
from server.salud.permissions import VER
from server.salud.service import watch_of
from server.web.groups import ADMINISTRATION
from server.web.live import live_of
from server.web.render import pages_of
from shared.web.site import NavItem

TEMPLATES: Final = Path(__file__).parent / "templates"
NAV: Final = (Place(NavItem("/salud", textos.NAV), VER, ADMINISTRATION, whole=True),)
router = APIRouter(include_in_schema=False)


@router.get("/salud")
@needs(VER)
async def health(request: Request, who: Annotated[Identity, Depends(identity_of)]) -> HTMLResponse:
    """Whether the server takes bundles in, and what each check found."""
    now = context_of(request).clock.now()
    watch = watch_of(request)
    checks = await watch.checks()
    rows = [(textos.name(c), textos.LEVELS[c.level], textos.KINDS[c.level], c) for c in checks]
    told = {
        "rows": rows,
        "ready": ready(checks),
        "textos": textos,
        "who": who,
        "live": live_of(request, now, watch.changed_at),
    }
    return pages_of(request).page(request, "salud.html", 200, **told)
