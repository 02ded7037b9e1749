"""What the urna prints of a boleta, and the proof of it for the parties to sign. It must not draw: the urna does."""

from base64 import b64encode
from collections.abc import Sequence
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from shared.crypto.hashing import sha256_hex
from theme_builder.package import ThemePackage
from theme_builder.projects.archive import write_archive
from theme_builder.projects.documents import PARTIDOS, ProyectoInvalido
from theme_builder.projects.editing import Table, rows, table
from theme_builder.projects.patch import State
from theme_builder.projects.preview import Painter, alone
from theme_builder.projects.proving import Proofs, Wanted
from theme_builder.projects.review import Review, looked_at
from theme_builder.sheets.proof import Proof
from theme_builder.sheets.screens import RendererMissingError
from theme_builder.web import textos
from theme_builder.web.boletas import File, meanings
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of, projects_of

router = APIRouter()


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
    pdf = proofs_of(request).one(wanted(request, project, [file])[0])
    head = {"Content-Disposition": f'inline; filename="prueba-{file.removesuffix(".toml")}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=head)


def proofs_of(request: Request) -> Proofs:
    """What makes the proofs of the application that serves ``request``."""
    return cast("Proofs", request.app.state.proofs)


def wanted(request: Request, project: int, files: Sequence[str]) -> list[Wanted]:
    """The words of the proofs of some boletas as the project stands, and how to come by their themes."""
    projects = projects_of(request)
    opened, exported = projects.opened(project), projects.exported(project)
    digest = sha256_hex(write_archive(exported))

    def one(file: str) -> Wanted:
        document = f"boletas/{file}"
        if document not in opened.state:
            raise ProyectoInvalido("T609", f"no boleta {file}")
        boleta = table(opened.state, document)
        signers, title = _signers(opened.state, boleta), str(boleta.get("title", file))
        made = Proof(title, opened.name, opened.number, digest, meanings(boleta), signers)
        return Wanted(made, lambda: _sound(alone(opened.state, exported, document)))

    return [one(file) for file in files]


def _sound(files: dict[str, bytes]) -> ThemePackage:
    package, review = looked_at(files)
    if package is None:
        raise ProyectoInvalido("T628", review.errors[0].message)
    return package


def _alone(request: Request, project: int, file: str) -> tuple[ThemePackage | None, Review, Table]:
    projects, document = projects_of(request), f"boletas/{file}"
    state = projects.opened(project).state
    if document not in state:
        raise ProyectoInvalido("T609", f"no boleta {file}")
    return *looked_at(alone(state, projects.exported(project), document)), table(state, document)


def _painter(request: Request) -> Painter:
    return cast("Painter", request.app.state.painter)


def _signers(state: State, boleta: Table) -> list[str]:
    """Each partido with a candidatura on the boleta, in the order of registration; then whoever has none."""
    named = [each.get("partidos") for each in rows(boleta, "candidaturas")]
    ids = {str(each) for partidos in named if isinstance(partidos, list) for each in partidos}
    known = rows(table(state, PARTIDOS), "partidos")
    own = [str(row.get("name", row.get("id"))) for row in known if row.get("id") in ids]
    alone_ = [str(each.get("name", "")) for each in rows(boleta, "candidaturas") if not each.get("partidos")]
    return [*own, *(alone_ if boleta.get("kind") != "consulta" else ()), textos.INSTITUTE]
