"""A lot by its pages: built before it is sent, one code for all, a stick for a distrito or for one urna."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from shared.crypto.tuf_client import RepositoryClient
from shared.formats.theme_repository import SignedThemes
from tests.bench.state_source import state_files
from tests.unit.theme_builder.small_lote import small_lote
from tests.unit.theme_builder.test_ambitos import SMALL
from tests.unit.theme_builder.versions.conftest import KEYS, NOON
from tests.unit.theme_builder.web.test_camino import LIVE_ROOT, Desk
from tests.unit.theme_builder.web.test_door import client, csrf, door
from theme_builder.projects.archive import write_archive
from theme_builder.projects.lotes import Lotes

__all__ = ["client", "csrf", "door"]


@pytest.fixture
def desk(client: TestClient, csrf: str) -> Desk:
    made = Desk(client, csrf)
    made.send("/proyectos/fuente", {"archivo": write_archive(state_files(SMALL))}, proyecto="Estado")
    return made


def build(desk: Desk) -> None:
    """As if everybody had waited: the folder of the lot is that of the same source."""
    application = desk.client.app
    assert isinstance(application, FastAPI)
    lotes = application.state.lotes
    assert isinstance(lotes, Lotes)
    shutil.copytree(small_lote(), lotes.seen(1, 1).folder)


def test_a_lot_is_built_before_it_is_sent(desk: Desk) -> None:
    shown = desk.client.get("/p/1/camino").text
    assert "Este proyecto hace 4 temas" in shown
    assert "Enviar a revisión</button>" not in shown
    refused = desk.send("/p/1/camino", leido="1")
    assert (refused.status_code, "antes construya todos los temas" in refused.text) == (409, True)
    build(desk)
    assert "Sus 4 temas se revisan y se firman de una vez" in desk.client.get("/p/1/camino").text


def test_a_lot_goes_from_its_pages_to_the_stick_of_one_urna(desk: Desk, tmp_path: Path) -> None:
    build(desk)
    desk.send("/firmas", {"raiz": LIVE_ROOT})
    assert desk.send("/p/1/camino", leido="1").headers["location"].endswith("hecho=enviada")
    shown = desk.client.get("/p/1/camino/1").text
    for said in (
        "4, para 24 casillas",
        "est-2027-d02-m003",
        "En todos: Gubernatura 1",
        "Diputación local 1, distrito 2",
    ):
        assert said in shown
    codes = desk.send("/p/1/camino/1/codigos", formato="csv").text.splitlines()[1:]
    assert len(codes) == 24
    assert len({line.split(",")[2] for line in codes}) == 4, "each casilla with the code of its own theme"
    desk.is_now("Beto")
    desk.send("/p/1/camino/1/aprobar")
    assert desk.signs("Ana", 0).headers["location"].endswith("hecho=firmada")
    assert desk.signs("Beto", 1).headers["location"].endswith("hecho=firmada")
    online = {name: key.to_pem(b"otra") for name, key in (("instantanea", KEYS.snapshot), ("hora", KEYS.timestamp))}
    phrases = {"frase-instantanea": "otra", "frase-hora": "otra"}
    assert desk.send("/p/1/camino/1/publicar", online, **phrases).status_code == 303
    written = desk.send("/p/1/camino/1/memoria", carpeta=str(tmp_path), casilla="140001b0100")
    assert written.headers["location"].endswith("hecho=memoria")
    assert [path.parent.name for path in (tmp_path / "repositorio").rglob("theme.json")] == ["est-2027-d01-m001"]
    strange = desk.send("/p/1/camino/1/memoria", carpeta=str(tmp_path), distrito="x")
    assert (strange.status_code, "Ningún tema de esta versión" in strange.text) == (422, True)
    archive = desk.client.get("/p/1/camino/1/repositorio.zip").content
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path / "zip")
    listed = RepositoryClient().listed(tmp_path / "zip" / "repositorio", {"root.json": LIVE_ROOT}, NOON)
    assert len(list(SignedThemes(listed).every())) == 4
    assert "4 temas" in desk.client.get("/p/1/camino").text
