"""The pages of the catalogue, gathered for the list of modules. It must not hold a page."""

from pathlib import Path
from typing import Final

from server.catalog import pages_cargas, pages_comparacion, pages_marco
from server.catalog.permissions import VER, VER_CARGAS
from server.module import Place
from server.web import texts
from server.web.groups import CATALOG
from shared.web.site import NavItem

ROUTERS: Final = (pages_comparacion.router, pages_cargas.router, pages_marco.router)
TEMPLATES: Final = Path(__file__).parent / "templates"
NAV: Final = (
    Place(NavItem("/catalogo", texts.NAV_CATALOG), VER, CATALOG),
    Place(NavItem("/catalogo/cargas", texts.NAV_DELIVERIES), VER_CARGAS, CATALOG, whole=True),
)
