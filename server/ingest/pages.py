"""Staff pages of the reception: what is set apart and why, what was refused, every bundle of a casilla.

They must not offer to change anything.
"""

from operator import attrgetter
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service as catalog
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service as computos
from server.context import read_session
from server.ingest import service, textos
from server.ingest.permissions import VER
from server.ingest.schemas import RefusedCard, StoreCard
from server.module import Place
from server.web import texts
from server.web.groups import NIGHT
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of
from shared.web.site import NavItem

NAV: Final = (
    Place(NavItem("/apartados", texts.NAV_APART), VER, NIGHT),
    Place(NavItem("/apartados/rechazados", texts.NAV_REFUSED), VER, NIGHT, whole=True),
)
TEMPLATES: Final = Path(__file__).parent / "templates"
STATES: Final = tuple((each.value, textos.STATUSES[each.value]) for each in service.UNCOUNTED)
ORIGINS: Final = tuple(texts.ORIGINS.items())
APART: Final[Listing[StoreCard]] = Listing(
    path="/apartados",
    name="apartados",
    many=textos.STORES,
    labels=textos.LABELS,
    columns=(
        Column("casilla", attrgetter("clave"), sortable=True, href=lambda each: f"/casillas/{each.clave}"),
        Column("urna", attrgetter("urna"), sortable=True),
        Column(
            "estado",
            lambda each: textos.STATUSES[each.status.value],
            sortable=True,
            href=lambda each: f"/revision/{each.clave}",
        ),
        Column("motivos", lambda each: " ".join(textos.why_all(each.reasons))),
        Column("paquetes", lambda each: " ".join(sha256 for sha256, _, _ in each.bundles)),
    ),
    filters=(Filter("busca"), Filter("estado", Asks.CHOICE, STATES)),
    order="casilla",
    empty=textos.NOTHING_APART,
)
REFUSED: Final[Listing[RefusedCard]] = Listing(
    path="/apartados/rechazados",
    name="rechazados",
    many=textos.FILES_REFUSED,
    labels=textos.LABELS,
    columns=(
        Column("ultima", attrgetter("last_at"), Kind.MOMENT, sortable=True),
        Column("motivo", lambda each: textos.why_refused(each.code)),
        Column("codigo", attrgetter("code"), Kind.CODE, sortable=True),
        Column("origen", lambda each: texts.ORIGINS.get(each.origin, each.origin)),
        Column("veces", attrgetter("times"), Kind.NUMBER, sortable=True),
        Column("bytes", attrgetter("size"), Kind.NUMBER, sortable=True),
        Column("copia", lambda each: textos.KEPT[each.kept]),
        Column("huella", lambda each: each.sha256[:16], Kind.CODE),
    ),
    filters=(Filter("codigo"), Filter("origen", Asks.CHOICE, ORIGINS)),
    order="-ultima",
    empty=textos.NOTHING_REFUSED,
)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]


@router.get("/apartados")
@needs(VER, within=True)
async def apart(request: Request, session: Session, who: Who, view: Annotated[View, Depends(APART.view)]) -> Response:
    """Stores that do not count, and why."""
    reach = who.reach(VER)
    claves = await catalog.claves_within(session, reach)
    asked = view.words("busca"), view.words("estado")
    values = {
        "counts": {status.value: number for status, number in (await service.counts(session, claves)).items()},
        "whole": reach.whole,
        "textos": textos,
    }
    found = await service.uncounted(session, asked, view.part, claves)
    return APART.answer(request, view, found, "apartados.html", **values)


@router.get("/apartados/rechazados")
@needs(VER)
async def refused(request: Request, session: Session, view: Annotated[View, Depends(REFUSED.view)]) -> Response:
    """Files that did not pass: they belong to no casilla that anyone believes, so who sees them sees the entidad."""
    found = await service.refused(session, view.words("codigo"), view.words("origen"), view.part)
    return REFUSED.answer(request, view, found, "lista.html", title=textos.TITLE_REFUSED, intro=textos.INTRO_REFUSED)


@router.get("/casillas/{clave}")
@needs(VER, within=True)
async def casilla(request: Request, clave: str, session: Session, who: Who) -> HTMLResponse:
    """One casilla: the catalogue, every store that claims it, and what each acta says."""
    theme = await theme_of(request, session)
    place = await catalog.casilla(session, clave)
    catalog.check_reach(who.reach(VER), (place,))
    values = {
        "theme": theme,
        "casilla": place,
        "stores": await service.stores_of(session, clave),
        "papers": await service.papers(session, clave),
        "actas": {acta.store_id: acta for acta in await computos.actas(session, (Unit.CASILLA, clave))},
        "textos": textos,
    }
    return pages_of(request).page(request, "casilla.html", **values)
