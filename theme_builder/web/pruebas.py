"""The page of the proofs of all boletas in one PDF, for a sitting with the partidos. It must not make them."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from theme_builder.finding import Severity
from theme_builder.projects.documents import TEMA, ProyectoInvalido
from theme_builder.projects.editing import table
from theme_builder.projects.patch import State
from theme_builder.web.door import Form
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of, projects_of
from theme_builder.web.prueba import proofs_of, wanted

router = APIRouter()
NAMED: Final = "pruebas-{project}-{number}.pdf"


@router.get("/p/{project}/pruebas")
def page(request: Request, project: Project) -> HTMLResponse:
    """The boletas, what keeps any of them from a proof, and how far their PDF is."""
    return _shown(request, project, "pruebas.html")


@router.get("/p/{project}/pruebas/avance")
def progress(request: Request, project: Project) -> HTMLResponse:
    """How far it is, which a page asks while it is open."""
    return _shown(request, project, "pruebas_avance.html")


@router.post("/p/{project}/pruebas")
def begin(request: Request, project: Project, form: Form) -> Response:  # noqa: ARG001 - the guard has checked it
    """Make the PDF of every boleta of the project as it stands."""
    opened = projects_of(request).opened(project)
    every = wanted(request, project, _files(opened.state))
    if not every:
        raise ProyectoInvalido("T609", "no boletas")
    proofs_of(request).begin(project, opened.number, every)
    return RedirectResponse(f"/p/{project}/pruebas", 303)


@router.post("/p/{project}/pruebas/parar")
def stop(request: Request, project: Project, form: Form) -> Response:  # noqa: ARG001 - same
    """Stop after the boleta in hand."""
    projects_of(request).opened(project)
    proofs_of(request).stop(project)
    return RedirectResponse(f"/p/{project}/pruebas", 303)


@router.get("/p/{project}/pruebas.pdf")
def file(request: Request, project: Project) -> Response:
    """The PDF of the project as it stands."""
    number = projects_of(request).opened(project).number
    made = proofs_of(request).seen(project, number).file
    if made is None:
        raise ProyectoInvalido("T609", "no proofs of this change")
    name = NAMED.format(project=project, number=number)
    return FileResponse(made, media_type="application/pdf", filename=name, content_disposition_type="inline")


def _shown(request: Request, project: int, template: str) -> HTMLResponse:
    desk = pages_of(request).desk(project)
    state, number = desk.project.state, desk.project.number
    boletas = [(each, table(state, f"boletas/{each}"), desk.review.of(f"boletas/{each}")) for each in _files(state)]
    wrong = [name for name, _, found in boletas if any(each.severity is Severity.ERROR for each in found)]
    values = {"boletas": boletas, "wrong": wrong, "made": proofs_of(request).seen(project, number)}
    return pages_of(request).page(request, template, desk=desk, **values)


def _files(state: State) -> list[str]:
    names = table(state, TEMA).get("contests")
    return [str(name) for name in names] if isinstance(names, list) else []
