"""The pages of versions: sent, approved, returned, withdrawn, with what is next and whose it is. They hold no rule."""

from dataclasses import dataclass
from pathlib import Path as FilePath
from tempfile import NamedTemporaryFile
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from shared.formats.lote_v1 import Lote, TemaLote
from theme_builder.projects.archive import write_large
from theme_builder.projects.documents import PERSONAS, ProyectoInvalido, read_document
from theme_builder.projects.history import By
from theme_builder.reasons import blocking
from theme_builder.sheets.codes import MAX_LIST, codes_of, read_placed
from theme_builder.sheets.printing import Paper
from theme_builder.sticks import lote_in
from theme_builder.versions.answers import Blocked, Version
from theme_builder.versions.publishing import theme_in
from theme_builder.versions.rules import ENDED, Paso, Refused, decide, possible
from theme_builder.versions.service import Seen, Versions
from theme_builder.versions.stored import StoredFiles
from theme_builder.web import firmas_textos as said
from theme_builder.web.door import Form, Who
from theme_builder.web.home import Project
from theme_builder.web.lote import lotes_of
from theme_builder.web.pages import answer, pages_of, projects_of, versions_of

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
MAX_PEOPLE_BYTES: Final = 4 << 20
BY_ADDRESS: Final = {
    "aprobar": (Paso.APROBAR, "aprobada"),
    "devolver": (Paso.DEVOLVER, "devuelta"),
    "retirar": (Paso.RETIRAR, "retirada"),
}
Step = Annotated[str, Path(pattern=r"^(aprobar|devolver|retirar)$")]


@router.get("/p/{project}/camino")
def way(request: Request, project: Project) -> HTMLResponse:
    """How far the theme is, what is next, and every version."""
    return show_way(request, project)


@router.post("/p/{project}/camino")
def send(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Freeze the draft as a version, for another person to review."""
    seen = Seen(who.name, form.number("leido"))
    versions, publication = versions_of(request), form.number("publicacion")
    if len(pages_of(request).desk(project).review.themes) > 1:
        made = versions.send_lote(project, seen, lotes_of(request).seen(project, seen.read), publication)
    else:
        made = versions.send(project, seen, publication)
    if isinstance(made, Version):
        return RedirectResponse(f"/p/{project}/camino/{made.number}?hecho=enviada", 303)
    return show_way(request, project, made)


@router.post("/p/{project}/personas")
def people(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Take the people of the key ceremony into the project."""
    data = form.file.file.read(MAX_PEOPLE_BYTES + 1) if form.file else b""
    if len(data) > MAX_PEOPLE_BYTES:
        raise ProyectoInvalido("T601", f"{len(data)} bytes")
    value = read_document(PERSONAS, data)
    by = By(who.name, "personas", "", form.number("leido"))
    made = projects_of(request).edit(project, by, lambda state: {**state, PERSONAS: value})
    return answer(request, made, form, f"/p/{project}/camino", "personas")


@router.get("/p/{project}/camino/{number}")
def one(request: Request, project: Project, number: Number) -> HTMLResponse:
    """One version: its code, its hash, who did what, and the next step."""
    return show_version(request, project, number)


@router.get("/p/{project}/camino/{number}/tema.zip")
def folder(request: Request, project: Project, number: Number) -> Response:
    """The folder that `tema firmar` signs on another machine."""
    files = versions_of(request).files(project, number)
    kept = files.only(name for name in files if not name.startswith("metadata/"))
    return _zip(kept, "tema", f"tema-{project}-{number}.zip")


@router.get("/p/{project}/camino/{number}/repositorio.zip")
def published(request: Request, project: Project, number: Number) -> Response:
    """The repository of a published version, as it goes on a stick; raises ``ProyectoInvalido`` T609 before."""
    return _zip(published_files(versions_of(request), project, number), "repositorio", "repositorio.zip")


@router.post("/p/{project}/camino/{number}/codigos")
def codes(request: Request, project: Project, number: Number, form: Form) -> Response:
    """The list of short codes for the partidos, as PDF or CSV, of the theme as it was frozen."""
    files = versions_of(request).files(project, number)
    listed = form.file.file.read(MAX_LIST + 1) if form.file else b""
    placed = read_placed(listed) if listed else ()
    made = codes_of(theme_in(files), placed, form.get("programa").lower(), lote_in(files))
    if form.get("formato") == "csv":
        return _sent(made.to_csv(), "text/csv; charset=utf-8", f"codigos-{project}-{number}.csv")
    return _sent(made.to_pdf(Paper.CARTA).pdf, "application/pdf", f"codigos-{project}-{number}.pdf")


@router.post("/p/{project}/camino/{number}/{step}")
def take(  # noqa: PLR0913, PLR0917 - whose, of what, which
    request: Request, project: Project, number: Number, step: Step, who: Who, form: Form
) -> Response:
    """Approve, return or withdraw."""
    paso, word = BY_ADDRESS[step]
    made = versions_of(request).take(project, number, paso, who.name, form.get("motivo"))
    if isinstance(made, Refused):
        return show_version(request, project, number, made)
    return RedirectResponse(f"/p/{project}/camino/{number}?hecho={word}", 303)


@dataclass(frozen=True, slots=True)
class Table:
    """The themes of a version: the boletas that all of them have, and a row for each with what only some have."""

    common: tuple[str, ...]
    rows: tuple[tuple[TemaLote, tuple[str, ...]], ...]
    casillas: int


def show_way(request: Request, project: int, refused: Refused | Blocked | None = None) -> HTMLResponse:
    """The page of all versions; with what was refused, if something was."""
    desk = pages_of(request).desk(project)
    versions = versions_of(request).listed(project)
    values = {
        "versions": versions,
        "open": next((each for each in versions if each.state not in ENDED), None),
        "refused": _words(refused),
        "blocked": refused.findings if isinstance(refused, Blocked) else (),
        "stops": blocking(desk.review.findings, desk.review.reasons),
        "themes": len(desk.review.themes),
        "lote": lotes_of(request).seen(project, desk.project.number),
        "publication": max((each.publication for each in versions), default=0) + 1,
        "said": said,
    }
    return pages_of(request).page(request, "camino.html", 409 if refused else 200, desk=desk, **values)


def show_version(request: Request, project: int, number: int, refused: Refused | None = None) -> HTMLResponse:
    """The page of a version; with what was refused, if something was."""
    version = versions_of(request).one(project, number)
    desk = pages_of(request).desk(project)
    person = request.state.session.name
    values = {
        "version": version,
        "steps": {paso.value for paso in possible(version.state)},
        "not_mine": {
            paso.value
            for paso in possible(version.state)
            if decide(version.state, paso, person, version.hands(paso)) is Refused.SAME_PERSON
        },
        "later": desk.project.number - version.change,
        "root": versions_of(request).root_facts(),
        "tokens": request.app.state.module is not None,
        "table": _table(versions_of(request).lote(project, number)),
        "refused": _words(refused),
        "said": said,
    }
    return pages_of(request).page(request, "version.html", 409 if refused else 200, desk=desk, **values)


def published_files(versions: Versions, project: int, number: int) -> StoredFiles:
    """The files of a repository; raises ``ProyectoInvalido`` T609 for a version that was not published."""
    found = versions.files(project, number)
    if not any(name.startswith("metadata/") for name in found):
        raise ProyectoInvalido("T609", f"version {number} was not published")
    return found.only(name for name in found if "/" in name)


def _table(lote: Lote | None) -> Table | None:
    if lote is None:
        return None
    titles = {each.id: each.title for each in lote.contests}
    common = frozenset.intersection(*(frozenset(each.contests) for each in lote.themes))
    rows = tuple((each, tuple(titles[id_] for id_ in each.contests if id_ not in common)) for each in lote.themes)
    named = tuple(titles[id_] for id_ in lote.themes[0].contests if id_ in common)
    return Table(named, rows, sum(len(each.casillas) for each in lote.themes))


def _words(refused: Refused | Blocked | None) -> str:
    if refused is None:
        return ""
    return said.REFUSED[(Refused.BLOCKED if isinstance(refused, Blocked) else refused).value]


def _zip(files: StoredFiles, folder: str, name: str) -> Response:
    """A ZIP as a file that ends with its answer: a lot is larger than memory."""
    with NamedTemporaryFile(prefix="repositorio-", suffix=".zip", delete=False) as stream:
        path = FilePath(stream.name)
    write_large(path, files, folder)
    return FileResponse(path, media_type="application/zip", filename=name, background=BackgroundTask(path.unlink))


def _sent(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
