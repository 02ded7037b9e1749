"""Pages of a project's themes and of its warnings, with the application in process."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.bench.state_source import state_files
from tests.unit.theme_builder.test_ambitos import SMALL
from tests.unit.theme_builder.web.test_door import client, csrf, door
from theme_builder.projects.archive import read_archive, write_archive
from theme_builder.projects.lotes import Lotes

__all__ = ["client", "csrf", "door"]


@pytest.fixture
def state(client: TestClient, csrf: str) -> str:
    """A small state with a warning: distrito 1 has no boleta of its own."""
    files = state_files(SMALL)
    boleta = files["boletas/d001-1.toml"].replace(b"number = 1", b"number = 2").replace(b"D001-1", b"D002-2")
    archive = write_archive({**files, "boletas/d001-1.toml": boleta})
    data = {"csrf": csrf, "proyecto": "Estado"}
    client.post("/proyectos/fuente", data=data, files={"archivo": ("f.zip", archive, "application/zip")})
    return "/p/1"


def test_every_theme_is_built_from_the_page(client: TestClient, csrf: str, state: str) -> None:
    shown = client.get(f"{state}/lote").text
    assert "d02-m003" in shown
    assert "Construir todos los temas" in shown
    assert client.post(f"{state}/lote", data={"csrf": csrf}).status_code == 303
    application = client.app
    assert isinstance(application, FastAPI)
    lotes = application.state.lotes
    assert isinstance(lotes, Lotes)
    again = client.post(f"{state}/lote", data={"csrf": csrf})
    assert (again.status_code, "Ya se está construyendo" in again.text) == (409, True)
    lotes.wait()
    shown = client.get(f"{state}/lote").text
    assert "Están todos, en" in shown
    assert client.get(f"{state}/lote/avance").text.count("de 4") == 1


def test_a_warning_waits_for_its_reason_which_bears_its_author(client: TestClient, csrf: str, state: str) -> None:
    shown = client.get(f"{state}/avisos").text
    assert "El distrito 1, Lugar 1, no tiene boleta propia" in shown
    assert "Impiden firmar: 0 errores" in shown
    mark = shown.partition(f"{state}/avisos/")[2].partition('"')[0]
    short = client.post(f"{state}/avisos/{mark}", data={"csrf": csrf, "leido": "1", "razon": "sí"})
    assert (short.status_code, "T632" in short.text) == (422, True)
    given = {"csrf": csrf, "leido": "1", "razon": "En ese distrito la elección se anuló."}
    assert client.post(f"{state}/avisos/{mark}", data=given).status_code == 303
    shown = client.get(f"{state}/avisos").text
    assert "Nada impide firmar" in shown
    assert "Escribió Ana" in shown
    source = read_archive(client.get(f"{state}/fuente.zip").content)[0]["razones.toml"].decode()
    assert 'author = "Ana' in source
    client.post(f"{state}/avisos/{mark}", data={"csrf": csrf, "leido": "2", "razon": ""})
    assert "sin razón" in client.get(f"{state}/avisos").text
