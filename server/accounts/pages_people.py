"""Pages of people, for who administers: list, invite, roles, suspend, new address. They must not set a password."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import TRAITS, Grant, Level, Role, needs
from server.accounts import people, textos
from server.accounts.permissions import ADMINISTRAR
from server.accounts.requests import by_of, grants_in, keys_of, typed_grants
from server.accounts.schemas import Person, Refused, Wrong
from server.context import context_of, read_session
from server.http.errors import nothing_there
from server.http.guard import form_of, values_of
from server.web.confirming import Confirmation, Outcome, confirmation_page, is_confirmed, outcome_page
from server.web.done import PARAMETER, Done, Undo, done_of
from server.web.listing import PAGE, Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of

router = APIRouter(prefix="/personas", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
FOR_PEOPLE: Final = tuple(role for role in Role if not TRAITS[role].machine)
STANDINGS: Final = tuple((each.value, words) for each, words in textos.STANDINGS.items())
Typed = tuple[str, str, str]
"""A row of a form of grants: role, level, number, as typed."""
NO_FAULTS: Final[Mapping[str, str]] = {}
CHOSEN: Final = "elegido"
SUSPENDED, BACK, GRANTED, NOBODY = "suspendidas", "activas", "cargos", "nada"
ACTS: Final = (("/personas/suspender", textos.SUSPEND_CHOSEN), ("/personas/activar", textos.ACTIVATE_CHOSEN))
PEOPLE: Final[Listing[Person]] = Listing(
    path="/personas",
    name="personas",
    many="personas",
    labels=textos.LABELS,
    columns=(
        Column("usuario", lambda each: each.usuario, sortable=True, href=lambda each: f"/personas/{each.id}"),
        Column("nombre", lambda each: each.name, sortable=True),
        Column("cargos", lambda each: "; ".join(map(textos.grant, each.grants))),
        Column("estado", lambda each: textos.STANDINGS[each.status], sortable=True),
        Column("segundo_factor", lambda each: textos.YES if each.has_second_factor else textos.NO),
        Column("desde", lambda each: each.made_at, Kind.MOMENT, sortable=True),
    ),
    filters=(Filter("busca"), Filter("estado", Asks.CHOICE, STANDINGS)),
    order="usuario",
    key=lambda each: each.id,
)
Asked = Annotated[View, Depends(PEOPLE.view)]


@router.get("")
@needs(ADMINISTRAR)
async def listed(request: Request, session: Session, view: Asked) -> Response:
    """Everybody, by the name with which they enter."""
    found = await people.people(session, view.words("busca"), view.words("estado"), view.part)
    chosen = tuple((CHOSEN, each) for each in request.query_params.getlist(CHOSEN)[:PAGE])
    known = {
        SUSPENDED: Done(textos.SUSPENDED_SEVERAL, Undo("/personas/activar", chosen)),
        BACK: Done(textos.ACTIVE_SEVERAL, Undo("/personas/suspender", chosen)),
        NOBODY: Done(textos.NOBODY_CHOSEN),
    }
    return PEOPLE.answer(request, view, found, "personas.html", acts=ACTS, made=done_of(request, known))


@router.get("/nueva")
@needs(ADMINISTRAR)
async def form(request: Request) -> HTMLResponse:
    """Where somebody is invited."""
    return _form(request, {}, {}, ())


@router.post("/nueva")
@needs(ADMINISTRAR)
async def invite(request: Request) -> Response:
    """Make the account and show its address, once."""
    fields, context = await form_of(request), context_of(request)
    asked = fields.get("usuario", "").strip().casefold(), fields.get("nombre", "").strip(), await grants_in(request)
    async with context.writing() as session:
        result = await people.invite(session, keys_of(request), asked, by_of(request), context.clock.now())
    if isinstance(result, Wrong):
        return _form(request, dict(fields), textos.faults(result.reasons), await typed_grants(request))
    async with context.reading() as session:
        return _address(request, await _person(session, result[0]), result[1])


@router.get("/{person_id}")
@needs(ADMINISTRAR)
async def one(request: Request, person_id: str, session: Session) -> HTMLResponse:
    """One person: what they hold, and what can be done."""
    return _one(request, await _person(session, person_id))


@router.post("/{person_id}/cargos")
@needs(ADMINISTRAR)
async def set_grants(request: Request, person_id: str) -> Response:
    """Replace what somebody holds."""
    context, grants = context_of(request), await grants_in(request)
    async with context.writing() as session:
        target = await _person(session, person_id)
        refused = await people.set_grants(session, target, grants, by_of(request), context.clock.now())
    if refused is Refused.GRANTS:
        return _one(request, target, faults=textos.faults([refused]), typed=await typed_grants(request))
    if refused is not None:
        return _one(request, target, textos.REFUSED[refused])
    return RedirectResponse(f"/personas/{target.id}?{PARAMETER}={GRANTED}", 303)


@router.post("/suspender")
@needs(ADMINISTRAR)
async def suspend(request: Request) -> Response:
    """Ask, and then suspend those who were chosen."""
    form, context, chosen = await form_of(request), context_of(request), await values_of(request, CHOSEN)
    if not chosen:
        return RedirectResponse(f"/personas?{PARAMETER}={NOBODY}", 303)
    async with context.writing() as session:
        targets = [await _person(session, each) for each in chosen]
        asked = _suspension(targets)
        if not is_confirmed(form, asked):
            return confirmation_page(request, asked, form, {CHOSEN: chosen})
        refused = await _set_standing(request, session, targets, active=False)
    return _changed(request, targets, refused, SUSPENDED)


@router.post("/activar")
@needs(ADMINISTRAR)
async def activate(request: Request) -> Response:
    """Let those who were chosen enter again."""
    context, chosen = context_of(request), await values_of(request, CHOSEN)
    if not chosen:
        return RedirectResponse(f"/personas?{PARAMETER}={NOBODY}", 303)
    async with context.writing() as session:
        targets = [await _person(session, each) for each in chosen]
        refused = await _set_standing(request, session, targets, active=True)
    return _changed(request, targets, refused, BACK)


@router.post("/{person_id}/enlace")
@needs(ADMINISTRAR)
async def new_link(request: Request, person_id: str) -> Response:
    """Make a new address and show it, once."""
    context = context_of(request)
    async with context.writing() as session:
        target = await _person(session, person_id)
        result = await people.new_link(session, keys_of(request), target, by_of(request), context.clock.now())
    if isinstance(result, Refused):
        return _one(request, target, textos.REFUSED[result])
    return _address(request, target, result)


async def _person(session: AsyncSession, person_id: str) -> Person:
    found = await people.person(session, person_id)
    if found is None:
        raise nothing_there()
    return found


def _suspension(targets: Sequence[Person]) -> Confirmation:
    one = len(targets) == 1
    return Confirmation(
        question=textos.SUSPEND_ONE.format(name=targets[0].name) if one else textos.SUSPEND_SEVERAL,
        verb=textos.SUSPEND.format(usuario=targets[0].usuario) if one else textos.SUSPEND_CHOSEN,
        back=f"/personas/{targets[0].id}" if one else "/personas",
        consequences=textos.SUSPENSION,
        objects=tuple(f"{each.usuario}, {each.name}: {textos.STANDINGS[each.status]}" for each in targets),
        danger=True,
    )


async def _set_standing(
    request: Request, session: AsyncSession, targets: Sequence[Person], *, active: bool
) -> list[tuple[Person, Refused]]:
    """Those for whom it could not be, and why."""
    by, now = by_of(request), context_of(request).clock.now()
    found = [(each, await people.set_standing(session, each, by, now, active=active)) for each in targets]
    return [(each, refused) for each, refused in found if refused is not None]


def _changed(
    request: Request, targets: Sequence[Person], refused: Sequence[tuple[Person, Refused]], done: str
) -> Response:
    if refused and len(targets) == 1:
        return _one(request, targets[0], textos.REFUSED[refused[0][1]])
    if refused:
        kept = [(each.usuario, textos.REFUSED[why]) for each, why in refused]
        changed = [each.usuario for each in targets if each not in [person for person, _ in refused]]
        return outcome_page(request, Outcome(textos.NOT_FOR_ALL, "/personas", changed, kept))
    if len(targets) == 1:
        return RedirectResponse(f"/personas/{targets[0].id}?{PARAMETER}={done}", 303)
    query = urlencode([(PARAMETER, done), *((CHOSEN, each.id) for each in targets)])
    return RedirectResponse(f"/personas?{query}", 303)


def _form(
    request: Request, asked: Mapping[str, str], faults: Mapping[str, str], typed: Sequence[Typed]
) -> HTMLResponse:
    values = {"asked": asked, "faults": faults, **_choices(typed)}
    return pages_of(request).page(request, "persona_nueva.html", 422 if faults else 200, **values)


def _one(
    request: Request,
    person: Person,
    fault: str = "",
    faults: Mapping[str, str] = NO_FAULTS,
    typed: Sequence[Typed] | None = None,
) -> HTMLResponse:
    """A person's page; ``typed`` are the rows of a form that was refused, in place of what they hold."""
    mine = ((CHOSEN, person.id),)
    known = {
        SUSPENDED: Done(textos.SUSPENDED_ONE, Undo("/personas/activar", mine)),
        BACK: Done(textos.ACTIVE_ONE, Undo("/personas/suspender", mine)),
        GRANTED: Done(textos.GRANTED),
    }
    rows = _held(person.grants) if typed is None else typed
    values = {"person": person, "problem": fault, "faults": faults, "made": done_of(request, known), **_choices(rows)}
    return pages_of(request).page(request, "persona.html", 422 if fault or faults else 200, **values)


def _address(request: Request, person: Person, token: str) -> HTMLResponse:
    base = context_of(request).config.public_address or str(request.base_url).rstrip("/")
    values = {"person": person, "address": f"{base}/enlace/{token}", "textos": textos}
    return pages_of(request).page(request, "persona_enlace.html", **values)


def _held(grants: Sequence[Grant]) -> list[Typed]:
    return [(g.role.value, g.territory.level.value, str(g.territory.number or "")) for g in grants]


def _choices(rows: Sequence[Typed]) -> dict[str, object]:
    empty = ("", Level.ENTIDAD.value, "")
    return {"rows": [*rows, empty], "roles": FOR_PEOPLE, "levels": list(Level), "textos": textos}
