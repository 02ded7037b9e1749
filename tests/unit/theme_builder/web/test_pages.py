"""What the pages do with a project: sources that come and go, lists with faults, and drafts that are wrong."""

import pytest
from fastapi.testclient import TestClient

from tests.unit.theme_builder.projects.test_service import FILES
from tests.unit.theme_builder.web.conftest import FEW, Bench
from tests.unit.theme_builder.web.test_door import ELECTION, client, csrf, door
from theme_builder.projects.archive import read_archive, write_archive
from theme_builder.projects.documents import COLUMNS

__all__ = ["client", "csrf", "door"]
HEAD = ",".join(COLUMNS)


@pytest.fixture
def demo(client: TestClient, csrf: str) -> str:
    """The demonstration's source, brought as a ZIP; gives where its pages begin."""
    archive = write_archive({**FILES, "voces.toml": b"# apart"})
    files = {"archivo": ("fuente.zip", archive, "application/zip")}
    answer = client.post("/proyectos/fuente", data={"csrf": csrf, "proyecto": "Demostración"}, files=files)
    assert "voces.toml" in answer.text
    return "/p/1"


def bring(client: TestClient, csrf: str, demo: str, text: bytes) -> str:
    data = {"csrf": csrf, "leido": "1"}
    answer = client.post(f"{demo}/casillas", data=data, files={"lista": ("lista.csv", text, "text/csv")})
    return str(answer.headers.get("location", "") or answer.text)


def test_a_source_that_was_brought_is_taken_away_as_the_same_bytes(client: TestClient, demo: str) -> None:
    assert read_archive(client.get(f"{demo}/fuente.zip").content) == (FILES, ())
    assert "Nada: la fuente está completa." in client.get(demo).text


def test_every_fault_of_a_list_is_shown_at_once_and_the_list_before_stays(
    client: TestClient, csrf: str, demo: str
) -> None:
    rows = ["141051B0100,18,15,muchos,567,14,2,Casa", "15XX,18,15,547,567,14,2,Casa", "141051B0100,18,15,5,6,1,7,Casa"]
    rows.append("141051C0100,99,15,5,6,1,1,Casa")
    said = bring(client, csrf, demo, "\n".join([HEAD, *rows]).encode())
    for words in ("tiene 4 errores", "debe ser un número entero", "«15XX»", "debe ser 3 o menos", "El distrito 99"):
        assert words in said, words
    assert client.get(f"{demo}/fuente.zip").content == write_archive(FILES)


def test_a_list_of_a_spreadsheet_of_windows_is_read(client: TestClient, csrf: str, demo: str) -> None:
    row = "141051B0100;18;15;547;567;14;2;Jardín de Niños"
    text = f"{HEAD.replace(',', ';')}\r\n{row}\r\n;;;;;;;\r\n".encode("cp1252")
    assert bring(client, csrf, demo, text).endswith("hecho=casillas")
    assert "Jardín de Niños" in client.get(f"{demo}/casillas").text


@pytest.mark.parametrize(("text", "code"), [(b"a,b", "T606"), (b"\x81", "T603"), (HEAD.encode() + b'\n"', "T604")])
def test_what_is_no_list_is_refused_with_a_code(
    client: TestClient, csrf: str, demo: str, text: bytes, code: str
) -> None:
    assert f"Código {code}" in bring(client, csrf, demo, text)


def test_a_coalicion_follows_from_who_postulates(client: TestClient, csrf: str, demo: str) -> None:
    page = f"{demo}/boletas/01-gubernatura.toml/candidaturas/JHH"
    data = {"csrf": csrf, "leido": "1", "name": "Carlos Lomelí Bolaños", "antes-name": "Carlos Lomelí Bolaños"}
    lists = {"antes-partidos": "PT\nMORENA\nPES", "partidos": ["PT", "MORENA"]}
    assert client.post(page, data={**data, **lists}).status_code == 303
    text = read_archive(client.get(f"{demo}/fuente.zip").content)[0]["boletas/01-gubernatura.toml"].decode()
    assert 'combinations = [["PT", "MORENA"]]' in text
    assert 'id = "PES"' not in text


def test_a_change_is_taken_back_in_the_history(client: TestClient, csrf: str, demo: str) -> None:
    client.post(f"{demo}/partidos/PES/quitar", data={"csrf": csrf, "leido": "1"})
    assert "El partido «PES» no está en partidos.toml" in client.get(demo).text
    client.post(f"{demo}/historia/2/deshacer", data={"csrf": csrf, "leido": "2"})
    assert client.get(f"{demo}/fuente.zip").content == write_archive(FILES)
    assert "Deshecho por el 3" in client.get(f"{demo}/historia").text


def test_the_first_partido_moves_down(client: TestClient, csrf: str, demo: str) -> None:
    client.post(f"{demo}/partidos/PAN/orden", data={"csrf": csrf, "leido": "1", "hacia": "abajo"})
    text = read_archive(client.get(f"{demo}/fuente.zip").content)[0]["partidos.toml"].decode()
    assert text.index('"PRI"') < text.index('"PAN"')


def test_what_is_wrong_is_kept_as_it_was_typed_with_its_finding(client: TestClient, csrf: str) -> None:
    client.post("/proyectos", data={**ELECTION, "date": "pronto", "csrf": csrf})
    said = client.get("/p/1/eleccion").text
    assert 'value="pronto"' in said
    assert "El valor no es válido: no tiene la forma que se pide" in said
    short = {"id": "con espacio", "name": "x", "color": "#00539b", "letters": "X", "csrf": csrf, "leido": "1"}
    answer = client.post("/p/1/partidos", data=short)
    assert (answer.status_code, "Código T612" in answer.text) == (422, True)


def test_a_page_that_saves_by_itself_never_writes_over_what_it_did_not_show(
    client: TestClient, csrf: str, demo: str
) -> None:
    page = f"{demo}/partidos/PAN"
    shown = {"antes-name": "Partido Acción Nacional", "antes-letters": "PAN", "antes-color": "#00539b"}
    mine = {"csrf": csrf, "leido": "1", "color": "#00539b"}
    client.post(page, data={**mine, **shown, "name": "De otra persona", "letters": "PAN"})
    written = {**mine, **shown, "name": "Partido Acción Nacional", "letters": "AN"}
    renewed = client.post(page, data=written, headers={"hx-request": "true"})
    assert 'name="antes-name" value="Partido Acción Nacional"' in renewed.text
    assert 'name="antes-letters" value="AN"' in renewed.text
    source = read_archive(client.get(f"{demo}/fuente.zip").content)[0]["partidos.toml"].decode()
    assert "De otra persona" in source
    assert 'letters = "AN"' in source


def test_what_was_missing_before_the_casillas_came_is_not_said_after(bench: Bench) -> None:
    none = FEW["casillas.csv"].splitlines()[0] + b"\n"
    bench.post("/voces/es", {"voz": "", "ritmo": "120", "nombre": "Ana"})
    bench.post("/casillas", file=none)
    assert "T202" in bench.get("")
    assert "nadie ha grabado" not in bench.get("")
    bench.post("/casillas", file=FEW["casillas.csv"])
    assert "T202" not in bench.get("")
    assert "nadie ha grabado" in bench.get("")
