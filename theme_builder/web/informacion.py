"""The pages of the information of a boleta: its parts in order, and each one. It must hold no rule."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from shared.formats.canonical import Json
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.editing import Change, Table, rows, table
from theme_builder.projects.history import By
from theme_builder.projects.informacion import INFO, add_part, drop_part, move_part, part_of, put_part
from theme_builder.projects.patch import State
from theme_builder.web import textos
from theme_builder.web.boletas import File
from theme_builder.web.door import Form, Who
from theme_builder.web.fields import Field, Kind, Values, shown, written
from theme_builder.web.forms import FormPage, save_form, show_form
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
Part = Annotated[int, Path(ge=0, le=59)]


@dataclass(frozen=True, slots=True)
class PartPage(FormPage):
    """The form of one part, which has no id: it is known by its place, ``number``."""

    number: int = 0

    def table(self, state: State) -> Table:
        """The part; raises ``ProyectoInvalido`` T610 when it is gone."""
        return part_of(state, self.document, self.number)

    def prefix(self, state: State) -> str:  # noqa: ARG002 - as the form of a row
        """Where it stands."""
        return f"{INFO}.{self.number}"

    def putting(self, values: Values) -> Change:
        """The change that sets ``values``."""
        return put_part(self.document, self.number, {path[-1]: value for path, value in values.items()})

    def seen(self, values: Values) -> Change:
        """What the form showed, put into a state: where its parts are others by now, that is a clash."""
        return self.putting(values)


def _fields(state: State, document: str) -> tuple[Field, ...]:
    people = rows(table(state, document), "candidaturas")
    whose = (("", textos.INFO_OF_ALL), *((str(each.get("id")), str(each.get("name", ""))) for each in people))
    return (
        Field("title", *textos.INFO["title"][:1], ("title",), Kind.TEXT, textos.INFO["title"][1]),
        Field("paragraphs", *textos.INFO["paragraphs"][:1], ("paragraphs",), Kind.LINES, textos.INFO["paragraphs"][1]),
        Field("candidatura", *textos.INFO["candidatura"][:1], ("candidatura",), Kind.CHOICE, options=whose),
    )


@router.get("/p/{project}/boletas/{file}/info")
def listed(request: Request, project: Project, file: File) -> HTMLResponse:
    """Every part in the order in which it is read, and the form of a new one."""
    desk, document = pages_of(request).desk(project), f"boletas/{file}"
    state = desk.project.state
    boleta = _boleta(state, document)
    names = {str(each.get("id")): str(each.get("name", "")) for each in rows(boleta, "candidaturas")}
    found = [
        (part, names.get(str(part.get("candidatura")), ""), desk.review.of(document, f"{INFO}.{place}"))
        for place, part in enumerate(rows(boleta, INFO))
    ]
    values = {"parts": found, "file": file, "title": boleta.get("title") or file, "boleta": boleta}
    fields = shown(_fields(state, document), {}, (), "")
    return pages_of(request).page(request, "informacion.html", desk=desk, fields=fields, **values)


@router.post("/p/{project}/boletas/{file}/info")
def add(request: Request, project: Project, file: File, who: Who, form: Form) -> Response:
    """A new part."""
    document = f"boletas/{file}"
    state = projects_of(request).opened(project).state
    _boleta(state, document)
    values: dict[str, Json] = {path[-1]: value for path, value in written(_fields(state, document), form).items()}
    by = By(who.name, "informacion", file, form.number("leido"))
    outcome = projects_of(request).edit(project, by, add_part(document, values))
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}/info", "agregado")


def _page(state: State, project: int, file: str, number: int) -> PartPage:
    document, address = f"boletas/{file}", f"/p/{project}/boletas/{file}"
    title = str(_boleta(state, document).get("title", file))
    back = ((f"/p/{project}/boletas", textos.BOLETAS), (address, title), (f"{address}/info", textos.INFO_TITLE))
    words = textos.INFO_PART.format(number=number + 1)
    page = PartPage(f"{address}/info/{number}", words, document, _fields(state, document), "informacion", trail=back)
    return replace(page, template="parte.html", number=number)


@router.get("/p/{project}/boletas/{file}/info/{number}")
def one(request: Request, project: Project, file: File, number: Part) -> HTMLResponse:
    """One part."""
    return show_form(request, project, _page(projects_of(request).opened(project).state, project, file, number))


@router.post("/p/{project}/boletas/{file}/info/{number}")
def save(request: Request, project: Project, file: File, number: Part, form: Form) -> Response:
    """Change it."""
    return save_form(request, project, _page(projects_of(request).opened(project).state, project, file, number), form)


@router.post("/p/{project}/boletas/{file}/info/{number}/orden")
def move(  # noqa: PLR0913, PLR0917 - the guard's two besides what the address says
    request: Request, project: Project, file: File, number: Part, who: Who, form: Form
) -> Response:
    """One place up or down."""
    change = move_part(f"boletas/{file}", number, -1 if form.get("hacia") == "arriba" else 1)
    outcome = projects_of(request).edit(project, By(who.name, "informacion", file, form.number("leido")), change)
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}/info")


@router.post("/p/{project}/boletas/{file}/info/{number}/quitar")
def drop(  # noqa: PLR0913, PLR0917 - same
    request: Request, project: Project, file: File, number: Part, who: Who, form: Form
) -> Response:
    """Take it away, its translations with it; the history takes that back."""
    by = By(who.name, "informacion", file, form.number("leido"))
    outcome = projects_of(request).edit(project, by, drop_part(f"boletas/{file}", number))
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}/info", "quitado")


def _boleta(state: State, document: str) -> Table:
    if document not in state:
        raise ProyectoInvalido("T609", f"no {document}")
    return table(state, document)
