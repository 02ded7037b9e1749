"""The table ``[objetos]``: what cannot be used is told at the start, by a code and never by what it holds."""

from pathlib import Path

import pytest

from server.config import ConfigInvalida, ServerConfig
from server.context import make_context
from server.kit import s3
from server.kit.objects import ObjetoInvalido
from server.kit.s3_settings import FROM_ENVIRONMENT, Lock, S3Settings
from server.kit.secret import SecretoExpuesto
from shared.domain.errors import DatoInvalido
from tests.server.harness import World
from tests.server.objetos.s3 import SECRET, settings_of, with_s3

GOOD = {"bucket": "actas", "endpoint": "https://s3.example"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"bucket": "A"}, {"bucket": "con espacio"}, {"prefix": "sin-barra"}, {"prefix": "../"}, {"prefix": "/"},
        {"endpoint": "http://s3.example"}, {"endpoint": "http://10.0.0.1"}, {"endpoint": "ftp://127.0.0.1"},
        {"endpoint": "https://yo:clave@s3.example"}, {"endpoint": "https://s3.example/x"}, {"endpoint": "https://"},
        {"endpoint": "https://[s3"}, {"lock_days": 0}, {"timeout_s": 0}, {"tries": 11}, {"send_every_s": 0},
        {"check_every_s": -1},
    ],
)  # fmt: skip
def test_what_cannot_be_a_bucket_is_refused(wrong: dict[str, object]) -> None:
    S3Settings(**GOOD)  # type: ignore[arg-type]  # words of ours
    with pytest.raises(ObjetoInvalido) as error:
        S3Settings(**{**GOOD, **wrong})  # type: ignore[arg-type]  # that is the question
    assert error.value.code == "S850"
    assert "clave" not in error.value.detail


def loaded(world: World, table: str) -> ServerConfig:
    path = world.folder / "servidor.toml"
    path.write_text(f"{path.read_text()}\n[objetos]\n{table}\n")
    return ServerConfig.load(path)


def test_the_table_is_read_beside_the_rest_and_its_file_beside_it(world: World) -> None:
    table = (
        'bucket = "actas"\nendpoint = "https://s3.example"\ncredentials = "s3.toml"\nlock = "GOVERNANCE"\nlock_days = 9'
    )
    settings = loaded(world, table).objetos
    assert settings == S3Settings(
        "actas", "https://s3.example", credentials=world.folder.resolve() / "s3.toml", lock=Lock.GOVERNANCE, lock_days=9
    )


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('bucket = "actas"', "S006"),
        ('bucket = "actas"\nendpoint = "https://s3.example"\nsecret_access_key = "la-clave"', "S005"),
        ('bucket = "actas"\nendpoint = "https://s3.example"\nlock = "la-clave"', "S006"),
        ('bucket = "la clave"\nendpoint = "https://s3.example"', "S850"),
    ],
)
def test_a27_a_wrong_table_is_told_and_never_what_it_holds(world: World, table: str, code: str) -> None:
    with pytest.raises(DatoInvalido) as error:
        loaded(world, table)
    assert error.value.code == code
    assert "la-clave" not in str(error.value)


def test_objetos_must_be_a_table(world: World) -> None:
    path = world.folder / "servidor.toml"
    path.write_text(f'objetos = "la-clave"\n{path.read_text()}')
    with pytest.raises(ConfigInvalida) as error:
        ServerConfig.load(path)
    assert (error.value.code, "la-clave" in str(error.value)) == ("S006", False)


def code_of_start(world: World) -> str:
    with pytest.raises(DatoInvalido) as error:
        make_context(world.config, world.clock)
    assert SECRET not in str(error.value)
    return error.value.code


def test_a27_keys_come_from_a_closed_file_or_the_environment(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(1, tmp_path)
    assert settings.credentials is not None
    changed = with_s3(world, settings)
    make_context(changed.config, world.clock)
    settings.credentials.chmod(0o640)
    with pytest.raises(SecretoExpuesto):
        make_context(changed.config, world.clock)
    settings.credentials.chmod(0o600)
    for text in (f'access_key_id = "{SECRET}"', f'secret = {SECRET}"', 'access_key_id = "a"\nsecret_access_key = 7'):
        settings.credentials.write_text(text)
        assert code_of_start(changed) == "S850"
    settings.credentials.unlink()
    assert code_of_start(changed) == "S850"
    without = with_s3(world, S3Settings("actas", "http://127.0.0.1:1"))
    for variable in FROM_ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    assert code_of_start(without) == "S850"
    for variable in FROM_ENVIRONMENT.values():
        monkeypatch.setenv(variable, "x")
    make_context(without.config, world.clock)


def test_without_what_speaks_s3_the_start_says_what_to_install(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "find_spec", lambda _name: None)
    assert code_of_start(with_s3(world, settings_of(1, tmp_path))) == "S859"
    make_context(world.config, world.clock)
