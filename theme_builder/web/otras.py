"""The pages that look at a project from outside: another election, two moments compared, comments, NIST.

It must hold no rule.
"""

import json
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared.crypto.hashing import sha256_hex
from theme_builder.projects.documents import COMENTARIOS, TEMA, ProyectoInvalido
from theme_builder.projects.editing import drop_row, put_row, rows, table
from theme_builder.projects.history import By
from theme_builder.projects.nist import definition, unsaid
from theme_builder.projects.patch import Op, diff
from theme_builder.projects.reuse import as_start
from theme_builder.web import textos
from theme_builder.web.door import Form, Who
from theme_builder.web.fields import shown, written
from theme_builder.web.home import NEW, Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
START: Final = NEW[:3]
SHOWN: Final = 400
LEAST, MOST = 2, 1000
Moment = Annotated[int, Query(ge=0, le=2**31 - 1)]
Mark = Annotated[str, Path(pattern=r"^c-[0-9a-f]{12}$")]


@router.get("/p/{project}/copia")
def copy_page(request: Request, project: Project) -> HTMLResponse:
    """What another election would keep of this one."""
    desk = pages_of(request).desk(project)
    return pages_of(request).page(request, "copia.html", desk=desk, fields=shown(START, {}, (), ""))


@router.post("/p/{project}/copia")
def copy(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Begin another election with this one."""
    projects = projects_of(request)
    election = {path[-1]: value for path, value in written(START, form).items()}
    files = as_start(projects.opened(project).state, projects.exported(project), election, projects.now())
    made = projects.create(str(election["name"]), files, By(who.name, "copia"))
    return RedirectResponse(f"/p/{made}", 303)


@router.get("/p/{project}/nist")
def nist(request: Request, project: Project) -> HTMLResponse:
    """What a NIST ballot definition would say of the project, and what it cannot."""
    desk = pages_of(request).desk(project)
    told = [textos.NOT_SAID[code] for code in unsaid(desk.project.state)]
    return pages_of(request).page(request, "nist.html", desk=desk, told=told)


@router.get("/p/{project}/nist.json")
def nist_file(request: Request, project: Project) -> Response:
    """The project as a NIST ballot definition."""
    text = json.dumps(definition(projects_of(request).opened(project).state), ensure_ascii=False, indent=1)
    head = {"Content-Disposition": f'attachment; filename="nist-{project}.json"'}
    return Response(text.encode(), media_type="application/json", headers=head)


@router.get("/p/{project}/comparar")
def compare(request: Request, project: Project, antes: Moment = 1, despues: Moment = 0) -> HTMLResponse:
    """What differs between the project after two of its changes, place by place; 0 is the last."""
    projects, desk = projects_of(request), pages_of(request).desk(project)
    later = min(despues or desk.project.number, desk.project.number)
    earlier = min(antes, desk.project.number)
    ops = diff(projects.state_at(project, earlier), projects.state_at(project, later))
    groups: dict[str, list[Op]] = {}
    for op in ops[:SHOWN]:
        groups.setdefault(op.path[0], []).append(op)
    entries = [(each.number, textos.change_words(each.kind, each.about)) for each in projects.history(project)]
    values = {"groups": groups, "total": len(ops), "antes": earlier, "despues": later, "entries": entries}
    return pages_of(request).page(request, "comparar.html", desk=desk, **values)


@router.get("/p/{project}/comentarios")
def comments(request: Request, project: Project) -> HTMLResponse:
    """Every comment, and the form of a new one."""
    desk = pages_of(request).desk(project)
    documents = [name for name in desk.project.state if name != COMENTARIOS and "." in name and name[-4:] != ".png"]
    found = rows(table(desk.project.state, COMENTARIOS), "comentarios")
    values = {"comments": list(reversed(found)), "documents": [TEMA, *(each for each in documents if each != TEMA)]}
    return pages_of(request).page(request, "comentarios.html", desk=desk, **values)


@router.post("/p/{project}/comentarios")
def comment(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Write one on a document of the project; raises ``ProyectoInvalido`` T634 for too short, too long or nowhere."""
    projects, text = projects_of(request), " ".join(form.get("texto").split())
    document = form.get("lugar")
    if not LEAST <= len(text) <= MOST or document not in projects.opened(project).state:
        raise ProyectoInvalido("T634", f"a comment of {len(text)} letters on {document[:80]}")
    moment = f"{projects.now():%Y-%m-%dT%H:%M:%SZ}"
    id_ = f"c-{sha256_hex(f'{who.name}|{moment}|{document}|{text}'.encode())[:12]}"
    row = {"id": id_, "document": document, "text": text, "author": who.name, "moment": moment}
    by = By(who.name, "comentario", "", form.number("leido"))
    outcome = projects.edit(project, by, put_row(COMENTARIOS, "comentarios", id_, row))
    return answer(request, outcome, form, f"/p/{project}/comentarios", "agregado")


@router.post("/p/{project}/comentarios/{mark}/quitar")
def settle(request: Request, project: Project, mark: Mark, who: Who, form: Form) -> Response:
    """Take a comment away that was attended to; the history keeps it."""
    by = By(who.name, "comentario_fuera", "", form.number("leido"))
    outcome = projects_of(request).edit(project, by, drop_row(COMENTARIOS, "comentarios", mark))
    return answer(request, outcome, form, f"/p/{project}/comentarios", "quitado")
