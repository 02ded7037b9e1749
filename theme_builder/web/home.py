"""The pages of entering, of all projects, of one project, and of its election and places. It must hold no rule."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from theme_builder.projects.archive import MAX_ARCHIVE_BYTES, read_archive, write_archive
from theme_builder.projects.documents import GEOGRAFIA, TEMA, ProyectoInvalido
from theme_builder.projects.editing import new_source, table
from theme_builder.projects.history import By
from theme_builder.projects.nist_import import bring_definition
from theme_builder.projects.nist_read import MAX_NIST_BYTES
from theme_builder.web import textos
from theme_builder.web.door import ENTER, MAX_NAME, NAMED, Form, Who, door_of
from theme_builder.web.fields import Field, Kind, shown, written
from theme_builder.web.forms import FormPage, save_form, show_form
from theme_builder.web.pages import by_place, pages_of, projects_of

router = APIRouter()
Project = Annotated[int, Path(ge=1, le=2**31 - 1)]
SHOWN: Final = 200
ENTIDADES: Final = tuple((str(number), name) for number, name in enumerate(textos.ENTIDADES, start=1))


def _field(name: str, group: str, kind: Kind = Kind.TEXT) -> Field:
    label, hint = textos.ELECTION[name]
    return Field(name, label, (group, name), kind, hint)


ELECTION: Final = (
    _field("name", "election"),
    _field("id", "election"),
    _field("date", "election", Kind.DATE),
    _field("authority", "election"),
)
ELSEWHERE: Final = (Field("rules", "", ("rules",)), Field("voices", "", ("voices",)))
"""Asked on pages of their own."""
NEW: Final = (
    *ELECTION[:3],
    Field("entidad", textos.ELECTION["entidad_name"][0], ("election", "entidad"), Kind.CHOICE, options=ENTIDADES),
    ELECTION[3],
)
PLACES: Final = tuple(Field(name, label, (name,), Kind.PLACES, hint) for name, (label, hint) in textos.PLACES.items())


@router.get(ENTER)
def enter(request: Request, llave: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Let in whoever brings the key that was printed, the first time."""
    door = door_of(request)
    if door.session(request.cookies.get(door.cookie_name, "")) is not None:
        return RedirectResponse("/", 303)
    session = door.enter(llave)
    if session is None:
        return pages_of(request).page(request, "negado.html", 401, said=textos.refusal("T651", ""), code="T651")
    answer = RedirectResponse("/", 303)
    answer.set_cookie(door.cookie_name, session.cookie, httponly=True, samesite="strict")
    return answer


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Every project, and the ways to begin one."""
    values = {"projects": projects_of(request).listed(), "fields": shown(NEW, {}, (), "")}
    return pages_of(request).page(request, "proyectos.html", **values)


@router.post(NAMED)
def name(request: Request, who: Who, form: Form) -> Response:
    """Say who works here: the name stands beside each change."""
    door_of(request).rename(who, form.get("nombre")[:MAX_NAME])
    return RedirectResponse("/", 303)


@router.post("/proyectos")
def begin(request: Request, who: Who, form: Form) -> Response:
    """Begin a project of nothing."""
    election = {path[-1]: value for path, value in written(NEW, form).items()}
    entidad = form.number("entidad")
    if not 1 <= entidad <= len(textos.ENTIDADES):
        raise ProyectoInvalido("T612", "no such entidad")
    election |= {"entidad": entidad, "entidad_name": textos.ENTIDADES[entidad - 1]}
    projects = projects_of(request)
    files = new_source(election, projects.now())
    made = projects.create(str(election["name"]), files, By(who.name, "nuevo"))
    return RedirectResponse(f"/p/{made}", 303)


@router.post("/proyectos/fuente")
def bring(request: Request, who: Who, form: Form) -> Response:
    """Begin a project of the source of a theme, as a ZIP."""
    data = form.file.file.read(MAX_ARCHIVE_BYTES + 1) if form.file else b""
    files, others = read_archive(data)
    made = projects_of(request).create(form.get("proyecto"), files, By(who.name, "importacion"))
    if not others:
        return RedirectResponse(f"/p/{made}", 303)
    said = textos.SKIPPED.format(names=", ".join(others[:20]))
    return pages_of(request).page(request, "traido.html", said=said, address=f"/p/{made}")


@router.post("/proyectos/nist")
def bring_nist(request: Request, who: Who, form: Form) -> Response:
    """Begin a project of a NIST ballot definition, or show everything that keeps it from being one."""
    data = form.file.file.read(MAX_NIST_BYTES + 1) if form.file else b""
    projects = projects_of(request)
    brought = bring_definition(data, projects.now())
    if brought.faults:
        values = {"faults": brought.faults[:SHOWN], "many": len(brought.faults)}
        return pages_of(request).page(request, "nist_faltas.html", 422, **values)
    made = projects.create(brought.name[:MAX_NAME], brought.files, By(who.name, "nist"))
    values = {"said": textos.NIST_BROUGHT, "address": f"/p/{made}"}
    return pages_of(request).page(request, "traido.html", **values)


@router.get("/p/{project}")
def overview(request: Request, project: Project) -> HTMLResponse:
    """A project: what it has, what is missing, what can be taken from it."""
    desk = pages_of(request).desk(project)
    values = {"errors": by_place(desk.review.errors), "warnings": by_place(desk.review.warnings)}
    election = table(desk.project.state, TEMA).get("election")
    election = election if isinstance(election, dict) else {}
    return pages_of(request).page(request, "proyecto.html", desk=desk, election=election, **values)


@router.get("/p/{project}/fuente.zip")
def source(request: Request, project: Project) -> Response:
    """The source as it stands, which the command `tema` checks and builds."""
    head = {"Content-Disposition": f'attachment; filename="fuente-{project}.zip"'}
    return Response(write_archive(projects_of(request).exported(project)), media_type="application/zip", headers=head)


def _election(project: int) -> FormPage:
    return FormPage(f"/p/{project}/eleccion", textos.ELECTION_TITLE, TEMA, ELECTION, "eleccion", apart=ELSEWHERE)


def _places(project: int) -> FormPage:
    return FormPage(f"/p/{project}/lugares", textos.DOCUMENTS[GEOGRAFIA], GEOGRAFIA, PLACES, "lugares")


@router.get("/p/{project}/eleccion")
def election(request: Request, project: Project) -> HTMLResponse:
    """The election and its rules."""
    return show_form(request, project, _election(project))


@router.post("/p/{project}/eleccion")
def save_election(request: Request, project: Project, form: Form) -> Response:
    """Change them."""
    return save_form(request, project, _election(project), form)


@router.get("/p/{project}/lugares")
def places(request: Request, project: Project) -> HTMLResponse:
    """Distritos and municipios."""
    return show_form(request, project, _places(project))


@router.post("/p/{project}/lugares")
def save_places(request: Request, project: Project, form: Form) -> Response:
    """Change them."""
    return save_form(request, project, _places(project), form)
