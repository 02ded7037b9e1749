"""The page of warnings: each with the reason for which it may stand, or a place to write it. It must hold no rule."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from theme_builder.projects.documents import RAZONES, ProyectoInvalido
from theme_builder.projects.editing import drop_row, put_row
from theme_builder.projects.history import By
from theme_builder.reasons import blocking, mark_of
from theme_builder.web.door import Form, Who
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
LEAST, MOST = 10, 400
SHOWN: Final = 200
Mark = Annotated[str, Path(pattern=r"^T\d{3}-[0-9a-f]{12}$")]


@router.get("/p/{project}/avisos")
def listed(request: Request, project: Project) -> HTMLResponse:
    """Every warning once, those without a reason first."""
    desk = pages_of(request).desk(project)
    warnings = {mark_of(each): each for each in desk.review.warnings}
    given = {each.id: each for each in desk.review.reasons}
    order = sorted(warnings, key=lambda mark: mark in given)
    rows = [(mark, warnings[mark], given.get(mark)) for mark in order]
    blocked = blocking(desk.review.findings, desk.review.reasons)
    values = {"rows": rows[:SHOWN], "total": len(rows), "waiting": len(set(warnings) - set(given)), "blocked": blocked}
    return pages_of(request).page(request, "avisos.html", desk=desk, **values)


@router.post("/p/{project}/avisos/{mark}")
def give(request: Request, project: Project, mark: Mark, who: Who, form: Form) -> Response:
    """Write a reason, or take it away with an empty one; raises ``ProyectoInvalido`` T632 for one too short or long."""
    text = " ".join(form.get("razon").split())
    if text and not LEAST <= len(text) <= MOST:
        raise ProyectoInvalido("T632", f"a reason of {len(text)} letters")
    row = {"id": mark, "text": text, "author": who.name}
    change = put_row(RAZONES, "razones", mark, row) if text else drop_row(RAZONES, "razones", mark)
    by = By(who.name, "razon", mark.partition("-")[0], form.number("leido"))
    outcome = projects_of(request).edit(project, by, change)
    return answer(request, outcome, form, f"/p/{project}/avisos", "guardado" if text else "quitado")
