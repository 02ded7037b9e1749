"""The pages of the institute's lists: what people read and do there, and files that go out and come back."""

import html
import re

from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from server.catalog.marco import Lista
from shared.crypto.passwords import csrf_of
from shared.tables.reading import MAX_BYTES
from tests.server.catalog.lists import SMALL, Rows, csv_of, other, xlsx_of
from tests.server.harness import World


def upload(client: TestClient, lista: Lista, data: bytes, paso: str = "entregar", name: str = "lista.csv") -> str:
    """Send a file as the form does: the token stands in a field, and no program's header helps."""
    token = client.headers.pop("x-csrf", csrf_of(client.cookies["sesion"]))
    try:
        fields = {"csrf": token, "paso": paso}
        answer = client.post(f"/catalogo/{lista.value}/cargar", data=fields, files={"archivo": (name, data)})
        return html.unescape(answer.text)
    finally:
        client.headers["x-csrf"] = token


def test_a_list_goes_out_and_comes_back_without_a_difference(ana: TestClient) -> None:
    for lista in SMALL:
        for formato in ("csv", "xlsx"):
            body = ana.get(f"/catalogo/{lista.value}?formato={formato}").content
            tried = upload(ana, lista, body, "probar")
            assert "dice lo mismo que la lista" in tried, (lista, formato)
    assert "Todavía nadie entrega un archivo" in ana.get("/catalogo/cargas").text


def test_faults_are_read_line_by_line_and_a_try_stores_nothing(ana: TestClient) -> None:
    page = upload(ana, Lista.SECCIONES, csv_of(Lista.SECCIONES, [(24, "x", 1), (25, 1, 1)]), "probar", "mal.csv")
    assert "mal.csv tiene 1 falta." in page
    row = next(line for line in page.split("<tr>") if "S709" in line)
    assert "No es un número entero." in row
    assert "Distrito" in row
    assert '<td class="n" data-label="Renglón">2</td>' in row
    assert "Todavía nadie entrega un archivo" in ana.get("/catalogo/cargas").text


def test_a27_what_a_file_says_is_only_text(ana: TestClient) -> None:
    nasty = "<script>alert(1)</script>"
    for rows in ([("140024B0100", 1, nasty), *SMALL[Lista.CASILLAS][1:]], [(nasty, nasty, nasty)]):
        token = csrf_of(ana.cookies["sesion"])
        files = {"archivo": (f"{nasty}.csv", csv_of(Lista.CASILLAS, rows))}
        for paso in ("probar", "entregar"):
            answer = ana.post("/catalogo/casillas/cargar", data={"csrf": token, "paso": paso}, files=files)
            assert nasty not in answer.text
            assert "&lt;script&gt;" in answer.text
    assert nasty not in ana.get("/catalogo").text


def test_from_the_file_to_the_list_by_two_people(ana: TestClient, empty_world: World) -> None:
    rows: Rows = [("140024B0100", 700), *SMALL[Lista.LISTA_NOMINAL][1:3]]
    page = upload(ana, Lista.LISTA_NOMINAL, xlsx_of(Lista.LISTA_NOMINAL, rows))
    assert "de 1,321 a <strong>1,409</strong> personas" in page
    found = re.search(r"/catalogo/cargas/(\d+)/revisar", page)
    assert found
    path = f"/catalogo/cargas/{found[1]}"
    assert "no es el número de renglones que se quitan" in ana.post(f"{path}/revisar", data={"bajas": "0"}).text
    assert "falta la firma de otra persona" in ana.post(f"{path}/revisar", data={"bajas": "1"}).text
    assert f'action="{path}/firmar"' not in ana.get(path).text
    beatriz = other(ana, empty_world, Grant(Role.DIRECCION))
    assert "se quitan 1" in beatriz.get(path).text
    assert "no es la huella" in beatriz.post(f"{path}/firmar", data={"huella": "0" * 64}).text
    sha256 = re.search(r"[0-9a-f]{64}", page)
    assert sha256
    assert "Firmado y aplicado" in beatriz.post(f"{path}/firmar", data={"huella": sha256[0][:12]}).text
    assert "1,409 personas" in ana.get("/catalogo/lista_nominal").text
    assert "Qué cambió" in ana.get(path).text
    body = ana.get(f"{path}/diferencias?formato=csv").content.decode("utf-8-sig")
    assert "cambio,140024B0100,lista_nominal,612,700" in body
    assert ana.get(f"{path}/archivo").content[:2] == b"PK"
    trail = other(ana, empty_world, Grant(Role.AUDITORIA)).get("/registro?accion=firmar_lista").text
    assert "140024B0100 lista_nominal: 612" in trail


def test_what_moved_is_said_and_a_rejection_says_why(ana: TestClient, empty_world: World) -> None:
    page = upload(ana, Lista.DISTRITOS, csv_of(Lista.DISTRITOS, [("x", "a")]))
    found = re.search(r"/catalogo/cargas/(\d+)/rechazar", page)
    assert found
    assert "Tiene 2 faltas" not in page
    assert "Tiene 1 falta." in page
    path = f"/catalogo/cargas/{found[1]}"
    assert "Escriba por qué se rechaza" in ana.post(f"{path}/rechazar", data={"motivo": " "}).text
    assert "Trae una letra" in ana.post(f"{path}/rechazar", data={"motivo": "Trae una letra"}).text
    assert "Recibido con faltas" not in ana.get("/catalogo/cargas").text
    assert ana.get(f"{path}/diferencias?formato=csv").status_code == 404


def test_a_form_without_a_file_or_with_a_wrong_one_says_so_beside_the_field(ana: TestClient) -> None:
    assert "Elija un archivo." in upload(ana, Lista.CASILLAS, b"", name="")
    assert "está vacío" in upload(ana, Lista.CASILLAS, b"")
    assert "S605" in upload(ana, Lista.CASILLAS, b"PK\x03\x04")
    assert "demasiado grande" in upload(ana, Lista.CASILLAS, bytes(MAX_BYTES + (65 << 10)))


def test_a27_a_file_of_another_site_is_not_read(ana: TestClient) -> None:
    token = ana.headers.pop("x-csrf")
    files = {"archivo": ("a.csv", csv_of(Lista.DISTRITOS, [(9, "Otro")]))}
    path = "/catalogo/distritos/cargar"
    assert ana.post(path, data={"csrf": "x" * len(token), "paso": "entregar"}, files=files).status_code == 403
    assert ana.post(path, data={"paso": "entregar"}, files=files).status_code == 403
    strange = {"origin": "https://malo.example"}
    assert ana.post(path, data={"csrf": token}, files=files, headers=strange).status_code == 403
    assert ana.post("/catalogo/cargas/1/rechazar", data={"csrf": token}, files=files).status_code == 415
    ana.headers["x-csrf"] = token
    assert "Todavía nadie entrega un archivo" in ana.get("/catalogo/cargas").text


def test_lists_are_searched_filtered_and_told_in_words(ana: TestClient) -> None:
    page = ana.get("/catalogo/casillas?municipio=1&busca=E01").text
    assert "140025E0100" in page
    assert "140024B0100" not in page
    assert '<option value="1" selected>1 Acatic</option>' in page
    assert "Extraordinaria 1" in page
    assert "busca=E01&amp;municipio=1&amp;formato=csv" in page
    assert "Nada coincide" in ana.get("/catalogo/casillas?busca=nada").text
    assert ana.get("/catalogo/casillas?distrito=x").status_code == 422
    assert "1,321 personas" in ana.get("/catalogo/lista_nominal").text


def test_a27_a_board_sees_its_rows_and_no_delivery(ana: TestClient, empty_world: World) -> None:
    board = other(ana, empty_world, Grant(Role.CONSEJO, Territory(Level.DISTRITO, 7)))
    assert "140300S0100" in board.get("/catalogo/casillas").text
    assert "140024B0100" not in board.get("/catalogo/casillas").text
    assert "140024B0100" not in board.get("/catalogo/casillas?formato=csv").text
    assert "Entregar un archivo" not in board.get("/catalogo/casillas").text
    assert "archivos entregados" not in board.get("/catalogo").text
    assert ">Tequila<" not in board.get("/catalogo/distritos").text
    for path in ("/catalogo/cargas", "/catalogo/casillas/cargar"):
        assert board.get(path).status_code == 403
