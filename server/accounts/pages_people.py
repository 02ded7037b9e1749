"""Pages of people, for who administers: list, invite, roles, suspend, new address. They must not set a password."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import TRAITS, Grant, Level, Role, Territory, needs
from server.accounts import people, rules, textos
from server.accounts.permissions import ADMINISTRAR
from server.accounts.requests import by_of, keys_of
from server.accounts.schemas import Person, Refused, Standing
from server.context import context_of, read_session
from server.http.errors import PeticionInvalida
from server.http.guard import form_of, values_of
from server.web.render import pages_of

router = APIRouter(prefix="/personas", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
FOR_PEOPLE: Final = tuple(role for role in Role if not TRAITS[role].machine)


@router.get("")
@needs(ADMINISTRAR)
async def listed(
    request: Request,
    session: Session,
    busca: Annotated[str, Query(max_length=80)] = "",
    estado: Standing | None = None,
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Everybody, by the name with which they enter."""
    found = await people.people(session, busca.strip(), estado.value if estado else "", pagina)
    values = {
        "people": found[: people.PAGE],
        "more": len(found) > people.PAGE,
        "asked": {"busca": busca, "estado": estado.value if estado else "", "pagina": pagina},
        "textos": textos,
        "standings": list(Standing),
    }
    return pages_of(request).page(request, "personas.html", **values)


@router.get("/nueva")
@needs(ADMINISTRAR)
async def form(request: Request) -> HTMLResponse:
    """Where somebody is invited."""
    return _form(request, {}, "")


@router.post("/nueva")
@needs(ADMINISTRAR)
async def invite(request: Request) -> Response:
    """Make the account and show its address, once."""
    fields, context = await form_of(request), context_of(request)
    asked = fields.get("usuario", "").strip().casefold(), fields.get("nombre", "").strip(), await grants_in(request)
    async with context.writing() as session:
        result = await people.invite(session, keys_of(request), asked, by_of(request), context.clock.now())
    if isinstance(result, Refused):
        return _form(request, dict(fields), textos.REFUSED[result])
    async with context.reading() as session:
        return _address(request, await _person(session, result[0]), result[1])


@router.get("/{person_id}")
@needs(ADMINISTRAR)
async def one(request: Request, person_id: str, session: Session) -> HTMLResponse:
    """One person: what they hold, and what can be done."""
    return _one(request, await _person(session, person_id), "")


@router.post("/{person_id}/cargos")
@needs(ADMINISTRAR)
async def set_grants(request: Request, person_id: str) -> Response:
    """Replace what somebody holds."""
    context, grants = context_of(request), await grants_in(request)
    async with context.writing() as session:
        target = await _person(session, person_id)
        refused = await people.set_grants(session, target, grants, by_of(request), context.clock.now())
    return _done(request, target, refused)


@router.post("/{person_id}/estado")
@needs(ADMINISTRAR)
async def set_standing(request: Request, person_id: str) -> Response:
    """Suspend somebody, or let them enter again."""
    context, active = context_of(request), (await form_of(request)).get("activa") == "si"
    async with context.writing() as session:
        target = await _person(session, person_id)
        refused = await people.set_standing(session, target, by_of(request), context.clock.now(), active=active)
    return _done(request, target, refused)


@router.post("/{person_id}/enlace")
@needs(ADMINISTRAR)
async def new_link(request: Request, person_id: str) -> Response:
    """Make a new address and show it, once."""
    context = context_of(request)
    async with context.writing() as session:
        target = await _person(session, person_id)
        result = await people.new_link(session, keys_of(request), target, by_of(request), context.clock.now())
    return _done(request, target, result) if isinstance(result, Refused) else _address(request, target, result)


async def grants_in(request: Request) -> tuple[Grant, ...]:
    """The grants of a form: one role a row, with its level and number; rows without a role say nothing."""
    roles, levels = await values_of(request, "cargo"), await values_of(request, "nivel")
    numbers = await values_of(request, "numero")
    try:
        rows = [_grant(*row) for row in zip(roles, levels, numbers, strict=True) if row[0]]
    except ValueError:
        return ()
    return tuple(dict.fromkeys(rows))


def _grant(role: str, level: str, number: str) -> Grant:
    digits = number.strip()
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        raise ValueError(digits)
    return Grant(Role(role), Territory(Level(level), int(digits or 0)))


async def _person(session: AsyncSession, person_id: str) -> Person:
    found = await people.person(session, person_id)
    if found is None:
        raise PeticionInvalida("S103", "no such person")
    return found


def _form(request: Request, asked: dict[str, str], fault: str) -> HTMLResponse:
    values = {"asked": asked, "problem": fault, **_choices(())}
    return pages_of(request).page(request, "persona_nueva.html", 422 if fault else 200, **values)


def _one(request: Request, person: Person, fault: str) -> HTMLResponse:
    values = {"person": person, "problem": fault, **_choices(person.grants)}
    return pages_of(request).page(request, "persona.html", 422 if fault else 200, **values)


def _done(request: Request, target: Person, refused: Refused | None) -> Response:
    if refused is not None:
        return _one(request, target, textos.REFUSED[refused])
    return RedirectResponse(f"/personas/{target.id}?hecho=si", 303)


def _address(request: Request, person: Person, token: str) -> HTMLResponse:
    base = context_of(request).config.public_address or str(request.base_url).rstrip("/")
    values = {"person": person, "address": f"{base}/enlace/{token}", "textos": textos}
    return pages_of(request).page(request, "persona_enlace.html", **values)


def _choices(held: Sequence[Grant]) -> dict[str, object]:
    rows = [(g.role.value, g.territory.level.value, g.territory.number or "") for g in held]
    return {
        "rows": [*rows, ("", Level.ENTIDAD.value, "")],
        "roles": FOR_PEOPLE,
        "levels": list(Level),
        "textos": textos,
        "highest": rules.HIGHEST_NUMBER,
    }
