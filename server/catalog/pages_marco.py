"""Pages of the institute's lists: each with search, filters in the address, paging, and as a file that can come back.

They must not change anything. Who sees a distrito or a municipio sees what lies there.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service_cargas, service_marco, textos
from server.catalog.marco import LISTINGS, Lista
from server.catalog.permissions import CARGAR, VER, VER_CARGAS
from server.catalog.schemas_marco import Asked
from server.context import read_session
from server.web.export import MAX_ROWS, Format, file_of
from server.web.render import pages_of

router = APIRouter(prefix="/catalogo", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]
Number = Annotated[str, Query(max_length=3, pattern="^[0-9]*$")]
UNITS: Final = (Lista.DISTRITOS, Lista.MUNICIPIOS)


def asked_of(busca: Annotated[str, Query(max_length=80)] = "", distrito: Number = "", municipio: Number = "") -> Asked:
    """The filters of an address."""
    return Asked(busca.strip(), int(distrito) if distrito else None, int(municipio) if municipio else None)


Filters = Annotated[Asked, Depends(asked_of)]


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
async def listed(  # noqa: PLR0913, PLR0917 - one parameter a part of the address
    request: Request,
    lista: Lista,
    session: Session,
    who: Who,
    asked: Filters,
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """A page of one list."""
    reach = who.reach(VER)
    where = service_marco.where_of(reach, asked)
    found = await service_marco.listed(session, lista, where, pagina)
    everything = service_marco.where_of(reach)
    units = [await service_marco.listed(session, unit, everything, size=service_marco.MOST_UNITS) for unit in UNITS]
    values = {
        "lista": lista,
        "columns": textos.SHOWN[lista],
        "pagina": found,
        "page": pagina,
        "more": found.size.rows > pagina * service_marco.PAGE,
        "asked": {name: request.query_params.get(name, "") for name in ("busca", "distrito", "municipio")},
        "filtered": asked != Asked(),
        "units": [] if lista in {Lista.ENTIDADES, Lista.ELECCIONES} else list(zip(UNITS, units, strict=True)),
        "loads": bool(who.reach(CARGAR).whole),
        "total": LISTINGS[lista].total,
        "textos": textos,
    }
    return pages_of(request).page(request, "lista.html", **values)


@router.get("/{lista}/archivo")
@needs(VER, within=True)
async def listed_file(lista: Lista, session: Session, who: Who, asked: Filters, formato: Format) -> Response:
    """The same rows as a file with the columns in which they come back."""
    where = service_marco.where_of(who.reach(VER), asked)
    found = await service_marco.listed(session, lista, where, size=MAX_ROWS)
    names = LISTINGS[lista].names
    rows = ([row[name] for name in names] for row in found.rows)
    return file_of(lista.value, names, rows, formato)
