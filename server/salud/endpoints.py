"""Doors for programs that watch: alive, ready, why not, and what is counted. They must not decide anything."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from server.access import needs, open_door
from server.context import context_of
from server.http.errors import PROBLEM_RESPONSES
from server.kit.health import ready
from server.kit.meters import MEDIA_TYPE
from server.salud import textos
from server.salud.permissions import MEDIR
from server.salud.schemas import CheckSchema, HealthSchema
from server.salud.service import watch_of

router = APIRouter(tags=["salud"])
NOT_READY: Final[dict[int | str, dict[str, Any]]] = {
    503: {"model": HealthSchema, "description": "It cannot take bundles in: `checks` say why"}
}


@router.get("/salud/viva", include_in_schema=False)
@open_door("a proxy asks whether the process answers, and is told that and no more")
async def alive() -> Response:
    """Whether the process answers."""
    return JSONResponse({"viva": True})


@router.get("/salud/lista", include_in_schema=False)
@open_door("a proxy asks where to send bundles, and is told yes or no and not why")
async def is_ready(request: Request) -> Response:
    """Whether bundles can be taken in: 200, or 503."""
    fine = ready(await watch_of(request).checks())
    return JSONResponse({"lista": fine}, 200 if fine else 503)


@router.get("/api/v1/salud", response_model=HealthSchema, responses={**PROBLEM_RESPONSES, **NOT_READY})
@needs(MEDIR, local=True)
async def health(request: Request) -> Response:
    """How the server is and, when it is not ready, why not."""
    checks = await watch_of(request).checks()
    told = HealthSchema(
        ready=ready(checks),
        checks=[
            CheckSchema(name=c.name, level=int(c.level), code=c.code, value=c.value, text=textos.says(c))
            for c in checks
        ],
    )
    return JSONResponse(told.model_dump(mode="json"), 200 if told.ready else 503)


@router.get("/metrics", include_in_schema=False)
@needs(MEDIR, local=True)
async def metrics(request: Request) -> Response:
    """What the server counts of its own work, in Prometheus' text format."""
    await watch_of(request).checks()
    return Response(context_of(request).meters.text(), media_type=MEDIA_TYPE)
