"""Every route with every role, and with nobody: everything is denied unless granted, in territories too."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from server.access import TRAITS, WHOLE, Door, Grant, Level, Role, Territory
from server.modules import MODULES
from tests.architecture.tree import REPOSITORY
from tests.server.databases import Bases
from tests.server.harness import World, apart, beside, copy_world, deliver, machine_token, open_account
from tests.server.matrix import DOCUMENT, Route, routes, table

ROUTES = tuple(routes())
LEAVE = "/salir"
PARTS = ((Role.CONSEJO, False), (Role.ADMINISTRACION, False), (Role.AUDITORIA, False))
PERMISSIONS = {permission for module in MODULES for permission in module.permissions}


@pytest.fixture(scope="module")
def one_world(imported: World, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> World:
    """One for all: who is refused changes nothing, and who is not asks with empty forms."""
    return copy_world(imported, tmp_path_factory.mktemp("todas") / "instituto", bases.copy(imported.config))


@pytest.fixture(scope="module")
def one_server(one_world: World) -> Iterator[TestClient]:
    with one_world.stranger() as client:
        yield client


@pytest.fixture
def served(world: World) -> Iterator[TestClient]:
    with world.stranger() as client:
        yield client


def ask(client: TestClient, route: Route, values: dict[str, str]) -> httpx.Response:
    """Ask for a route as its pages do; what a form would hold is left out, so that nothing is changed."""
    path = route.path.format(**values)
    answer: httpx.Response = client.request(
        route.method, path, data={"nada": ""} if route.method != "GET" else None, follow_redirects=False
    )
    return answer


def browser_of(world: World, served: TestClient, role: Role | None, territory: Territory) -> TestClient:
    """What somebody of this role comes with; None is nobody."""
    if role is None:
        return beside(served)
    if not TRAITS[role].machine:
        return beside(served, apart(open_account(world, (Grant(role, territory),))))
    machine = beside(served)
    machine.headers["authorization"] = f"Bearer {apart(machine_token(world, Grant(role, territory)))}"
    return machine


def values_of(world: World, sha256: str) -> dict[str, str]:
    """Objects that exist, by the names of the paths' parameters."""
    casilla = world.institute.theme.casillas[0]
    return {
        "clave": casilla.id.clave,
        "unit": "distrito",
        "number": str(casilla.distrito.number),
        "sha256": sha256,
        "person_id": "0" * 32,
        "machine_id": "0" * 32,
        "lista": "casillas",
        "carga_id": "1",
        "token": "x" * 43,
    }


def test_every_route_declares_what_it_asks_for() -> None:
    assert [route for route in ROUTES if route.access is None] == []
    asked = {route.access.permission for route in ROUTES if route.access and route.access.permission}
    assert asked == PERMISSIONS, "a permission that no module registers, or that nothing asks for"


def test_a_route_that_declares_nothing_is_refused_to_everyone(world: World) -> None:
    with world.client(Grant(Role.DIRECCION)) as client:

        async def forgotten() -> str:
            return "abierta por descuido"

        client.app.get("/olvidada")(forgotten)  # type: ignore[attr-defined]  # the application's own
        answer = client.get("/olvidada")
        assert answer.status_code == 403
        assert "descuido" not in answer.text


@pytest.mark.parametrize(("role", "whole"), [(None, True), *((role, True) for role in Role), *PARTS])
def test_a27_every_route_with_every_role(
    one_world: World,
    one_server: TestClient,
    role: Role | None,
    whole: bool,  # noqa: FBT001
) -> None:
    sha256 = deliver(one_server, one_world.bundle(0).public).json()["sha256"]
    values = values_of(one_world, sha256)
    client = browser_of(
        one_world, one_server, role, WHOLE if whole else Territory(Level.DISTRITO, int(values["number"]))
    )
    for route in sorted(ROUTES, key=lambda each: each.path == LEAVE):
        answer = ask(client, route, values)
        open_door = route.access is not None and route.access.door is Door.OPEN
        if role is None and not open_door:
            assert answer.status_code in {303, 401}, route
            assert answer.headers.get("location", "/entrar").startswith("/entrar"), route
        else:
            refused = answer.status_code == 403 and ("S111" in answer.text or "S113" in answer.text)
            assert refused != (open_door or (role is not None and route.allows(role, whole=whole))), (
                route,
                answer.text,
            )
            assert answer.status_code != 403 or refused, (route, answer.text)


def test_a27_who_sees_a_distrito_sees_no_object_of_another(world: World, served: TestClient) -> None:
    mine = world.institute.theme.casillas[0]
    other = next(
        c for c in world.institute.theme.casillas if c.distrito != mine.distrito and c.municipio != mine.municipio
    )
    place = world.institute.theme.casillas.index(other)
    theirs = deliver(served, world.bundle(place).public).json()["sha256"]
    own = deliver(served, world.bundle(0).public).json()["sha256"]
    for territory in (
        Territory(Level.DISTRITO, mine.distrito.number),
        Territory(Level.MUNICIPIO, mine.municipio.number),
    ):
        client = beside(served, apart(open_account(world, (Grant(Role.CONSEJO, territory),))))
        assert client.get("/", follow_redirects=False).headers["location"] == (
            f"/resultados/{territory.level.value}/{territory.number}"
        )
        for path in (f"/casillas/{mine.id}", f"/api/v1/casillas/{mine.id}", f"/api/v1/bundles/{own}"):
            assert client.get(path).status_code == 200, path
        for path in (
            f"/casillas/{other.id}",
            f"/api/v1/casillas/{other.id}",
            f"/api/v1/bundles/{theirs}",
            f"/resultados/distrito/{other.distrito.number}",
            f"/resultados/municipio/{other.municipio.number}",
            f"/resultados/seccion/{other.id.seccion.number}",
        ):
            assert client.get(path).status_code == 404, path
        for path in ("/api/v1/avance", "/api/v1/resultados/entidad", "/api/v1/resultados/casilla"):
            assert client.get(path).status_code == 403, path
        level = territory.level.value
        units = {row["unit"] for row in client.get(f"/api/v1/resultados/{level}").json()}
        assert units == {str(territory.number)}
        listed = client.get(f"/resultados/{level}").text
        assert f"/resultados/{level}/{territory.number}" in listed
        assert listed.count(f'href="/resultados/{level}/') == 1


def test_a27_who_sees_a_distrito_sees_what_is_apart_there_alone(world: World, served: TestClient) -> None:
    mine = world.institute.theme.casillas[0]
    place, other = next((n, c) for n, c in enumerate(world.institute.theme.casillas) if c.distrito != mine.distrito)
    for number in (0, place):
        deliver(served, world.bundle(number).public)
        deliver(served, world.bundle(number, 50, urna=9).public)
    deliver(served, b"roto")
    board = (Grant(Role.CONSEJO, Territory(Level.DISTRITO, mine.distrito.number)),)
    page = beside(served, apart(open_account(world, board))).get("/apartados").text
    assert mine.id.clave in page
    assert other.id.clave not in page
    assert "/apartados/rechazados" not in page
    assert beside(served, apart(open_account(world, board))).get("/apartados/rechazados").status_code == 403
    whole = beside(served, apart(open_account(world, (Grant(Role.CONSEJO),)))).get("/apartados").text
    assert mine.id.clave in whole
    assert other.id.clave in whole
    assert "/apartados/rechazados" in whole


def test_the_table_of_permissions_is_the_code() -> None:
    kept = (REPOSITORY / DOCUMENT).read_text(encoding="utf-8")
    assert kept == table(), "run: python -m tests.server.matrix"
