"""The pages of boletas: those of the election, each one, and each of its candidaturas. It must hold no rule."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from shared.formats.canonical import Json
from theme_builder.projects.documents import PARTIDOS, TEMA, ProyectoInvalido
from theme_builder.projects.editing import (
    Table,
    add_boleta,
    boleta_file,
    drop_boleta,
    drop_candidatura,
    put_candidatura,
    rows,
    table,
)
from theme_builder.projects.history import By
from theme_builder.projects.patch import State
from theme_builder.projects.picturing import portrait
from theme_builder.web import textos
from theme_builder.web.door import Form, Who
from theme_builder.web.fields import Field, Kind, shown, written
from theme_builder.web.forms import FormPage, save_form, show_form
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
SHORT: Final = r"^[A-Z0-9_]{1,24}$"
File = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}\.toml$")]
Candidatura = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
KINDS: Final = {"max_marks": Kind.NUMBER, "scale_max": Kind.NUMBER, "blank_policy": Kind.CHOICE}
FIELDS: Final = tuple(
    Field(name, label, (name,), KINDS.get(name, Kind.TEXT), hint, textos.BLANK if name == "blank_policy" else ())
    for name, (label, hint) in textos.BOLETA.items()
)
NEW: Final = (
    Field("id", textos.SHORT_NAME, ("id",), hint=textos.BOLETA_ID),
    *FIELDS[:2],
    Field("kind", textos.KIND, ("kind",), Kind.CHOICE, options=textos.KINDS),
)
NAME: Final = Field("name", textos.CANDIDATURA["name"][0], ("name",), hint=textos.CANDIDATURA["name"][1])

PORTRAIT: Final = Field("portrait", textos.PORTRAIT, ("portrait",))


@router.get("/p/{project}/boletas")
def listed(request: Request, project: Project) -> HTMLResponse:
    """The boletas of the election in their order, and the form of a new one."""
    desk = pages_of(request).desk(project)
    names = table(desk.project.state, TEMA).get("contests")
    boletas = [
        (name, table(desk.project.state, f"boletas/{name}"), desk.review.of(f"boletas/{name}"))
        for name in (names if isinstance(names, list) else [])
    ]
    kinds = dict(textos.KINDS)
    return pages_of(request).page(
        request, "boletas.html", desk=desk, boletas=boletas, kinds=kinds, fields=shown(NEW, {}, (), "")
    )


@router.post("/p/{project}/boletas")
def add(request: Request, project: Project, who: Who, form: Form) -> Response:
    """A new boleta, the last."""
    values = {path[-1]: value for path, value in written(NEW, form).items()}
    id_ = str(values["id"]).upper()
    file = boleta_file(projects_of(request).opened(project).state, id_)
    if not re.fullmatch(SHORT, id_) or values["kind"] not in dict(textos.KINDS):
        raise ProyectoInvalido("T612", f"boleta {id_[:40]}")
    blank = "aparte" if values["kind"] == "consulta" else "suma_a_nulos"
    made = {**values, "id": id_, "max_marks": 1, "scale_max": 0, "blank_policy": blank}
    by = By(who.name, "boleta_nueva", id_, form.number("leido"))
    outcome = projects_of(request).edit(project, by, add_boleta(file, made))
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}", "agregado")


def _page(project: int, file: str) -> FormPage:
    back = ((f"/p/{project}/boletas", textos.BOLETAS),)
    address, document = f"/p/{project}/boletas/{file}", f"boletas/{file}"
    return FormPage(address, file, document, FIELDS, "boleta", template="boleta.html", trail=back)


@router.get("/p/{project}/boletas/{file}")
def one(request: Request, project: Project, file: File) -> HTMLResponse:
    """One boleta: its words, its candidaturas, and what a mark in each box means."""
    state = projects_of(request).opened(project).state
    boleta = _boleta(state, file)
    values = {"boleta": boleta, "kinds": dict(textos.KINDS), "boxes": meanings(boleta), "new": _new(state, boleta)}
    page = replace(_page(project, file), title=str(boleta.get("title", file)))
    return show_form(request, project, page, **values)


@router.post("/p/{project}/boletas/{file}")
def save(request: Request, project: Project, file: File, form: Form) -> Response:
    """Change its words and rules."""
    return save_form(request, project, _page(project, file), form)


@router.post("/p/{project}/boletas/{file}/quitar")
def drop(request: Request, project: Project, file: File, who: Who, form: Form) -> Response:
    """Take it out of the election; the history takes that back."""
    by = By(who.name, "boleta_fuera", file, form.number("leido"))
    made = projects_of(request).edit(project, by, drop_boleta(file))
    return answer(request, made, form, f"/p/{project}/boletas", "quitado")


@router.post("/p/{project}/boletas/{file}/candidaturas")
def add_one(request: Request, project: Project, file: File, who: Who, form: Form) -> Response:
    """A new candidatura, with the boxes that follow from it."""
    state = projects_of(request).opened(project).state
    values = {path[-1]: value for path, value in written(_new_fields(state), form).items()}
    id_ = str(values["id"]).upper()
    known = {row.get("id") for row in rows(_boleta(state, file), "candidaturas")}
    if not re.fullmatch(SHORT, id_) or id_ in known:
        raise ProyectoInvalido("T612", f"candidatura {id_[:40]}")
    by = By(who.name, "candidatura_nueva", id_, form.number("leido"))
    change = put_candidatura(f"boletas/{file}", id_, {"partidos": [], **values, "id": id_})
    outcome = projects_of(request).edit(project, by, change)
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}", "agregado")


def _candidatura_page(state: State, project: int, file: str, id_: str) -> FormPage:
    address = f"/p/{project}/boletas/{file}"
    title = str(_boleta(state, file).get("title", file))
    back = ((f"/p/{project}/boletas", textos.BOLETAS), (address, title))
    fields = (NAME, _partidos_field(state), *_siglado_field(state, file, id_))
    page = FormPage(f"{address}/candidaturas/{id_}", id_, f"boletas/{file}", fields, "candidatura", "candidaturas", id_)
    return replace(page, write=put_candidatura, template="candidatura.html", trail=back, apart=(PORTRAIT,))


@router.get("/p/{project}/boletas/{file}/candidaturas/{id_}")
def candidatura(request: Request, project: Project, file: File, id_: Candidatura) -> HTMLResponse:
    """One candidatura."""
    state = projects_of(request).opened(project).state
    face = portrait(f"boletas/{file}", id_).file_in(state)
    return show_form(request, project, _candidatura_page(state, project, file, id_), face=face)


@router.post("/p/{project}/boletas/{file}/candidaturas/{id_}")
def save_candidatura(request: Request, project: Project, file: File, id_: Candidatura, form: Form) -> Response:
    """Change it; its boxes and its coalicion follow."""
    state = projects_of(request).opened(project).state
    return save_form(request, project, _candidatura_page(state, project, file, id_), form)


@router.post("/p/{project}/boletas/{file}/candidaturas/{id_}/quitar")
def drop_one(  # noqa: PLR0913, PLR0917 - same
    request: Request, project: Project, file: File, id_: Candidatura, who: Who, form: Form
) -> Response:
    """Take it off the boleta, with its boxes; the history takes that back."""
    by = By(who.name, "candidatura_fuera", id_, form.number("leido"))
    made = projects_of(request).edit(project, by, drop_candidatura(f"boletas/{file}", id_))
    return answer(request, made, form, f"/p/{project}/boletas/{file}", "quitado")


def _boleta(state: State, file: str) -> Table:
    """The boleta of a file; raises ``ProyectoInvalido`` T609 where there is none."""
    if f"boletas/{file}" not in state:
        raise ProyectoInvalido("T609", f"no boleta {file}")
    return table(state, f"boletas/{file}")


def _partidos_field(state: State) -> Field:
    label, hint = textos.CANDIDATURA["partidos"]
    known = rows(table(state, PARTIDOS), "partidos")
    options = tuple((str(row.get("id")), f"{row.get('id')}, {row.get('name', '')}") for row in known)
    return Field("partidos", label, ("partidos",), Kind.CHECKS, hint, options)


def _siglado_field(state: State, file: str, id_: str) -> tuple[Field, ...]:
    """Of which partido a candidatura of several is."""
    found = [row for row in rows(_boleta(state, file), "candidaturas") if row.get("id") == id_]
    partidos = found[0].get("partidos") if found else None
    if not isinstance(partidos, list) or len(partidos) < 2:
        return ()
    label, hint = textos.SIGLADO
    said = [*map(str, partidos)] + [str(each) for each in (found[0].get("siglado"),) if each and each not in partidos]
    options = (("", textos.NO_SIGLADO), *((each, each) for each in said))
    return (Field("siglado", label, ("siglado",), Kind.CHOICE, hint, options),)


def _new_fields(state: State) -> tuple[Field, ...]:
    return (Field("id", textos.SHORT_NAME, ("id",), hint=textos.CANDIDATURA_ID), NAME, _partidos_field(state))


def _new(state: State, boleta: Table) -> object:
    answers = boleta.get("kind") == "consulta"
    asked = tuple(each for each in _new_fields(state) if not (answers and each.name == "partidos"))
    return shown(asked, {}, (), "")


def meanings(boleta: Table) -> list[tuple[str, str]]:
    """Each box, and each legal combination of boxes, with what its mark means for whom."""
    names = {str(each.get("id")): str(each.get("name", "")) for each in rows(boleta, "candidaturas")}
    meanings = [(str(box.get("label", "")), _meaning(box, names)) for box in rows(boleta, "options")]
    for coalicion in rows(boleta, "coaliciones"):
        combinations = coalicion.get("combinations")
        for each in combinations if isinstance(combinations, list) else ():
            joined = " + ".join(map(str, each)) if isinstance(each, list) else ""
            said = textos.COMBINATION.format(name=coalicion.get("name", ""), partidos=joined.replace(" + ", ", "))
            meanings.append((joined, said))
    return meanings


def _meaning(box: Mapping[str, Json], names: Mapping[str, str]) -> str:
    partidos = box.get("partidos")
    joined = ", ".join(map(str, partidos)) if isinstance(partidos, list) else ""
    words = {"partidos": joined, "name": names.get(str(box.get("candidatura")), ""), "label": box.get("label", "")}
    return textos.BOX_WORDS.get(str(box.get("kind")), "").format(**words)
