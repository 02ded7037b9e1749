"""HTTP doors of the institute's lists: pages of them, and files that are tried, delivered, reviewed, signed.

They must not decide anything. A person's program bears the token of the session in ``x-csrf``.
"""

from dataclasses import replace
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import answers, service_cargas, service_marco
from server.catalog.marco import Lista
from server.catalog.permissions import CARGAR, FIRMAR, VER, VER_CARGAS
from server.catalog.requests import files_of, said_of
from server.catalog.rules import Estado, file_name
from server.catalog.schemas_marco import Asked, Carga, Entrega
from server.context import context_of, read_session
from server.db.paging import Slice
from server.http.bodies import body_of
from server.http.errors import PROBLEM_RESPONSES, PeticionInvalida
from server.http.params import RowId
from server.web.export import MEDIA, Format
from server.web.listing import PAGE
from shared.tables.reading import MAX_BYTES

MAX_ASKED: Final = 4096
router = APIRouter(prefix="/api/v1/catalogo", tags=["catalog"], responses=PROBLEM_RESPONSES)
Session = Annotated[AsyncSession, Depends(read_session)]
CargaId = Annotated[int, PathParameter(ge=1, le=10_000_000)]
Number = Annotated[int | None, Query(ge=0, le=999)]
Page = Annotated[int, Query(ge=1, le=10_000)]
_Asked = TypeVar("_Asked", bound=BaseModel)


def _takes(media: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": media}}


def _asks(schema: type[BaseModel]) -> dict[str, Any]:
    return _takes({"application/json": {"schema": schema.model_json_schema()}})


FILE: Final = _takes(
    {MEDIA[each].partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for each in Format}
)


@router.get("/cargas")
@needs(VER_CARGAS)
async def cargas(
    session: Session, lista: Lista | None = None, estado: Estado | None = None, pagina: Page = 1
) -> list[Carga]:
    """Delivered files, newest first, fifty a page."""
    part = replace(service_cargas.NEWEST, skip=(pagina - 1) * PAGE)
    found = await service_cargas.cargas(session, lista.value if lista else "", estado.value if estado else "", part)
    return [answers.carga(each) for each in found.rows]


@router.get("/cargas/{carga_id}")
@needs(VER_CARGAS)
async def one(carga_id: RowId, session: Session) -> Carga:
    """One delivered file."""
    return answers.carga(await service_cargas.one(session, carga_id))


@router.post("/cargas/{carga_id}/revision", openapi_extra=_asks(answers.ReviewSchema))
@needs(CARGAR)
async def review(carga_id: RowId, request: Request) -> Carga:
    """Say that the differences of a file were seen, counting the rows that it removes."""
    asked = await _json(request, answers.ReviewSchema)
    files, (by, now) = files_of(request), said_of(request)
    contents = await service_cargas.opened(files, await _delivery(request, carga_id))
    async with context_of(request).writing() as session:
        found = await service_cargas.review(session, files, carga_id, contents, (asked.removed, by, now))
    return answers.carga(found)


@router.post("/cargas/{carga_id}/firma", openapi_extra=_asks(answers.SignSchema))
@needs(FIRMAR)
async def sign(carga_id: RowId, request: Request) -> Carga:
    """Confirm a reviewed file by its hash, as its second person; the list is what the file says from then on."""
    asked = await _json(request, answers.SignSchema)
    contents = await service_cargas.opened(files_of(request), await _delivery(request, carga_id))
    async with context_of(request).writing() as session:
        found = await service_cargas.sign(session, carga_id, contents, asked.sha256, said_of(request))
    return answers.carga(found)


@router.post("/cargas/{carga_id}/rechazo", openapi_extra=_asks(answers.RejectSchema))
@needs(CARGAR)
async def reject(carga_id: RowId, request: Request) -> Carga:
    """Put a delivered file away, with the reason."""
    asked = await _json(request, answers.RejectSchema)
    async with context_of(request).writing() as session:
        found = await service_cargas.reject(session, carga_id, asked.reason, said_of(request))
    return answers.carga(found)


@router.get("/{lista}")
@needs(VER, within=True)
async def listed(  # noqa: PLR0913, PLR0917 - one parameter a filter
    lista: Lista,
    session: Session,
    who: Annotated[Identity, Depends(identity_of)],
    busca: Annotated[str, Query(max_length=80)] = "",
    distrito: Number = None,
    municipio: Number = None,
    pagina: Page = 1,
) -> answers.PaginaSchema:
    """A page of a list, within what the account sees."""
    where = service_marco.where_of(who.reach(VER), Asked(busca.strip(), distrito, municipio))
    found = await service_marco.listed(session, lista, where, Slice((pagina - 1) * PAGE, PAGE))
    return answers.pagina(found.rows, await service_marco.size_of(session, lista, where))


@router.post("/{lista}/prueba", openapi_extra=FILE)
@needs(CARGAR)
async def try_file(lista: Lista, request: Request) -> answers.ExamenSchema:
    """What a file would do to a list: every fault, or every difference. Nothing is stored."""
    contents = await service_cargas.read(lista, await body_of(request, MAX_BYTES))
    async with context_of(request).reading() as session:
        return answers.examen(await service_cargas.examine(session, contents))


@router.post("/{lista}/cargas", status_code=201, openapi_extra=FILE)
@needs(CARGAR)
async def deliver(lista: Lista, request: Request, nombre: Annotated[str, Query(max_length=300)] = "") -> Carga:
    """Deliver a file for a list; the same bytes, while they wait, are the same delivery."""
    data = await body_of(request, MAX_BYTES)
    contents = await service_cargas.read(lista, data)
    async with context_of(request).writing() as session:
        sha256 = await service_cargas.keep(session, files_of(request), data)
        entrega = Entrega(lista, file_name(nombre), sha256, len(data))
        return answers.carga(await service_cargas.receive(session, entrega, contents, said_of(request)))


async def _delivery(request: Request, carga_id: CargaId) -> Carga:
    async with context_of(request).reading() as session:
        return await service_cargas.one(session, carga_id)


async def _json(request: Request, schema: type[_Asked]) -> _Asked:
    """A small JSON body, read after the gate let it in; raises ``PeticionInvalida`` S101, S107."""
    try:
        return schema.model_validate_json(await body_of(request, MAX_ASKED))
    except ValidationError as error:
        raise PeticionInvalida("S107", "the body is out of form") from error
