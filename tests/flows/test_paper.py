"""Paper: a roll that ends, slips that are spoiled, and reprints of actas."""

from pathlib import Path

import pytest

from hardware.board.port import Lamp, LampMode
from hardware.printer.controls import Trouble
from hardware.printer.encode import Encoder
from hardware.printer.port import Slip
from hardware.printer.profile import EMULATED
from hardware.printer.raster import shipped_fonts
from shared.domain.journal import JournalKind
from tests.flows.cutting import PowerCut
from tests.flows.institute import Institute
from tests.flows.printing import PaperPrinter, check_paper, vote_through, with_paper
from tests.flows.table import OPENERS, Table, memory_table
from tests.flows.test_power import CHOICES
from urna.flow.input import CodeScanned
from urna.flow.screen import ScreenId


def alert_of(table: Table) -> str:
    alert = getattr(table.screen, "alert", None)
    return alert.key if alert is not None else ""


def test_a21_an_acta_de_inicio_that_is_torn_is_printed_again_and_voting_opens(
    institute: Institute, tmp_path: Path
) -> None:
    """The board takes no second beginning of a store: what was made before the paper ended is kept."""
    ready = memory_table(institute, tmp_path)
    ready.load()
    ready.prepare()
    ready.touch("abrir")
    ready.authenticate(*OPENERS)
    ready.collect_shares()
    ready.do(CodeScanned(ready.shares[0]))
    ready.printer.paper_out(at_line=2)
    ready.do(CodeScanned(ready.shares[2]))
    for lines in (3, None):
        ready.printer.refill()
        ready.wait(3)
        if lines is not None:
            ready.printer.paper_out(at_line=lines)
        ready.touch("reintentar")
    ready.wait(3)
    ready.vote(CHOICES)
    ready.power_on()
    assert ready.shows() is ScreenId.ESPERA


def test_the_mesa_is_warned_between_turns_and_voting_goes_on(table: Table) -> None:
    table.printer.paper_near_end()
    buzzes = table.board.face().buzzes
    table.wait(3)
    assert alert_of(table) == "papel.por_terminar"
    assert table.board.face().lines[0] == "QUEDA POCO PAPEL"
    assert table.board.face().lamps[Lamp.READY] is LampMode.ON, "the next voter may be enabled all the same"
    assert table.board.face().buzzes == buzzes + 1
    table.vote(CHOICES)
    table.wait(3)
    assert table.board.face().buzzes == buzzes + 1
    table.printer.refill()
    table.wait(3)
    assert not alert_of(table)


def test_a_voter_sees_nothing_of_it(table: Table) -> None:
    table.enable()
    table.printer.paper_near_end()
    table.wait(3)
    assert not alert_of(table)
    table.mark(CHOICES)
    table.touch("confirmar")
    assert table.shows() is ScreenId.GRACIAS


def votes_until_refused(table: Table) -> int:
    for count in range(100):
        table.enable()
        if table.shows() is ScreenId.ESPERA:
            return count
        table.mark(CHOICES)
        table.touch("confirmar")
        table.touch("terminar")
    raise AssertionError("the roll never ends")


def test_no_voter_is_enabled_whom_the_roll_may_not_hold(table: Table) -> None:
    table.printer.paper_near_end()
    table.wait(3)
    printer = table.printer
    turn = sum(printer.paper_lines(slip) for slip in table_slips(table))
    before = table.ledger().habilitaciones
    voted = votes_until_refused(table)
    assert 0 < voted <= printer.near_end_lines // turn
    assert voted >= printer.near_end_lines // turn - 2
    assert table.ledger().habilitaciones == before + voted
    assert alert_of(table) == "papel.insuficiente"
    assert table.board.face().lines[0] == "HAY UNA FALLA"
    table.power_on()
    table.enable()
    assert table.shows() is ScreenId.ESPERA, "a restart forgets what was printed"
    printer.refill()
    table.wait(3)
    table.vote(CHOICES)


def table_slips(table: Table) -> list[Slip]:
    """The testigos of one voter."""
    twin = table.fork()
    twin.vote(CHOICES)
    return twin.slips("testigo")


def test_the_paper_that_is_left_holds_what_the_urna_counts_on(opened: Table) -> None:
    """The sensor tells, the real driver prints, and the last voter that is let in still gets both slips."""
    printer = PaperPrinter()
    table = with_paper(opened, printer)
    printer.hands.paper_near_end()
    printer.hands.paper_out(at_line=printer.near_end_lines)
    table.wait(3)
    assert votes_until_refused(table) > 10
    assert printer.status().ready


def test_a21_a_spoiled_slip_is_counted_and_its_replacement_equals_any_other(opened: Table) -> None:
    printer = PaperPrinter()
    table = with_paper(opened, printer)
    printer.before[1] = lambda: printer.hands.at_line(Trouble.PAPER_OUT, 9)
    vote_through(table, printer)
    check_paper(table, printer)
    assert table.ledger().testigos_inutilizados == 1
    spoiled, replacement = printer.asked[1:]
    encoder = Encoder(EMULATED, shipped_fonts())
    assert encoder.encode(spoiled).data == encoder.encode(replacement).data
    assert len(printer.pieces) == 3


def test_a21_reprints_never_bear_the_same_number(table: Table) -> None:
    table.vote(CHOICES)
    table.close()
    for number in (1, 2):
        table.touch("reimprimir_acta")
        assert reprint_of(table) == number
    table.printer.paper_out(at_line=4)
    table.touch("reimprimir_acta")
    table.printer.repair()
    table.power_on()
    while table.shows() is not ScreenId.CERRADA:
        table.touch("imprimir_de_nuevo")
    table.touch("reimprimir_acta")
    assert reprint_of(table) == 4


@pytest.mark.parametrize("whole", [False, True], ids=["torn", "perhaps whole"])
def test_a21_a_failed_reprint_is_printed_again_as_a_reprint(table: Table, whole: bool) -> None:  # noqa: FBT001
    """Never a copy of the closing: the same number after a torn paper, the next one where a whole paper may bear it."""
    table.vote(CHOICES)
    table.close()
    copies, marks = len(table.slips("acta_escrutinio")), len(table.slips("marcas"))
    if whole:
        table.printer.lose_job()
    else:
        table.printer.paper_out(at_line=4)
    table.touch("reimprimir_acta")
    table.printer.repair()
    table.wait(4)
    table.touch("reintentar")
    assert table.shows() is ScreenId.CERRADA
    assert reprint_of(table) == 1 + whole
    assert len(table.slips("acta_escrutinio")) == copies + 1 + whole
    assert len(table.slips("marcas")) == marks
    numbers = [e.value("numero") for e in table.context().book.journal.entries if e.kind is JournalKind.ACTA_REIMPRESA]
    assert numbers == [1, 2][: 1 + whole]
    table.touch("reimprimir_acta")
    assert reprint_of(table) == 2 + whole


def test_a21_the_number_of_a_reprint_is_durable_before_paper_moves(table: Table) -> None:
    table.vote(CHOICES)
    table.close()
    seen: list[int] = []
    for after in range(200):
        twin = table.fork()
        twin.breaker.left = after
        try:
            twin.touch("reimprimir_acta")
        except PowerCut:
            moved = len(twin.slips("acta_escrutinio")) - len(table.slips("acta_escrutinio"))
            twin.breaker.left = None
            twin.power_on()
            twin.touch("reimprimir_acta")
            seen.append(reprint_of(twin))
            assert not moved
            continue
        break
    else:
        raise AssertionError("the reprint never ends")
    assert seen
    assert set(seen) <= {1, 2}
    assert seen[0] == 1


def reprint_of(table: Table) -> int:
    blocks = str(table.slips("acta_escrutinio")[-1].blocks)
    return next(number for number in range(1, 10) if f"REIMPRESIÓN {number}'" in blocks)
