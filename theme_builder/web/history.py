"""The page of what was done, by whom and when, and of taking it back. It must not alter what was done."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from theme_builder.projects.history import By
from theme_builder.web.door import Form, Who
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
PAGE: Final = 50
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/p/{project}/historia")
def listed(request: Request, project: Project, pagina: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
    """Every change with its author, its moment, and before and after of each place."""
    desk = pages_of(request).desk(project)
    entries = projects_of(request).history(project)
    shown = entries[(pagina - 1) * PAGE : pagina * PAGE]
    values = {"entries": shown, "total": len(entries), "pagina": pagina, "pages": -(-len(entries) // PAGE)}
    return pages_of(request).page(request, "historia.html", desk=desk, **values)


@router.post("/p/{project}/historia/{number}/deshacer")
def undo(request: Request, project: Project, number: Number, who: Who, form: Form) -> Response:
    """Take a change back, by a new one."""
    by = By(who.name, "deshacer", str(number), form.number("leido"))
    made = projects_of(request).undo(project, number, by)
    return answer(request, made, form, f"/p/{project}/historia", "deshecho")
