"""The log is JSON lines of fixed fields, and nothing that somebody sent or that is secret is in it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from server.access import open_door
from server.app import create_app
from server.kit.logs import JsonLines, note
from tests.server.accounts.test_a27_accounts import PASSWORD
from tests.server.harness import World, apart, deliver, entered, open_account
from tests.server.test_a27_secrets import STAFF, leaked, secrets_of

SENT = "un-secreto-que-alguien-manda"
FIELDS = {"at", "level", "logger", "event", "at_line", "template", "request", "error", "code", "where"}
DATA = {"route", "method", "status", "ms", "name", "severity", "bundles", "detail"}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the server writes while a test runs: everything that any library says, and not warnings alone."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)  # the sender's own, which is not the server
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def read(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def served(world: World) -> Iterator[TestClient]:
    app = create_app(world.config, world.clock)

    @app.post("/rota")
    @open_door("only here")
    async def broken() -> None:
        try:
            dict[str, int]()[SENT]
        except KeyError as error:
            raise OverflowError(f"cannot take {PASSWORD}") from error

    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield entered(client, apart(open_account(world, STAFF)))


def test_a27_no_secret_and_nothing_that_was_sent_is_in_the_log(
    world: World, served: TestClient, lines: io.StringIO
) -> None:
    _, used = secrets_of(world, served)
    used = [*used, SENT]
    answer = served.post(f"/rota?clave={SENT}", data={"contrasena": PASSWORD, "nombre": "Zenobia"})
    assert answer.status_code == 500
    served.get(f"/enlace/{SENT}", headers={"authorization": f"Bearer {SENT}", "user-agent": SENT, "cookie": SENT})
    deliver(served, SENT.encode())
    served.get("/api/v1/bundles/" + "f" * 64)
    text = lines.getvalue()
    assert leaked(used, text) == []
    assert "Zenobia" not in text
    assert "/enlace/u" not in text
    for line in read(lines):
        assert set(line) <= FIELDS | DATA, line


def test_a_fault_is_told_with_its_types_its_place_and_its_request(served: TestClient, lines: io.StringIO) -> None:
    answer = served.post("/rota", headers={"x-request-id": "0123456789abcdef"})
    told = [line for line in read(lines) if line.get("event") == "fault"]
    assert len(told) == 1
    assert told[0]["error"] == "OverflowError < KeyError"
    assert told[0]["route"] == "/rota"
    assert told[0]["request"] == "0123456789abcdef"
    assert told[0]["where"][-1].startswith("tests/server/salud/test_a27_logs.py:")
    assert answer.status_code == 500


def record_of(error: BaseException | None = None, message: str = "x", *values: object) -> dict[str, Any]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("otra.biblioteca", logging.ERROR, __file__, 7, message, values, info)
    line: dict[str, Any] = json.loads(JsonLines().format(record))
    return line


def test_other_libraries_leave_their_template_and_no_value() -> None:
    told = record_of(None, "cannot reach %s as %s", "db", SENT)
    assert told["template"] == "cannot reach %s as %s"
    assert SENT not in json.dumps(told)
    written = record_of(ValueError(SENT), f"Task exception was never retrieved {SENT}")
    assert SENT not in json.dumps(written)
    assert written["error"] == "ValueError"
    assert written["at_line"] == "test_a27_logs:7"


def test_a_line_is_one_line_whatever_it_is_told(lines: io.StringIO) -> None:
    note(logging.WARNING, "start", detail='uno\n{"level":"falso"}\u2028dos')
    assert len(read(lines)) == 1
