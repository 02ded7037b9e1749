"""What the urna prints of a boleta, and the proof of it for the parties to sign. It must not draw: the urna does."""

from base64 import b64encode
from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from shared.crypto.hashing import sha256_hex
from theme_builder.package import ThemePackage
from theme_builder.projects.archive import write_archive
from theme_builder.projects.documents import PARTIDOS, ProyectoInvalido
from theme_builder.projects.editing import Table, rows, table
from theme_builder.projects.patch import State
from theme_builder.projects.preview import Look, Painter, alone
from theme_builder.projects.review import Review, looked_at
from theme_builder.sheets.printing import Paper
from theme_builder.sheets.proof import Proof, print_proof
from theme_builder.sheets.screens import RendererMissingError
from theme_builder.web import textos
from theme_builder.web.boletas import File, meanings
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of, projects_of

router = APIRouter()
MOST_PAGES: Final = 30
UNKNOWN: Final = "U059"
"""How the urna's program says that there is no such screen: the boleta has no more pages."""


@router.get("/p/{project}/boletas/{file}/papeles")
def papers(request: Request, project: Project, file: File) -> HTMLResponse:
    """The papers of a boleta, or what keeps them from being drawn."""
    desk = pages_of(request).desk(project)
    package, review, boleta = _alone(request, project, file)
    id_ = str(boleta.get("id", "")).lower()
    found: dict[str, bytes] = {}
    lost = ""
    named = [(name.format(id=id_), words) for name, words in textos.PAPERS]
    try:
        found = _painter(request).papers(package, [name for name, _ in named]) if package is not None else {}
    except RendererMissingError as error:
        lost = str(error)
    drawn = [(words, b64encode(found[name]).decode()) for name, words in named if name in found]
    values: dict[str, object] = {"title": boleta.get("title") or file, "file": file, "papers": drawn}
    return pages_of(request).page(
        request, "papeles.html", desk=desk, errors=review.errors if package is None else (), lost=lost, **values
    )


@router.get("/p/{project}/boletas/{file}/prueba.pdf")
def proof(request: Request, project: Project, file: File) -> Response:
    """The proof of a boleta as PDF; raises ``ProyectoInvalido`` T628 where it cannot be drawn yet, or not here."""
    projects = projects_of(request)
    opened = projects.opened(project)
    package, review, boleta = _alone(request, project, file)
    if package is None:
        raise ProyectoInvalido("T628", review.errors[0].message)
    contest = package.theme.contests[0]
    try:
        screens = _screens(request, package)
        testigo = f"testigo-{contest.id.value.lower()}"
        slip = _painter(request).papers(package, [testigo])[testigo]
    except RendererMissingError as error:
        raise ProyectoInvalido("T628", str(error)) from None
    digest = sha256_hex(write_archive(projects.exported(project)))
    title = str(boleta.get("title", file))
    signers = _signers(opened.state, boleta)
    made = Proof(title, opened.name, opened.number, digest, meanings(boleta), signers)
    pdf = print_proof(package.theme, Paper.CARTA, made, screens, slip).pdf
    head = {"Content-Disposition": f'inline; filename="prueba-{file.removesuffix(".toml")}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=head)


def _alone(request: Request, project: int, file: str) -> tuple[ThemePackage | None, Review, Table]:
    projects, document = projects_of(request), f"boletas/{file}"
    state = projects.opened(project).state
    if document not in state:
        raise ProyectoInvalido("T609", f"no boleta {file}")
    return *looked_at(alone(state, projects.exported(project), document)), table(state, document)


def _painter(request: Request) -> Painter:
    return cast("Painter", request.app.state.painter)


def _screens(request: Request, package: ThemePackage) -> list[bytes]:
    """Every page of the boleta, as the urna draws it with its usual letters."""
    painter = _painter(request)
    name = f"boleta-{package.theme.contests[0].id.value.lower()}"
    drawn = [painter.draw(package, Look(name, "normal", "normal", "es"))]
    try:
        while len(drawn) < MOST_PAGES:
            drawn.append(painter.draw(package, Look(f"{name}-{len(drawn) + 1}", "normal", "normal", "es")))
    except RendererMissingError as error:
        if not str(error).startswith(UNKNOWN):
            raise
    return drawn


def _signers(state: State, boleta: Table) -> list[str]:
    """Each partido with a candidatura on the boleta, in the order of registration; then whoever has none."""
    named = [each.get("partidos") for each in rows(boleta, "candidaturas")]
    ids = {str(each) for partidos in named if isinstance(partidos, list) for each in partidos}
    known = rows(table(state, PARTIDOS), "partidos")
    own = [str(row.get("name", row.get("id"))) for row in known if row.get("id") in ids]
    alone_ = [str(each.get("name", "")) for each in rows(boleta, "candidaturas") if not each.get("partidos")]
    return [*own, *(alone_ if boleta.get("kind") != "consulta" else ()), textos.INSTITUTE]
