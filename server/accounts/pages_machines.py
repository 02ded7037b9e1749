"""Pages of machines, for who administers: list, let in, close. They must show a token once, when it is made."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import TRAITS, Level, Role, needs
from server.accounts import people, textos
from server.accounts.permissions import ADMINISTRAR
from server.accounts.requests import by_of, grants_in, keys_of, typed_grants
from server.accounts.schemas import Machine, MachineState, Wrong
from server.context import context_of, read_session
from server.http.errors import nothing_there
from server.http.guard import form_of, values_of
from server.web.confirming import Confirmation, confirmation_page, is_confirmed
from server.web.done import PARAMETER, Done, done_of
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of

router = APIRouter(prefix="/maquinas", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
FOR_MACHINES: Final = tuple(role for role in Role if TRAITS[role].machine)
CHOSEN: Final = "elegido"
CLOSED, NONE = "cerradas", "ninguna"
DONE: Final = {CLOSED: Done(textos.MACHINES_CLOSED), NONE: Done(textos.NO_MACHINE_CHOSEN)}
ACTS: Final = (("/maquinas/cerrar", textos.CLOSE_MACHINES),)
STATES: Final = tuple((each.value, words) for each, words in textos.MACHINE_STATES.items())
MACHINES: Final[Listing[Machine]] = Listing(
    path="/maquinas",
    name="maquinas",
    many=textos.MACHINES,
    labels=textos.MACHINE_LABELS,
    columns=(
        Column("nombre", lambda each: each.name, sortable=True),
        Column("cargos", lambda each: "; ".join(map(textos.grant, each.grants))),
        Column("desde", lambda each: each.made_at, Kind.MOMENT, sortable=True),
        Column("vence", lambda each: each.ends_at, Kind.MOMENT, sortable=True),
        Column("estado", lambda each: textos.MACHINE_STATES[each.state]),
    ),
    filters=(Filter("busca"), Filter("estado", Asks.CHOICE, STATES)),
    order="nombre",
    empty=textos.NO_MACHINE,
    key=lambda each: "" if each.state is MachineState.CERRADA else each.id,
)


@router.get("")
@needs(ADMINISTRAR)
async def listed(request: Request, session: Session, view: Annotated[View, Depends(MACHINES.view)]) -> Response:
    """Every machine."""
    found = await people.machines(session, view.words("busca"), view.words("estado"), view.part)
    return MACHINES.answer(request, view, found, "maquinas.html", acts=ACTS, made=done_of(request, DONE))


@router.get("/nueva")
@needs(ADMINISTRAR)
async def form(request: Request) -> HTMLResponse:
    """Where a machine is let in."""
    return _form(request, "", {}, ())


@router.post("/nueva")
@needs(ADMINISTRAR)
async def add(request: Request) -> HTMLResponse:
    """Let a machine read, and show its token, once."""
    fields, context = await form_of(request), context_of(request)
    asked = fields.get("nombre", "").strip(), await grants_in(request)
    async with context.writing() as session:
        result = await people.add_machine(session, keys_of(request), asked, by_of(request), context.clock.now())
    if isinstance(result, Wrong):
        return _form(request, asked[0], textos.faults(result.reasons), await typed_grants(request))
    return pages_of(request).page(request, "maquina_clave.html", name=asked[0], token=result)


@router.post("/cerrar")
@needs(ADMINISTRAR)
async def close(request: Request) -> Response:
    """Ask, and then close the doors of those that were chosen for good."""
    form, context, chosen = await form_of(request), context_of(request), await values_of(request, CHOSEN)
    async with context.writing() as session:
        targets = [
            each for each in [await _machine(session, one) for one in chosen] if each.state is MachineState.ABIERTA
        ]
        if not targets:
            return RedirectResponse(f"/maquinas?{PARAMETER}={NONE}", 303)
        asked = _closing(targets)
        if not is_confirmed(form, asked):
            return confirmation_page(request, asked, form, {CHOSEN: [each.id for each in targets]})
        for each in targets:
            await people.close_machine(session, each.id, by_of(request), context.clock.now())
    return RedirectResponse(f"/maquinas?{PARAMETER}={CLOSED}", 303)


async def _machine(session: AsyncSession, machine_id: str) -> Machine:
    found = await people.machine(session, machine_id)
    if found is None:
        raise nothing_there()
    return found


def _closing(targets: Sequence[Machine]) -> Confirmation:
    one = textos.CLOSE_ONE_MACHINE.format(name=targets[0].name)
    return Confirmation(
        question=one if len(targets) == 1 else textos.CLOSE_SEVERAL_MACHINES,
        verb=textos.CLOSE_MACHINES,
        back="/maquinas",
        consequences=textos.CLOSING,
        objects=tuple(f"{each.name}: {'; '.join(map(textos.grant, each.grants))}" for each in targets),
        danger=True,
    )


def _form(
    request: Request, typed: str, faults: Mapping[str, str], rows: Sequence[tuple[str, str, str]]
) -> HTMLResponse:
    values = {
        "typed": typed,
        "faults": faults,
        "rows": rows or [("", Level.ENTIDAD.value, "")],
        "roles": FOR_MACHINES,
        "levels": list(Level),
        "textos": textos,
    }
    return pages_of(request).page(request, "maquina_nueva.html", 422 if faults else 200, **values)
