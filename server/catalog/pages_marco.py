"""Pages of the institute's lists: each with search, filters in the address, paging, and as a file that can come back.

They must not change anything. Who sees a distrito or a municipio sees what lies there.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service_cargas, service_marco, textos
from server.catalog.drawing import classes_of, drawing_of
from server.catalog.marco import LISTINGS, MAPS, Lista, Record
from server.catalog.permissions import CARGAR, VER, VER_CARGAS
from server.catalog.schemas_marco import Asked
from server.context import read_session
from server.db.paging import Slice
from server.http.errors import PeticionInvalida
from server.web.listing import Asks, Choices, Column, Filter, Kind, Listing, View
from server.web.render import pages_of

router = APIRouter(prefix="/catalogo", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]
UNITS: Final = {"distrito": Lista.DISTRITOS, "municipio": Lista.MUNICIPIOS}
NOWHERE: Final = frozenset({Lista.ENTIDADES, Lista.ELECCIONES})
"""Lists whose rows belong to no distrito or municipio."""


def _listing(lista: Lista) -> Listing[Record]:
    total = LISTINGS[lista].total
    places = () if lista in NOWHERE else tuple(Filter(name, Asks.CHOICE) for name in UNITS)
    return Listing(
        path=f"/catalogo/{lista.value}",
        name=lista.value,
        many=textos.ROWS,
        labels=textos.COLUMNS,
        columns=tuple(
            Column(name, itemgetter(name), Kind.NUMBER, sortable=True)
            if name == total
            else Column(name, partial(textos.cell, name), sortable=True)
            for name in textos.SHOWN[lista]
        ),
        filters=(Filter("busca"), *places),
        order=LISTINGS[lista].key,
        empty=textos.EMPTY,
        of_file=tuple(Column(name, itemgetter(name)) for name in LISTINGS[lista].names),
    )


PAGES: Final = {lista: _listing(lista) for lista in Lista if lista not in MAPS}


@router.get("")
@needs(VER, within=True)
async def index(request: Request, session: Session, who: Who) -> HTMLResponse:
    """Every list and how large it is; what waits for a second person."""
    sizes = await service_marco.sizes(session, who.reach(VER))
    sees = bool(who.reach(VER_CARGAS).whole)
    values = {
        "lists": [(lista, sizes[lista]) for lista in Lista],
        "sees": sees,
        "waiting": await service_cargas.waiting(session) if sees else (),
        "textos": textos,
    }
    return pages_of(request).page(request, "catalogo.html", **values)


@router.get("/{lista}")
@needs(VER, within=True)
async def listed(request: Request, lista: Lista, session: Session, who: Who) -> Response:
    """A page of one list, or all of it as a file with the columns in which it comes back; of a map, its picture."""
    if lista in MAPS:
        return await _map(request, session, lista, who)
    listing, reach = PAGES[lista], who.reach(VER)
    view = listing.view(request)
    where = service_marco.where_of(reach, _asked(view))
    found = await service_marco.listed(session, lista, where, view.part)
    total = LISTINGS[lista].total
    values = {
        "lista": lista,
        "people": (await service_marco.size_of(session, lista, where)).total if total else None,
        "loads": bool(who.reach(CARGAR).whole),
        "textos": textos,
        "choices": {name: await _choices(session, who, name) for name in UNITS},
    }
    return listing.answer(request, view, found, "marco_lista.html", **values)


async def _map(request: Request, session: AsyncSession, lista: Lista, who: Identity) -> HTMLResponse:
    """The shapes of the units with their lista nominal, by pattern and in a table."""
    unit = LISTINGS[lista].key
    reach = who.reach(VER)
    names = {row[unit]: row["nombre"] for row in await _seen(session, who, MAPS[lista])}
    drawn = await service_marco.rows_of(session, lista)
    shapes = {key: row for key, row in drawn.items() if reach.whole or key in names}
    people = await service_marco.people_by(session, unit, service_marco.where_of(reach))
    figures = {number: each for number, each in people.items() if number in shapes}
    classes, spans = classes_of(figures)
    values = {
        "lista": lista,
        "drawing": drawing_of({int(key): str(row["forma"]) for key, row in shapes.items()}) if shapes else None,
        "figures": figures,
        "classes": classes,
        "spans": spans,
        "names": names,
        "loads": bool(who.reach(CARGAR).whole),
        "whole": reach.whole,
        "textos": textos,
    }
    return pages_of(request).page(request, "mapa.html", **values)


def _asked(view: View) -> Asked:
    return Asked(view.words("busca"), *(_number(view.values, name) for name in UNITS))


def _number(values: Mapping[str, str], name: str) -> int | None:
    text = values.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise PeticionInvalida("S107", "no such unit")
    return int(text)


async def _choices(session: AsyncSession, who: Identity, name: str) -> Choices:
    """The distritos or municipios that somebody sees."""
    return [(str(row[name]), f"{row[name]} {row['nombre']}") for row in await _seen(session, who, UNITS[name])]


async def _seen(session: AsyncSession, who: Identity, lista: Lista) -> Sequence[Record]:
    """The distritos or municipios that somebody sees, by number."""
    everything = Slice(most=service_marco.MOST_UNITS, order=LISTINGS[lista].key)
    return (await service_marco.listed(session, lista, service_marco.where_of(who.reach(VER)), everything)).rows
