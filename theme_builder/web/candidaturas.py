"""The page that brings candidaturas from a list: every fault at once, what would change, and only then the change.

It must hold no rule.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from shared.crypto.hashing import sha256_hex
from shared.tables.reading import MAX_BYTES, read_table
from theme_builder.projects.candidaturas import COLUMNS, Listing, bring, effects, listing
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.history import By
from theme_builder.web.door import Form, Who
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
SHOWN: Final = 200
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class _Waiting:
    project: int
    listed: Listing


class Waiting:
    """Lists that somebody looks at before they are taken in: the last few, forgotten with the program."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, _Waiting] = OrderedDict()
        self._lock = Lock()

    def keep(self, project: int, data: bytes, listed: Listing) -> str:
        """Keep a list; gives the word by which it is asked for."""
        key = sha256_hex(data)
        with self._lock:
            self._found[key] = _Waiting(project, listed)
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return key

    def get(self, project: int, key: str) -> Listing:
        """The list of a word; raises ``ProyectoInvalido`` T633 for one that is not kept any more."""
        with self._lock:
            found = self._found.get(key)
        if found is None or found.project != project:
            raise ProyectoInvalido("T633", "the list is not kept any more")
        return found.listed


def waiting_of(request: Request) -> Waiting:
    """The lists that wait in the application that serves ``request``."""
    return cast("Waiting", request.app.state.waiting)


@router.get("/p/{project}/candidaturas")
def page(request: Request, project: Project) -> HTMLResponse:
    """How a list is brought."""
    return _shown(request, project, 200)


@router.post("/p/{project}/candidaturas")
def look(request: Request, project: Project, form: Form) -> HTMLResponse:
    """What a list would change, or everything that is wrong with it; nothing is changed."""
    data = form.file.file.read(MAX_BYTES + 1) if form.file else b""
    state = projects_of(request).opened(project).state
    listed = listing(read_table(data), state)
    if listed.faults:
        return _shown(request, project, 422, faults=listed.faults[:SHOWN], many=len(listed.faults))
    key = waiting_of(request).keep(project, data, listed)
    return _shown(request, project, 200, key=key, effects=effects(listed, state), count=len(listed.rows))


@router.post("/p/{project}/candidaturas/traer")
def take(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Make the change that was shown."""
    listed = waiting_of(request).get(project, form.get("lista"))
    by = By(who.name, "candidaturas", str(len(listed.rows)), form.number("leido"))
    outcome = projects_of(request).edit(project, by, bring(listed))
    return answer(request, outcome, form, f"/p/{project}/boletas", "candidaturas")


def _shown(request: Request, project: int, status: int, **values: object) -> HTMLResponse:
    desk = pages_of(request).desk(project)
    shown = {"faults": (), "many": 0, "key": "", "effects": (), "count": 0, "columns": COLUMNS, **values}
    return pages_of(request).page(request, "candidaturas.html", status, desk=desk, **shown)
