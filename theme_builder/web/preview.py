"""The page that shows a boleta as who votes will see it. It must not draw it: the urna's program does."""

from base64 import b64encode
from typing import Annotated, Final, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.editing import Table, rows, table
from theme_builder.projects.preview import Look, Painter, alone
from theme_builder.projects.review import looked_at
from theme_builder.sheets.screens import RendererMissingError
from theme_builder.web import textos
from theme_builder.web.boletas import File
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of, projects_of

router = APIRouter()
Choice = Annotated[str, Query(max_length=20)]
OF_EACH: Final = frozenset({"boleta", "informacion"})
"""Screens of which the urna has one for each boleta, by its id."""
CHOICES: Final = {"pantalla": textos.SCREENS, "letra": textos.LETTERS, "contraste": textos.CONTRASTS}


@router.get("/p/{project}/boletas/{file}/vista")
def look(  # noqa: PLR0913, PLR0917 - one parameter a choice of the page
    request: Request,
    project: Project,
    file: File,
    pantalla: Choice = "boleta",
    letra: Choice = "normal",
    contraste: Choice = "normal",
    lengua: Choice = "es",
) -> HTMLResponse:
    """One boleta; what keeps it from being drawn where it cannot be."""
    projects, desk, document = projects_of(request), pages_of(request).desk(project), f"boletas/{file}"
    if document not in desk.project.state:
        raise ProyectoInvalido("T609", f"no boleta {file}")
    boleta = table(desk.project.state, document)
    chosen = {"pantalla": pantalla, "letra": letra, "contraste": contraste, "lengua": lengua}
    choices = {**CHOICES, "lengua": _languages(table(desk.project.state, "tema.toml"))}
    package, review = looked_at(alone(desk.project.state, projects.exported(project), document))
    picture, lost = b"", ""
    if package is not None:
        name = f"{pantalla}-{str(boleta.get('id', '')).lower()}" if pantalla in OF_EACH else pantalla
        try:
            picture = cast("Painter", request.app.state.painter).draw(package, Look(name, letra, contraste, lengua))
        except RendererMissingError as error:
            lost = str(error)
    values: dict[str, object] = {
        "title": boleta.get("title") or file,
        "chosen": chosen,
        "choices": choices,
        "lost": lost,
    }
    values |= {"errors": review.errors, "picture": b64encode(picture).decode(), "file": file}
    return pages_of(request).page(request, "vista.html", desk=desk, **values)


def _languages(tema: Table) -> tuple[tuple[str, str], ...]:
    others = tuple((str(each.get("language")), str(each.get("name"))) for each in rows(tema, "languages"))
    return (("es", textos.SPANISH_NAME), *others)
