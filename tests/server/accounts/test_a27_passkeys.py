"""Passkeys under attack: answers used twice, of other sites, of copies, of sessions opened with a password alone."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.accounts import rules
from tests.authenticator import PRESENT, SecurityKey, decoded, encoded
from tests.server.accounts.test_a27_accounts import PASSWORD, accept, csrf, enter, invite, register_second_factor
from tests.server.harness import World, beside

ADMIN = (Grant(Role.ADMINISTRACION),)
KEYS = "/cuenta/llaves"


@pytest.fixture
def admin(world: World) -> Iterator[TestClient]:
    with world.client(*ADMIN) as client:
        yield client


def browser(admin: TestClient) -> TestClient:
    """A browser at this machine's name, which is where browsers give passkeys without https."""
    other = beside(admin)
    other.base_url = "http://localhost"
    return other


def options(client: TestClient) -> str:
    """What the door hands to the browser's script."""
    return handed(client.get("/entrar").text)


def handed(page: str) -> str:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found is not None, page
    return html.unescape(found.group(1))


def prepare(client: TestClient, password: str = PASSWORD) -> str:
    """The page that comes after saying the password again."""
    return str(client.post(KEYS, data={"csrf": csrf(client), "nombre": "Teléfono", "actual": password}).text)


def add(client: TestClient, key: SecurityKey, answer: str = "") -> tuple[int, str]:
    data = {"csrf": csrf(client), "nombre": "Teléfono", "respuesta": answer or key.create(handed(prepare(client)))}
    told = client.post(f"{KEYS}/nueva", data=data, follow_redirects=False)
    return told.status_code, told.text


def enter_with(client: TestClient, answer: str) -> int:
    return int(client.post("/entrar/llave", data={"respuesta": answer}, follow_redirects=False).status_code)


@pytest.fixture
def ana(admin: TestClient) -> TestClient:
    """Ana's browser after her invitation."""
    client = browser(admin)
    accept(client, invite(admin, "ana"))
    return client


@pytest.fixture
def key(ana: TestClient) -> SecurityKey:
    made = SecurityKey()
    assert add(ana, made)[0] == 303
    return made


def test_a_passkey_is_a_second_factor_and_enters_alone(admin: TestClient, ana: TestClient) -> None:
    assert ana.get("/apartados").status_code == 403
    key = SecurityKey()
    assert add(ana, key)[0] == 303
    assert ana.get("/apartados").status_code == 200, "she has just shown what she has and who she is"
    other = browser(admin)
    assert enter_with(other, key.get(options(other))) == 303
    assert other.get("/apartados").status_code == 200
    assert "Sí" in admin.get("/personas?busca=ana").text
    assert enter(browser(admin), "ana") == 303, "her password opens a session that opens nothing else"


def test_a27_an_answer_enters_once(admin: TestClient, key: SecurityKey) -> None:
    client = browser(admin)
    answer = key.get(options(client))
    assert enter_with(client, answer) == 303
    key.uses = 0
    assert enter_with(browser(admin), answer) == 401, "somebody wrote the answer down"


def test_a27_an_answer_of_a_key_that_does_not_count_enters_once(admin: TestClient, ana: TestClient) -> None:
    key = SecurityKey(uses=0)
    assert add(ana, key)[0] == 303
    client = browser(admin)
    key.uses = -1
    answer = key.get(options(client))
    assert key.uses == 0
    assert [enter_with(client, answer), enter_with(browser(admin), answer)] == [303, 401]


def test_a27_a_challenge_runs_out(world: World, admin: TestClient, key: SecurityKey) -> None:
    client = browser(admin)
    answer = key.get(options(client))
    world.clock.moment += timedelta(minutes=5)
    assert enter_with(client, answer) == 401
    assert enter_with(client, key.get(options(client))) == 303


Change = Callable[[SecurityKey, str], str]


def _signed_by_another(key: SecurityKey, asked: str) -> str:
    return replace(SecurityKey(), holder=key.holder, uses=90).get(asked)


def _of_another_site(key: SecurityKey, asked: str) -> str:
    return replace(key, origin="https://resultados.malo.example").get(asked)


def _of_another_domain(key: SecurityKey, asked: str) -> str:
    return replace(key, domain="malo.example").get(asked)


def _without_finger_or_number(key: SecurityKey, asked: str) -> str:
    return replace(key, flags=PRESENT).get(asked)


def _for_somebody_else(key: SecurityKey, asked: str) -> str:
    return replace(key, holder="0" * 32).get(asked)


def _unknown_key(key: SecurityKey, asked: str) -> str:
    return replace(key, credential=b"otra credencial").get(asked)


def _own_challenge(key: SecurityKey, asked: str) -> str:
    return key.get(json.dumps(json.loads(asked) | {"challenge": encoded(b"A" * 52)}))


def _changed_afterwards(key: SecurityKey, asked: str) -> str:
    answer = json.loads(key.get(asked))
    data = bytearray(decoded(answer["response"]["authenticatorData"]))
    data[-1] ^= 1
    answer["response"]["authenticatorData"] = encoded(bytes(data))
    return json.dumps(answer)


OTHERS = (
    _signed_by_another, _of_another_site, _of_another_domain, _without_finger_or_number, _for_somebody_else,
    _unknown_key, _own_challenge, _changed_afterwards,
)  # fmt: skip


def test_a27_no_other_answer_enters(admin: TestClient, key: SecurityKey) -> None:
    client = browser(admin)
    entered = [change.__name__ for change in OTHERS if enter_with(client, change(key.copied(), options(client))) != 401]
    assert entered == []
    assert enter_with(client, key.get(options(client))) == 303


def test_a27_a_copied_key_is_found_by_its_count(admin: TestClient, key: SecurityKey) -> None:
    thief, client = key.copied(), browser(admin)
    assert enter_with(client, key.get(options(client))) == 303
    assert enter_with(client, thief.get(options(client))) == 401


def test_a27_a_password_alone_adds_no_second_factor_beside_another(admin: TestClient, key: SecurityKey) -> None:
    assert key.holder
    thief = browser(admin)
    assert enter(thief, "ana") == 303
    status, page = add(thief, SecurityKey(credential=b"la del ladron"))
    assert (status, "contraseña sola no basta" in page) == (422, True)
    seed = re.search(r'name="semilla" value="(\w+)"', thief.get("/cuenta/segundo-factor").text)
    assert seed is not None
    told = thief.post("/cuenta/segundo-factor", data={"csrf": csrf(thief), "semilla": seed.group(1), "codigo": "0"})
    assert told.status_code == 422
    assert thief.get("/apartados").status_code == 403


def test_a27_an_open_session_adds_no_key_without_the_password_and_guesses_wait(ana: TestClient) -> None:
    for _ in range(rules.FREE_FAILURES):
        assert "no coincide" in prepare(ana, "no es la suya, seguro")
    assert "Espere" in prepare(ana)
    assert add(ana, SecurityKey(), SecurityKey().create(options(ana)))[0] == 422, "the door's challenge is for entering"


def test_a27_a_key_made_in_another_session_is_not_taken(admin: TestClient, ana: TestClient) -> None:
    other = browser(admin)
    assert enter(other, "ana") == 303
    answer = SecurityKey().create(handed(prepare(other)))
    assert add(ana, SecurityKey(), answer)[0] == 422


def test_a27_a_key_belongs_to_one_account(admin: TestClient, key: SecurityKey) -> None:
    beto = browser(admin)
    accept(beto, invite(admin, "beto"))
    assert add(beto, key.copied())[0] == 422


def test_a27_the_only_second_factor_stays_and_another_person_drops_nothing(
    world: World, admin: TestClient, ana: TestClient, key: SecurityKey
) -> None:
    name = re.search(r'name="llave" value="(\w{64})"', ana.get(KEYS).text)
    assert name is not None
    data = {"csrf": csrf(ana), "llave": name.group(1)}
    assert "único segundo factor" in ana.post(f"{KEYS}/quitar", data=data).text
    beto = browser(admin)
    accept(beto, invite(admin, "beto"))
    register_second_factor(beto, world.clock.now())
    assert beto.post(f"{KEYS}/quitar", data=data | {"csrf": csrf(beto)}).status_code == 422
    register_second_factor(ana, world.clock.now())
    assert ana.post(f"{KEYS}/quitar", data=data, follow_redirects=False).status_code == 303
    client = browser(admin)
    assert enter_with(client, key.get(options(client))) == 401


def test_a27_a_reset_drops_the_keys(admin: TestClient, key: SecurityKey) -> None:
    page = admin.get("/personas?busca=ana").text
    who = re.search(r'href="(/personas/\w{32})"', page)
    assert who is not None
    link = re.search(r"/enlace/[\w-]{43}", admin.post(f"{who.group(1)}/enlace").text)
    assert link is not None
    accept(browser(admin), link.group(), "otra bugambilia en junio")
    client = browser(admin)
    assert enter_with(client, key.get(options(client))) == 401


def test_a27_answers_of_nobody_wait_by_address(admin: TestClient) -> None:
    client = browser(admin)
    answers = [enter_with(client, "{}") for _ in range(rules.FREE_OF_ADDRESS + 1)]
    assert answers == [401] * rules.FREE_OF_ADDRESS + [429]


def test_an_office_behind_one_address_is_not_shut_out_by_entering(admin: TestClient, key: SecurityKey) -> None:
    client = browser(admin)
    entered = [enter_with(client, key.get(options(client))) for _ in range(rules.FREE_OF_ADDRESS + 3)]
    assert set(entered) == {303}
    guesses = [enter_with(client, "{}") for _ in range(rules.FREE_OF_ADDRESS + 1)]
    assert guesses[-1] == 429, "who is right gives back one try, and not those of whoever guesses"


def test_a27_whoever_only_knows_a_name_shuts_nobody_out_of_a_known_browser(
    world: World, admin: TestClient, ana: TestClient
) -> None:
    telephone = register_second_factor(ana, world.clock.now())
    world.clock.moment += timedelta(seconds=60)
    assert enter(ana, "ana", code=telephone.at(world.clock.now())) == 303
    attacker = browser(admin)
    for _ in range(rules.FREE_FAILURES):
        enter(attacker, "ana", "no es la suya, seguro")
    code = telephone.at(world.clock.now() + timedelta(seconds=30))
    assert enter(browser(admin), "ana", code=code) == 429, "any other browser waits"
    assert enter(ana, "ana", code=code) == 303, "the one that she used does not"
    for _ in range(rules.FREE_FAILURES):
        assert enter(ana, "ana", "no es la suya, seguro") == 401
    assert enter(ana, "ana") == 429, "a known browser is no way to guess without end"


def test_other_hosts_are_offered_no_passkey(admin: TestClient) -> None:
    assert "data-passkey" not in beside(admin).get("/entrar").text
    client = browser(admin)
    client.headers["host"] = "localhost.malo.example"
    assert "data-passkey" not in client.get("/entrar").text
