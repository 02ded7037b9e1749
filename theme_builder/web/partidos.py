"""The pages of partidos: the list in the order of their registration, and each one. It must hold no rule."""

import re
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from theme_builder.marks import draw_mark
from theme_builder.projects.documents import PARTIDOS, ProyectoInvalido
from theme_builder.projects.editing import Table, drop_row, move_row, put_row, rows, table
from theme_builder.projects.history import By
from theme_builder.projects.picturing import partido_emblem
from theme_builder.web import textos
from theme_builder.web.door import Form, Who
from theme_builder.web.fields import Field, Kind, shown, written
from theme_builder.web.forms import FormPage, save_form, show_form
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
SHORT: Final = r"^[A-Z0-9_]{1,20}$"
Partido = Annotated[str, Path(pattern=SHORT)]
FIELDS: Final = tuple(
    Field(name, label, (name,), Kind.COLOR if name == "color" else Kind.TEXT, hint)
    for name, (label, hint) in textos.PARTIDO.items()
)
NEW: Final = (Field("id", textos.SHORT_NAME, ("id",), hint=textos.PARTIDO_ID), *FIELDS)
EMBLEM: Final = Field("picture", textos.EMBLEM, ("picture",))
_COLOR: Final = re.compile(r"#[0-9a-f]{6}")


@router.get("/p/{project}/partidos")
def listed(request: Request, project: Project) -> HTMLResponse:
    """Every partido, and the form of a new one."""
    desk = pages_of(request).desk(project)
    found = rows(table(desk.project.state, PARTIDOS), "partidos")
    partidos = [(row, mark_of(row), desk.review.of(PARTIDOS, f"partidos.{place}")) for place, row in enumerate(found)]
    new = shown(NEW, {"color": textos.FIRST_COLOR}, (), "")
    return pages_of(request).page(request, "partidos.html", desk=desk, partidos=partidos, fields=new)


@router.post("/p/{project}/partidos")
def add(request: Request, project: Project, who: Who, form: Form) -> Response:
    """A new partido, registered last."""
    values = {path[-1]: value for path, value in written(NEW, form).items()}
    id_ = str(values["id"]).upper()
    known = {row.get("id") for row in rows(table(projects_of(request).opened(project).state, PARTIDOS), "partidos")}
    if not re.fullmatch(SHORT, id_) or id_ in known:
        raise ProyectoInvalido("T612", f"partido {id_[:40]}")
    by = By(who.name, "partido_nuevo", id_, form.number("leido"))
    change = put_row(PARTIDOS, "partidos", id_, {**values, "id": id_})
    made = projects_of(request).edit(project, by, change)
    return answer(request, made, form, f"/p/{project}/partidos", "agregado")


def _page(project: int, partido: str) -> FormPage:
    back = ((f"/p/{project}/partidos", textos.DOCUMENTS[PARTIDOS]),)
    address = f"/p/{project}/partidos/{partido}"
    page = FormPage(address, partido, PARTIDOS, FIELDS, "partido", "partidos", partido, None, "partido.html", back)
    return replace(page, apart=(EMBLEM,))


@router.get("/p/{project}/partidos/{partido}")
def one(request: Request, project: Project, partido: Partido) -> HTMLResponse:
    """One partido."""
    return show_form(request, project, _page(project, partido))


@router.post("/p/{project}/partidos/{partido}")
def save(request: Request, project: Project, partido: Partido, form: Form) -> Response:
    """Change it."""
    return save_form(request, project, _page(project, partido), form)


@router.post("/p/{project}/partidos/{partido}/orden")
def move(request: Request, project: Project, partido: Partido, who: Who, form: Form) -> Response:
    """One place up or down."""
    steps = -1 if form.get("hacia") == "arriba" else 1
    by = By(who.name, "partido_orden", partido, form.number("leido"))
    made = projects_of(request).edit(project, by, move_row(PARTIDOS, "partidos", partido, steps))
    return answer(request, made, form, f"/p/{project}/partidos")


@router.post("/p/{project}/partidos/{partido}/quitar")
def drop(request: Request, project: Project, partido: Partido, who: Who, form: Form) -> Response:
    """Take it away; the history takes that back."""
    by = By(who.name, "partido_fuera", partido, form.number("leido"))
    made = projects_of(request).edit(project, by, drop_row(PARTIDOS, "partidos", partido))
    return answer(request, made, form, f"/p/{project}/partidos", "quitado")


@router.get("/p/{project}/partidos/{partido}/emblema.png")
def emblem(request: Request, project: Project, partido: Partido) -> Response:
    """Its emblem: the picture that was brought, or else as the theme draws it."""
    state = projects_of(request).opened(project).state
    hung = partido_emblem(partido)
    file = hung.file_in(state)
    data = projects_of(request).file(project, file) if file else mark_of(hung.row(state))
    return Response(data, media_type="image/png") if data else RedirectResponse(f"/p/{project}/partidos", 303)


def mark_of(partido: Table) -> bytes:
    """The emblem that is drawn of a partido's letters; b"" while it has none, or a picture of its own."""
    letters, color = str(partido.get("letters", "")), str(partido.get("color", ""))
    drawn = letters and len(letters) <= 7 and _COLOR.fullmatch(color) and not partido.get("picture")
    return draw_mark(letters, color) if drawn else b""
