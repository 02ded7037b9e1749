"""The page of the themes that a project makes: who is in which, and building them all. It must hold no rule."""

from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from theme_builder.projects.lotes import Lotes
from theme_builder.web.door import Form
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of, projects_of

router = APIRouter()
SHOWN: Final = 400


def lotes_of(request: Request) -> Lotes:
    """The lots of the application that serves ``request``."""
    return cast("Lotes", request.app.state.lotes)


@router.get("/p/{project}/lote")
def page(request: Request, project: Project) -> HTMLResponse:
    """The themes of the project and how far building them is."""
    return _shown(request, project, "lote.html")


@router.get("/p/{project}/lote/avance")
def progress(request: Request, project: Project) -> HTMLResponse:
    """How far it is, which a page asks while it is open."""
    return _shown(request, project, "lote_avance.html")


@router.post("/p/{project}/lote")
def begin(request: Request, project: Project, form: Form) -> Response:  # noqa: ARG001 - the guard has checked it
    """Build every theme of the project as it stands."""
    projects = projects_of(request)
    lotes_of(request).begin(project, projects.opened(project).number, projects.exported(project))
    return RedirectResponse(f"/p/{project}/lote", 303)


@router.post("/p/{project}/lote/parar")
def stop(request: Request, project: Project, form: Form) -> Response:  # noqa: ARG001 - same
    """Stop after the themes that were begun."""
    projects_of(request).opened(project)
    lotes_of(request).stop(project)
    return RedirectResponse(f"/p/{project}/lote", 303)


def _shown(request: Request, project: int, template: str) -> HTMLResponse:
    desk = pages_of(request).desk(project)
    lote = lotes_of(request).seen(project, desk.project.number)
    codes = {each.name: each.code for each in lote.progress.done}
    themes = desk.review.themes
    values = {"lote": lote, "codes": codes, "rows": themes[:SHOWN], "total": len(themes), "errors": desk.review.errors}
    return pages_of(request).page(request, template, desk=desk, **values)
