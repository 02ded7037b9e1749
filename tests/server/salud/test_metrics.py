"""What the server counts: who may read it, what grows it, and that the board for Grafana asks for nothing else."""

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.modules import MODULES
from tests.architecture.tree import REPOSITORY
from tests.server.databases import Bases
from tests.server.harness import ZIP, Process, World, apart, beside, deliver, entered, machine_token, open_account

BOARD = REPOSITORY / "deploy/server/grafana/servidor.json"
NAME = re.compile(r"\b(?:servidor|process)_[a-z_]+")


@pytest.fixture(scope="module")
def told(imported: World, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What /metrics says after a bundle, a refusal and a look at a page."""
    from tests.server.harness import copy_world  # noqa: PLC0415 - one copy for the module

    folder = tmp_path_factory.mktemp("medidas") / "instituto"
    world = copy_world(imported, folder, bases.copy(imported.config))
    with world.client() as client:
        yield measured(world, client)


def measured(world: World, client: TestClient) -> str:
    token = apart(machine_token(world, Grant(Role.VIGILANCIA)))
    deliver(client, world.bundle(0).public)
    deliver(client, b"nada")
    clave = world.institute.theme.casillas[0].id.clave
    client.get(f"/casillas/{clave}")
    client.get("/no-hay/tal-cosa-escondida")
    client.request("BREW", "/")
    text: str = beside(client).get("/metrics", headers={"authorization": f"Bearer {token}"}).text
    return text


def sample(text: str, name: str) -> float:
    line = next(line for line in text.splitlines() if line.startswith(f"{name} "))
    return float(line.rpartition(" ")[2])


def test_what_happened_is_counted(told: str) -> None:
    assert sample(told, 'servidor_ingest_answers_total{origin="http",outcome="guardado"}') == 1
    assert sample(told, 'servidor_ingest_answers_total{origin="http",outcome="rechazado"}') == 1
    assert sample(told, 'servidor_stores{status="aceptado"}') <= 1
    assert sample(told, "servidor_ready") in {0, 1}
    assert sample(told, "servidor_ingest_waiting_bytes") == 0
    assert sample(told, "process_open_fds") > 3
    assert re.search(r'servidor_ingest_refusals_total\{code="R\d{3}"\} 1', told)


def test_labels_are_words_of_ours(told: str) -> None:
    """Addresses, methods and names that strangers make up add no line."""
    routes = {route.path for module in MODULES for router in module.routers for route in router.routes}  # type: ignore[attr-defined]
    named = set(re.findall(r'route="([^"]*)"', told))
    assert "/casillas/{clave}" in named
    assert named - routes <= {"otra"}
    assert set(re.findall(r'method="([^"]*)"', told)) <= {"GET", "POST", "otra"}
    assert "escondida" not in told
    assert "BREW" not in told


def test_a27_measures_hold_nothing_of_people_or_votes(told: str) -> None:
    labels = set(re.findall(r'(\w+)="', told))
    assert labels <= {"route", "method", "status", "origin", "outcome", "code", "check", "le"}
    values = re.findall(r'\w+="([^"]*)"', told)
    assert not [value for value in values if re.search(r"[0-9a-f]{16}|\d{6}", value)], "a hash, id, token or casilla"


def test_a27_measures_are_for_this_machine_or_a_machine_with_its_token(world: World) -> None:
    server = Process(world, verifiers=0)
    server.start()
    try:
        for path, proxied in (("/metrics", "x-forwarded-for"), ("/api/v1/salud", "via")):
            assert ask(server, path) == 200
            assert ask(server, path, {proxied: "10.0.0.9"}) in {303, 401}
            assert ask(server, path, {"host": "resultados.example"}) in {303, 401}
            assert ask(server, path, {"host": "malo.example:80@127.0.0.1"}) in {303, 400, 401}
        assert ask(server, "/salud", {}) == 303, "the page is for people who entered"
    finally:
        server.kill()


def ask(server: Process, path: str, headers: dict[str, str] | None = None) -> int:
    with server.connection() as connection:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().status


def test_a27_other_machines_and_people_read_no_measures(world: World) -> None:
    news = apart(machine_token(world, Grant(Role.DIFUSION)))
    board = apart(open_account(world, (Grant(Role.CONSEJO),)))
    with world.stranger() as client:
        assert client.get("/api/v1/salud").status_code == 401
        assert client.get("/api/v1/salud", headers={"authorization": f"Bearer {news}"}).status_code == 403
        assert entered(beside(client), board).get("/api/v1/salud").status_code == 403


def test_an_answer_bears_the_id_of_its_request(client: TestClient, world: World) -> None:
    made = client.get("/salud/viva").headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)
    given = "0123456789abcdef-0123"
    assert client.get("/salud/viva", headers={"x-request-id": given}).headers["x-request-id"] == given
    for odd in ("<script>", "A" * 20, "a" * 65, "corto"):
        assert client.get("/salud/viva", headers={"x-request-id": odd}).headers["x-request-id"] != odd
    refused = client.post("/api/v1/bundles", content=b"x", headers={**ZIP, "x-request-id": given})
    assert refused.headers["x-request-id"] == given


def test_the_board_asks_for_measures_that_there_are(told: str) -> None:
    board = json.loads(BOARD.read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(asked) >= 10
    there = set(NAME.findall(told))
    for expression in asked:
        names = set(NAME.findall(expression))
        assert names, expression
        assert names <= there, expression
    assert set(NAME.findall("rate(servidor_nada_total[5m])")) - there, "what is planted is seen"
    titles = [panel["title"] for panel in board["panels"]]
    assert len(set(titles)) == len(titles)


def alarms() -> dict[str, str]:
    """Expressions by the name of their alarm."""
    text = (REPOSITORY / "deploy/server/prometheus/alarmas.yml").read_text(encoding="utf-8")
    return dict(re.findall(r"- alert: (\w+)\n\s+expr: (.+)\n", text))


def test_every_alarm_weighs_a_measure_that_there_is(told: str) -> None:
    there = set(NAME.findall(told)) | {"up"}
    checks = set(re.findall(r'servidor_health\{check="(\w+)"\}', told))
    for name, expression in alarms().items():
        measures = set(re.findall(r"\b(?:servidor|process)_[a-z_]+|\bup\b", expression))
        assert measures, name
        assert measures <= there, name
        assert set(re.findall(r'check="(\w+)"', expression)) <= checks, name


def test_every_alarm_has_its_page_and_names_its_measure() -> None:
    text = (REPOSITORY / "docs/manual/noche-guardia.md").read_text(encoding="utf-8")
    pages = {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}
    assert pages.keys() == alarms().keys()
    assert len(pages) == 14
    codes = (REPOSITORY / "docs/error-codes.md").read_text(encoding="utf-8")
    for name, page in pages.items():
        measure = re.search(r"\*\*Medida:\*\* `([^`]+)`", page)
        assert measure is not None, name
        assert measure.group(1) in alarms()[name], name
        assert "\n1. " in page, name
        assert all(f"| {code} |" in codes for code in re.findall(r"\bS\d{3}\b", page)), name
