"""Secrets of the server: closed files or no start, and nothing of them in logs, exports, errors or the trail."""

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import format_exception

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role, open_door
from server.accounts.service import VAULT_FILE, keys_of
from server.app import create_app
from server.config import ConfigInvalida, ServerConfig
from server.context import make_context
from server.kit.secret import SecretoExpuesto
from tests.server.accounts.test_a27_accounts import PASSWORD, accept, enter, invite, register_second_factor
from tests.server.harness import World, apart, beside, entered, machine_token, open_account

STAFF = (Grant(Role.ADMINISTRACION), Grant(Role.DIRECCION), Grant(Role.AUDITORIA))
SECRET_URL = 'database = "postgresql+psycopg://servidor:la-clave@localhost/x"\n'


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a27_a_key_that_others_can_read_or_change_stops_the_start(world: World, mode: int) -> None:
    vault = world.config.data / VAULT_FILE
    keys_of(make_context(world.config, world.clock))
    for path in (world.config.key, vault):
        path.chmod(mode)
        with pytest.raises(SecretoExpuesto) as error:
            keys_of(make_context(world.config, world.clock))
        assert error.value.code == "S010"
        assert path.name in error.value.detail
        path.chmod(0o600)
    keys_of(make_context(world.config, world.clock))


def test_a27_what_the_server_makes_is_closed_to_others(world: World, tmp_path: Path) -> None:
    text = (world.folder / "servidor.toml").read_text().replace('data = "datos"', 'data = "otros"')
    (world.folder / "otro.toml").write_text(text)
    config = ServerConfig.load(world.folder / "otro.toml")
    keys_of(make_context(config, world.clock))
    assert config.data.stat().st_mode & 0o777 == 0o700
    assert (config.data / VAULT_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.sqlite_alone
def test_a27_a_password_of_the_database_wants_a_closed_file(world: World) -> None:
    path = world.folder / "servidor.toml"
    path.write_text(SECRET_URL + path.read_text())
    path.chmod(0o644)
    with pytest.raises(SecretoExpuesto):
        ServerConfig.load(path)
    path.chmod(0o600)
    assert "la-clave" not in repr(ServerConfig.load(path))


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("fault", ['port = "la-clave"', 'batch = "x"', 'mode = "la-clave"', 'verifiers = ["la-clave"]'])
def test_a27_a_fault_of_the_configuration_says_no_value(world: World, fault: str) -> None:
    path = world.folder / "servidor.toml"
    path.write_text(f"{SECRET_URL}{fault}\n{path.read_text()}")
    with pytest.raises(ConfigInvalida) as error:
        ServerConfig.load(path)
    assert error.value.code == "S006"
    assert fault.partition(" ")[0] in error.value.detail
    assert "la-clave" not in str(error.value)


@pytest.fixture
def served(world: World) -> Iterator[TestClient]:
    app = create_app(world.config, world.clock)

    @app.post("/rota")
    @open_door("only here")
    async def broken() -> None:
        raise OverflowError("a fault of ours")

    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield entered(client, apart(open_account(world, STAFF)))


def secrets_of(world: World, served: TestClient) -> tuple[TestClient, list[str]]:
    """Use every secret that there is, rightly and wrongly; gives what must be told nowhere."""
    link = invite(served, "ana")
    ana, machine = beside(served), beside(served)
    accept(ana, link)
    telephone = register_second_factor(ana, world.clock.now())
    code, token = telephone.at(world.clock.now()), apart(machine_token(world, Grant(Role.DIFUSION)))
    enter(beside(served), "ana", PASSWORD, code)
    enter(beside(served), "ana", "otra clave que no es")
    machine.get("/api/v1/avance", headers={"authorization": f"Bearer {token}"})
    used = [PASSWORD, "otra clave que no es", link.rpartition("/")[2], token, telephone.secret, code]
    used += [cookie.value or "" for cookie in ana.cookies.jar] + [served.cookies["sesion"]]
    used += [(world.config.data / VAULT_FILE).read_bytes().hex(), world.config.key.read_text().splitlines()[1]]
    return ana, used


def test_a27_no_secret_is_in_logs_exports_or_errors(
    world: World, served: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ana, used = secrets_of(world, served)
    assert len(used) >= 10
    assert all(used)
    ours = [each for each in caplog.records if not each.name.startswith(("httpx", "httpcore"))]
    pages = [
        served.get("/registro?formato=csv").text,
        served.get("/personas?formato=csv").text,
        served.get("/api/v1/personas").text,
        served.get("/maquinas").text,
        ana.get("/cuenta").text,
        served.post("/rota", data={"contrasena": PASSWORD}).text,
        ana.post("/cuenta/contrasena", data={"actual": PASSWORD, "contrasena": "x", "csrf": "no"}).text,
        served.get("/openapi.json").text,
    ]
    with pytest.raises(OverflowError) as broken:
        ana.post("/rota", data={"contrasena": PASSWORD})
    logged = [each.getMessage() for each in ours] + format_exception(broken.value)
    told = "\n".join([*logged, *pages])
    assert "a fault of ours" in told
    assert "ana" in told
    assert leaked(used, told) == []
    assert leaked(used, f"{told}\nclave={PASSWORD} {used[3]}") == [0, 3], "what is planted is seen"


def leaked(secrets: Sequence[str], told: str) -> list[int]:
    """Places of the secrets that a text holds as words of their own."""
    return [n for n, each in enumerate(secrets) if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", told)]


def test_a27_what_a_row_holds_is_in_no_error_of_the_database(world: World) -> None:
    context = make_context(world.config, world.clock)
    assert context.engine.sync_engine.hide_parameters
