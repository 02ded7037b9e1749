"""The theme builder inside a running server: accounts are authors, four eyes are accounts, nothing typed writes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.access import TRAITS, Grant, Level, Role, Territory
from server.app import create_app
from server.config import ConfigInvalida
from shared.crypto.passwords import csrf_of
from tests.server.databases import Bases
from tests.server.harness import World, apart, beside, copy_world, open_account
from tests.unit.theme_builder.versions.conftest import SOURCE
from theme_builder.projects.archive import write_archive

MOUNT = "theme_builder.web.mounting:mount"


@pytest.fixture(scope="module")
def mounted(one: World) -> Iterator[tuple[World, TestClient]]:
    with one.stranger() as client:
        yield one, client


@pytest.fixture(scope="module")
def one(imported: World, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("montado")
    copy = copy_world(imported, folder / "instituto", bases.copy(imported.config))
    return replace(copy, config=replace(copy.config, temas=MOUNT, temas_folder=folder / "temas"))


class Person:
    """Somebody with an account, in a browser of their own; forms bear their token, as pages put it there."""

    def __init__(self, world: World, served: TestClient, *grants: Grant) -> None:
        self.token = apart(open_account(world, grants))
        self.client = beside(served, self.token)
        del self.client.headers["x-csrf"]

    def send(self, address: str, files: dict[str, bytes] | None = None, **values: str) -> tuple[int, str]:
        sent = {name: (f"{name}.bin", data) for name, data in (files or {}).items()}
        data = {"csrf": csrf_of(self.token), **values}
        answer = self.client.post(address, data=data, files=sent or None, follow_redirects=False)
        return answer.status_code, answer.headers.get("location", "") + answer.text


def test_a27_a_theme_is_sent_and_approved_by_two_accounts_and_never_by_one(mounted: tuple[World, TestClient]) -> None:
    ana, beto = (Person(*mounted, Grant(Role.DIRECCION)) for _ in range(2))
    status, to = ana.send("/temas/proyectos/fuente", {"archivo": write_archive(SOURCE)}, proyecto="Prueba")
    assert (status, to.startswith("/temas/p/1")) == (303, True)
    page = ana.client.get("/temas/p/1").text
    assert not re.search(r'(?:href|action|src)="/(?!temas/)', page)
    assert ana.client.get(re.findall(r'<link[^>]*href="([^"]+)"', page)[0]).status_code == 200
    status, to = ana.send("/temas/p/1/camino", leido="1", publicacion="1")
    assert (status, "/temas/p/1/camino/1" in to) == (303, True), to
    assert ana.send("/temas/quien", nombre="Otra")[0] == 401
    assert ana.send("/temas/p/1/camino/1/aprobar")[0] == 409
    assert beto.send("/temas/p/1/camino/1/aprobar")[0] == 303
    history = beto.client.get("/temas/p/1/camino/1").text
    names = set(re.findall(r"persona-[0-9a-f]{12}", history))
    assert len(names) == 2
    assert "Carpeta de la memoria" not in history


def test_a27_the_gate_is_the_server_s(mounted: tuple[World, TestClient]) -> None:
    world, served = mounted
    assert beside(served).get("/temas/", follow_redirects=False).headers["location"].startswith("/entrar")
    for role in Role:
        if TRAITS[role].machine:
            continue
        person = Person(world, served, Grant(role))
        allowed = role is Role.DIRECCION
        assert person.client.get("/temas/").status_code == (200 if allowed else 403), role
        assert ("/temas/" in person.client.get("/cuenta").text) == allowed, role
    part = Person(world, served, Grant(Role.DIRECCION, Territory(Level.DISTRITO, 1)))
    assert part.client.get("/temas/").status_code == 403
    weak = beside(served, apart(open_account(world, (Grant(Role.DIRECCION),), factors=1)))
    assert weak.get("/temas/").status_code == 403


def test_a27_forms_and_headers_that_are_not_ours_change_nothing(mounted: tuple[World, TestClient]) -> None:
    person = Person(*mounted, Grant(Role.DIRECCION))
    form = {"nombre": "x", "csrf": csrf_of(person.token)}
    for headers in ({"origin": "http://ataque.example"}, {"sec-fetch-site": "cross-site"}):
        assert person.client.post("/temas/proyectos", data=form, headers=headers).status_code == 403
    assert person.client.post("/temas/proyectos", data={**form, "csrf": "x"}).status_code == 403
    stranger = beside(mounted[1])
    stranger.headers["visitante"] = "ana"
    assert stranger.get("/temas/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("address", ["/temas/ceremonia", "/temas/entrar?llave=x", "/temas/../cuenta/nada"])
def test_what_belongs_to_one_laptop_is_not_there(mounted: tuple[World, TestClient], address: str) -> None:
    person = Person(*mounted, Grant(Role.DIRECCION))
    assert person.client.get(address).status_code in {401, 404}


def test_a27_no_typed_path_is_written(mounted: tuple[World, TestClient], tmp_path: Path) -> None:
    person = Person(*mounted, Grant(Role.DIRECCION))
    status, text = person.send("/temas/p/1/camino/1/memoria", carpeta=str(tmp_path))
    assert (status, "T656" in text) == (403, True)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["nothing.there:mount", "theme_builder.web.mounting:none", "theme_builder.texts:SAY", "x"]
)
def test_what_cannot_be_mounted_is_told_before_the_server_starts(empty_world: World, name: str) -> None:
    config = replace(empty_world.config, temas=name, temas_folder=empty_world.folder / "temas")
    with pytest.raises(ConfigInvalida, match="S006"):
        create_app(config, empty_world.clock)


def test_a_mount_without_its_folder_is_told_too(empty_world: World) -> None:
    with pytest.raises(ConfigInvalida, match="S006"):
        create_app(replace(empty_world.config, temas=MOUNT), empty_world.clock)


def test_a_server_that_mounts_nothing_has_nothing_there(world: World) -> None:
    with world.client(Grant(Role.DIRECCION)) as client:
        assert client.get("/temas/").status_code == 404
        assert "/temas/" not in client.get("/cuenta").text
