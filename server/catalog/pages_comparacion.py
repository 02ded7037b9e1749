"""The page that compares the institute's lists with the signed theme, and as a file. It must not mend either."""

from collections.abc import Callable
from operator import attrgetter
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import needs
from server.catalog import rules_theme, service_marco, textos
from server.catalog.permissions import VER_CARGAS
from server.catalog.rules_theme import COMPARED, Difference
from server.catalog.service import theme_of
from server.context import read_session
from server.db.paging import sliced
from server.web.listing import Asks, Column, Filter, Listing, View

router = APIRouter(prefix="/catalogo", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
CODES: Final = tuple((code, f"{code}. {said}") for code, said in textos.DIFFERENCES.items())
FOUND: Final[Listing[Difference]] = Listing(
    path="/catalogo/comparacion",
    name="comparacion",
    many=textos.MANY_DIFFERENCES,
    labels=textos.COLUMNS_OF_COMPARISON,
    columns=(
        Column("codigo", attrgetter("code"), sortable=True),
        Column("que", lambda each: textos.DIFFERENCES[each.code]),
        Column("lista", lambda each: textos.LISTAS[each.lista]),
        Column("clave", lambda each: str(each.key), sortable=True),
        Column("campo", lambda each: textos.COLUMNS[each.field]),
        Column("tema", lambda each: textos.said(each.theme)),
        Column("catalogo", lambda each: textos.said(each.marco)),
    ),
    filters=(Filter("codigo", Asks.CHOICE, CODES), Filter("clave")),
    order="codigo",
    empty=textos.NO_DIFFERENCE,
)
SORTED: Final[dict[str, Callable[[Difference], tuple[str, str]]]] = {
    "codigo": lambda each: (each.code, str(each.key)),
    "clave": lambda each: (str(each.key), each.code),
}


@router.get("/comparacion")
@needs(VER_CARGAS)
async def compared(request: Request, session: Session, view: Annotated[View, Depends(FOUND.view)]) -> Response:
    """Every difference, with its code; or all of them as a file."""
    theme = await theme_of(request, session)
    world = {lista: await service_marco.rows_of(session, lista) for lista in COMPARED}
    rows = [each for each in rules_theme.differences(theme, world) if _asked(each, view)]
    intro = textos.comparison(theme.election.name, theme.short_code, [each for each in COMPARED if not world[each]])
    found = sliced(rows, view.part, SORTED)
    return FOUND.answer(request, view, found, "lista.html", title=textos.COMPARISON, intro=intro)


def _asked(row: Difference, view: View) -> bool:
    return view.words("codigo") in {"", row.code} and view.words("clave").upper() in str(row.key)
