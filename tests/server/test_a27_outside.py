"""Nothing that people enter makes the server go elsewhere or send anybody there; every answer bears its headers.

What the code must not do is read from the code; that the reading sees it is shown on planted lines.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.catalog.marco import Lista
from shared.web.serving import HEADERS
from tests.architecture.tree import REPOSITORY, dotted, imported, parsed, place, python_files
from tests.server.catalog.lists import SMALL, SQUARES, csv_of, map_of
from tests.server.harness import World, deliver
from tests.server.matrix import routes

STAFF = (Grant(Role.ADMINISTRACION), Grant(Role.DIRECCION), Grant(Role.RESULTADOS), Grant(Role.AUDITORIA))
CLIENTS = (
    "socket", "http.client", "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "ssl",
    "httpx", "httpcore", "requests", "aiohttp", "urllib3", "websockets", "paramiko", "asyncio.open_connection",
    "pyproj.network",
)  # fmt: skip
CALLS = {"asyncio.open_connection", "open_connection", "create_connection", "urlopen"}
NAMED = {("server/serving.py", "socket"): "the type of what uvicorn already listens on"}
GOES: dict[tuple[str, str], str] = {
    ("server/accounts/pages_enter.py", "goes"): "`safe_next`, or words of ours",
    ("server/http/errors.py", "door"): "/entrar, with the page that was asked for as a parameter",
    ("server/web/render.py", "?"): "words of modules",
}
AWAY = "http://127.0.0.1:9/fuera"


def outgoing(root: Path) -> list[str]:
    """What in the server, or in what it shares, could ask another machine for something."""
    found = []
    for path in python_files(root, "server", "shared"):
        name, tree = place(root, path), parsed(path)
        clients = [each for each, _ in imported(tree) if f"{each}.".startswith(tuple(f"{c}." for c in CLIENTS))]
        found += [f"{name}: {each}" for each in clients if (name, each) not in NAMED]
        calls = [dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
        found += [
            f"{name}: {each}" for each in calls if each.rpartition(".")[2] in {c.rpartition(".")[2] for c in CALLS}
        ]
    return found


def redirects(root: Path) -> list[str]:
    """Answers that send a browser to an address that is not plainly one of ours."""
    found = []
    for path in python_files(root, "server"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and dotted(node.func).endswith("RedirectResponse"):
                goes = node.args[0]
                if not _is_ours(goes) and (place(root, path), dotted(goes)) not in GOES:
                    found.append(f"{place(root, path)}: {ast.unparse(goes)}")
    return found


def _is_ours(goes: ast.expr) -> bool:
    """Whether an address begins with a path that is written here."""
    if isinstance(goes, ast.IfExp):
        return _is_ours(goes.body) and _is_ours(goes.orelse)
    first = goes.values[0] if isinstance(goes, ast.JoinedStr) else goes
    if isinstance(first, ast.FormattedValue):
        return isinstance(first.value, ast.Name) and first.value.id.isupper()
    value = first.value if isinstance(first, ast.Constant) else ""
    return isinstance(value, str) and value.startswith("/") and not value.startswith("//")


def test_a27_the_server_has_no_way_to_ask_another_machine() -> None:
    assert outgoing(REPOSITORY) == []
    assert redirects(REPOSITORY) == []


PLANTED = {
    "import httpx": "httpx",
    "from urllib.request import urlopen": "urllib.request.urlopen",
    "import asyncio\nasync def f(a):\n    await asyncio.open_connection(a, 80)": "asyncio.open_connection",
    "from fastapi.responses import RedirectResponse\ndef f(a):\n    return RedirectResponse(a)": "a",
    "from fastapi.responses import RedirectResponse\ndef f(a):\n    return RedirectResponse(f'{a}/x')": "f'{a}/x'",
    "from fastapi.responses import RedirectResponse\nX = RedirectResponse('//fuera.example')": "'//fuera.example'",
}


@pytest.mark.parametrize("line", PLANTED)
def test_a27_a_way_out_that_is_planted_is_seen(line: str, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "nuevo.py").write_text(line + "\n")
    assert f"server/nuevo.py: {PLANTED[line]}" in outgoing(tmp_path) + redirects(tmp_path)


class Watched:
    """Whether anything in this process reached for the network since `clear` (an audit hook cannot be taken away)."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"}:
            self.seen.append(f"{event} {arguments[-1]}")


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client(*STAFF) as started:
        yield started


def test_a27_no_address_that_people_enter_is_fetched(client: TestClient, watched: Watched) -> None:
    watched.seen.clear()
    crs = {"crs": {"type": "name", "properties": {"name": AWAY}}, "$schema": AWAY}
    link = {"crs": {"type": "link", "properties": {"href": AWAY, "type": "proj4"}}}
    rows = [(1, AWAY), (2, f'=WEBSERVICE("{AWAY}")'), (3, f"<!DOCTYPE x SYSTEM '{AWAY}'>")]
    sent = [
        ("mapa_distritos", map_of(SQUARES, members=crs)),
        ("mapa_distritos", map_of(SQUARES, members=link)),
        ("distritos", csv_of(Lista.DISTRITOS, rows)),
        ("casillas", csv_of(Lista.CASILLAS, [(*each[:2], AWAY) for each in SMALL[Lista.CASILLAS]])),
    ]
    for lista, data in sent:
        assert client.post(f"/api/v1/catalogo/{lista}/cargas?nombre={AWAY}", content=data).status_code in {201, 422}
    asked = {"usuario": "zoe", "nombre": AWAY, "cargo": "resultados", "nivel": "entidad", "numero": ""}
    client.post("/personas/nueva", data=asked, headers={"referer": AWAY})
    deliver(client, AWAY.encode())
    for page in ("/", "/noche", "/catalogo", "/catalogo/cargas", "/personas", "/registro", f"/entrar?sigue={AWAY}"):
        assert AWAY not in client.get(page).headers.get("location", "")
    assert watched.seen == []


def test_a27_the_watch_sees_who_reaches_out(watched: Watched) -> None:
    import socket  # noqa: PLC0415 - here alone something reaches out

    watched.seen.clear()
    with socket.socket() as line:
        line.connect_ex(("127.0.0.1", 9))
    assert len(watched.seen) == 1


def test_a27_every_answer_of_every_route_bears_the_headers(client: TestClient) -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= {each.strip() for each in policy.split(";")}
    nobody = TestClient(client.app, base_url="http://127.0.0.1")
    nobody.portal = client.portal
    paths = sorted({each.path for each in routes()})
    asked = [(who, method, path) for who in (client, nobody) for path in paths for method in ("GET", "DELETE")]
    asked += [(client, "POST", "/salir/nada"), (client, "GET", "/estilo/tokens.css"), (client, "GET", "/estilo/../x")]
    for who, method, path in asked:
        answer = who.request(method, path.replace("{", "").replace("}", ""), follow_redirects=False)
        missing = {name for name, value in HEADERS.items() if answer.headers.get(name) != value}
        assert missing <= ({"Cache-Control"} if path.startswith("/estilo/") else set()), (method, path)
