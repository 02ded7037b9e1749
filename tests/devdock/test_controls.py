"""Every control of the table reaches what it names, and says so when it cannot."""

import pytest
from PIL import Image

from hardware.board.port import VoterKey
from tests.devdock.conftest import SLIP_TEXT, Hands, Told
from urna.devdock.controls import CONTROLS, GROUPS, Source
from urna.devdock.outcome import Done, Reason, Refused
from urna.devdock.pair import CHOOSE, URNAS
from urna.devdock.view import KEYBOARD
from urna.devdock.words import load_words

SENSE = "board sense mains={} battery_percent={} lid_open={} case_open={} key_switch={} headphones={}"

# Control and value, and what is then ordered of devices and program.
EXPECTED: list[tuple[str, str, list[str]]] = [
    ("printer.paper_near_end", "", ["printer paper_near_end"]),
    ("printer.paper_out", "9", ["printer paper_out at_line=9"]),
    ("printer.refill", "", ["printer refill"]),
    ("printer.cover", "abierta", ["printer cover is_open=True"]),
    ("printer.cover", "cerrada", ["printer cover is_open=False"]),
    ("printer.jam", "", ["printer jam"]),
    ("printer.spoil", "jam", ["printer at_line trouble=jam line=9"]),
    ("printer.after_cut", "cable", ["printer after_cut trouble=cable"]),
    ("printer.cutter_fault", "", ["printer cutter_fault"]),
    ("printer.stall", "", ["printer stall"]),
    ("printer.silence", "", ["printer silence"]),
    ("printer.garbage", "", ["printer garbage"]),
    ("printer.personality", "swallow", ["printer personality personality=swallow line=9"]),
    ("printer.pull_cable", "", ["printer pull_cable"]),
    ("printer.vanish", "", ["printer vanish"]),
    ("printer.come_back", "", ["printer come_back"]),
    ("printer.power_cycle", "", ["printer power_cycle"]),
    ("printer.repair", "", ["printer repair"]),
    ("power.mains", "no", [SENSE.format(False, 100, False, False, "operation", False)]),
    ("power.battery", "5", [SENSE.format(True, 5, False, False, "operation", False)]),
    ("power.cut", "", ["program kill", "printer vanish", "board unplug", "reader unplug"]),
    ("power.dies", "", ["program kill", "printer vanish", "board unplug", "reader unplug"]),
    ("power.off", "", ["program stop"]),
    ("board.press", "habilitar", ["board press key=habilitar"]),
    ("board.key_switch", "service", [SENSE.format(True, 100, False, False, "service", False)]),
    ("board.lid", "abierta", [SENSE.format(True, 100, True, False, "operation", False)]),
    ("board.case", "abierta", [SENSE.format(True, 100, False, True, "operation", False)]),
    ("board.unplug", "", ["board unplug"]),
    ("board.plug", "", ["board plug"]),
    ("board.restart", "", ["board restart"]),
    ("board.line_fault", "garble", ["board fault fault=garble"]),
    ("board.break_memory", "", ["board break_memory"]),
    ("voter.press", "interruptor_1", ["board tap key=interruptor_1"]),
    ("voter.headphones", "si", [SENSE.format(True, 100, False, False, "operation", True)]),
    ("reader.card", "SECRETARIA-01", ["reader show text=tarjeta de SECRETARIA"]),
    ("reader.slip", "1", [f"reader show text={SLIP_TEXT}"]),
    ("reader.break_off", "PRESIDENCIA-01", ["reader begin text=tarjeta de PRESIDENCIA", "reader unplug"]),
    ("reader.garbage", "", ["reader garbage"]),
    ("reader.unplug", "", ["reader unplug"]),
    ("reader.plug", "", ["reader plug"]),
]
ELSEWHERE = {name for name in CONTROLS if name.startswith(("usb.", "clock."))} | {"power.on", "power.revives"}
"""Tried below, in `test_media`, `test_pair` and in `test_clock`."""


@pytest.mark.parametrize(("name", "value", "orders"), EXPECTED, ids=lambda each: str(each)[:30])
def test_a_control_orders_what_it_says(hands: Hands, name: str, value: str, orders: list[str]) -> None:
    assert hands.do(name, value) == Done()
    assert hands.told.lines == orders
    assert hands.dock.used == {name}


def test_no_control_is_left_out() -> None:
    assert {name for name, _, _ in EXPECTED} | ELSEWHERE == set(CONTROLS)
    assert sum(map(len, GROUPS.values())) == len(CONTROLS)


@pytest.mark.parametrize("name", CONTROLS)
def test_every_value_that_the_panel_offers_is_known(hands: Hands, name: str) -> None:
    values = {
        Source.FIXED: CONTROLS[name].values,
        Source.PEOPLE: tuple(person.id for person in hands.dock.people),
        Source.SLIPS: ("1",),
    }
    for value in values[CONTROLS[name].source]:
        outcome = hands.do(name, value)
        assert not (isinstance(outcome, Refused) and outcome.reason is Reason.UNKNOWN), (name, value)


def test_after_a_cut_everything_comes_back_in_its_order(hands: Hands) -> None:
    assert hands.do("power.on") == Refused(Reason.RUNNING)
    hands.do("power.cut")
    assert hands.do("power.cut") == Refused(Reason.NO_POWER)
    assert hands.do("board.press", "menu") == Refused(Reason.NO_POWER)
    assert hands.do("voter.press", "ayuda") == Refused(Reason.NO_POWER)
    for cable in ("printer.come_back", "board.plug", "reader.plug"):
        assert hands.do(cable) == Refused(Reason.NO_POWER)
    hands.told.lines.clear()
    assert hands.do("power.on") == Done()
    back = ["printer come_back", "board restart", "board plug", "reader plug", "program start"]
    assert hands.told.lines == back


def test_a_program_that_ended_by_itself_is_started_without_touching_devices(hands: Hands) -> None:
    hands.do("power.off")
    assert hands.do("power.off") == Refused(Reason.NO_POWER)
    hands.told.lines.clear()
    assert hands.do("power.on") == Done()
    assert hands.told.lines == ["program start"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("usb.explode", ""),
        ("printer.cover", "ajar"),
        ("reader.card", "NADIE"),
        ("reader.slip", "2"),
        ("clock.set", "x"),
    ],
)
def test_what_is_not_in_the_table_is_refused(hands: Hands, name: str, value: str) -> None:
    assert hands.do(name, value) == Refused(Reason.UNKNOWN, f"{name} {value}".strip())
    assert hands.told.lines == []


def test_a_key_that_the_board_does_not_take_is_told(hands: Hands) -> None:
    hands.told.taken = False
    assert hands.do("board.press", "menu") == Refused(Reason.NOT_TAKEN)
    assert hands.do("voter.press", "elegir") == Refused(Reason.NOT_HEARD)


def test_a_slip_without_a_code_is_told(hands: Hands) -> None:
    Image.new("L", (300, 300), 255).save(hands.dock.devices.slips / "0002.png")
    assert hands.do("reader.slip", "2") == Refused(Reason.NO_CODE)


def test_a_device_that_is_gone_is_told(hands: Hands) -> None:
    class Gone(Told):
        def order(self, device: str, name: str, details: object) -> dict[str, object]:
            raise ConnectionRefusedError(device)

    hands.dock.devices.board._told = Gone()  # type: ignore[attr-defined]
    assert hands.do("board.restart") == Refused(Reason.DEVICE, "board")


def test_every_control_and_reason_has_its_words() -> None:
    words = load_words()
    assert set(words["mando"]) == {*CONTROLS, CHOOSE}
    assert set(words["urna"]) == set(URNAS)
    assert set(words["grupo"]) == set(GROUPS)
    assert set(KEYBOARD) == set(VoterKey)
    assert len(set(KEYBOARD.values())) == len(VoterKey)
    assert set(words["tecla"]) == {name for name in KEYBOARD.values() if len(name) > 1}
    assert set(words["motivo"]) == {reason.value for reason in Reason}
    known = set(words["valor"]) | {key.split()[1] for key in words["valor_de"]}
    offered = {value for control in CONTROLS.values() for value in control.values}
    assert {value for value in offered - known if not value.replace(":", "").isdigit()} == set()
    assert known <= offered
