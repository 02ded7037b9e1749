"""The panel answers whoever knows its address, and nobody else; its orders are those of the table."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.devdock.conftest import PEOPLE, Hands, RealBench
from tests.devdock.served import served
from urna.devdock.controls import CONTROLS
from urna.devdock.desk import Desk
from urna.devdock.outcome import Done
from urna.devdock.panel import HOST, MAX_ORDER_BYTES, Panel


@pytest.fixture
def panel(hands: Hands) -> Iterator[Panel]:
    with served(hands) as opened:
        yield opened


def ask(panel: Panel, path: str, body: bytes | None = None, host: str = "") -> tuple[int, bytes]:
    """Status and body of one request below the secret."""
    line = http.client.HTTPConnection(HOST, panel.server_port, timeout=20)
    line.request("GET" if body is None else "POST", path, body, {"Host": host} if host else {})
    answer = line.getresponse()
    said = answer.read()
    line.close()
    return answer.status, said


def below(panel: Panel, name: str) -> str:
    return f"/{panel.secret}/{name}"


def order(panel: Panel, name: str, value: str = "") -> dict[str, object]:
    status, said = ask(panel, below(panel, "do"), json.dumps({"name": name, "value": value}).encode())
    assert status == 200
    answer: dict[str, object] = json.loads(said)
    return answer


def test_a_stranger_learns_nothing(panel: Panel, hands: Hands) -> None:
    for path in ("/", "/state", "//state", f"/{'0' * 32}/state", "/favicon.ico"):
        assert ask(panel, path) == (404, b"")
    assert ask(panel, f"/{'0' * 32}/do", b'{"name": "power.cut", "value": ""}') == (404, b"")
    assert hands.told.lines == []


def test_another_name_of_this_computer_is_refused(panel: Panel) -> None:
    """A page of elsewhere whose name was made to point here is not served."""
    assert ask(panel, below(panel, "state"), host=f"malo.example:{panel.server_port}") == (404, b"")
    assert ask(panel, below(panel, "state"), host=f"{HOST}:{panel.server_port}")[0] == 200


def test_the_panel_listens_on_this_computer_alone(panel: Panel) -> None:
    assert panel.server_address[0] == "127.0.0.1"


def test_the_table_has_every_control_and_the_peoples_codes(panel: Panel) -> None:
    table = json.loads(ask(panel, below(panel, "table"))[1])
    assert {each["name"] for group in table["groups"] for each in group["controls"]} == set(CONTROLS)
    assert table["people"] == [{"id": person.id, "code": person.code, "lines": list(person.lines)} for person in PEOPLE]


def test_an_order_is_carried_out_and_a_refusal_is_worded(panel: Panel, hands: Hands) -> None:
    assert order(panel, "usb.pull") == {"done": True}
    assert not (hands.folder / "usb").exists()
    assert order(panel, "usb.pull") == {"done": False, "why": "No hay memoria puesta."}
    assert json.loads(ask(panel, below(panel, "state"))[1])["stick"]["inserted"] is False


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"name": 1, "value": ""}', b'{"name": "usb.pull"}', b"x" * (MAX_ORDER_BYTES + 1)],
)
def test_what_is_no_order_is_refused(panel: Panel, hands: Hands, body: bytes) -> None:
    assert ask(panel, below(panel, "do"), body)[0] == 400
    assert (hands.folder / "usb").exists()


def test_a_slip_is_served_by_its_number_alone(panel: Panel, hands: Hands) -> None:
    picture = (hands.dock.devices.slips / "0001.png").read_bytes()
    assert ask(panel, below(panel, "slip/1")) == (200, picture)
    for name in ("slip/2", "slip/../0001", "slip/1.png", "slip/-1", "0001.png", "panel.py"):
        assert ask(panel, below(panel, name))[0] == 404, name


def test_the_end_closes_the_desk(hands: Hands) -> None:
    with served(hands) as panel:
        assert ask(panel, below(panel, "end"), b"")[0] == 200
        assert order(panel, "usb.pull") == {"done": False}


def test_orders_of_many_threads_are_carried_out_one_after_another(hands: Hands) -> None:
    desk = Desk(hands.pair)
    outcomes: list[object] = []
    askers = [Thread(target=lambda: outcomes.append(desk.ask("board.press", "habilitar"))) for _ in range(8)]
    for asker in askers:
        asker.start()
    server = Thread(target=desk.serve)
    server.start()
    for asker in askers:
        asker.join()
    desk.close()
    server.join()
    assert outcomes == [Done()] * 8
    assert hands.told.lines == ["board press key=habilitar"] * 8


def test_the_state_is_what_real_devices_say(real: RealBench, tmp_path: Path) -> None:
    with served(real.hands) as panel:

        def state() -> dict[str, Any]:
            seen: dict[str, Any] = json.loads(ask(panel, below(panel, "state"))[1])
            return seen

        assert order(panel, "printer.cover", "abierta") == {"done": True}
        assert state()["printer"] == {"present": True, "stopped": True}
        assert order(panel, "power.cut") == {"done": True}
        assert not any(link.exists() for link in (real.printer, real.board, real.reader))
        assert state()["printer"]["present"] is False
        assert order(panel, "power.on") == {"done": True}
        assert all(link.exists() for link in (real.printer, real.board, real.reader))
        real.hands.dock.devices.printer.stop()
        real.hands.dock.devices.board.stop()
        seen = state()
        assert (seen["printer"], seen["board"]) == (None, None)
        answer = order(panel, "board.restart")
        assert answer["done"] is False
        assert str(answer["why"]).startswith("El aparato no obedeció.")
