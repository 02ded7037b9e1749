"""Files of lists tried and delivered from the machine: every fault at once, and never more than a delivery."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.catalog.marco import Lista
from server.cli import app
from tests.server.catalog.lists import SMALL, csv_of, fill, open_context
from tests.server.databases import execute
from tests.server.harness import World, apart


@pytest.fixture
def filled(empty_world: World) -> World:
    async def work() -> None:
        async with open_context(empty_world) as context:
            await fill(context, {lista: SMALL[lista] for lista in list(SMALL)[:4]})

    apart(work())
    return empty_world


def run(world: World, lista: Lista, data: bytes, *more: str) -> Result:
    path = world.folder / f"{lista.value}.csv"
    path.write_bytes(data)
    line = ["catalog", "import", str(path), "--lista", lista.value, *more]
    return CliRunner().invoke(app, [*line, "--config", str(world.folder / "servidor.toml")])


def kept(world: World) -> tuple[list[tuple[str, str, str]], int, list[Path]]:
    """Deliveries, rows of the trail, files."""
    data = world.config.data
    cargas = execute(world.config, "SELECT lista, status, received_by FROM catalog_carga")
    trail = execute(world.config, "SELECT count(*) FROM audit_entry")[0][0]
    return cargas, trail, [path for path in (data / "catalogo").rglob("*") if path.is_file()]


def test_a_dry_run_tells_every_fault_and_stores_nothing(filled: World) -> None:
    rows = [("140024B0100", 9, "x"), ("14x", 1, ""), ("149999B0100", 1, "y"), ("140024B0100", 1, "x")]
    result = run(filled, Lista.CASILLAS, csv_of(Lista.CASILLAS, rows), "--dry-run")
    assert result.exit_code == 1
    for said in (
        "renglón 2, ubicacion, «9»: S710.",
        "renglón 3, clave_casilla, «14x»: S711.",
        "renglón 3, domicilio: S705.",
    ):
        assert said in result.output, result.output
    assert kept(filled) == ([], 0, [])


def test_a_sound_file_is_tried_and_then_delivered_and_changes_no_list(filled: World) -> None:
    data = csv_of(Lista.CASILLAS, SMALL[Lista.CASILLAS])
    tried = run(filled, Lista.CASILLAS, data, "--dry-run")
    assert (tried.exit_code, kept(filled)) == (0, ([], 0, []))
    assert "agrega 4" in tried.output
    delivered = run(filled, Lista.CASILLAS, data)
    assert delivered.exit_code == 0, delivered.output
    cargas, trail, files = kept(filled)
    assert (cargas, trail, len(files)) == ([("casillas", "recibido", "cli")], 1, 1)
    assert execute(filled.config, "SELECT count(*) FROM catalog_marco_casilla") == [(0,)]
    (told,) = execute(filled.config, "SELECT data FROM audit_entry")[0]
    assert json.loads(told)["faltas"] == 0


def test_what_is_no_list_or_has_faults_is_never_delivered(filled: World) -> None:
    for data, said in ((b"", "S602"), (b"\xff\xfe\x00", "S60"), (csv_of(Lista.CASILLAS, [("x", 1, "y")]), "S711")):
        result = run(filled, Lista.CASILLAS, data)
        assert result.exit_code == 1
        assert said in result.output
    assert kept(filled)[0] == []
