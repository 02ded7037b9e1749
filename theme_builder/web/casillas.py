"""The page of casillas: the list that was brought, and bringing another. It must hold no rule."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from theme_builder.projects.documents import CASILLAS, COLUMNS, MAX_DOCUMENT_BYTES, write_rows
from theme_builder.projects.history import By
from theme_builder.projects.spreadsheet import read_sheet
from theme_builder.web.door import Form, Who
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
SHOWN: Final = 200


@router.get("/p/{project}/casillas")
def listed(request: Request, project: Project) -> HTMLResponse:
    """The casillas of the election."""
    desk = pages_of(request).desk(project)
    found = desk.project.state.get(CASILLAS)
    rows = found if isinstance(found, list) else []
    values = {"rows": rows[:SHOWN], "total": len(rows), "columns": COLUMNS, "faults": desk.review.of(CASILLAS)}
    return pages_of(request).page(request, "casillas.html", desk=desk, tried=False, **values)


@router.post("/p/{project}/casillas")
def bring(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Take a list in, or show every fault of it at once and take nothing."""
    data = form.file.file.read(MAX_DOCUMENT_BYTES + 1) if form.file else b""
    rows = read_sheet(data)
    projects = projects_of(request)
    files = {**projects.exported(project), CASILLAS: write_rows(rows)}
    faults = [each for each in pages_of(request).review(files).errors if each.file == CASILLAS]
    if faults:
        desk = pages_of(request).desk(project)
        values = {"rows": [], "total": len(rows), "columns": COLUMNS, "faults": faults[:SHOWN]}
        return pages_of(request).page(request, "casillas.html", 422, desk=desk, tried=len(faults), **values)
    by = By(who.name, "casillas", "", form.number("leido"))
    made = projects.edit(project, by, lambda state: {**state, CASILLAS: rows})
    return answer(request, made, form, f"/p/{project}/casillas", "casillas")
