"""Who comes into the pages of a laptop: one key once, this host alone, and forms that are our own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from shared.crypto.randomness import SystemRandomness
from shared.web.serving import HEADERS
from theme_builder.projects.database import open_database
from theme_builder.projects.service import Projects
from theme_builder.web.app import create_app
from theme_builder.web.door import MAX_FORM_BYTES, Door
from theme_builder.web.makers import Makers

NOON = datetime(2026, 6, 1, 18, tzinfo=UTC)
PORT = 8770
HERE = f"http://127.0.0.1:{PORT}"
ELECTION = {"name": "Elección", "id": "JAL-2027", "date": "2027-06-06", "entidad": "14", "authority": "Instituto"}


@pytest.fixture
def door() -> Door:
    return Door(PORT, SystemRandomness())


@pytest.fixture
def client(tmp_path: Path, door: Door) -> Iterator[TestClient]:
    projects = Projects(open_database(tmp_path / "proyectos.sqlite"), lambda: NOON)
    makers = Makers.below(tmp_path)
    application = create_app(projects, door, makers)
    with TestClient(application, HERE, follow_redirects=False) as made:
        yield made
    makers.close()
    projects.close()


@pytest.fixture
def csrf(client: TestClient, door: Door) -> str:
    """Inside, with a name."""
    assert client.get(door.address).status_code == 303
    session = door.session(client.cookies[door.cookie_name])
    assert session is not None
    assert client.post("/quien", data={"csrf": session.csrf, "nombre": "Ana"}).status_code == 303
    return session.csrf


def test_a27_the_key_opens_once_and_the_cookie_is_of_this_browser_alone(client: TestClient, door: Door) -> None:
    assert client.get("/").status_code == 401
    first = client.get(door.address)
    assert "HttpOnly" in first.headers["set-cookie"]
    assert "SameSite=strict" in first.headers["set-cookie"]
    assert client.get("/").status_code == 200
    assert client.get(door.address).headers["location"] == "/"
    client.cookies.clear()
    again = client.get(door.address)
    assert again.status_code == 401
    assert "set-cookie" not in again.headers
    assert client.get("/entrar", params={"llave": "x"}).status_code == 401


@pytest.mark.parametrize("host", ["ataque.example", "ataque.example:8770", "127.0.0.1", "127.0.0.1:80", "localhost"])
def test_a27_another_name_that_leads_here_gets_nothing(client: TestClient, door: Door, csrf: str, host: str) -> None:
    assert client.get("/").status_code == 200
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert csrf not in answer.text
    assert client.get(door.address, headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers", [{"origin": "http://127.0.0.1:9999"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a27_a_form_of_another_page_changes_nothing(client: TestClient, csrf: str, headers: dict[str, str]) -> None:
    answer = client.post("/proyectos", data={**ELECTION, "csrf": csrf}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/p/1").status_code == 404


def test_a27_a_form_without_the_token_of_its_session_changes_nothing(client: TestClient, csrf: str) -> None:
    for token in ("", csrf[:-1], "ñ"):
        assert client.post("/proyectos", data={**ELECTION, "csrf": token}).status_code == 403
    assert client.get("/p/1").status_code == 404
    assert client.post("/proyectos", data={**ELECTION, "csrf": csrf}).status_code == 303
    assert client.get("/p/1").status_code == 200


def test_a27_every_answer_bears_the_headers_and_text_of_others_is_escaped(client: TestClient, csrf: str) -> None:
    client.post("/proyectos", data={**ELECTION, "name": "<script>x</script>", "csrf": csrf})
    for path in ("/", "/p/1", "/p/1/eleccion", "/p/1/historia", "/p/9", "/nada"):
        answer = client.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert "<script>x" not in answer.text
    assert "&lt;script&gt;x" in client.get("/p/1").text


def test_nobody_changes_anything_without_a_name(client: TestClient, csrf: str) -> None:
    client.post("/quien", data={"csrf": csrf, "nombre": " "})
    answer = client.post("/proyectos", data={**ELECTION, "csrf": csrf})
    assert (answer.status_code, "T654" in answer.text) == (422, True)


def test_what_is_too_large_or_of_another_type_is_refused_unread(client: TestClient, csrf: str) -> None:
    large = client.post("/proyectos", data={"csrf": csrf, "name": "x" * MAX_FORM_BYTES})
    assert (large.status_code, "T653" in large.text) == (413, True)
    other = client.post("/proyectos", content=b"{}", headers={"content-type": "application/json"})
    assert (other.status_code, "T653" in other.text) == (413, True)


@pytest.mark.parametrize(
    "path",
    ["/p/0", "/p/99999999999", "/p/x", "/p/1/partidos/../x", "/p/1/boletas/..%2Ftema.toml", "/p/1/boletas/x.toml"],
)
def test_addresses_of_nothing_are_pages_that_say_so(client: TestClient, csrf: str, path: str) -> None:
    client.post("/proyectos", data={**ELECTION, "csrf": csrf})
    assert client.get(path).status_code == 404
