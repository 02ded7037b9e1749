"""HTTP doors of the reception. They must not decide anything: they read the body within bounds and word the answer."""

from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs, open_door
from server.catalog import service as catalog
from server.context import read_session
from server.http.bodies import body_of
from server.http.described import refusals
from server.http.errors import PROBLEM_RESPONSES, PeticionInvalida, problem, status_of
from server.ingest import service
from server.ingest.permissions import VER
from server.ingest.reception import Reception
from server.ingest.schemas import Outcome, ReasonSchema, Receipt, ReceiptSchema, Refusal
from server.ingest.sender import sender_of
from server.ingest.textos import why

MEDIA_TYPE: Final = "application/zip"
STATUS: Final = {Outcome.GUARDADO: 201, Outcome.REPETIDO: 200, Outcome.APARTADO: 202}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": ReceiptSchema, "description": "The same bytes were held already"},
    201: {"model": ReceiptSchema, "description": "Stored and counted"},
    202: {"model": ReceiptSchema, "description": "Stored and set apart: `reasons` say why"},
}
router = APIRouter(prefix="/api/v1/bundles", tags=["ingest"])


@router.post(
    "",
    status_code=201,
    responses={**ANSWERS, **PROBLEM_RESPONSES, **refusals("S104", "S105", "S109", "S860", "S862")},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
@open_door("whoever brings a bundle: the urna's signature is what is believed, and no lost credential may keep one out")
async def receive(request: Request) -> Response:
    """Deliver one public bundle; the answer comes once it is durable. Sending again is harmless."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != MEDIA_TYPE:
        raise PeticionInvalida("S102", f"the body must be {MEDIA_TYPE}")
    sender = sender_of(request)
    reception = cast("Reception", request.app.state.ingest)
    with reception.room() as room:
        data = await body_of(request, reception.max_bytes, grow=room.grow)
        answer = await reception.take(data, "certificado" if sender else "http", sender)
    if isinstance(answer, Refusal):
        return problem(status_of(answer.code), answer.code, answer.detail)
    return JSONResponse(_schema(answer).model_dump(mode="json"), STATUS[answer.outcome])


@router.get(
    "/{sha256}",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "The bundle"}, **PROBLEM_RESPONSES},
)
@needs(VER, within=True)
async def fetch(
    sha256: str,
    session: Annotated[AsyncSession, Depends(read_session)],
    who: Annotated[Identity, Depends(identity_of)],
) -> Response:
    """The bytes of a verified bundle, as the urna signed them."""
    clave, data = await service.bundle(session, sha256)
    catalog.check_reach(who.reach(VER), (await catalog.casilla(session, clave),))
    disposition = f'attachment; filename="{sha256[:16]}.public.zip"'
    return Response(data, media_type=MEDIA_TYPE, headers={"Content-Disposition": disposition})


def _schema(receipt: Receipt) -> ReceiptSchema:
    return ReceiptSchema(
        outcome=receipt.outcome,
        status=receipt.status,
        sha256=receipt.sha256,
        casilla=receipt.clave,
        store_id=receipt.store_id,
        reasons=[ReasonSchema(code=r.code, path=r.path, text=why(r)) for r in receipt.reasons],
    )
