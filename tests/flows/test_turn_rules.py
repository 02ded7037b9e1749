"""The rules of the turn, one by one: what an habilitacion buys, what a cut leaves, what is refused and not counted."""

from collections.abc import Callable

import pytest

from hardware.board.port import Lamp, LampMode
from hardware.printer.controls import Personality
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.domain.journal_checks import findings as journal_findings
from tests.flows.independent import journal_lines
from tests.flows.institute import EVENING, found
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES, check_sound, cut_while_printing, read_bundle, until_cut
from urna.flow.input import ActionTouched, HabilitarPressed, MesaPressed, OptionTouched, Ticked
from urna.flow.screen import CodeScreen, ProcedureScreen, ScreenId
from urna.flow.state import TurnStep

K = JournalKind


def kinds(table: Table) -> list[JournalKind]:
    return [entry.kind for entry in table.context().book.journal.entries]


def step(table: Table) -> TurnStep:
    return table.urna.runner.state.turn.step


def test_a12_the_habilitacion_is_durable_before_the_boleta_shows(table: Table) -> None:
    cuts = 0
    twin = table.fork()
    while until_cut(twin, cuts, twin.enable):
        assert step(twin) is not TurnStep.ENABLED, f"cut {cuts}: the boleta came before the last write"
        twin.power_on()
        assert twin.shows() is ScreenId.ESPERA
        assert (twin.ledger().habilitaciones, twin.ledger().cancelados) in {(0, 0), (1, 1)}
        cuts += 1
        twin = table.fork()
    assert cuts > 4
    assert kinds(twin)[-1] is K.HABILITACION_CONSUMIDA


def test_a12_a_restart_with_a_boleta_shown_cancels_the_turn_and_says_so(table: Table) -> None:
    table.enable()
    table.touch("comenzar")
    table.power_on()
    entry = table.context().book.journal.last(K.CANCELADO)
    assert entry is not None
    assert entry.value("motivo") == "corte"
    assert table.shows() is ScreenId.ESPERA
    face = table.board.face()
    assert face.lines == ("TURNO CANCELADO", "Habilite de nuevo")
    assert face.lamps[Lamp.READY] is LampMode.ON
    check_sound(table)
    table.power_on()
    assert table.board.face().lines[0] == "LISTA", "it is said of this start's cut alone"


def test_a12_nothing_cancels_a_turn_that_is_pending(table: Table) -> None:
    pending_fault(table)
    for key in ("cancelar", "cancelar"):
        table.do(MesaPressed(key))
    assert table.board.face().lines[0].startswith("NO SE PUEDE")
    table.power_on()
    table.do(MesaPressed("cancelar"))
    assert table.shows() is ScreenId.PREGUNTA_TESTIGO
    assert K.CANCELADO not in kinds(table)
    assert len(table.image().pending) == len(CHOICES)


@pytest.mark.parametrize("answer", ["no_cayo", "cayo_completo"])
def test_a12_the_answer_to_the_question_survives_every_cut(table: Table, answer: str) -> None:
    """One cut at each write of the answer: the voter is asked again, or the answer stands with all that it grants."""
    table.enable()
    cut_while_printing(table)
    seen = set()
    for after in range(1000):
        twin = table.fork()
        if not until_cut(twin, after, lambda twin=twin: twin.touch(answer)):  # type: ignore[misc]
            break
        twin.power_on()
        seen.add(twin.shows())
        if twin.shows() is ScreenId.PREGUNTA_TESTIGO:
            twin.touch(answer)
        ledger = twin.ledger()
        if answer == "no_cayo":
            assert (ledger.anulados, ledger.habilitaciones) in {(1, 2), (1, 3)}, f"cut {after}"
            assert twin.shows() is ScreenId.HABILITADA or ledger.cancelados == 1, f"cut {after}: no replacement"
        else:
            assert (ledger.emitidos, ledger.habilitaciones) == (1, 1), f"cut {after}"
        check_sound(twin)
    assert ScreenId.PREGUNTA_TESTIGO in seen
    assert after > 20
    if answer == "cayo_completo":
        assert ScreenId.GRACIAS in seen, (
            "what the voter said is journaled before the image moves: nobody is asked twice"
        )


def test_a12_an_annulled_turn_is_granted_its_one_new_habilitacion_after_a_cut_too(table: Table) -> None:
    """The cut falls between the entry that annuls and the one that consumes what it grants."""
    table.enable()
    cut_while_printing(table)
    between = 0
    for after in range(1000):
        twin = table.fork()
        if not until_cut(twin, after, lambda twin=twin: twin.touch("no_cayo")):  # type: ignore[misc]
            break
        if journal_lines(twin)[-1]["kind"] != "anulado":
            continue
        between += 1
        twin.power_on()
        assert twin.shows() is ScreenId.HABILITADA, f"cut {after}"
        entry = twin.context().book.journal.last(K.HABILITACION_CONSUMIDA)
        assert entry is not None
        assert (entry.turno, entry.value("reemplaza")) == (2, 1)
        twin.power_on()
        assert (twin.shows(), twin.ledger().habilitaciones, twin.ledger().cancelados) == (ScreenId.ESPERA, 2, 1)
        assert journal_findings(twin.context().book.journal.entries) == ()
    assert between > 3


def test_a12_a_gone_voter_leaves_the_pending_turn_in_doubt_by_two_officials(table: Table) -> None:
    table.enable()
    cut_while_printing(table)
    table.do(MesaPressed("menu"))
    table.authenticate("presidencia")
    assert isinstance(table.screen, CodeScreen)
    table.power_on()
    assert table.shows() is ScreenId.PREGUNTA_TESTIGO, "one official is not enough, and a restart forgets the one"
    table.do(MesaPressed("menu"))
    table.authenticate("presidencia", "escrutador")
    assert table.shows() is ScreenId.ESPERA
    assert (table.ledger().en_duda, table.ledger().habilitaciones) == (1, 1)
    check_sound(table)


def test_the_last_voter_of_a_full_store_can_still_be_annulled_and_replaced(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    institute = found(tmp_path_factory.mktemp("small"), voters=2)
    table = memory_table(institute, tmp_path_factory.mktemp("full"))
    table.open_day()
    table.vote(CHOICES)
    table.enable()
    cut_while_printing(table)
    table.touch("no_cayo")
    table.mark(CHOICES)
    table.touch("confirmar")
    assert table.shows() is ScreenId.GRACIAS
    table.touch("terminar")
    table.enable()
    assert table.shows() is ScreenId.ESPERA
    assert (table.ledger().emitidos, table.ledger().habilitaciones) == (2, 3)
    check_sound(table)


def closing_cut(table: Table) -> None:
    """The power went while closing, and the urna waits for the shares again."""
    table.clock.at = EVENING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.touch("confirmar_cierre")
    table.open_shares(0)
    assert until_cut(table, 12, lambda: table.open_shares(1))
    table.power_on()
    assert table.jornada() is JornadaState.CERRANDO


def pending_fault(table: Table) -> None:
    """A voter confirmed, and the paper ended in the middle of the first slip."""
    table.printer.paper_out(at_line=2)
    table.enable_and_confirm(CHOICES)
    assert len(table.image().pending) == len(CHOICES)


def told(device: Callable[[Table], None]) -> Callable[[Table], None]:
    """The same fault once the urna has seen it."""

    def act(table: Table) -> None:
        device(table)
        table.wait(3)

    return act


def page_of_closing_while_suspended(table: Table) -> None:
    table.suspend()
    table.touch("cerrar")


def back_from_that_page(table: Table) -> None:
    page_of_closing_while_suspended(table)
    table.touch("volver")


REFUSED: dict[str, Callable[[Table], None]] = {
    "during a turn": Table.enable,
    "while the voter marks": lambda table: table.enable_and_mark(CHOICES),
    "while paper is out in a turn": pending_fault,
    "while people authenticate": Table.ask_to_suspend,
    "while the mesa says why": lambda table: table.do(MesaPressed("suspender")),
    "in the menu": lambda table: table.do(MesaPressed("menu")),
    "while suspended": Table.suspend,
    "on the page of closing while suspended": page_of_closing_while_suspended,
    "back from that page": back_from_that_page,
    "while closing": closing_cut,
    "after closing": Table.close,
    "without paper, known": told(lambda table: table.printer.paper_out()),
    "without paper, unknown": lambda table: table.printer.paper_out(),
    "without the board": told(lambda table: table.board.unplug()),
}


@pytest.mark.parametrize("when", REFUSED)
def test_a15_an_habilitacion_that_is_refused_is_not_counted(table: Table, when: str) -> None:
    REFUSED[when](table)
    before, screen, place = table.ledger(), table.shows(), step(table)
    for counter in (11, 11, 12):
        table.do(HabilitarPressed(counter))
    assert table.ledger() == before
    assert (table.shows(), step(table)) == (screen, place)


def test_a15_a_suspended_jornada_stays_so_when_the_mesa_looks_at_the_page_of_closing(table: Table) -> None:
    table.suspend()
    table.touch("cerrar")
    table.touch("volver")
    assert table.shows() is ScreenId.SUSPENDIDA
    table.touch("cerrar")
    table.do(MesaPressed("menu"))
    assert table.shows() is ScreenId.SUSPENDIDA
    assert table.jornada() is JornadaState.SUSPENDIDA
    table.touch("reanudar")
    table.authenticate("presidencia", "secretaria")
    table.vote(CHOICES)
    check_sound(table)


@pytest.mark.parametrize("point", ["boleta", "pending", "asked"])
def test_a15_nothing_closes_with_a_turn_open(table: Table, point: str) -> None:
    if point == "boleta":
        table.enable()
        table.touch("comenzar")
    else:
        pending_fault(table)
        if point == "asked":
            table.power_on()
    table.clock.at = EVENING
    for key in ("menu", "suspender"):
        table.do(MesaPressed(key))
        if isinstance(table.screen, CodeScreen):
            table.touch("cancelar_autenticacion")
        assert not isinstance(table.screen, ProcedureScreen)
    table.do(ActionTouched("cerrar"))
    table.do(ActionTouched("confirmar_cierre"))
    assert table.jornada() is JornadaState.ABIERTA
    assert table.ledger().abierto == 1


def test_a22_taps_that_bounce_are_one_habilitacion_one_mark_and_one_vote(table: Table) -> None:
    """Events come before any effect ends: the second of each pair finds the first one under way."""
    submit = table.urna.runner.submit
    for counter in (1, 1, 2):
        submit(HabilitarPressed(counter))
    table.run()
    assert table.ledger().habilitaciones == 1
    table.mark(CHOICES)
    for event in (ActionTouched("confirmar"), ActionTouched("confirmar"), MesaPressed("cancelar"), OptionTouched(0)):
        submit(event)
    table.run()
    table.intend(CHOICES)
    assert table.shows() is ScreenId.GRACIAS
    assert len(table.slips("testigo")) == len(CHOICES)
    submit(ActionTouched("terminar"))
    submit(ActionTouched("terminar"))
    submit(Ticked(60))
    table.run()
    assert (table.ledger().habilitaciones, table.ledger().emitidos, table.ledger().cancelados) == (1, 1, 0)
    table.close()
    figures = read_bundle(table).acta.contests
    assert [{key: n for key, n in c.counts.items() if n} for c in figures] == [dict(c) for c in table.intentions]


def test_a22_the_voter_and_the_mesa_leaving_at_once_is_one_cancellation(table: Table) -> None:
    table.enable()
    table.touch("comenzar")
    table.touch("salir")
    for event in (ActionTouched("salir_confirmar"), MesaPressed("cancelar"), ActionTouched("salir_confirmar")):
        table.urna.runner.submit(event)
    table.run()
    assert (table.ledger().cancelados, table.ledger().abierto) == (1, 0)
    check_sound(table)


def test_a21_spoiled_slips_are_counted_apart_and_change_no_equation(table: Table) -> None:
    table.printer.personality(Personality.SWALLOW)
    table.enable_and_confirm(CHOICES)
    for _ in range(2):
        table.touch("no_cayo")
        table.wait(3)
        table.touch("reintentar")
    table.printer.personality(Personality.HONEST)
    table.touch("no_cayo")
    table.wait(3)
    table.touch("reintentar")
    ledger = table.ledger()
    assert (ledger.testigos_inutilizados, ledger.testigos_completos, ledger.emitidos) == (3, 1, 1)
    assert ledger.findings() == ()
    table.touch("terminar")
    table.close()
    acta = read_bundle(table).acta
    assert acta.ledger == ledger
    shown = str(table.slips("acta_escrutinio")[0].blocks)
    assert "testigos inutilizados" in shown.lower()
