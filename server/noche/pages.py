"""Staff pages of the night: live advance, who is late, how one acta goes on to the totals. They must not sum."""

from operator import attrgetter
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service as computos
from server.context import context_of, read_session
from server.db.paging import sliced
from server.http.errors import PeticionInvalida
from server.module import Place
from server.noche import service, textos
from server.noche.permissions import ACTAS, VER
from server.noche.schemas import Instant, Late
from server.web import texts
from server.web.groups import NIGHT
from server.web.listing import Column, Filter, Kind, Listing, View
from server.web.live import live_of
from server.web.render import pages_of
from shared.formats.results_v1 import BundleChecks
from shared.web.site import NavItem

TEMPLATES: Final = Path(__file__).parent / "templates"
NAV: Final = (
    Place(NavItem("/noche", texts.NAV_NIGHT), VER, NIGHT),
    Place(NavItem("/noche/retrasos", texts.NAV_LATE), VER, NIGHT),
)
LISTED: Final = 12
"""Late casillas on the live page; the rest have a list of their own."""
WIDTH, HEIGHT = 1000, 300
LATE: Final[Listing[Late]] = Listing(
    path="/noche/retrasos",
    name="retrasos",
    many=textos.MANY_LATE,
    labels=textos.LABELS,
    columns=(
        Column(
            "casilla", attrgetter("casilla.id.clave"), sortable=True, href=lambda row: f"/casillas/{row.casilla.id}"
        ),
        Column("distrito", attrgetter("casilla.distrito.number"), Kind.NUMBER, sortable=True),
        Column("municipio", attrgetter("casilla.municipio.number"), Kind.NUMBER, sortable=True),
        Column("lista", attrgetter("casilla.lista_nominal"), Kind.NUMBER, sortable=True),
        Column("retraso", attrgetter("late_min"), Kind.NUMBER, sortable=True),
        Column("esperada", attrgetter("due_at"), Kind.MOMENT),
        Column("domicilio", attrgetter("casilla.domicilio")),
    ),
    filters=(Filter("casilla"), Filter("distrito"), Filter("municipio")),
    order="-retraso",
    empty=textos.NONE_LATE,
)
SORTED: Final = {column.name: column.value for column in LATE.columns if column.sortable}
router = APIRouter(prefix="/noche", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Person = Annotated[Identity, Depends(identity_of)]


@router.get("")
@needs(VER, within=True)
async def night(request: Request, session: Session, who: Person) -> HTMLResponse:
    """How the night goes, renewed while somebody looks."""
    context, reach = context_of(request), who.reach(VER)
    try:
        theme = await theme_of(request, session)
    except PeticionInvalida:
        return pages_of(request).page(request, "vacio.html")
    now = context.clock.now()
    plan = service.plan_of(request)
    found = await service.night(session, theme, reach, plan, now)
    values = {
        "theme": theme,
        "night": found,
        "live": live_of(request, now, found.whole.last_at),
        "late": found.late[:LISTED],
        "plan": textos.PLANS[plan.source].format(name=plan.name),
        "lines": _lines(found.curve, found.whole.esperadas),
        "reach": reach,
        "sees": lambda number: computos.sees_unit(reach, Unit.DISTRITO, number),
        "sees_actas": bool(who.reach(ACTAS)),
        "textos": textos,
    }
    return pages_of(request).page(request, "noche.html", **values)


@router.get("/retrasos")
@needs(VER, within=True)
async def late(request: Request, session: Session, who: Person, view: Annotated[View, Depends(LATE.view)]) -> Response:
    """Every casilla that is late, with its territory; or all of them as a file."""
    context = context_of(request)
    theme, plan = await theme_of(request, session), service.plan_of(request)
    rows = [
        row
        for row in await service.late(session, theme, who.reach(VER), plan, context.clock.now())
        if _asked(row, view)
    ]
    found = sliced(rows, view.part, SORTED)
    return LATE.answer(request, view, found, "lista.html", title=textos.TITLE_LATE, intro=textos.INTRO_LATE)


@router.get("/actas/{sha256}")
@needs(ACTAS, within=True)
async def acta(request: Request, sha256: str, session: Session, who: Person) -> HTMLResponse:
    """How the numbers of one acta go on to the totals, and what its journal tells."""
    context, reach = context_of(request), who.reach(ACTAS)
    theme = await theme_of(request, session)
    checks = BundleChecks(context.anchor, context.clock.now(), theme, context.config.mode)
    found = await service.trace(session, sha256, reach, checks)
    place = found.casilla
    values = {
        "trace": found,
        "theme": theme,
        "told": service.told(found.bundle.journal),
        "sees_distrito": computos.sees_unit(reach, Unit.DISTRITO, place.distrito.number),
        "sees_entidad": reach.whole,
        "textos": textos,
    }
    return pages_of(request).page(request, "acta.html", **values)


def _asked(row: Late, view: View) -> bool:
    casilla = row.casilla
    numbers = (("distrito", casilla.distrito.number), ("municipio", casilla.municipio.number))
    named = all(view.words(name) in {"", str(number)} for name, number in numbers)
    return named and view.words("casilla").upper() in casilla.id.clave


def _lines(curve: tuple[Instant, ...], whole: int) -> dict[str, str]:
    """The two lines of the curve as points of a drawing of ``WIDTH`` by ``HEIGHT``, the whole at its top."""
    first, last = curve[0].at, curve[-1].at
    span = max(1, int((last - first).total_seconds()))

    def line(values: list[int]) -> str:
        places = [int((each.at - first).total_seconds()) * WIDTH // span for each in curve]
        heights = [HEIGHT - value * HEIGHT // max(1, whole) for value in values]
        return " ".join(f"{x},{y}" for x, y in zip(places, heights, strict=True))

    return {"received": line([p.received for p in curve]), "expected": line([p.expected for p in curve])}
