"""Puts the pages together: projects and a door in, an application out. It must not open a socket or a file."""

from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from shared.domain.errors import DatoInvalido
from shared.web.serving import SecurityHeaders, Static
from shared.web.site import SCRIPTS, STATIC
from theme_builder.ceremony.sitting import Sittings
from theme_builder.projects.pictures import Cutter
from theme_builder.projects.service import Projects
from theme_builder.versions.service import Versions
from theme_builder.web import (
    avisos,
    boletas,
    camino,
    candidaturas,
    casillas,
    ceremonia,
    coaliciones,
    firmas,
    history,
    home,
    informacion,
    lenguas,
    lote,
    marcas,
    otras,
    partidos,
    pictures,
    preview,
    prueba,
    pruebas,
    reglas,
    textos,
    voces,
)
from theme_builder.web.door import Entrance, guard
from theme_builder.web.makers import Makers
from theme_builder.web.pages import OWN_SCRIPTS, STYLES, Pages, pages_of
from theme_builder.web.pages import SCRIPTS as SCRIPTS_ADDRESS

STATUS_BY_CODE = {
    "T609": 404,
    "T610": 409,
    "T650": 421,
    "T651": 401,
    "T652": 403,
    "T656": 403,
    "T653": 413,
    "T607": 413,
}
STATUS_BY_CODE |= {"T631": 409}
"""Other codes are 422: what was sent must be mended."""
ROUTERS = (
    *(home.router, partidos.router, boletas.router, pictures.router, preview.router),
    *(lenguas.router, casillas.router, history.router),
    *(firmas.router, camino.router, reglas.router, coaliciones.router),
)
MORE = (
    *(voces.router, informacion.router, prueba.router, pruebas.router, lote.router),
    *(avisos.router, candidaturas.router, marcas.router, otras.router),
)


def create_app(projects: Projects, door: Entrance, makers: Makers) -> FastAPI:
    """The application; whoever opened the makers ends them."""
    app = FastAPI(title=textos.SITE, docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(guard)])
    app.state.projects, app.state.door, app.state.pages = projects, door, Pages(projects)
    app.state.painter, app.state.cutter, app.state.lotes = makers.painter, Cutter(), makers.lotes
    app.state.versions, app.state.module = Versions(projects.engine, projects, projects.now), None
    app.state.sounds, app.state.proofs = makers.sounds, makers.proofs
    app.state.sittings = Sittings()
    app.state.waiting = candidaturas.Waiting()
    app.add_middleware(SecurityHeaders)
    app.mount(STYLES, Static(directory=STATIC), name="estilo")
    app.mount(SCRIPTS_ADDRESS, Static(directory=SCRIPTS), name="guiones")
    app.mount(OWN_SCRIPTS, Static(directory=Path(__file__).parent / "scripts"), name="propios")
    own = () if door.hosted else (ceremonia.router,)
    for router in (*ROUTERS, *MORE, *own):
        app.include_router(router)
    app.add_exception_handler(DatoInvalido, _refused)
    app.add_exception_handler(RequestValidationError, _missing)
    app.add_exception_handler(HTTPException, _missing)
    return app


async def _refused(request: Request, error: Exception) -> HTMLResponse:
    code, detail = (error.code, error.detail) if isinstance(error, DatoInvalido) else ("", "")
    values = {"said": textos.refusal(code, detail), "code": code}
    return pages_of(request).page(request, "negado.html", STATUS_BY_CODE.get(code, 422), **values)


async def _missing(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else 404
    said = textos.NOT_FOUND if status == 404 else textos.REFUSED
    return pages_of(request).page(request, "negado.html", status, said=said, code="")
