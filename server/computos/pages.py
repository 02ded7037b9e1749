"""Staff pages of results: advance, one unit. They must not sum: the service does."""

from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, Level, Reach, identity_of, inside, needs
from server.catalog import service as catalog
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service
from server.computos.pages_listas import LISTED, OF_UNIT, names_of, part_of
from server.computos.permissions import VER
from server.computos.schemas import Consolidado
from server.computos.service import WHOLE, Where
from server.context import context_of, read_session
from server.http.errors import PeticionInvalida, nothing_there
from server.http.params import UnitNumber
from server.module import Place
from server.web import texts
from server.web.groups import RESULTS
from server.web.live import live_of
from server.web.render import pages_of
from shared.formats.theme_v1 import Theme
from shared.web.site import NavItem

NAV: Final = (
    Place(NavItem("/", texts.NAV_ADVANCE), VER, RESULTS, whole=True),
    Place(NavItem("/resultados/distrito", texts.NAV_DISTRITOS), VER, RESULTS),
    Place(NavItem("/resultados/municipio", texts.NAV_MUNICIPIOS), VER, RESULTS),
    Place(NavItem("/casillas", texts.NAV_CASILLAS), VER, RESULTS, covers=("/resultados/seccion",)),
)
TEMPLATES: Final = Path(__file__).parent / "templates"
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]


@router.get("/")
@inside()
async def first_page(request: Request, session: Session, who: Who) -> Response:
    """How far the count is, and what it says so far; who sees less than the entidad starts at what they see."""
    reach = who.reach(VER)
    if not reach.whole:
        return pages_of(request).elsewhere(request, _start(reach))
    try:
        theme = await theme_of(request, session)
    except PeticionInvalida:
        return pages_of(request).page(request, "vacio.html")
    advance = await service.advance(session, theme)
    values = {
        "theme": theme,
        "advance": advance,
        "live": live_of(request, context_of(request).clock.now(), advance.last_received_at),
        "contests": await _contests(session, theme, WHOLE),
    }
    return pages_of(request).page(request, "avance.html", **values)


@router.get("/resultados/{unit}/{number}")
@needs(VER, within=True)
async def one_unit(request: Request, unit: Unit, number: UnitNumber, session: Session, who: Who) -> Response:
    """One distrito, municipio or seccion, with the list of its casillas."""
    listing = OF_UNIT.at(f"/resultados/{unit.value}/{number}")
    view = listing.view(request)
    theme = await theme_of(request, session)
    if unit in (Unit.ENTIDAD, Unit.CASILLA):
        raise PeticionInvalida("S103", "no such list")
    inside: Where = (unit, number)
    casillas = await catalog.casillas_of(session, unit, number)
    if not casillas:
        raise nothing_there()
    catalog.check_reach(who.reach(VER), casillas)
    rows = await service.listed(session, casillas, inside)
    values = {
        "theme": theme,
        "unit": unit.value,
        "number": number,
        "name": names_of(theme, unit).get(number, ""),
        "advance": await service.advance(session, theme, inside),
        "contests": await _contests(session, theme, inside),
        "listed": unit in LISTED,
        "own_split": unit.value == theme.rules.coalition_split.level,
    }
    return listing.answer(request, view, part_of(rows, view), "unidad.html", **values)


def _start(reach: Reach) -> str:
    """Where somebody starts who sees a distrito or a municipio; empty for who sees no results."""
    for level in (Level.DISTRITO, Level.MUNICIPIO):
        for number in sorted(reach.numbers(level)):
            return f"/resultados/{level.value}/{number}"
    return ""


async def _contests(session: AsyncSession, theme: Theme, inside: Where) -> list[dict[str, Any]]:
    return [_contest(theme, place, each) for place, each in enumerate(await service.everything(session, theme, inside))]


def _contest(theme: Theme, place: int, found: Consolidado) -> dict[str, Any]:
    """What a page shows of one contest: candidaturas from the most voted, figures, partidos, divisions."""
    contest = theme.contest(place)
    colors = {p.id.value: p.color for p in theme.partidos}
    candidaturas = [
        {
            "name": candidatura.name,
            "marks": [(p.value, colors[p.value]) for p in candidatura.partidos],
            "votes": found.by_candidatura[candidatura.id.value],
        }
        for candidatura in contest.candidaturas
    ]
    return {
        "contest": contest,
        "place": place,
        "total": found.total,
        "candidaturas": sorted(candidaturas, key=_by_votes),
        "others": [(texts.KEYS[key], votes) for key, votes in found.figures.items() if key in texts.KEYS],
        "figures": list(found.figures.items()),
        "partidos": [(p, colors.get(p, ""), votes) for p, votes in found.by_partido.items()],
        "derivations": found.split.derivations,
        "sin_asignar": found.split.sin_asignar,
    }


def _by_votes(candidatura: dict[str, Any]) -> tuple[int, str]:
    return -candidatura["votes"], candidatura["name"]
