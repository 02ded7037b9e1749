"""The doors of the institute's lists for programs: the same steps as the pages, each for who may take it."""

from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from server.catalog.marco import Lista
from shared.tables.reading import MAX_BYTES
from tests.server.catalog.lists import SMALL, csv_of, other
from tests.server.harness import World

CSV = {"content-type": "text/csv"}
API = "/api/v1/catalogo"


def test_a_file_is_tried_delivered_reviewed_and_signed(ana: TestClient, empty_world: World) -> None:
    said = csv_of(Lista.LISTA_NOMINAL, [("140024B0100", 700), *SMALL[Lista.LISTA_NOMINAL][1:3]])
    tried = ana.post(f"{API}/lista_nominal/prueba", content=said, headers=CSV).json()
    assert (tried["before"], tried["after"]) == ({"rows": 4, "total": 1321}, {"rows": 3, "total": 1409})
    assert tried["changed"] == [{"key": "140024B0100", "field": "lista_nominal", "before": 612, "after": 700}]
    assert tried["removed"] == [{"clave_casilla": "140300S0100", "lista_nominal": 0}]
    carga = ana.post(f"{API}/lista_nominal/cargas?nombre=nominal.csv", content=said, headers=CSV)
    assert carga.status_code == 201
    assert carga.json()["status"] == "recibido"
    path = f"{API}/cargas/{carga.json()['id']}"
    refused = ana.post(f"{path}/revision", json={"removed": 0})
    assert (refused.status_code, refused.json()["code"]) == (422, "S643")
    assert ana.post(f"{path}/revision", json={"removed": 1}).json()["status"] == "revisado"
    sha256 = carga.json()["sha256"]
    assert ana.post(f"{path}/firma", json={"sha256": sha256}).status_code == 403
    beatriz = other(ana, empty_world, Grant(Role.DIRECCION))
    assert beatriz.post(f"{path}/firma", json={"sha256": "0" * 64}).json()["code"] == "S646"
    assert beatriz.post(f"{path}/firma", json={"sha256": sha256}).json()["status"] == "firmado"
    assert ana.get(f"{API}/lista_nominal").json()["size"] == {"rows": 3, "total": 1409}
    assert ana.get(f"{API}/cargas?estado=firmado").json()[0]["closed_at"]


def test_who_delivered_does_not_sign_even_with_every_role(ana: TestClient, empty_world: World) -> None:
    both = other(ana, empty_world, Grant(Role.RESULTADOS), Grant(Role.DIRECCION))
    said = csv_of(Lista.ELECCIONES, [("JAL-2027-GOB", "Gubernatura", "2027-06-06")])
    carga = both.post(f"{API}/elecciones/cargas", content=said, headers=CSV).json()
    both.post(f"{API}/cargas/{carga['id']}/revision", json={"removed": 0})
    answer = both.post(f"{API}/cargas/{carga['id']}/firma", json={"sha256": carga["sha256"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "S645")


def test_every_fault_is_answered_with_words(ana: TestClient) -> None:
    said = csv_of(Lista.SECCIONES, [("0024", 1, 1), ("24", "x", 1000)])
    faults = ana.post(f"{API}/secciones/prueba", content=said, headers=CSV).json()["faults"]
    assert faults["total"] == 2
    assert [(each["line"], each["field"], each["code"]) for each in faults["kept"]] == [
        (3, "distrito", "S709"),
        (3, "municipio", "S710"),
    ]
    assert faults["kept"][1]["do"] == "Debe ir de 0 a 999."


def test_a_rejection_bears_its_reason(ana: TestClient) -> None:
    carga = ana.post(f"{API}/distritos/cargas", content=csv_of(Lista.DISTRITOS, [("x", "a")]), headers=CSV).json()
    assert carga["faults"] == 1
    path = f"{API}/cargas/{carga['id']}"
    assert ana.post(f"{path}/revision", json={"removed": 0}).json()["code"] == "S642"
    assert ana.post(f"{path}/rechazo", json={"reason": ""}).json()["code"] == "S648"
    assert ana.post(f"{path}/rechazo", json={"reason": "Trae letras"}).json()["status"] == "rechazado"
    assert ana.post(f"{path}/rechazo", json={"reason": "Trae letras"}).status_code == 409


OUT_OF_FORM = (
    ("distritos/prueba", b"\0" * (MAX_BYTES + 1), 413, "S101"),
    ("distritos/prueba", b"PK\x03\x04", 422, "S605"),
    ("otra/prueba", b"distrito", 422, "S107"),
    ("cargas/99/revision", b'{"removed":0}', 404, "S103"),
    ("cargas/1/revision", b'{"removed":-1}', 422, "S107"),
    ("cargas/1/rechazo", b"[" * 4000, 422, "S107"),
    ("cargas/1/rechazo", b" " * 5000, 413, "S101"),
)


def test_a27_what_is_out_of_form_is_refused_with_a_code(ana: TestClient) -> None:
    for path, body, status, code in OUT_OF_FORM:
        answer = ana.post(f"{API}/{path}", content=body, headers=CSV)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path


def test_a27_another_site_delivers_nothing(ana: TestClient) -> None:
    token = ana.headers.pop("x-csrf")
    said = csv_of(Lista.DISTRITOS, SMALL[Lista.DISTRITOS])
    assert ana.post(f"{API}/distritos/cargas", content=said, headers=CSV).status_code == 415
    ana.headers["x-csrf"] = token
    strange = {**CSV, "origin": "https://malo.example"}
    assert ana.post(f"{API}/distritos/cargas", content=said, headers=strange).status_code == 403
    assert ana.get(f"{API}/cargas").json() == []


ASKED: tuple[tuple[str, list[str]], ...] = (
    ("", ["140024B0100", "140024C0100", "140025E0100", "140300S0100"]),
    ("busca=niños", ["140024B0100", "140024C0100"]),
    ("busca=0025", ["140025E0100"]),
    ("busca=%25", []),
    ("distrito=7", ["140300S0100"]),
    ("municipio=1&busca=E01", ["140025E0100"]),
    ("pagina=2", []),
)


def test_filters_live_in_the_address(ana: TestClient) -> None:
    for query, claves in ASKED:
        found = ana.get(f"{API}/casillas?{query}").json()["rows"]
        assert [row["clave_casilla"] for row in found] == claves, query


def test_a27_who_sees_a_distrito_sees_no_row_of_another(ana: TestClient, empty_world: World) -> None:
    for level, number in ((Level.DISTRITO, 7), (Level.MUNICIPIO, 120)):
        board = other(ana, empty_world, Grant(Role.CONSEJO, Territory(level, number)))
        seen = {lista: board.get(f"{API}/{lista}").json() for lista in Lista}
        assert [row["clave_casilla"] for row in seen[Lista.CASILLAS]["rows"]] == ["140300S0100"]
        assert [row["clave_casilla"] for row in seen[Lista.LISTA_NOMINAL]["rows"]] == ["140300S0100"]
        assert seen[Lista.LISTA_NOMINAL]["size"] == {"rows": 1, "total": 0}
        assert [row["seccion"] for row in seen[Lista.SECCIONES]["rows"]] == [300]
        assert [row["distrito"] for row in seen[Lista.DISTRITOS]["rows"]] == [7]
        assert [row["municipio"] for row in seen[Lista.MUNICIPIOS]["rows"]] == [120]
        assert board.get(f"{API}/casillas?distrito=1").json()["rows"] == []
        assert board.get(f"{API}/cargas").status_code == 403
