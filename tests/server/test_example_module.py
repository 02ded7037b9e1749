"""A module made by following docs/add-a-module.md comes and goes whole: its removal leaves no trace."""

import re
from collections.abc import Callable, Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, inspect
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.app import create_app
from server.context import make_context
from server.db.base import Base
from server.db.migrate import is_current, upgrade
from server.modules import MODULES
from tests.architecture.tree import REPOSITORY, text_of, tracked_files
from tests.server.avisos import migration
from tests.server.avisos.pages import AVISOS
from tests.server.avisos.rules import STEPS, Refused, State, Step, after
from tests.server.harness import World, apart, beside, confirmed, entered, open_account

CHECKLIST = ("models", "repository", "rules", "schemas", "service", "permissions", "endpoints", "pages", "textos")
ADDRESS = "/avisos"


async def change(world: World, step: Callable[[Operations], None]) -> None:
    """Run the module's own migration forth or back."""
    context = make_context(world.config, world.clock)
    await upgrade(context.engine)
    async with context.engine.begin() as connection:
        await connection.run_sync(lambda each: step(Operations(MigrationContext.configure(each))))
    await context.engine.dispose()


def client_of(world: World, role: Role = Role.DIRECCION) -> TestClient:
    app = create_app(world.config, world.clock, (*MODULES, AVISOS))
    return entered(TestClient(app, base_url="http://127.0.0.1"), apart(open_account(world, (Grant(role),))))


@pytest.fixture
def board(world: World) -> Iterator[TestClient]:
    apart(change(world, migration.upgrade))
    with client_of(world) as client:
        yield client


def test_it_has_the_files_of_the_checklist() -> None:
    folder = REPOSITORY / "tests" / "server" / "avisos"
    assert {f"{name}.py" for name in CHECKLIST} <= {path.name for path in folder.iterdir()}
    text = (REPOSITORY / "docs" / "add-a-module.md").read_text(encoding="utf-8")
    assert all(f"`{name}.py`" in text for name in CHECKLIST)


def test_every_state_and_step_is_decided() -> None:
    found = {(state, step): after(state, step) for state in (None, *State) for step in Step}
    lawful = {(state, step): rule.target for step, rule in STEPS.items() for state in rule.sources}
    assert found == dict.fromkeys(found, Refused.STATE) | lawful


def test_a_notice_is_put_up_listed_taken_down_and_put_back(board: TestClient) -> None:
    assert "Escriba el primero" in board.get(ADDRESS).text
    fault = board.post(ADDRESS, data={"texto": " "})
    assert fault.status_code == 422
    assert 'aria-describedby="e-texto"' in fault.text
    made = board.post(ADDRESS, data={"texto": "=Corte a las 22:00"}, follow_redirects=False)
    path = made.headers["location"]
    assert "'=Corte a las 22:00" in board.get(f"{ADDRESS}?formato=csv").text
    assert [each["state"] for each in board.get("/api/v1/avisos").json()] == ["puesto"]
    assert board.get(path + "/retirar").status_code == 405, "a look changes nothing"
    down = confirmed(board, f"{path}/retirar", {"boton": ""})
    page = board.get(down.headers["location"]).text
    assert "quedó retirado" in page
    undo = re.search(r'action="(/avisos/\d+/reponer)"', page)
    assert undo is not None
    board.post(undo.group(1), data={"boton": ""})
    assert [each["state"] for each in board.get("/api/v1/avisos").json()] == ["puesto"]
    assert board.get(f"{ADDRESS}?estado=retirado&busca=corte").text.count("<tbody>") == 0


def test_a27_its_permissions_are_those_it_declares(world: World, board: TestClient) -> None:
    reads, nothing = (
        beside(board, apart(open_account(world, (Grant(role),)))) for role in (Role.AUDITORIA, Role.CONSEJO)
    )
    assert reads.get(ADDRESS).status_code == 200
    assert reads.post(ADDRESS, data={"texto": "No"}).status_code == 403
    assert f'href="{ADDRESS}"' not in nothing.get("/cuenta").text
    assert [nothing.get(path).status_code for path in (ADDRESS, "/api/v1/avisos")] == [403, 403]
    described = board.get("/openapi.json").json()["paths"]["/api/v1/avisos"]["get"]
    assert described["x-permission"] == "avisos.ver"
    assert {"403", "503"} <= set(described["responses"])


async def test_taking_it_away_leaves_no_trace(world: World) -> None:
    await change(world, migration.upgrade)
    with client_of(world) as client:
        client.post(ADDRESS, data={"texto": "Queda en el registro"}).raise_for_status()
    await change(world, migration.downgrade)
    context = make_context(world.config, world.clock)
    assert await is_current(context.engine)
    async with context.engine.connect() as connection:
        tables = await connection.run_sync(lambda each: inspect(each).get_table_names())
        assert await connection.run_sync(_differences) == []
    await context.engine.dispose()
    assert not [name for name in tables if name.startswith("avisos")]
    with world.client(Grant(Role.DIRECCION), Grant(Role.AUDITORIA)) as client:
        assert client.get(ADDRESS).status_code == 404
        assert ADDRESS not in client.get("/cuenta").text
        assert not [path for path in client.get("/openapi.json").json()["paths"] if "avisos" in path]
        assert "Queda en el registro" in client.get("/registro?modulo=avisos").text, "the trail forgets nothing"


def test_nothing_of_the_server_names_it() -> None:
    named = re.compile(r"avisos_notice|tests\.server\.avisos|[\"'`]/avisos")
    ours = [path for path in tracked_files(REPOSITORY) if path.relative_to(REPOSITORY).parts[0] in {"server", "shared"}]
    assert [path for path in ours if named.search(text_of(path) or "")] == []


def _differences(connection: Connection) -> list[object]:
    found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    return [each for each in found if "procrastinate" not in repr(each)]  # it brings its own tables
