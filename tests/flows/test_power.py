"""Power cut at every write of a turn: acknowledged = stored = printed, or one pending turn that the voter decides."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shared.domain.eleccion import Mode
from shared.domain.jornada import JornadaState
from shared.domain.journal_checks import findings as journal_findings
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from tests.flows.cutting import CutFiles, PowerCut
from tests.flows.institute import EVENING, Institute
from tests.flows.table import Table, memory_table
from urna.flow.input import ActionTouched, HabilitarPressed, OptionTouched
from urna.flow.screen import ScreenId

CHOICES: list[tuple[int, ...]] = [(1,), (0,)]
TURN = (
    HabilitarPressed(1),
    ActionTouched("comenzar"),
    OptionTouched(1),
    ActionTouched("siguiente"),
    OptionTouched(0),
    ActionTouched("siguiente"),
    ActionTouched("confirmar"),
)


def vote_until_cut(table: Table, after: int) -> bool:
    """Vote with the power going at write number ``after``; whether it went."""
    table.breaker.left = after
    try:
        for event in TURN:
            table.do(event)
    except PowerCut:
        return True
    finally:
        table.breaker.left = None
    return False


def answer(table: Table, slips_before: int) -> None:
    """The voter, asked after a crash, says what was seen."""
    dropped = len(table.slips("testigo")) - slips_before == len(CHOICES)
    table.touch("cayo_completo" if dropped else "no_cayo")


def check_sound(table: Table) -> None:
    """Ledger, image and journal tell the same, and nothing is lost or doubled."""
    ledger, image = table.ledger(), table.image()
    records = len(table.institute.theme.contests)
    assert ledger.findings() == ()
    assert len(image.final) == ledger.emitidos * records
    assert len(image.anulados) == ledger.anulados * records
    assert len(image.en_duda) == ledger.en_duda * records
    assert journal_findings(table.context().book.journal.entries) == ()


def test_every_write_of_a_turn_survives_a_cut(opened: Table) -> None:
    base = opened.fork()
    base.vote(CHOICES)
    cuts = 0
    for after in range(1000):
        table = base.fork()
        slips = len(table.slips("testigo"))
        if not vote_until_cut(table, after):
            break
        cuts += 1
        printed = len(table.slips("testigo")) - slips
        table.power_on()
        assert table.jornada() is JornadaState.ABIERTA, f"cut {after}: {table.screen}"
        asked = table.screen.id is ScreenId.PREGUNTA_TESTIGO
        if asked:
            assert len(table.image().pending) == len(CHOICES)
            answer(table, slips)
        check_sound(table)
        emitidos = table.ledger().emitidos - 1
        assert emitidos == (printed == len(CHOICES)), f"cut {after}: {emitidos} counted with {printed} slips"
        if table.screen.id is ScreenId.HABILITADA:
            assert table.ledger().anulados == 1
    else:
        pytest.fail("the turn never ended")
    assert cuts >= 48


def cut_while_printing(table: Table) -> None:
    """The vote is confirmed, its paper never moves whole, and the power goes."""
    table.printer.paper_out(at_line=2)
    for event in TURN[1:]:
        table.do(event)
    assert table.shows() is ScreenId.IMPRESION
    table.printer.refill()
    table.power_on()
    assert table.shows() is ScreenId.PREGUNTA_TESTIGO


def test_a_replaced_turn_is_not_replaced_again(table: Table) -> None:
    table.enable()
    cut_while_printing(table)
    table.touch("no_cayo")
    assert table.ledger().anulados == 1
    assert table.shows() is ScreenId.HABILITADA
    cut_while_printing(table)
    table.touch("no_cayo")
    assert (table.ledger().anulados, table.ledger().en_duda) == (1, 1)
    assert table.shows() is ScreenId.ESPERA
    check_sound(table)
    table.vote(CHOICES)
    table.close()
    assert len(table.slips("marcas")) == 1
    assert read_bundle(table).acta.ledger.emitidos == 1


@pytest.fixture(scope="module")
def ready(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna that is LISTA."""
    table = memory_table(institute, tmp_path_factory.mktemp("ready"))
    table.load()
    table.prepare()
    return table


def test_a_cut_while_opening_begins_again_or_stands(ready: Table) -> None:
    seen = set()
    for after in range(3, 400, 31):
        table = ready.fork()
        if not until_cut(table, after, table.open):
            break
        table.power_on()
        seen.add(table.jornada())
        if table.jornada() is JornadaState.LISTA:
            table.printer.slips.clear()
            table.open()
        assert table.jornada() is JornadaState.ABIERTA
        table.vote(CHOICES)
        check_sound(table)
    assert seen == {JornadaState.LISTA, JornadaState.ABIERTA}


def test_a_cut_while_closing_repeats_the_same_bytes(table: Table) -> None:
    for choices in (CHOICES, [(4, 7), ()], [(), (2,)]):
        table.vote(choices)
    seen = set()
    for after in range(0, 400, 17):
        twin = table.fork()
        if not until_cut(twin, after, twin.close):
            break
        twin.power_on()
        seen.add(twin.jornada())
        if twin.jornada() is JornadaState.ABIERTA:
            twin.close()
        elif twin.jornada() is JornadaState.CERRANDO:
            twin.touch("continuar_cierre")
            twin.open_shares(0, 2)
        assert twin.jornada() is JornadaState.CERRADA, f"cut {after}: {twin.screen}"
        bundle = read_bundle(twin)
        assert bundle.findings == ()
        assert [c.total for c in bundle.acta.contests] == [3, 3]
        assert len(twin.slips("acta_escrutinio")) >= bundle.acta.actas
    assert seen == {JornadaState.ABIERTA, JornadaState.CERRANDO, JornadaState.CERRADA}


def test_a12_a_medium_that_a_cut_left_without_results_has_them_after_the_restart(table: Table) -> None:
    table.vote(CHOICES)
    table.close()
    assert isinstance(table.internal, CutFiles)
    assert isinstance(table.usb, CutFiles)
    made = {name: data for name, data in table.internal.files.items() if "/cierre/" in name}
    assert len(made) == 3
    for name in made:
        table.usb.unlink(name)
    table.power_on()
    assert table.jornada() is JornadaState.CERRADA
    assert {name: data for name, data in table.usb.files.items() if "/cierre/" in name} == made


def until_cut(table: Table, after: int, action: Callable[[], None]) -> bool:
    table.breaker.left = after
    try:
        action()
    except PowerCut:
        return True
    finally:
        table.breaker.left = None
    return False


def read_bundle(table: Table) -> VerifiedBundle:
    """Export, and read what lies on the stick; an urna that was archived exported before."""
    if table.jornada() is not JornadaState.ARCHIVADA:
        table.touch("exportar")
    assert isinstance(table.usb, CutFiles)
    [name] = [name for name in table.usb.files if name.startswith("resultados/") and name.endswith(".public.zip")]
    theme = table.institute.theme
    checks = BundleChecks(table.institute.anchor, EVENING, theme, Mode.OFICIAL)
    return read_public(table.usb.files[name], checks)


def test_a12_a_cut_while_a_newer_theme_is_loaded_leaves_the_one_that_the_journal_names(
    institute: Institute, tmp_path: Path
) -> None:
    table = memory_table(institute, tmp_path)
    table.load()
    older = institute.theme.hash_hex
    institute.publish(table.config.usb, replace(institute.theme, version=institute.theme.version + 1), version=2)
    seen = set()
    for after in range(0, 400, 5):
        twin = table.fork()
        twin.touch("cargar_otro_tema")
        if not until_cut(twin, after, twin.load):
            break
        twin.power_on()
        assert twin.shows() is ScreenId.VERIFICACION, f"cut {after}: {twin.screen}"
        theme = twin.urna.shelf.theme()
        assert theme is not None
        seen.add(theme.hash_hex == older)
    assert seen == {True, False}
