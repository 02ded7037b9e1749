"""Lists and forms of accounts: machines, own sessions, faults beside their field, a confirmation that was overtaken."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from tests.server.harness import World, apart, beside, confirmed, machine_token, open_account

ADMIN = (Grant(Role.ADMINISTRACION),)


@pytest.fixture
def admin(world: World) -> Iterator[TestClient]:
    with world.client(*ADMIN) as client:
        yield client


def chosen_of(page: str) -> list[str]:
    return re.findall(r'name="elegido" value="(\w+)"', page)


def fault_beside(page: str, name: str) -> str:
    found = re.search(rf'id="e-{name}">([^<]+)<', page)
    return found.group(1) if found else ""


def test_every_fault_of_an_invitation_stands_beside_its_field_and_keeps_what_was_typed(admin: TestClient) -> None:
    typed = {"usuario": "No vale", "nombre": " ", "cargo": "consejo", "nivel": "distrito", "numero": "77777"}
    answer = admin.post("/personas/nueva", data=typed)
    assert answer.status_code == 422
    assert "minúsculas" in fault_beside(answer.text, "usuario")
    assert "nombre" in fault_beside(answer.text, "nombre")
    assert "distrito" in fault_beside(answer.text, "cargos")
    assert "Revise 3 datos" in answer.text
    for target in re.findall(r'<li><a href="#([\w-]+)">', answer.text):
        assert f'id="{target}"' in answer.text, "the summary leads to the field"
    assert 'value="consejo" selected' in answer.text
    assert 'value="77777"' in answer.text


def test_a_name_that_is_taken_is_said_beside_the_name_alone(admin: TestClient) -> None:
    typed = {"usuario": "ana", "nombre": "Ana", "cargo": "direccion", "nivel": "entidad", "numero": ""}
    assert admin.post("/personas/nueva", data=typed).status_code == 200
    again = admin.post("/personas/nueva", data=typed)
    assert "Ya hay una cuenta" in fault_beside(again.text, "usuario")
    assert fault_beside(again.text, "nombre") == fault_beside(again.text, "cargos") == ""


def test_grants_that_cannot_be_are_said_beside_them_on_the_page_of_a_person(admin: TestClient) -> None:
    typed = {"usuario": "ana", "nombre": "Ana", "cargo": "direccion", "nivel": "entidad", "numero": ""}
    admin.post("/personas/nueva", data=typed)
    address = re.search(r'"(/personas/\w{32})"', admin.get("/personas?busca=ana").text)
    assert address is not None
    wrong = {"cargo": "consejo", "nivel": "municipio", "numero": ""}
    answer = admin.post(f"{address.group(1)}/cargos", data=wrong)
    assert answer.status_code == 422
    assert "municipio" in fault_beside(answer.text, "cargos")
    assert 'value="consejo" selected' in answer.text, "what was typed is still there"


def test_a_machine_without_name_or_role_is_told_so_beside_each(admin: TestClient) -> None:
    answer = admin.post("/maquinas/nueva", data={"nombre": "", "cargo": "", "nivel": "entidad", "numero": ""})
    assert answer.status_code == 422
    assert fault_beside(answer.text, "nombre")
    assert fault_beside(answer.text, "cargos")


def test_a_confirmation_whose_people_changed_meanwhile_asks_again(world: World, admin: TestClient) -> None:
    for usuario in ("ana", "beto"):
        typed = {"usuario": usuario, "nombre": usuario, "cargo": "direccion", "nivel": "entidad", "numero": ""}
        admin.post("/personas/nueva", data=typed)
    other = beside(admin, apart(open_account(world, ADMIN)))
    both = chosen_of(admin.get("/personas?estado=invitada").text)
    asked = admin.post("/personas/suspender", data={"elegido": both})
    mark = re.search(r'name="confirmado" value="(\w+)"', asked.text)
    assert mark is not None
    assert confirmed(other, "/personas/suspender", {"elegido": both[0]}).status_code == 303
    late = admin.post("/personas/suspender", data={"elegido": both, "confirmado": mark.group(1)})
    assert late.status_code == 409
    assert "Suspendida" in late.text, "the page says what is so now"
    assert both[1] in chosen_of(admin.get("/personas?estado=invitada").text), "nobody was suspended by the old page"
    assert confirmed(admin, "/personas/suspender", {"elegido": both}).status_code == 303


def test_machines_are_searched_ordered_and_leave_as_a_file(world: World, admin: TestClient) -> None:
    for _ in range(2):
        apart(machine_token(world, Grant(Role.DIFUSION)))
    typed = {"nombre": "Noticias del canal 8", "cargo": "difusion", "nivel": "entidad", "numero": ""}
    assert "Cópiela ahora" in admin.post("/maquinas/nueva", data=typed).text
    assert "Máquinas: 3" in admin.get("/maquinas").text
    assert "Máquinas: 1" in admin.get("/maquinas?busca=canal").text
    lines = admin.get("/maquinas?formato=csv&orden=-nombre").content.decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == ["nombre", "cargos", "desde", "vence", "estado"]
    assert lines[1].startswith("Noticias")
    page = confirmed(admin, "/maquinas/cerrar", {"elegido": chosen_of(admin.get("/maquinas?busca=canal").text)})
    assert page.headers["location"] == "/maquinas?hecho=cerradas"
    assert "Máquinas: 2" in admin.get("/maquinas?estado=abierta").text


def test_own_sessions_are_a_list_from_which_others_are_closed_and_this_one_is_not(
    world: World, admin: TestClient
) -> None:
    typed = {"usuario": "ana", "nombre": "Ana", "cargo": "direccion", "nivel": "entidad", "numero": ""}
    path = re.search(r"/enlace/[\w-]{43}", admin.post("/personas/nueva", data=typed).text)
    assert path is not None
    first, second = beside(admin), beside(admin)
    password = "la bugambilia florece en mayo"
    first.post(path.group(), data={"contrasena": password, "repetida": password})
    second.post("/entrar", data={"usuario": "ana", "contrasena": password, "codigo": "", "sigue": "/"})
    page = first.get("/cuenta/sesiones").text
    assert "Sesiones: 2" in page
    assert len(chosen_of(page)) == 1, "leaving closes this one"
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    form = {"csrf": token.group(1)}
    assert "No eligió" in first.post("/cuenta/sesiones", data=form).text
    assert "quedaron cerradas" in first.post("/cuenta/sesiones", data={**form, "elegido": chosen_of(page)}).text
    assert second.get("/cuenta", follow_redirects=False).status_code == 303
    second.post("/entrar", data={"usuario": "ana", "contrasena": password, "codigo": "", "sigue": "/"})
    assert "Sesiones: 1" in first.post("/cuenta/sesiones/otras", data=form).text
    assert second.get("/cuenta", follow_redirects=False).status_code == 303
