"""Faults while voting: paper, media, board, people. The turn holds, and nothing is lost or counted twice."""

import pytest

from hardware.board.port import Lamp, LampMode
from hardware.printer.controls import Personality
from shared.domain.jornada import JornadaState
from tests.flows.cutting import CutFiles
from tests.flows.table import Table
from tests.flows.test_power import CHOICES, check_sound, read_bundle
from urna.flow.input import ActionTouched, CodeScanned, HabilitarPressed, MesaPressed, OptionTouched
from urna.flow.screen import BoletaScreen, CodeScreen, ScreenId, VoterMessageScreen


def confirm(table: Table) -> None:
    table.enable()
    table.mark(CHOICES)
    table.touch("confirmar")


def message(table: Table) -> str:
    assert isinstance(table.screen, VoterMessageScreen)
    return table.screen.message.key


def keypad(table: Table) -> tuple[str, LampMode]:
    """The first line that the mesa reads, and its lamp of alert."""
    face = table.board.face()
    return face.lines[0], face.lamps[Lamp.ALERT]


@pytest.mark.parametrize("fault", ["paper_out", "cutter_fault", "jam_at_once", "paper_at_line"])
def test_a_printer_fault_holds_the_turn_and_offers_a_retry(table: Table, fault: str) -> None:
    table.enable()
    table.mark(CHOICES)
    begun = {"paper_out": False, "jam_at_once": False, "cutter_fault": True, "paper_at_line": True}[fault]
    match fault:
        case "paper_out":
            table.printer.paper_out()
        case "paper_at_line":
            table.printer.paper_out(at_line=3)
        case "jam_at_once":
            table.printer.jam()
        case _:
            table.printer.cutter_fault()
    table.touch("confirmar")
    assert table.shows() is ScreenId.IMPRESION
    assert len(table.image().pending) == 2
    retry = next(action for action in table.screen.actions if action.id == "reintentar")
    assert not retry.enabled
    assert message(table) == "impresion.mensaje_falla"
    assert keypad(table) == ("REVISE LA IMPRESORA", LampMode.BLINK)
    table.do(HabilitarPressed(2))
    table.do(MesaPressed("cancelar"))
    assert table.ledger().habilitaciones == 1
    table.printer.repair()
    table.printer.refill()
    table.wait(3)
    assert message(table) == "impresion.mensaje_reparada", "nobody is told to wait for a repair that is done"
    assert keypad(table) == ("IMPRESORA LISTA", LampMode.OFF), "nor the mesa to repair what is well"
    table.printer.cover(is_open=True)
    table.wait(3)
    assert keypad(table) == ("REVISE LA IMPRESORA", LampMode.BLINK)
    table.printer.cover(is_open=False)
    table.wait(3)
    assert keypad(table) == ("IMPRESORA LISTA", LampMode.OFF)
    table.touch("reintentar")
    assert table.shows() is ScreenId.GRACIAS
    assert table.ledger().testigos_inutilizados == int(begun)
    assert table.ledger().emitidos == 1
    check_sound(table)


@pytest.mark.parametrize(
    "lie", [Personality.SWALLOW, Personality.EARLY, Personality.REPEAT_OLD_ID, Personality.STOP_AT_LINE]
)
def test_a_lying_printer_leaves_the_turn_open_until_the_voter_speaks(table: Table, lie: Personality) -> None:
    table.printer.personality(lie)
    confirm(table)
    assert table.shows() is ScreenId.PREGUNTA_TESTIGO
    assert table.ledger().emitidos == 0
    table.touch("no_cayo")
    table.printer.personality(Personality.HONEST)
    table.wait(3)
    table.touch("reintentar")
    assert table.shows() is ScreenId.GRACIAS
    assert table.ledger().testigos_inutilizados == 1
    check_sound(table)


def test_two_officials_may_leave_a_vote_in_doubt(table: Table) -> None:
    table.enable()
    table.mark(CHOICES)
    table.printer.jam()
    table.touch("confirmar")
    table.do(MesaPressed("menu"))
    assert isinstance(table.screen, CodeScreen)
    table.authenticate("presidencia", "secretaria")
    assert table.shows() is ScreenId.ESPERA
    assert (table.ledger().en_duda, table.ledger().emitidos) == (1, 0)
    check_sound(table)


def test_an_over_vote_is_refused_and_keeps_the_mark(table: Table) -> None:
    table.enable()
    table.touch("comenzar")
    table.do(OptionTouched(0))
    table.do(OptionTouched(1))
    screen = table.screen
    assert isinstance(screen, BoletaScreen)
    assert screen.alert is not None
    assert [mark.option for mark in screen.selection] == [0]


def test_leaving_and_inactivity_never_vote(table: Table) -> None:
    table.enable()
    table.touch("comenzar")
    table.do(OptionTouched(0))
    table.wait(121)
    assert isinstance(table.screen, BoletaScreen)
    assert table.screen.alert is not None
    buzzes = table.board.face().buzzes
    table.wait(60)
    assert table.board.face().buzzes > buzzes
    table.touch("salir")
    table.touch("salir_confirmar")
    assert table.shows() is ScreenId.ESPERA
    assert (table.ledger().cancelados, table.ledger().emitidos) == (1, 0)
    table.enable()
    table.do(MesaPressed("cancelar"))
    assert table.ledger().cancelados == 2
    check_sound(table)


def test_one_medium_lost_goes_on_alarmed_and_is_brought_level(table: Table) -> None:
    assert isinstance(table.usb, CutFiles)
    table.vote(CHOICES)
    table.usb.pulled = True
    table.vote(CHOICES)
    table.wait(3)
    assert getattr(table.screen, "alert", None) is not None
    table.usb.pulled = False
    table.wait(3)
    assert getattr(table.screen, "alert", None) is None
    assert table.usb.files["urna-oficial/imagen.a"] == table.context().store.data
    table.vote(CHOICES)
    table.power_on()
    check_sound(table)
    table.close()
    assert read_bundle(table).acta.ledger.emitidos == 3


def test_a_start_without_the_stick_goes_on_by_order_of_two_and_mends_it_later(table: Table) -> None:
    assert isinstance(table.usb, CutFiles)
    table.vote(CHOICES)
    table.usb.pulled = True
    table.power_on()
    table.touch("seguir_sin_memoria")
    table.authenticate("presidencia", "secretaria")
    assert table.jornada() is JornadaState.ABIERTA
    table.vote(CHOICES)
    table.usb.pulled = False
    table.wait(3)
    table.power_on()
    assert table.ledger().emitidos == 2
    check_sound(table)


def test_damaged_copies_are_mended_from_a_sound_one(table: Table) -> None:
    assert isinstance(table.usb, CutFiles)
    assert isinstance(table.internal, CutFiles)
    table.vote(CHOICES)
    for files, name in ((table.usb, "imagen.a"), (table.usb, "imagen.b"), (table.internal, "imagen.b")):
        place = f"urna-oficial/{name}"
        files.files[place] = files.files[place][:100] + b"\x00" * (len(files.files[place]) - 100)
    table.power_on()
    assert table.jornada() is JornadaState.ABIERTA
    assert len({table.usb.files["urna-oficial/imagen.a"], table.internal.files["urna-oficial/imagen.b"]}) == 1
    check_sound(table)


def test_media_rolled_back_stop_the_urna(table: Table) -> None:
    old = [dict(medium.files) for medium in (table.internal, table.usb) if isinstance(medium, CutFiles)]
    table.vote(CHOICES)
    for medium, files in zip((table.internal, table.usb), old, strict=True):
        assert isinstance(medium, CutFiles)
        medium.files = files
    table.power_on()
    assert table.shows() is ScreenId.FUERA_DE_SERVICIO


def test_the_board_away_in_mid_commit_holds_the_turn(table: Table) -> None:
    table.enable()
    table.mark(CHOICES)
    table.board.unplug()
    table.touch("confirmar")
    assert table.shows() is ScreenId.IMPRESION
    assert table.slips("testigo") == []
    table.board.plug()
    table.wait(4)
    assert table.shows() is ScreenId.GRACIAS
    assert table.ledger().emitidos == 1
    check_sound(table)


def test_habilitar_twice_is_one_turn(table: Table) -> None:
    table.enable()
    table.enable()
    assert table.ledger().habilitaciones == 1
    assert table.board.face().lines[0].startswith("HAY UN TURNO")


def test_wrong_codes_are_counted_journaled_and_slowed(table: Table) -> None:
    table.ask_to_suspend()
    official, other = table.institute.official("presidencia"), table.institute.official("secretaria")
    table.do(CodeScanned(official.card))
    table.type_code(other.code)
    screen = table.screen
    assert isinstance(screen, CodeScreen)
    assert "espere" in screen.instruction.key
    kinds = [entry.kind.value for entry in table.context().book.journal.entries]
    assert kinds.count("codigo_equivocado") == 1
    table.type_code(official.code)
    assert table.urna.runner.state.auth is not None
    assert table.urna.runner.state.auth.accepted == ()
    table.touch("cancelar_autenticacion")
    table.ask_to_suspend()
    assert table.urna.runner.state.lock_seconds == 2
    table.power_on()
    assert table.urna.runner.state.lock_seconds == 2
    table.ask_to_suspend()
    table.do(CodeScanned(official.card))
    table.wait(2)
    table.type_code(official.code)
    table.authenticate("secretaria")
    assert table.jornada() is JornadaState.SUSPENDIDA


def test_one_official_twice_or_a_tecnico_opens_nothing(table: Table) -> None:
    table.ask_to_suspend()
    table.authenticate("presidencia", "presidencia")
    assert table.jornada() is JornadaState.ABIERTA
    table.authenticate("tecnico")
    assert table.jornada() is JornadaState.ABIERTA
    assert isinstance(table.screen, CodeScreen)


def test_voting_after_close_is_refused(table: Table) -> None:
    table.vote(CHOICES)
    table.close()
    table.do(HabilitarPressed(9))
    table.do(ActionTouched("abrir"))
    assert table.jornada() is JornadaState.CERRADA
    assert table.ledger().habilitaciones == 1
    table.touch("reimprimir_acta")
    assert "REIMPRESIÓN 1" in str(table.slips("acta_escrutinio")[-1].blocks)
