"""The page that shows each part of the design, a list to try and a change that asks. It must not change anything."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from server.access import inside
from server.db.paging import Paged, Slice, sliced
from server.diseno import textos
from server.diseno.samples import MOMENT, Sample, samples
from server.http.guard import form_of, values_of
from server.web.confirming import Confirmation, confirmation_page, is_confirmed
from server.web.done import PARAMETER, Done, Undo, done_of
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.live import live_of
from server.web.render import pages_of

TEMPLATES: Final = Path(__file__).parent / "templates"
HERE, LIST, CHOSEN = "/diseno", "/diseno/lista", "elegido"
KEYS: Final = {"nombre": lambda each: each.name, "votos": lambda each: each.votes}
SAMPLES: Final[Listing[Sample]] = Listing(
    path=LIST,
    name="ejemplos",
    many=textos.MANY,
    labels=textos.LABELS,
    columns=(
        Column("nombre", lambda each: each.name, sortable=True, href=lambda _: HERE),
        Column("votos", lambda each: each.votes, Kind.NUMBER, sortable=True),
        Column("llegada", lambda each: each.at, Kind.MOMENT),
        Column("huella", lambda each: each.mark, Kind.CODE),
    ),
    filters=(Filter("busca"), Filter("clase", Asks.CHOICE, textos.CLASSES), Filter("desde", Asks.DAY)),
    order="nombre",
    empty=textos.EMPTY,
    key=lambda each: each.mark,
)
NOTHING: Final = View(dict.fromkeys(("busca", "clase", "desde"), ""), "nombre")
router = APIRouter(prefix=HERE, include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
@inside()
async def gallery(request: Request) -> HTMLResponse:
    """Each part with its states."""
    some = sliced(samples(), Slice(0, 4), KEYS)
    values = {
        "full": SAMPLES.shown(NOTHING, Paged(some.rows, len(samples()))),
        "empty": SAMPLES.shown(NOTHING, Paged((), 0)),
        "unmatched": SAMPLES.shown(View({**NOTHING.values, "busca": "zzz"}, "nombre"), Paged((), 0)),
        "live": live_of(request, MOMENT, MOMENT),
        "undoable": Done(textos.DONE, Undo(f"{HERE}/quitar")),
        "faults": textos.FAULTS,
        "classes": textos.CLASSES,
        "long_name": textos.LONG_NAME,
    }
    return pages_of(request).page(request, "diseno.html", **values)


@router.get("/lista")
@inside()
async def listed(request: Request, view: Annotated[View, Depends(SAMPLES.view)]) -> Response:
    """A whole list, to search, order, turn, choose from and take away as a file."""
    words, kind = view.words("busca").casefold(), view.words("clase")
    rows = [each for each in samples() if words in each.name.casefold() and kind in {"", each.kind}]
    values = {"made": done_of(request, {"nada": Done(textos.DONE)}), "acts": ((f"{HERE}/quitar", textos.ACT),)}
    return SAMPLES.answer(request, view, sliced(rows, view.part, KEYS), "diseno_lista.html", **values)


@router.post("/quitar")
@inside()
async def remove(request: Request) -> Response:
    """Ask as a page does that takes something away, and take nothing away."""
    form, chosen = await form_of(request), await values_of(request, CHOSEN)
    names = tuple(each.name for each in samples() if each.mark in chosen)
    asked = Confirmation(textos.QUESTION, textos.ACT, LIST, textos.CONSEQUENCES, textos.CHANGES, names, danger=True)
    if names and not is_confirmed(form, asked):
        return confirmation_page(request, asked, form, {CHOSEN: chosen})
    return RedirectResponse(f"{LIST}?{PARAMETER}=nada", 303)
