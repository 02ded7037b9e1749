"""Power, lid, case and key switch of the board in a day: what the journal and the mesa's display say of them."""

from dataclasses import replace

from hardware.board.port import BoardStatus, KeySwitch, Lamp, LampMode
from shared.domain.journal import JournalKind as K
from shared.domain.journal import may_bear_time
from tests.flows.independent import journal_lines
from tests.flows.table import Table
from tests.flows.test_power import CHOICES, check_sound

WELL = BoardStatus(mains=True, battery_percent=90, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION)
SENSED = {K.LLAVE_GIRADA, K.TAPA_ABIERTA, K.TAPA_CERRADA, K.CAJA_ABIERTA, K.CORRIENTE_PERDIDA, K.CORRIENTE_REPUESTA}


def sense(table: Table, status: BoardStatus) -> None:
    """The board senses, the attendant hears of it, the services act."""
    table.board.sense(status)
    table.urna.attendant.attend()
    table.run()


def sensed(table: Table) -> list[K]:
    return [entry.kind for entry in table.context().book.journal.entries if entry.kind in SENSED]


def test_the_mesa_hears_of_a_lost_mains_and_votes_on(table: Table) -> None:
    sense(table, replace(WELL, mains=False, battery_percent=72))
    assert table.board.face().lines == ("SE FUE LA LUZ", "Batería al 72 %")
    assert table.board.face().lamps[Lamp.ALERT] is LampMode.BLINK
    table.vote(CHOICES)
    assert table.board.face().lines[1] == "Sin luz: 72 %"
    sense(table, WELL)
    assert table.board.face().lines == ("LISTA", "Puede habilitar")
    assert table.board.face().lamps[Lamp.ALERT] is LampMode.OFF
    assert sensed(table) == [K.CORRIENTE_PERDIDA, K.CORRIENTE_REPUESTA]
    check_sound(table)


def test_what_is_opened_within_a_turn_is_journaled_without_an_hour(table: Table) -> None:
    table.enable()
    sense(table, replace(WELL, lid_open=True))
    assert table.board.face().lines == ("DEPÓSITO ABIERTO", "Cierre la tapa")
    inside = table.context().book.journal.last(K.TAPA_ABIERTA)
    assert inside is not None
    assert inside.at is None
    assert not may_bear_time(K.TAPA_ABIERTA, turn_open=True)
    table.power_on()
    sense(table, replace(WELL, case_open=True))
    outside = table.context().book.journal.last(K.CAJA_ABIERTA)
    assert outside is not None
    assert outside.at is not None
    check_sound(table)


def test_a_start_says_again_what_is_still_wrong(table: Table) -> None:
    sense(table, replace(WELL, key_switch=KeySwitch.SERVICE))
    table.power_on()
    table.urna.attendant.attend()
    table.run()
    assert sensed(table) == [K.LLAVE_GIRADA, K.LLAVE_GIRADA]
    turned = [line["data"] for line in journal_lines(table) if line["kind"] == "llave_girada"]
    assert turned == [{"posicion": "servicio"}] * 2


def test_with_no_medium_left_a_change_is_told_and_does_not_stop_the_urna(table: Table) -> None:
    for files in (table.internal, table.usb):
        files.pulled = True  # type: ignore[attr-defined]
    table.wait(4)
    sense(table, replace(WELL, case_open=True))
    assert table.board.face().lines[0] == "CAJA DE URNA ABIERTA"
    for files in (table.internal, table.usb):
        files.pulled = False  # type: ignore[attr-defined]
    table.wait(20)
    table.vote(CHOICES)
    check_sound(table)


def test_a24_the_urna_journals_an_attack_on_the_keypad_and_enables_nobody(table: Table) -> None:
    before = table.ledger()
    for count in range(1, 400):
        table.board.attacked(forged=count, replayed=2 * count, unreadable=count)
        table.urna.attendant.attend()
        table.run()
    assert table.board.face().lines == ("SEÑALES EXTRAÑAS", "Avise a soporte")
    noted = [line["data"] for line in journal_lines(table) if line["kind"] == "teclado_atacado"]
    assert noted[0] == {"falsas": 1, "ilegibles": 1, "repetidas": 2}
    assert len(noted) == 10
    assert table.ledger() == before
    table.vote(CHOICES)
    check_sound(table)
