"""Accounts under attack: guesses, stolen and fixed sessions, forged forms, and everything that nobody granted."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect
from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from server.accounts import people, rules
from server.accounts.pages_enter import safe_next
from server.accounts.schemas import By, Refused, WeakPassword
from server.context import make_context
from server.db.paging import Slice
from shared.crypto.passwords import csrf_of
from tests.server.databases import engine_of, execute
from tests.server.harness import World, apart, beside, confirmed, machine_token, open_account

PASSWORD = "la bugambilia florece en mayo"
ADMIN = (Grant(Role.ADMINISTRACION),)
AWAY = "https://malo.example"


@pytest.fixture
def admin(world: World) -> Iterator[TestClient]:
    with world.client(*ADMIN) as client:
        yield client


@pytest.fixture
def stranger(admin: TestClient) -> TestClient:
    return beside(admin)


def invite(
    admin: TestClient, usuario: str, role: Role = Role.RESULTADOS, level: Level = Level.ENTIDAD, number: str = ""
) -> str:
    """Invite somebody as an administrator does; gives the path of the address that the page shows once."""
    fields = {"usuario": usuario, "nombre": "Ana López", "cargo": role.value, "nivel": level.value, "numero": number}
    answer = admin.post("/personas/nueva", data=fields)
    assert answer.status_code == 200, answer.text
    found = re.search(r"/enlace/[\w-]{43}", answer.text)
    assert found is not None
    return found.group()


def accept(client: TestClient, path: str, password: str = PASSWORD) -> None:
    """Set the password of an address, which enters."""
    answer = client.post(path, data={"contrasena": password, "repetida": password}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def enter(client: TestClient, usuario: str, password: str = PASSWORD, code: str = "", goes: str = "/") -> int:
    data = {"usuario": usuario, "contrasena": password, "codigo": code, "sigue": goes}
    return int(client.post("/entrar", data=data, follow_redirects=False).status_code)


def suspend(admin: TestClient, person_id: str) -> int:
    return confirmed(admin, "/personas/suspender", {"elegido": person_id}).status_code


def csrf(client: TestClient) -> str:
    """The token as a browser finds it in a page."""
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/cuenta").text)
    assert found is not None
    return found.group(1)


def register_second_factor(client: TestClient, at: datetime) -> pyotp.TOTP:
    """Read the seed that the page shows, and confirm it with a code."""
    page = client.get("/cuenta/segundo-factor").text
    seed = re.search(r'name="semilla" value="(\w+)"', page)
    assert seed is not None
    telephone = pyotp.TOTP(seed.group(1))
    data = {"csrf": csrf(client), "semilla": seed.group(1), "codigo": telephone.at(at)}
    answer = client.post("/cuenta/segundo-factor", data=data, follow_redirects=False)
    assert answer.headers["location"] == "/cuenta?hecho=segundo-factor"
    return telephone


def test_an_invited_person_sets_a_password_registers_a_telephone_and_works(world: World, admin: TestClient) -> None:
    path = invite(admin, "ana.lopez")
    client = beside(admin)
    accept(client, path)
    page = client.get("/cuenta").text
    assert "Falta su segundo factor" in page
    assert client.get("/apartados").status_code == 403, "a password alone opens nothing of this role"
    register_second_factor(client, world.clock.now())
    assert client.get("/apartados").status_code == 200
    assert client.get(path).status_code == 404, "the address opens once"
    assert "ana.lopez" in admin.get("/personas?busca=ana.l").text


def test_a27_each_one_time_code_enters_once(world: World, admin: TestClient) -> None:
    client = beside(admin)
    accept(client, invite(admin, "ana"))
    telephone = register_second_factor(client, world.clock.now())
    world.clock.moment += timedelta(seconds=60)
    code = telephone.at(world.clock.now())
    assert enter(beside(admin), "ana", code="000000" if code != "000000" else "111111") == 401
    assert enter(beside(admin), "ana") == 401
    assert enter(beside(admin), "ana", code=code) == 303
    assert enter(beside(admin), "ana", code=code) == 401, "somebody looked over the shoulder"


def test_a27_guesses_are_used_up_before_they_are_weighed_and_wait_ever_longer(world: World, admin: TestClient) -> None:
    accept(beside(admin), invite(admin, "ana"))
    client = beside(admin)
    for _ in range(rules.FREE_FAILURES):
        assert enter(client, "ana", "no es la suya, seguro") == 401
    assert enter(client, "ana") == 429, "the right password waits too"
    waits = [timedelta(seconds=10)]
    for _ in range(8):
        before = world.clock.moment
        while enter(client, "ana", "no es la suya, seguro") == 429:
            world.clock.moment += waits[-1] / 2
        waits.append(world.clock.moment - before)
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(minutes=15)
    while (status := enter(client, "ana")) == 429:
        world.clock.moment += timedelta(minutes=1)
    assert status == 303
    assert enter(beside(admin), "ana", "otra que no es suya") == 401, "after entering the count begins anew"


def test_a27_many_users_from_one_address_wait_too(world: World, stranger: TestClient) -> None:
    answers = [enter(stranger, f"nadie{n}", "da lo mismo cuál sea") for n in range(rules.FREE_OF_ADDRESS + 1)]
    assert answers == [401] * rules.FREE_OF_ADDRESS + [429]


def test_a27_nobody_learns_whether_a_user_exists(world: World, admin: TestClient, stranger: TestClient) -> None:
    accept(beside(admin), invite(admin, "ana"))
    data = {"contrasena": "no es la suya, seguro", "sigue": "/"}
    known = stranger.post("/entrar", data=data | {"usuario": "ana"})
    unknown = stranger.post("/entrar", data=data | {"usuario": "zoe"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


def test_a27_what_was_typed_is_in_no_trail_nor_table(world: World, stranger: TestClient) -> None:
    enter(stranger, "mi-contrasena-por-error", "y aquí también un secreto")
    names = inspect(engine_of(world.config)).get_table_names()
    database = repr([execute(world.config, f"SELECT * FROM {name}") for name in names])  # noqa: S608 - ours
    files = b"".join(path.read_bytes() for path in world.config.data.glob("servidor.sqlite3*"))
    assert "accounts_tries" in names
    for secret in ("mi-contrasena-por-error", "un secreto"):
        assert secret not in database
        assert secret.encode() not in files


def test_a27_a_session_that_the_browser_brought_is_never_used(world: World, admin: TestClient) -> None:
    accept(beside(admin), invite(admin, "ana"))
    victim = beside(admin)
    victim.cookies.set("sesion", "fijada-por-otro")
    assert enter(victim, "ana") == 303
    issued = [cookie.value for cookie in victim.cookies.jar if cookie.value != "fijada-por-otro"]
    assert len(issued) == 1
    attacker = beside(admin)
    attacker.cookies.set("sesion", "fijada-por-otro")
    assert attacker.get("/cuenta", follow_redirects=False).status_code == 303


def test_a27_closed_idle_old_and_suspended_sessions_open_nothing(world: World, admin: TestClient) -> None:
    def is_inside(client: TestClient) -> bool:
        return bool(client.get("/cuenta", follow_redirects=False).status_code == 200)

    def somebody() -> str:
        return apart(open_account(world, (Grant(Role.DIRECCION),)))

    closed, idle, busy = (beside(admin, somebody()) for _ in range(3))
    assert is_inside(closed)
    closed.post("/salir")
    token = somebody()
    beside(admin, token).post("/salir")
    assert not is_inside(beside(admin, token)), "a copied cookie is worth nothing after leaving"
    assert not is_inside(closed)
    seen = []
    for _ in range(25):
        world.clock.moment += timedelta(minutes=29)
        seen.append(is_inside(busy))
    assert seen[:24] == [True] * 24
    assert not seen[-1], "used all the time, it ends too"
    assert not is_inside(idle)
    person = beside(admin, apart(open_account(world, ADMIN)))
    target = beside(admin)
    accept(target, invite(person, "beto"))
    assert is_inside(target)
    address = re.search(r"/personas/(\w{32})", person.get("/personas?busca=beto").text)
    assert address is not None
    suspend(person, address.group(1))
    assert not is_inside(target)


@pytest.mark.parametrize(
    "headers", [{"origin": AWAY}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"x-csrf": "otra"}]
)
def test_a27_a_form_of_another_site_changes_nothing(world: World, headers: dict[str, str]) -> None:
    with world.client(*ADMIN) as client:
        fields = {"usuario": "intruso", "nombre": "X", "cargo": "administracion", "nivel": "entidad", "numero": ""}
        refused = client.post("/personas/nueva", data=fields, headers=headers)
        assert refused.status_code == 403
        assert "S112" in refused.text
        del client.headers["x-csrf"]
        assert client.post("/personas/nueva", data=fields).status_code == 403
        assert client.post("/personas/nueva", data=fields | {"csrf": "adivinada"}).status_code == 403
        assert "intruso" not in client.get("/personas").text


def test_a27_another_site_cannot_make_a_browser_enter(stranger: TestClient) -> None:
    data = {"usuario": "ana", "contrasena": PASSWORD}
    assert stranger.post("/entrar", data=data, headers={"origin": AWAY}).status_code == 403


@pytest.mark.parametrize(
    "address", [AWAY, "//malo.example", "/\\malo.example", "javascript:alert(1)", "/ok\r\nX: y", "", "/ñ", "/" * 600]
)
def test_a27_nobody_is_sent_elsewhere_after_entering(address: str) -> None:
    assert safe_next(address) == "/"


def test_after_entering_one_goes_on_where_one_wanted(world: World, admin: TestClient, stranger: TestClient) -> None:
    accept(beside(admin), invite(admin, "ana"))
    refused = stranger.get("/resultados/distrito?contest=1", follow_redirects=False)
    assert refused.headers["location"] == "/entrar?sigue=%2Fresultados%2Fdistrito%3Fcontest%3D1"
    data = {"usuario": "ana", "contrasena": PASSWORD, "sigue": "/resultados/distrito?contest=1"}
    assert stranger.post("/entrar", data=data, follow_redirects=False).headers["location"] == data["sigue"]


def test_a27_people_cannot_raise_themselves_nor_leave_nobody_to_administer(world: World, admin: TestClient) -> None:
    own = re.search(r"/personas/(\w{32})", admin.get("/personas").text)
    assert own is not None
    fields = {"cargo": ["administracion", "auditoria"], "nivel": ["entidad", "entidad"], "numero": ["", ""]}
    assert admin.post(f"{own.group()}/cargos", data=fields).status_code == 422
    assert suspend(admin, own.group(1)) == 422
    assert admin.post(f"{own.group()}/enlace").status_code == 422
    of_a_distrito = Grant(Role.ADMINISTRACION, Territory(Level.DISTRITO, 7))
    other = beside(admin, apart(open_account(world, (of_a_distrito,))))
    assert suspend(other, own.group(1)) == 403, "of a distrito, over nobody"
    second = re.findall(r"/personas/\w{32}", admin.get("/personas").text)
    assert len(set(second)) == 2


async def test_a27_two_administrators_who_suspend_each_other_at_once_leave_one(world: World) -> None:
    await open_account(world, ADMIN)
    context = make_context(world.config, world.clock)
    async with context.writing() as session:
        (last,) = (await people.people(session, "", "", Slice())).rows
        by = By("quien-acaba-de-ser-suspendida", "administracion", "")
        refused = await people.set_standing(session, last, by, world.clock.now(), active=False)
        assert refused is Refused.LAST
        assert await people.set_grants(session, last, (Grant(Role.DIRECCION),), by, world.clock.now()) is Refused.LAST
    await context.engine.dispose()


def test_a_screen_reads_never_leaves_and_changes_nothing(world: World, admin: TestClient) -> None:
    screen = beside(admin)
    path = invite(admin, "pantalla-sala", Role.PANTALLA)
    assert "Abrir la pantalla" in screen.get(path).text
    opened = screen.post(path, data={"abrir": "si"}, follow_redirects=False)
    assert opened.headers["location"] == "/"
    world.clock.moment += timedelta(days=6)
    page = screen.get("/")
    assert page.status_code == 200
    assert "Salir" not in page.text
    token = csrf_of(next(cookie.value or "" for cookie in screen.cookies.jar))
    assert "S113" in screen.post("/salir", headers={"x-csrf": token}).text
    assert screen.get("/registro").status_code == 403


async def test_a_machine_reads_with_its_token_until_it_is_closed(world: World) -> None:
    token = await machine_token(world, Grant(Role.DIFUSION))
    with world.client(*ADMIN) as admin:
        machine = beside(admin)
        bearer = {"authorization": f"Bearer {token}"}
        assert machine.get("/api/v1/avance", headers=bearer).status_code == 200
        assert machine.get("/api/v1/personas", headers=bearer).json()["code"] == "S111"
        assert machine.get("/api/v1/avance", headers={"authorization": "Bearer nada"}).json()["code"] == "S110"
        assert machine.post("/maquinas/nueva", data={"nombre": "otra"}, headers=bearer).status_code == 403
        chosen = re.search(r'name="elegido" value="(\w{32})"', admin.get("/maquinas").text)
        assert chosen is not None
        assert machine.get("/api/v1/avance", headers=bearer).status_code == 200, "asking closes nothing"
        confirmed(admin, "/maquinas/cerrar", {"elegido": chosen.group(1)})
        assert "elegido" not in admin.get("/maquinas?estado=cerrada").text, "what is closed cannot be chosen"
        assert machine.get("/api/v1/avance", headers=bearer).status_code == 401


def test_a_reset_ends_the_password_the_telephone_and_the_sessions_of_before(world: World, admin: TestClient) -> None:
    client = beside(admin)
    accept(client, invite(admin, "ana"))
    telephone = register_second_factor(client, world.clock.now())
    address = re.search(r"/personas/\w{32}", admin.get("/personas?busca=ana").text)
    assert address is not None
    path = re.search(r"/enlace/[\w-]{43}", admin.post(f"{address.group()}/enlace").text)
    assert path is not None
    assert client.get("/cuenta").status_code == 200, "nothing ends before the address is used"
    accept(beside(admin), path.group(), "otra frase nueva y larga")
    assert client.get("/cuenta", follow_redirects=False).status_code == 303
    world.clock.moment += timedelta(seconds=90)
    assert enter(beside(admin), "ana", code=telephone.at(world.clock.now())) == 401
    assert enter(beside(admin), "ana", "otra frase nueva y larga") == 303


@given(st.integers(0, 10_000))
def test_delays_never_shrink_and_have_an_end(failures: int) -> None:
    assert rules.delay(failures) <= rules.delay(failures + 1) <= rules.LONGEST_DELAY
    assert (rules.delay(failures) > timedelta()) == (failures >= rules.FREE_FAILURES)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("corta", WeakPassword.SHORT),
        ("x" * 129, WeakPassword.LONG),
        ("soy ana.lopez y entro", WeakPassword.HOLDS_NAME),
        ("ababababababababab", WeakPassword.MONOTONOUS),
        (PASSWORD, None),
    ],
)
def test_weak_passwords_are_refused(password: str, expected: WeakPassword | None) -> None:
    assert rules.weakness(password, "ana.lopez") == expected


def test_grants_of_a_form_are_checked(admin: TestClient) -> None:
    for role, level, number in product(
        ("difusion", "rey", ""), ("entidad", "distrito"), ("", "7", "-1", "9999", "siete")
    ):
        fields = {"usuario": "ana", "nombre": "Ana", "cargo": role, "nivel": level, "numero": number}
        assert admin.post("/personas/nueva", data=fields).status_code == 422, (role, level, number)
    fields = {"usuario": "ana", "nombre": "Ana", "cargo": "consejo", "nivel": "distrito", "numero": ""}
    assert admin.post("/personas/nueva", data=fields).status_code == 422, "a distrito has a number"
