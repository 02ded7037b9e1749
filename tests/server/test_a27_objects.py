"""Every object of the server asked for by its name: in one sweep, as each kind of stranger, and as who may.

For a stranger another's object is answered as one that is not there, and nothing changes in the whole database. Who may
is answered, or changes it: the sweep asks rightly, and it is the right that was missing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.testclient import TestClient

from server.access import Identity, Role, identity_of, inside, needs
from server.accounts.models import PasskeyRow
from server.catalog import service as catalog
from server.context import context_of, read_session
from server.http.errors import AccesoDenegado
from server.http.guard import form_of
from server.ingest import service as ingest
from server.ingest.permissions import VER
from server.module import Module
from server.modules import MODULES
from tests.server.harness import World, confirmed
from tests.server.matrix import Route, routes
from tests.server.objects import HERE, NAMES_NOTHING, NO_OBJECT, OBJECTS, Named, Owner, bearing
from tests.server.stage import Stage, staged

Declared = Mapping[str, tuple[Named, ...]]
KEPT_HEADERS = ("location", "content-type", "content-disposition", "set-cookie", "retry-after")
PEOPLE = (Role.ADMINISTRACION, Role.AUDITORIA, Role.RESULTADOS, Role.DIRECCION, Role.CONSEJO)


def key_of(route: Route) -> str:
    return f"{route.method} {route.path}"


def undeclared(found: Iterator[Route], objects: Declared) -> list[str]:
    """Routes that nobody declared, and parameters of addresses that no declaration fills."""
    faults = []
    for route in found:
        named, wanted = objects.get(key_of(route), ()), set(re.findall(r"\{(\w+)\}", route.path))
        if not named and (key_of(route) not in NAMES_NOTHING or wanted - NO_OBJECT):
            faults.append(key_of(route))
        faults += [f"{key_of(route)}: {wanted}" for each in named if set(each.path) != wanted]
    return faults


def look_at_all(
    stage: Stage, objects: Declared, modules: tuple[Module, ...] = MODULES, *, everyone: bool = True
) -> list[str]:
    """What is wrong with any route, in the order in which they are declared; of strangers everyone, or the nearest."""
    known = {key_of(route): route for route in routes(modules)}
    asked = [(known[key], named) for key, each in objects.items() for named in each]
    return [fault for route, named in asked for fault in look(stage, route, named, everyone=everyone)]


def look(stage: Stage, route: Route, named: Named, *, everyone: bool) -> list[str]:
    """What is wrong when strangers, and then who may, ask a route for one object."""
    named.ready(stage)
    thing, faults = stage.things[named.thing], []
    form = named.form(stage) if named.form else None
    for who in list(strangers(route, named))[: None if everyone else 1]:
        before = stage.whole()
        theirs, absent = (ask(stage, (who, route, named), name, form) for name in (thing.theirs, thing.absent))
        if told(theirs, thing.theirs) != told(absent, thing.absent):
            faults.append(f"{key_of(route)} ({named.thing}): {who} learns that it is there")
        if HERE in named.path.values() and not refused(theirs):
            faults.append(f"{key_of(route)} ({named.thing}): {who} is let in")
        if stage.whole() != before:
            faults.append(f"{key_of(route)} ({named.thing}): {who} changes something")
    return faults + control(stage, route, named, form)


def control(stage: Stage, route: Route, named: Named, form: Mapping[str, str] | None) -> list[str]:
    """What is wrong when who may asks: nothing that is not there answers or changes, and the object does."""
    thing, asked = stage.things[named.thing], (named.by, route, named)
    before = stage.whole()
    absent = ask(stage, asked, thing.absent, form)
    if stage.whole() != before:
        return [f"{key_of(route)} ({named.thing}): what is not there changes something"]
    theirs = ask(stage, asked, thing.own or thing.theirs, form)
    changed, same = stage.whole() != before, told(theirs, thing.own or thing.theirs) == told(absent, thing.absent)
    works = changed if route.method != "GET" else theirs.status_code == 200 and not same
    return [] if works else [f"{key_of(route)} ({named.thing}): not even {named.by} may: {theirs.status_code}"]


def strangers(route: Route, named: Named) -> Iterator[str]:
    """Who may not, the nearest first: of another territory, another person, without the permission, nobody."""
    if named.owner is Owner.PLACE:
        yield from ("mio_distrito", "mio_municipio")
    if named.owner is Owner.PERSON:
        yield from ("vecino", "mio_distrito", "administracion")
    if named.owner is Owner.ENTIDAD:
        yield from [f"{role.value}@" for role in PEOPLE if route.allows(role)][:1]
    if named.owner in {Owner.PLACE, Owner.ENTIDAD}:
        yield from [role.value for role in PEOPLE if not route.allows(role)][:1]
    yield "nadie"
    if named.owner is Owner.SECRET:
        yield "mio_distrito"


def ask(stage: Stage, asked: tuple[str, Route, Named], name: str, bearing: Mapping[str, str] | None) -> httpx.Response:
    """Ask for the object of a name."""
    who, route, named = asked
    browser = stage.browsers[who]
    filled = {key: name if each == HERE else each.format(my_clave=stage.my_clave) for key, each in named.path.items()}
    path, query = route.path.format(**filled), {k: name if v == HERE else v for k, v in named.query.items()}
    browser.cookies = httpx.Cookies({"sesion": browser.cookies["sesion"]}) if who != "nadie" else httpx.Cookies()
    if bearing is None:
        return answered(browser, path, query)
    form = {key: name if each == HERE else each for key, each in bearing.items()}
    if path.startswith("/api/"):
        return browser.post(path, json=form, follow_redirects=False)  # type: ignore[no-any-return]
    if named.asks and who == named.by:
        return confirmed(browser, path, form)
    return browser.post(path, data={"nada": "", **form}, follow_redirects=False)  # type: ignore[no-any-return]


def answered(browser: TestClient, path: str, query: Mapping[str, str]) -> httpx.Response:
    answer: httpx.Response = browser.get(path, params=query, follow_redirects=False)
    return answer


def told(answer: httpx.Response, name: str) -> tuple[int, list[str], str]:
    """What an answer tells, but for the name that was asked for where a page says it again."""
    headers = [answer.headers.get(each, "").replace(name, HERE) for each in KEPT_HEADERS]
    said = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", HERE, answer.text) if len(name) > 5 else answer.text
    again = re.sub(rf'((?:=|/|value="|"){{1}}){re.escape(name)}(?=["&/ ])', rf"\1{HERE}", said)
    return answer.status_code, headers, again


def refused(answer: httpx.Response) -> bool:
    door = answer.status_code == 303 and answer.headers["location"].startswith("/entrar")
    return door or answer.status_code in {401, 403, 404}


def test_every_route_says_which_objects_it_names() -> None:
    assert undeclared(routes(), OBJECTS) == []
    assert {*OBJECTS, *NAMES_NOTHING} == {key_of(route) for route in routes()}


@pytest.mark.parametrize("everyone", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a27_no_object_is_opened_by_its_name(world: World, everyone: bool) -> None:  # noqa: FBT001
    with staged(world) as stage:
        assert look_at_all(stage, OBJECTS, everyone=everyone) == []


planted = APIRouter(prefix="/planta")


@planted.get("/bundles/{sha256}", response_class=Response)
@needs(VER, within=True)
async def without_its_reach(sha256: str, session: Annotated[AsyncSession, Depends(read_session)]) -> Response:
    """A bundle for whoever sees any place."""
    return Response((await ingest.bundle(session, sha256))[1])


@planted.get("/casillas/{clave}")
@needs(VER, within=True)
async def another_refusal(
    clave: str,
    session: Annotated[AsyncSession, Depends(read_session)],
    who: Annotated[Identity, Depends(identity_of)],
) -> PlainTextResponse:
    """A casilla, refused to strangers in other words than one that is not there."""
    found = await catalog.casilla(session, clave)
    if not who.reach(VER).covers(found.distrito, found.municipio):
        raise AccesoDenegado("S111", "of another territory")
    return PlainTextResponse(found.domicilio)


@planted.post("/llaves/quitar")
@inside()
async def whoever_owns_it(request: Request) -> PlainTextResponse:
    """Drop a passkey, of whomever."""
    key = (await form_of(request)).get("llave", "")
    async with context_of(request).writing() as session:
        await session.execute(delete(PasskeyRow).where(PasskeyRow.id == key))
    return PlainTextResponse("hecho")


PLANTED = Module("planta", (planted,))
OF_PLANTED: Declared = {
    "GET /planta/bundles/{sha256}": (Named(Owner.PLACE, "bundle", "vecino", {"sha256": HERE}),),
    "GET /planta/casillas/{clave}": (Named(Owner.PLACE, "casilla", "vecino", {"clave": HERE}),),
    "POST /planta/llaves/quitar": (Named(Owner.PERSON, "passkey", "dueno", form=bearing(llave=HERE)),),
}


def test_a27_a_check_that_is_missing_is_seen(world: World) -> None:
    modules = (*MODULES, PLANTED)
    with staged(world, modules) as stage:
        found = look_at_all(stage, OF_PLANTED, modules, everyone=False)
    assert found == [
        "GET /planta/bundles/{sha256} (bundle): mio_distrito learns that it is there",
        "GET /planta/bundles/{sha256} (bundle): mio_distrito is let in",
        "GET /planta/casillas/{clave} (casilla): mio_distrito learns that it is there",
        "POST /planta/llaves/quitar (passkey): vecino changes something",
        "POST /planta/llaves/quitar (passkey): not even dueno may: 200",
    ]


def test_a_route_that_nobody_declared_is_seen() -> None:
    assert undeclared(routes((PLANTED,)), OBJECTS) == list(OF_PLANTED)
    assert undeclared(routes((PLANTED,)), OF_PLANTED) == []
