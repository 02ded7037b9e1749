"""The parts of pages that bring portraits and emblems, and show or take them away. It must not read a picture."""

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import Response

from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.history import By
from theme_builder.projects.pictures import MAX_PICTURE_BYTES, Crop, Cutter
from theme_builder.projects.picturing import Hung, partido_emblem, portrait
from theme_builder.web.boletas import Candidatura, File
from theme_builder.web.door import Filled, Form
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, projects_of
from theme_builder.web.partidos import Partido

router = APIRouter()


@router.post("/p/{project}/partidos/{partido}/emblema")
def bring_emblem(request: Request, project: Project, partido: Partido, form: Form) -> Response:
    """A picture for the emblem of a partido."""
    return _bring(request, project, partido_emblem(partido), form)


@router.post("/p/{project}/partidos/{partido}/emblema/quitar")
def drop_emblem(request: Request, project: Project, partido: Partido, form: Form) -> Response:
    """Its letters on its colour again."""
    return _drop(request, project, partido_emblem(partido), form)


@router.post("/p/{project}/boletas/{file}/candidaturas/{id_}/retrato")
def bring_portrait(request: Request, project: Project, file: File, id_: Candidatura, form: Form) -> Response:
    """The portrait of a candidatura."""
    return _bring(request, project, portrait(f"boletas/{file}", id_), form)


@router.post("/p/{project}/boletas/{file}/candidaturas/{id_}/retrato/quitar")
def drop_portrait(request: Request, project: Project, file: File, id_: Candidatura, form: Form) -> Response:
    """No portrait."""
    return _drop(request, project, portrait(f"boletas/{file}", id_), form)


@router.get("/p/{project}/boletas/{file}/candidaturas/{id_}/retrato.png")
def face(request: Request, project: Project, file: File, id_: Candidatura) -> Response:
    """The portrait as the theme has it."""
    projects = projects_of(request)
    name = portrait(f"boletas/{file}", id_).file_in(projects.opened(project).state)
    if not name:
        raise ProyectoInvalido("T609", f"no portrait of {id_}")
    return Response(projects.file(project, name), media_type="image/png")


def _bring(request: Request, project: int, hung: Hung, form: Form) -> Response:
    projects = projects_of(request)
    hung.row(projects.opened(project).state)
    crop = Crop(_said(form, "derecha", 50), _said(form, "abajo", 50), _said(form, "acercar", 100))
    data = cast("Cutter", request.app.state.cutter).cut(form.bytes(MAX_PICTURE_BYTES), hung.shape, crop)
    by = By(request.state.session.name, hung.shape.value, hung.id, form.number("leido"))
    made = projects.place(project, by, {hung.file: data}, hung.hang())
    return answer(request, made, form, _page_of(request), "guardado")


def _drop(request: Request, project: int, hung: Hung, form: Form) -> Response:
    by = By(request.state.session.name, f"{hung.shape}_fuera", hung.id, form.number("leido"))
    made = projects_of(request).edit(project, by, hung.take_down())
    return answer(request, made, form, _page_of(request), "quitado")


def _said(form: Filled, name: str, usual: int) -> int:
    return form.number(name) if form.get(name) else usual


def _page_of(request: Request) -> str:
    """The page of the row: where the address of the picture begins."""
    return request.url.path.removesuffix("/quitar").rpartition("/")[0]
