"""What every part of the server keeps: schema equal to models, headers, documented doors, escaped words, loopback."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from sqlalchemy import Connection
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_package
from server.access import open_door
from server.app import create_app
from server.config import ConfigInvalida, ServerConfig
from server.context import make_context
from server.db.base import Base
from server.db.migrate import is_current, upgrade
from server.modules import MODULES
from tests.server.harness import World, import_theme, make_world

PAGES = ("/", "/apartados", "/registro", "/resultados/distrito", "/nada", "/estilo/tokens.css")


def differences(connection: Connection) -> list[Any]:
    found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    return [each for each in found if "procrastinate" not in repr(each)]  # it brings its own tables


async def test_migrations_make_the_tables_of_the_models(bare_world: World) -> None:
    context = make_context(bare_world.config, bare_world.clock)
    await upgrade(context.engine)
    assert await is_current(context.engine)
    async with context.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await context.engine.dispose()


def test_a_command_reads_nothing_that_only_another_needs() -> None:
    """Each is a process of its own, and reading the pages took longer than what most of them do."""
    code = "import sys, server.cli; print(*{'server.app', 'uvicorn', 'numpy', 'procrastinate'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"\n"


def test_every_door_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    post = described["paths"]["/api/v1/bundles"]["post"]
    assert "application/zip" in post["requestBody"]["content"]
    assert set(post["responses"]) >= {"200", "201", "202", "4XX"}
    for path, methods in described["paths"].items():
        assert path.startswith("/api/v1/"), path
        for method, operation in methods.items():
            assert operation["responses"]["4XX"]["content"].keys() == {"application/problem+json"}, (method, path)
            assert operation["description"], (method, path)


def test_a28_every_whole_number_of_an_address_has_its_bounds() -> None:
    """A number that no column holds must be refused at the door, not by the database."""
    found = []
    for route in (each for module in MODULES for router in module.routers for each in router.routes):
        assert isinstance(route, APIRoute)
        for field in get_flat_params(route.dependant):
            if int in {field.field_info.annotation, *get_args(field.field_info.annotation)}:
                bounds = {name for rule in field.field_info.metadata for name in ("ge", "le") if hasattr(rule, name)}
                found += [] if bounds == {"ge", "le"} else [f"{route.path} {field.name}"]
    assert found == []


def test_a_fault_of_ours_tells_nothing_and_bears_the_headers(world: World) -> None:
    """What breaks inside of a route leaves as a problem, or as a page, without a word of what it was."""
    app = create_app(world.config, world.clock)

    @app.get("/api/v1/rota")
    @open_door("only here")
    async def broken() -> None:
        raise OverflowError("a secret of the inside")

    app.add_api_route("/rota", broken)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        told, page = client.get("/api/v1/rota"), client.get("/rota")
    assert (told.status_code, told.json()["code"], page.status_code) == (500, "S500", 500)
    assert "El servidor falló" in page.text
    for answer in (told, page):
        assert "secret" not in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


WRITING = {
    "/api/v1/bundles",
    "/api/v1/catalogo/cargas/{carga_id}/firma",
    "/api/v1/catalogo/cargas/{carga_id}/rechazo",
    "/api/v1/catalogo/cargas/{carga_id}/revision",
    "/api/v1/catalogo/{lista}/cargas",
    "/api/v1/catalogo/{lista}/prueba",
}
"""Doors by which programs may send something; a new one is named here."""


def test_only_what_is_named_can_be_sent(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    writing = {(path, m) for path, methods in described.items() for m in methods if m != "get"}
    assert writing == {(path, "post") for path in WRITING}
    for page in ("/", "/apartados", "/registro", "/resultados/distrito"):
        assert client.post(page).status_code == 405


@pytest.mark.parametrize(
    "page", ["/", "/apartados", "/registro", "/resultados/distrito", "/nada", "/estilo/tokens.css"]
)
def test_every_answer_bears_its_headers_and_asks_nothing_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    addresses = re.findall(r'(?:href|src)="([^"]+)"', answer.text)
    assert all(address.startswith(("/", "#", "?")) for address in addresses)
    assert not re.search(r"\sstyle=|\son\w+=", answer.text)
    scripts = re.findall(r"<script[^>]*>[^<]*", answer.text)
    assert all(re.fullmatch(r'<script src="/guiones/[\w.-]+\.js" defer>', each) for each in scripts), scripts


async def test_names_of_the_theme_are_escaped(tmp_path: Path) -> None:
    package = demo_package()
    nasty = "<script>alert(1)</script>"
    first = replace(package.theme.casillas[0], domicilio=nasty)
    contest = package.theme.contests[0]
    named = replace(contest.candidaturas[0], name=nasty)
    contests = (replace(contest, candidaturas=(named, *contest.candidaturas[1:])), *package.theme.contests[1:])
    theme = replace(package.theme, casillas=(first, *package.theme.casillas[1:5]), contests=contests)
    world = make_world(SimulatedInstitute.create(theme, package.assets), tmp_path)
    await import_theme(world)
    with world.client() as client:
        client.post(
            "/api/v1/bundles", content=world.bundle(0).public, headers={"content-type": "application/zip"}
        ).raise_for_status()
        distrito = first.distrito.number
        for page in ("/", f"/casillas/{first.id}", f"/resultados/distrito/{distrito}", "/resultados/distrito"):
            text = client.get(page).text
            assert nasty not in text
            assert page == "/resultados/distrito" or "&lt;script&gt;" in text


def test_only_loopback_is_served(world: World, tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalida) as error:
        replace(world.config, host="0.0.0.0")  # noqa: S104 - the very thing that is refused
    assert error.value.code == "S001"
    path = tmp_path / "otra.toml"
    path.write_text((world.folder / "servidor.toml").read_text() + 'desconocido = "x"\n')
    with pytest.raises(ConfigInvalida) as error:
        ServerConfig.load(path)
    assert error.value.code == "S005"
