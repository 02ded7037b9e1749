"""The way of a theme by its pages: four eyes, a key of one's own, a stick, and nothing secret left behind."""

import io
import logging
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from shared.crypto.tokens import Token, token_key
from shared.crypto.tuf_repo import RepositoryClient, create_root, sign_targets
from tests.unit.crypto.test_tokens import MODULE, PIN, token
from tests.unit.crypto.test_tokens import pytestmark as needs_token
from tests.unit.theme_builder.versions.conftest import KEYS, NOON, ROOT, SOURCE
from tests.unit.theme_builder.web.test_door import client, csrf, door
from theme_builder.projects.archive import write_archive

__all__ = ["client", "csrf", "door", "token"]
PHRASE = " una frase que nadie más sabe "
LIVE_ROOT = create_root(KEYS.public, KEYS.root, NOON.replace(year=2030))


class Desk:
    """Somebody at the pages, who says who they are."""

    def __init__(self, client: TestClient, csrf: str) -> None:
        self.client = client
        self._csrf = csrf

    def is_now(self, name: str) -> None:
        self.send("/quien", nombre=name)

    def send(self, address: str, files: dict[str, bytes] | None = None, **values: str) -> Response:
        sent = {name: (f"{name}.bin", data, "application/octet-stream") for name, data in (files or {}).items()}
        answer: Response = self.client.post(address, data={"csrf": self._csrf, **values}, files=sent or None)
        return answer

    def code(self) -> str:
        page = str(self.client.get("/p/1/camino/1").text)
        return page.split('<dd class="code">')[1].split("<", maxsplit=1)[0]

    def signs(self, name: str, which: int, **values: str) -> Response:
        self.is_now(name)
        key = KEYS.targets[which].to_pem(PHRASE.encode())
        return self.send("/p/1/camino/1/firmar", {"llave": key}, **{"frase": PHRASE, "codigo": self.code(), **values})


@pytest.fixture
def desk(client: TestClient, csrf: str) -> Desk:
    """A project without people, and the root of those who sign."""
    made = Desk(client, csrf)
    source = {name: data for name, data in SOURCE.items() if name != "personas.toml"}
    made.send("/proyectos/fuente", {"archivo": write_archive(source)}, proyecto="Prueba")
    return made


@pytest.fixture
def approved(desk: Desk) -> Desk:
    desk.send("/firmas", {"raiz": LIVE_ROOT})
    desk.send("/p/1/personas", {"personas": SOURCE["personas.toml"]}, leido="1")
    desk.is_now("Carla")
    assert desk.send("/p/1/camino", leido="2", publicacion="1").status_code == 303
    desk.is_now("Beto")
    assert desk.send("/p/1/camino/1/aprobar").headers["location"].endswith("hecho=aprobada")
    return desk


def test_a_theme_goes_from_the_draft_to_a_stick_by_pages(approved: Desk, tmp_path: Path) -> None:
    assert approved.signs("Ana", 0).headers["location"].endswith("hecho=firmada")
    assert "Usted ya firmó" in approved.client.get("/p/1/camino/1").text
    assert approved.signs("Beto", 1).status_code == 303
    online = {name: key.to_pem(b"otra") for name, key in (("instantanea", KEYS.snapshot), ("hora", KEYS.timestamp))}
    phrases = {"frase-instantanea": "otra", "frase-hora": "otra"}
    published = approved.send("/p/1/camino/1/publicar", online, **phrases)
    assert published.headers["location"].endswith("hecho=publicada"), published.text
    assert approved.send("/p/1/camino/1/memoria", carpeta=str(tmp_path)).status_code == 303
    archive = approved.client.get("/p/1/camino/1/repositorio.zip").content
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path / "zip")
    for folder in (tmp_path / "repositorio", tmp_path / "zip" / "repositorio"):
        assert RepositoryClient().verify(folder, {"root.json": LIVE_ROOT}, NOON).version == 1
    assert "Publicada" in approved.client.get("/p/1/camino").text


def test_the_page_says_whose_the_next_step_is_and_refuses_the_same_person(desk: Desk) -> None:
    assert "Faltan las personas de la mesa" in desk.client.get("/p/1/camino").text
    assert "falta personas.toml" in desk.send("/p/1/camino", leido="1").text
    desk.send("/p/1/personas", {"personas": SOURCE["personas.toml"]}, leido="1")
    assert desk.send("/p/1/camino", leido="1").status_code == 409
    desk.send("/p/1/camino", leido="2")
    assert "la aprueba otra persona" in desk.client.get("/p/1/camino/1").text
    refused = desk.send("/p/1/camino/1/aprobar")
    assert (refused.status_code, "Eso lo hace otra persona" in refused.text) == (409, True)
    desk.is_now("Beto")
    assert "Aprobar la versión" in desk.client.get("/p/1/camino/1").text
    desk.send("/p/1/camino/1/devolver", motivo="falta un partido")
    assert "falta un partido" in desk.client.get("/p/1/camino/1").text


def test_errors_block_and_are_shown(desk: Desk) -> None:
    desk.send("/p/1/personas", {"personas": SOURCE["personas.toml"]}, leido="1")
    desk.send("/p/1/partidos/PES/quitar", leido="2")
    assert "Todavía no se puede enviar" in desk.client.get("/p/1/camino").text
    sent = desk.send("/p/1/camino", leido="3")
    assert (sent.status_code, "El partido «PES» no está en partidos.toml" in sent.text) == (409, True)


def test_the_list_of_codes_of_a_version_is_of_what_was_frozen(approved: Desk) -> None:
    listed = approved.send("/p/1/camino/1/codigos", formato="csv", programa="AB" * 32)
    assert listed.headers["content-type"].startswith("text/csv")
    assert approved.code() in listed.text
    assert "abababab abababab" in listed.text
    bad = approved.send("/p/1/camino/1/codigos", {"lista": b"x"}, formato="csv")
    assert (bad.status_code, "T711" in bad.text) == (422, True)


def test_a_signature_made_on_another_machine_is_brought(approved: Desk) -> None:
    archive = zipfile.ZipFile(io.BytesIO(approved.client.get("/p/1/camino/1/tema.zip").content))
    signed = sign_targets(archive.read("tema/targets.json"), KEYS.targets[2])
    brought = approved.send("/p/1/camino/1/firmar", {"firmado": signed}, codigo=approved.code())
    assert brought.headers["location"].endswith("hecho=firmada")
    again = approved.send("/p/1/camino/1/firmar", {"firmado": signed}, codigo=approved.code())
    assert "Eso lo hace otra persona" in again.text


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        (KEYS.targets[0].to_pem(b"x"), {"frase": "y"}, "no es su frase"),
        (b"nada", {}, "Código K110"),
        (b"\0" * (17 << 10), {}, "Código K110"),
        (KEYS.root[0].to_pem(PHRASE.encode()), {}, "no puede firmar temas"),
        (KEYS.targets[0].to_pem(PHRASE.encode()), {"codigo": "0000-0000"}, "no es el código corto"),
    ],
)
def test_what_does_not_sign_is_refused_with_its_reason(
    approved: Desk, key: bytes, values: dict[str, str], said: str
) -> None:
    sent = {"frase": PHRASE, "codigo": approved.code(), **values}
    answer = approved.send("/p/1/camino/1/firmar", {"llave": key}, **sent)
    assert said in answer.text
    assert "Aprobada" in approved.client.get("/p/1/camino/1").text


def test_a27_no_key_or_passphrase_is_kept_shown_or_logged(
    approved: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for phrase, code in ((PHRASE, "0000"), ("otra frase equivocada", approved.code()), (PHRASE, approved.code())):
        answer = approved.signs("Ana", 0, frase=phrase, codigo=code)
        assert phrase.strip() not in answer.text
        assert phrase.strip() not in str(answer.headers)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("proyectos.sqlite*"))
    for secret in (PHRASE.strip(), "otra frase equivocada", "PRIVATE KEY"):
        assert secret.encode() not in kept
        assert secret not in caplog.text
    assert KEYS.targets[0].public.key_id.encode() in kept


@needs_token
def test_who_has_a_token_signs_with_it_by_page(approved: Desk, token: Token) -> None:
    with token_key(token) as key:
        people = replace(KEYS.public, targets=(*KEYS.public.targets, key.public))
    second = create_root(people, KEYS.root, NOON.replace(year=2030), previous=LIVE_ROOT)
    assert approved.send("/firmas", {"raiz": second}).status_code == 303
    values = {"ficha": "ana", "pin": PIN, "codigo": approved.code()}
    assert "Firmar con una ficha" not in approved.client.get("/p/1/camino/1").text
    assert "Código K110" in approved.send("/p/1/camino/1/firmar", {"nada": b""}, **values).text
    cast("FastAPI", approved.client.app).state.module = MODULE
    assert "Firmar con una ficha" in approved.client.get("/p/1/camino/1").text
    wrong = approved.send("/p/1/camino/1/firmar", None, **{**values, "pin": "otro-pin-99"})
    assert ("no es su PIN" in wrong.text, "otro-pin" in wrong.text) == (True, False)
    assert approved.send("/p/1/camino/1/firmar", None, **values).headers["location"].endswith("hecho=firmada")


def test_only_a_published_version_is_taken_to_an_urna(approved: Desk, tmp_path: Path) -> None:
    assert approved.client.get("/p/1/camino/1/repositorio.zip").status_code == 404
    assert approved.send("/p/1/camino/1/memoria", carpeta=str(tmp_path)).status_code == 404
    assert not (tmp_path / "repositorio").exists()
    assert approved.send("/p/1/camino/1/publicar").status_code == 422
    assert approved.client.get("/p/1/camino/9").status_code == 404


def test_a_root_that_does_not_follow_is_refused(approved: Desk) -> None:
    for wrong, code in ((ROOT, "K603"), (b"{}", "K609"), (b"", "K609")):
        assert f"Código {code}" in approved.send("/firmas", {"raiz": wrong}).text
    assert KEYS.targets[0].public.key_id in approved.client.get("/firmas").text
