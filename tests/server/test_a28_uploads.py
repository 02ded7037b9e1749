"""Every door that takes a body takes no more than it says, whatever the header claims and however it is sent."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from server.access import Grant, Role, access_of
from server.http.guard import MAX_FORM_BYTES, MAX_UPLOAD_FIELDS
from server.modules import MODULES
from shared.tables.reading import MAX_BYTES
from tests.server.harness import World
from tests.server.matrix import Route, routes

STAFF = tuple(Grant(role) for role in (Role.ADMINISTRACION, Role.DIRECCION, Role.RESULTADOS, Role.CONSEJO))
DOORS = tuple(each for each in routes() if each.method == "POST")
FORM, CSV, ZIP = "application/x-www-form-urlencoded", "text/csv", "application/zip"
CHUNK = b"a=" + b"x" * (64 << 10)
HUGE = 1 << 40


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client(*STAFF) as started:
        started.headers.pop("x-csrf")  # so that the gate itself must read the form
        yield started


def path_of(route: Route) -> str:
    names = {"lista": "distritos", "carga_id": "1", "clave": "140001B0100"}
    return route.path.format_map({**dict.fromkeys(("person_id", "machine_id", "token"), "x"), **names})


def media(route: Route) -> str:
    return ZIP if route.path.endswith("bundles") else CSV if route.path.startswith("/api/") else FORM


def test_a28_every_door_refuses_a_body_that_claims_to_be_huge(client: TestClient) -> None:
    for route in DOORS:
        headers = {"content-type": media(route), "content-length": str(HUGE)}
        answer = client.post(path_of(route), content=b"a=b", headers=headers, follow_redirects=False)
        assert answer.status_code in {413, 415}, route
        assert "S101" in answer.text or answer.status_code == 415 or "demasiado grande" in answer.text, route


class Endless:
    """A body without a length that would not end; it counts what was taken of it."""

    def __init__(self, most: int) -> None:
        self.taken, self._most = 0, most

    def __iter__(self) -> Iterator[bytes]:
        while self.taken < self._most:
            self.taken += len(CHUNK)
            yield CHUNK


def test_a28_no_door_reads_on_when_the_length_is_not_told(client: TestClient) -> None:
    for route in DOORS:
        most = MAX_BYTES + (1 << 20) if route.path.endswith(("cargas", "prueba", "cargar")) else 4 << 20
        answer = client.post(
            path_of(route), content=Endless(most), headers={"content-type": media(route)}, follow_redirects=False
        )
        assert answer.status_code in {413, 415}, (route, answer.status_code)


def test_a28_a_form_brings_one_file_and_few_fields(client: TestClient) -> None:
    many = [("archivo", (f"{n}.csv", b"distrito,nombre\n")) for n in range(3)]
    answer: httpx.Response = client.post("/catalogo/distritos/cargar", files=many)
    assert answer.status_code == 400
    fields = {f"campo{n}": "x" for n in range(MAX_UPLOAD_FIELDS + 5)}
    assert client.post("/catalogo/distritos/cargar", data=fields, files=many[:1]).status_code == 400
    wide = {"usuario": "x" * (MAX_FORM_BYTES + 1)}
    assert client.post("/personas/nueva", data=wide).status_code == 413


def test_a28_only_what_is_declared_takes_files() -> None:
    endpoints = [route for module in MODULES for router in module.routers for route in router.routes]
    found = {each.path: access_of(each.endpoint) for each in endpoints if isinstance(each, APIRoute)}
    assert {path: each.upload for path, each in found.items() if each and each.upload} == {
        "/catalogo/{lista}/cargar": MAX_BYTES
    }
