"""The page of the key ceremony: begun, led, left; a rehearsal says so; nothing secret comes back from it."""

import logging
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from shared.crypto.tuf_repo import create_root
from tests.unit.theme_builder.versions.conftest import KEYS, NOON
from tests.unit.theme_builder.web.test_door import client, csrf, door

__all__ = ["client", "csrf", "door"]
ROOT = create_root(KEYS.public, KEYS.root, NOON.replace(year=2030))
PHRASE = "la frase <secreta> de la raíz"


class Leading:
    """Whoever leads the ceremony."""

    def __init__(self, client: TestClient, csrf: str, folder: Path) -> None:
        self._client, self._csrf, self.folder = client, csrf, folder
        self.pages: list[str] = []

    def begin(self, **values: str) -> Response:
        form = {"eleccion": "JAL-2027-GOB", "autoridad": "Instituto", "caduca": "2029-12-31", "mesas": "1"}
        form |= {"testigos": "Rep. PAN\n\nRep. PT", "carpeta": str(self.folder / "c"), **values}
        files = {"raiz": ("1.root.json", ROOT, "application/json")}
        return self._posted("/ceremonia", form, files)

    def asked(self) -> str:
        number = re.search(r'name="pregunta" value="(\d+)"', self.page())
        assert number, self.pages[-1]
        return number[1]

    def tell(self, text: str, question: str = "") -> Response:
        return self._posted("/ceremonia/respuesta", {"pregunta": question or self.asked(), "respuesta": text})

    def end(self) -> Response:
        return self._posted("/ceremonia/terminar", {})

    def page(self) -> str:
        self.pages.append(str(self._client.get("/ceremonia").text))
        return self.pages[-1]

    def _posted(
        self, address: str, form: dict[str, str], files: dict[str, tuple[str, bytes, str]] | None = None
    ) -> Response:
        made: Response = self._client.post(address, data={"csrf": self._csrf, **form}, files=files)
        self.pages.append(made.text + str(made.headers))
        return made


@pytest.fixture
def leading(client: TestClient, csrf: str, tmp_path: Path) -> Leading:
    return Leading(client, csrf, tmp_path)


def test_a27_a_rehearsal_is_led_by_the_page_and_no_secret_comes_back(
    leading: Leading, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert leading.begin(practica="1").status_code == 303
    assert "Ensayo de la ceremonia" in leading.page()
    assert 'type="password"' in leading.page()
    leading.tell(PHRASE)
    leading.tell(PHRASE)
    while "Trabajando" in leading.page():
        pass
    for number in range(1, 6):
        (leading.folder / f"usb-{number}").mkdir()
        leading.tell(f"Persona {number}")
        leading.tell(str(leading.folder / f"usb-{number}"))
    ended = leading.page()
    assert "La ceremonia está cerrada" in ended
    assert "ENSAYO" in ended
    assert "Parte 5 de 5 para Persona 5" in ended
    shares = [(leading.folder / f"usb-{n}" / f"parte-{n}.txt").read_text() for n in range(1, 6)]
    codes = [path.read_text().strip() for path in (leading.folder / "c").rglob("*.codigo.txt")]
    everything = "".join(leading.pages) + caplog.text
    assert len(codes) == 3
    for secret in (PHRASE, "secreta", *shares, *codes):
        assert secret not in everything
    assert leading.end().status_code == 303
    assert "Antes de empezar" in leading.page()


def test_a_ceremony_that_is_held_is_the_only_one_until_it_is_left(leading: Leading) -> None:
    assert leading.begin().status_code == 303
    assert "ENSAYO" not in leading.page()
    again = leading.begin()
    assert (again.status_code, "T717" in again.text) == (422, True)
    assert leading.end().status_code == 303
    assert not (leading.folder / "c" / "publico").exists()
    assert "Antes de empezar" in leading.page()


@pytest.mark.parametrize(
    "wrong",
    [
        {"eleccion": ""},
        {"testigos": " \n "},
        {"carpeta": "relativa"},
        {"mesas": "0"},
        {"mesas": "100"},
        {"caduca": "2020-01-01"},
        {"caduca": "ayer"},
    ],
    ids=str,
)
def test_a_form_that_is_not_whole_begins_nothing(leading: Leading, wrong: dict[str, str]) -> None:
    refused = leading.begin(**wrong)
    assert (refused.status_code, "T716" in refused.text) == (422, True)
    assert "Antes de empezar" in leading.page()


def test_faults_of_the_requests_are_said_and_stop_it(leading: Leading) -> None:
    stick = leading.folder / "usb"
    (stick / "alistamiento").mkdir(parents=True)
    (stick / "alistamiento" / "x.csr").write_bytes(b"hostile <b>")
    form = {"memoria": str(stick)}
    assert leading.begin(**form).status_code == 303
    assert "T700" in leading.page()
    leading.end()
    assert leading.begin(memoria=str(leading.folder / "nowhere")).status_code == 422


def test_a27_an_answer_to_another_question_counts_for_nothing(leading: Leading) -> None:
    leading.begin()
    first = leading.asked()
    leading.tell("corta")
    second = leading.asked()
    assert second != first
    leading.tell(PHRASE, first)
    assert leading.asked() == second
    leading.end()
