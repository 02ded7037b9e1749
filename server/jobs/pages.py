"""Pages of long work: what waits, what is being done, what failed for good, and what people decide of it.

They must not do the work nor decide what a state allows: the queue does.
"""

from collections.abc import Awaitable, Callable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.access import identity_of, needs
from server.accounts import service as accounts
from server.accounts.schemas import By
from server.context import context_of
from server.db.paging import sliced
from server.http.errors import nothing_there
from server.http.guard import form_of, values_of
from server.jobs import service, textos
from server.jobs.permissions import ADMINISTRAR, VER
from server.jobs.schemas import Job, Queue, State
from server.module import Place
from server.web.confirming import Confirmation, confirmation_page, is_confirmed
from server.web.done import PARAMETER, Done, done_of
from server.web.groups import ADMINISTRATION
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of
from shared.web.site import NavItem

TEMPLATES: Final = Path(__file__).parent / "templates"
PATH: Final = "/trabajos"
NAV: Final = (Place(NavItem(PATH, textos.NAV), VER, ADMINISTRATION, whole=True),)
router = APIRouter(prefix=PATH, include_in_schema=False, default_response_class=HTMLResponse)
CHOSEN, WHY = "elegido", "motivo"
MOST: Final = service.MAX_FAILED
LEAST_WHY: Final = 10
MADE, NOTHING = "hecho", "nada"
TOLD: Final = {MADE: Done(textos.DONE), NOTHING: Done(textos.NOTHING)}
ACTS: Final = (
    (f"{PATH}/reintentar", textos.RETRY),
    (f"{PATH}/cancelar", textos.CANCEL),
    (f"{PATH}/descartar", textos.DISCARD),
)
_CHOOSABLE: Final = (State.ESPERA, State.EN_CURSO, State.FALLIDO)
JOBS: Final[Listing[Job]] = Listing(
    path=PATH,
    name="trabajos",
    many=textos.MANY,
    labels=textos.LABELS,
    columns=(
        Column("numero", attrgetter("id"), Kind.NUMBER, sortable=True),
        Column("trabajo", textos.task, sortable=True),
        Column("estado", lambda job: textos.STATES[job.state], sortable=True),
        Column("intentos", attrgetter("tries"), Kind.NUMBER),
        Column("avance", textos.far),
        Column("causa", attrgetter("fault"), Kind.CODE),
        Column("motivo", attrgetter("reason")),
    ),
    filters=(Filter("estado", Asks.CHOICE, tuple((state.value, said) for state, said in textos.STATES.items())),),
    order="-numero",
    empty=textos.EMPTY,
    key=lambda job: str(job.id) if job.state in _CHOOSABLE else "",
)
SORTED: Final[dict[str, Callable[[Job], Any]]] = {c.name: c.value for c in JOBS.columns if c.sortable}


@router.get("")
@needs(VER)
async def listed(request: Request, view: Annotated[View, Depends(JOBS.view)]) -> Response:
    """The newest jobs, or all of them as a file."""
    asked = (State(view.words("estado")),) if view.words("estado") else tuple(State)
    found = [job for job in await _queue(request).listed(_kept_as(asked), MOST) if job.state in asked]
    acts = ACTS if identity_of(request).reach(ADMINISTRAR).whole else ()
    shown = {"acts": acts, "made": done_of(request, TOLD)}
    return JOBS.answer(request, view, sliced(found, view.part, SORTED), "trabajos.html", **shown)


@router.post("/reintentar")
@needs(ADMINISTRAR)
async def retry(request: Request) -> Response:
    """Try once more those that were chosen and failed for good."""
    context, queue, by = context_of(request), _queue(request), _by(request)
    return await _each(await _chosen(request), lambda job: service.retry(context, queue, job.id, by))


@router.post("/cancelar")
@needs(ADMINISTRAR)
async def cancel(request: Request) -> Response:
    """Ask, and then take away those that wait and stop those that are being done."""
    form, jobs = await form_of(request), await _chosen(request)
    asked = Confirmation(
        question=textos.ASK_CANCEL,
        verb=textos.CANCEL,
        back=PATH,
        consequences=textos.CANCELLING,
        objects=tuple(f"{job.id}: {textos.task(job)}" for job in jobs),
        danger=True,
    )
    if jobs and not is_confirmed(form, asked):
        return confirmation_page(request, asked, form, {CHOSEN: [str(job.id) for job in jobs]})
    context, queue, by = context_of(request), _queue(request), _by(request)
    return await _each(jobs, lambda job: service.cancel(context, queue, job.id, by))


@router.post("/descartar")
@needs(ADMINISTRAR)
async def discard(request: Request) -> Response:
    """Put away for good those that were chosen and failed, once somebody says why."""
    form, jobs = await form_of(request), await _chosen(request)
    why = " ".join(form.get(WHY, "").split())
    if jobs and len(why) < LEAST_WHY:
        faults = {WHY: textos.SHORT} if WHY in form else {}
        values = {"jobs": jobs, "textos": textos, "why": why, "faults": faults, "most": service.MAX_REASON}
        return pages_of(request).page(request, "descartar.html", 422 if faults else 200, **values)
    context, queue, by = context_of(request), _queue(request), _by(request)
    return await _each(jobs, lambda job: service.discard(context, queue, job.id, (why, by)))


async def _each(jobs: Sequence[Job], act: Callable[[Job], Awaitable[bool]]) -> Response:
    """Do it to each that allows it; another process may have changed one meanwhile."""
    done = [await act(job) for job in jobs]
    return RedirectResponse(f"{PATH}?{PARAMETER}={MADE if any(done) else NOTHING}", 303)


async def _chosen(request: Request) -> list[Job]:
    """The jobs of a form, as they are now; raises ``PeticionInvalida`` S103 for one that is not there."""
    queue = _queue(request)  # what may be chosen is asked for by itself: a night's cuts are more than the newest
    jobs = [*await queue.listed(tuple(State), MOST), *await queue.listed(_CHOOSABLE, MOST)]
    known = {str(job.id): job for job in jobs}
    names = await values_of(request, CHOSEN)
    if any(name not in known for name in names):
        raise nothing_there()
    return [known[name] for name in names]


def _kept_as(asked: Sequence[State]) -> Sequence[State]:
    """What was put away is kept as what it was before: failed."""
    return (*asked, State.FALLIDO) if State.DESCARTADO in asked else asked


def _by(request: Request) -> By:
    return accounts.by(identity_of(request), request.client.host if request.client else "")


def _queue(request: Request) -> Queue:
    return cast("Queue", request.app.state.jobs)
