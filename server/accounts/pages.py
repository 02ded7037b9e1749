"""The pages of accounts, gathered for the list of modules. It must not hold a page."""

from pathlib import Path
from typing import Final

from server.accounts import pages_enter, pages_machines, pages_own, pages_passkeys, pages_people, pages_sessions
from server.accounts.permissions import ADMINISTRAR
from server.module import Place
from server.web import texts
from server.web.groups import ADMINISTRATION
from shared.web.site import NavItem

ROUTERS: Final = (
    pages_enter.router,
    pages_own.router,
    pages_sessions.router,
    pages_passkeys.router,
    pages_people.router,
    pages_machines.router,
)
TEMPLATES: Final = Path(__file__).parent / "templates"
NAV: Final = (
    Place(NavItem("/personas", texts.NAV_PEOPLE), ADMINISTRAR, ADMINISTRATION, whole=True),
    Place(NavItem("/maquinas", texts.NAV_MACHINES), ADMINISTRAR, ADMINISTRATION, whole=True),
)
