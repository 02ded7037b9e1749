"""Pages of delivered files: try or deliver one, read its faults or its differences, review, sign, put away.

They must not decide. A refusal comes back on the same page, in words, with what to do.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service_cargas, textos
from server.catalog.marco import LISTINGS, MAPS, Lista, Value
from server.catalog.permissions import CARGAR, FIRMAR, VER_CARGAS
from server.catalog.requests import files_of, said_of
from server.catalog.rules import LEAST_TYPED, WAITING, Estado, Refused, file_name
from server.catalog.schemas_marco import Carga, Entrega, Examen
from server.context import context_of, read_session
from server.http.guard import form_of, upload_of
from server.web.done import PARAMETER, Done, done_of
from server.web.export import Format, file_of
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of
from shared.tables.reading import MAX_BYTES
from shared.tables.tabla import ArchivoInvalido

router = APIRouter(prefix="/catalogo", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
CargaId = Annotated[int, PathParameter(ge=1, le=10_000_000)]
Who = Annotated[Identity, Depends(identity_of)]
MOST_SHOWN: Final = 100
LISTS: Final = tuple((each.value, words) for each, words in textos.LISTAS.items())
STATES: Final = tuple((each.value, words) for each, words in textos.ESTADOS.items())
CARGAS: Final[Listing[Carga]] = Listing(
    path="/catalogo/cargas",
    name="archivos",
    many=textos.FILES_DELIVERED,
    labels=textos.COLUMNS,
    columns=(
        Column("archivo", textos.title, sortable=True, href=lambda each: f"/catalogo/cargas/{each.id}"),
        Column("lista", lambda each: textos.LISTAS[each.lista]),
        Column("estado", textos.state),
        Column("entrego", lambda each: each.received_by, sortable=True),
        Column("recibido", lambda each: each.received_at, Kind.MOMENT),
        Column("cerro", lambda each: each.closed_by, sortable=True),
        Column("cerrado", lambda each: each.closed_at, Kind.MOMENT),
        Column("sha256", lambda each: each.sha256, Kind.CODE),
    ),
    filters=(Filter("lista", Asks.CHOICE, LISTS), Filter("estado", Asks.CHOICE, STATES)),
    order="-archivo",
    empty=textos.NO_DELIVERY,
)
DONE: Final = {name: Done(words) for name, words in textos.DONE.items()}


@router.get("/cargas")
@needs(VER_CARGAS)
async def listed(request: Request, session: Session, view: Annotated[View, Depends(CARGAS.view)]) -> Response:
    """Delivered files, newest first."""
    found = await service_cargas.cargas(session, view.words("lista"), view.words("estado"), view.part)
    return CARGAS.answer(request, view, found, "cargas.html")


@router.get("/{lista}/cargar")
@needs(CARGAR)
async def form(request: Request, lista: Lista) -> HTMLResponse:
    """Where a file is tried or delivered."""
    return _form(request, lista)


@router.post("/{lista}/cargar")
@needs(CARGAR, upload=MAX_BYTES)
async def deliver(request: Request, lista: Lista) -> Response:
    """Try a file, which stores nothing, or deliver it."""
    fields, upload = await upload_of(request, MAX_BYTES)
    if upload is None or not upload.filename:
        return _form(request, lista, (textos.NO_FILE, ""))
    data, name = await upload.read(), file_name(upload.filename)
    try:
        contents = await service_cargas.read(lista, data)
    except ArchivoInvalido as error:
        return _form(request, lista, (textos.file_fault(error), error.code))
    context, files = context_of(request), files_of(request)
    if fields.get("paso") != "entregar":
        async with context.reading() as session:
            examen = await service_cargas.examine(session, contents)
        return _form(request, lista, tried=(name, examen))
    async with context.writing() as session:
        sha256 = await service_cargas.keep(session, files, data)
        entrega = Entrega(lista, name, sha256, len(data))
        carga = await service_cargas.receive(session, entrega, contents, said_of(request))
    return RedirectResponse(f"/catalogo/cargas/{carga.id}?{PARAMETER}={carga.status.value}", 303)


@router.get("/cargas/{carga_id}")
@needs(VER_CARGAS)
async def one(request: Request, carga_id: CargaId, session: Session) -> HTMLResponse:
    """One delivered file: what became of it, what it would do, and what can be done."""
    return await _one(request, session, carga_id)


@router.post("/cargas/{carga_id}/revisar")
@needs(CARGAR)
async def review(request: Request, carga_id: CargaId) -> Response:
    """Say that its differences were seen."""
    told = (await form_of(request)).get("bajas", "").strip()
    removed = int(told) if told.isascii() and told.isdigit() and len(told) <= 6 else -1
    files, (by, now) = files_of(request), said_of(request)
    contents = await service_cargas.opened(files, await _carga(request, carga_id))
    async with context_of(request).writing() as session:
        found = await service_cargas.review(session, files, carga_id, contents, (removed, by, now))
    return await _done(request, carga_id, found)


@router.post("/cargas/{carga_id}/firmar")
@needs(FIRMAR)
async def sign(request: Request, carga_id: CargaId) -> Response:
    """Confirm the very file by its hash, as its second person."""
    typed = (await form_of(request)).get("huella", "")
    contents = await service_cargas.opened(files_of(request), await _carga(request, carga_id))
    async with context_of(request).writing() as session:
        found = await service_cargas.sign(session, carga_id, contents, typed, said_of(request))
    return await _done(request, carga_id, found)


@router.post("/cargas/{carga_id}/rechazar")
@needs(CARGAR)
async def reject(request: Request, carga_id: CargaId) -> Response:
    """Put it away, with the reason."""
    reason = (await form_of(request)).get("motivo", "")
    async with context_of(request).writing() as session:
        found = await service_cargas.reject(session, carga_id, reason, said_of(request))
    return await _done(request, carga_id, found)


@router.get("/cargas/{carga_id}/archivo")
@needs(VER_CARGAS)
async def delivered(request: Request, carga_id: CargaId, session: Session) -> Response:
    """The bytes that were delivered, as they were."""
    carga = await service_cargas.one(session, carga_id)
    data = await files_of(request).read(carga.sha256)
    headers = {"Content-Disposition": f'attachment; filename="{carga.lista.value}-{carga.id}-{carga.sha256[:12]}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/cargas/{carga_id}/diferencias")
@needs(VER_CARGAS)
async def differences(request: Request, carga_id: CargaId, session: Session, formato: Format) -> Response:
    """Every row that it adds, changes and removes, as a file."""
    carga = await service_cargas.one(session, carga_id)
    changes = await service_cargas.changes_in(session, files_of(request), carga)
    key = LISTINGS[carga.lista].key
    rows: list[tuple[Value, ...]] = [("alta", row[key], name, "", row[name]) for row in changes.added for name in row]
    rows += [("cambio", each.key, each.field, each.before, each.after) for each in changes.changed]
    rows += [("baja", row[key], name, row[name], "") for row in changes.removed for name in row]
    return file_of(f"diferencias-{carga.id}", ("que", "clave", "campo", "antes", "despues"), rows, formato)


async def _carga(request: Request, carga_id: CargaId) -> Carga:
    async with context_of(request).reading() as session:
        return await service_cargas.one(session, carga_id)


async def _done(request: Request, carga_id: CargaId, found: Carga | Refused) -> Response:
    if isinstance(found, Refused):
        async with context_of(request).reading() as session:
            return await _one(request, session, carga_id, found)
    return RedirectResponse(f"/catalogo/cargas/{carga_id}?{PARAMETER}={found.status.value}", 303)


async def _one(
    request: Request, session: AsyncSession, carga_id: CargaId, refused: Refused | None = None
) -> HTMLResponse:
    carga, files, who = await service_cargas.one(session, carga_id), files_of(request), identity_of(request)
    examen: Examen | None = None
    if carga.status in WAITING:
        examen = await service_cargas.examine(session, await service_cargas.opened(files, carga))
    values = {
        "carga": carga,
        "examen": examen,
        "changes": examen.changes if examen else await service_cargas.kept_changes(files, carga),
        "moved": carga.status is Estado.REVISADO and examen is not None and not service_cargas.same(carga, examen),
        "refused": refused,
        "waits": carga.status in WAITING,
        "loads": bool(who.reach(CARGAR).whole),
        "signs": bool(who.reach(FIRMAR).whole),
        "mine": who.name in {carga.received_by, carga.reviewed_by},
        "typed": LEAST_TYPED,
        "made": done_of(request, DONE),
        **_about(carga.lista),
    }
    return pages_of(request).page(request, "carga.html", 422 if refused else 200, **values)


def _form(
    request: Request, lista: Lista, wrong: tuple[str, str] = ("", ""), tried: tuple[str, Examen] | None = None
) -> HTMLResponse:
    """The form; ``wrong`` is what a file has and its code, ``tried`` a file's name and what it would do."""
    name, examen = tried or ("", None)
    values = {
        "lista": lista,
        "fault": wrong[0],
        "code": wrong[1],
        "examen": examen,
        "changes": examen.changes if examen else None,
        "name": name,
        "megabytes": MAX_BYTES >> 20,
        **_about(lista),
    }
    return pages_of(request).page(request, "cargar.html", 422 if wrong[0] else 200, **values)


def _about(lista: Lista) -> dict[str, object]:
    listing = LISTINGS[lista]
    return {
        "is_map": lista in MAPS,
        "columns": listing.columns,
        "key": listing.key,
        "total": listing.total,
        "most": MOST_SHOWN,
        "textos": textos,
    }
