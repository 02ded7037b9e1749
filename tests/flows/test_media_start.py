"""Start-up and media: one absent, stale, blank, damaged, rolled back, or of another store. Two people leave one out."""

from pathlib import Path

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from tests.flows.institute import EVENING, Institute
from tests.flows.spoiling import FAULTS, Stick, check_level, copy_of, kinds, medium, spoilable_table
from tests.flows.table import Table
from tests.flows.test_power import CHOICES, check_sound, read_bundle
from urna.flow.input import HabilitarPressed, MesaPressed
from urna.flow.phases import OutOfService
from urna.flow.screen import CodeScreen, ProcedureScreen, ScreenId, VoterMessageScreen

LABELS = ("usb", "interna")
IMAGES = ("urna-oficial/imagen.a", "urna-oficial/imagen.b")


@pytest.fixture(scope="module")
def day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna on which one person voted."""
    table = spoilable_table(institute, tmp_path_factory.mktemp("day"))
    table.open_day()
    table.vote(CHOICES)
    return table


@pytest.fixture
def table(day: Table) -> Table:
    return day.fork()


def reason(table: Table) -> str:
    """The code of an urna out of service; empty for one in service."""
    phase = table.urna.runner.state.phase
    return phase.reason if isinstance(phase, OutOfService) else ""


def alert(table: Table) -> str:
    screen = table.screen
    assert isinstance(screen, ProcedureScreen | VoterMessageScreen)
    return screen.alert.key if screen.alert is not None else ""


def go_on_without(table: Table) -> None:
    table.touch("seguir_sin_memoria")
    table.authenticate("presidencia", "secretaria")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("label", LABELS)
def test_a13_a_start_without_a_medium_waits_for_it_or_for_two_people(table: Table, label: str, fault: str) -> None:
    medium(table, label).spoil(fault)
    written = kinds(table)
    table.power_on()
    if fault in {"full", "read_only", "bad_writes", "bad_sync"} and table.shows() is not ScreenId.MEMORIA:
        table.vote(CHOICES)  # nothing had to be mended: it is found out at the first entry
        assert table.context().media.lost == (label,)
        return
    assert table.shows() is ScreenId.MEMORIA
    assert table.jornada() is JornadaState.ABIERTA
    assert kinds(table) == written
    table.do(HabilitarPressed(1))
    assert table.ledger().habilitaciones == 1
    table.touch("seguir_sin_memoria")
    table.authenticate("presidencia", "presidencia")
    assert isinstance(table.screen, CodeScreen)
    table.authenticate("secretaria")
    entry = table.context().book.journal.last(JournalKind.MEDIO_EXCLUIDO)
    assert entry is not None
    assert dict(entry.data) == {"medio": label, "oficial_1": "PRESIDENCIA-01", "oficial_2": "SECRETARIA-01"}
    table.vote(CHOICES)
    table.power_on()
    assert table.shows() is ScreenId.ESPERA, "what two people decided is not asked again"
    table.wait(3)
    assert alert(table).startswith(f"memoria.{label}.")
    table.close()
    assert table.jornada() is JornadaState.CERRADA
    check_sound(table)


@pytest.mark.parametrize("label", LABELS)
def test_a13_a_start_goes_on_by_itself_when_the_medium_is_put_in(table: Table, label: str) -> None:
    medium(table, label).spoil("pulled")
    table.power_on()
    assert table.shows() is ScreenId.MEMORIA
    medium(table, label).spoil("")
    table.wait(3)
    assert table.shows() is ScreenId.ESPERA
    assert "medio_excluido" not in kinds(table)
    check_level(table)
    table.vote(CHOICES)
    check_sound(table)


def test_a13_a_stranger_put_in_at_the_start_is_refused_and_the_start_still_waits(
    table: Table, institute: Institute, tmp_path: Path
) -> None:
    other = spoilable_table(institute, tmp_path)
    other.clock.at = other.clock.at.replace(hour=1)
    other.open_day()
    medium(table, "usb").spoil("pulled")
    table.power_on()
    theirs = copy_of(other, "usb")
    before = dict(theirs.files)
    mine = medium(table, "usb").swap(theirs)
    table.touch("revisar_memoria")
    assert (table.shows(), alert(table)) == (ScreenId.MEMORIA, "memoria.usb.ajena")
    assert medium(table, "usb").files == before
    medium(table, "usb").swap(mine)
    table.wait(90)
    assert table.shows() is ScreenId.ESPERA


def test_a13_starts_on_either_medium_alone_never_tell_two_days(table: Table) -> None:
    for label in LABELS:
        medium(table, label).spoil("pulled")
        table.power_on()
        assert table.shows() is ScreenId.MEMORIA
        medium(table, label).spoil("")
    table.power_on()
    assert table.shows() is ScreenId.ESPERA
    check_level(table)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("state", ["stale", "blank", "damaged"])
def test_a13_a_start_brings_a_medium_level_and_says_so(table: Table, label: str, state: str) -> None:
    before = copy_of(table, label)
    table.vote(CHOICES)
    files = medium(table, label).files
    if state == "stale":
        medium(table, label).swap(before)
    elif state == "blank":
        medium(table, label).swap(Stick())
    else:
        for name in IMAGES:
            files[name] = files[name][:500] + bytes(512) + files[name][1012:]
    table.power_on()
    assert table.shows() is ScreenId.ESPERA
    assert alert(table) == f"memoria.{label}.reparada"
    wanted = {"stale": "medio_reparado", "blank": "medio_repuesto", "damaged": "medio_reparado"}[state]
    assert wanted in kinds(table)[-3:]
    check_level(table)
    table.vote(CHOICES)
    assert alert(table) == ""
    assert table.ledger().emitidos == 3
    other = "interna" if label == "usb" else "usb"
    medium(table, other).spoil("pulled")
    table.power_on()
    go_on_without(table)
    assert table.ledger().emitidos == 3
    check_sound(table)


def test_a13_closing_with_a_medium_lost_asks_first_and_is_never_blocked(table: Table) -> None:
    medium(table, "usb").spoil("pulled")
    table.wait(3)
    table.clock.at = EVENING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.touch("confirmar_cierre")
    assert table.shows() is ScreenId.MEMORIA
    table.touch("volver")
    table.touch("confirmar_cierre")
    go_on_without(table)
    table.touch("confirmar_cierre")
    table.open_shares(0, 1)
    assert table.jornada() is JornadaState.CERRADA
    medium(table, "usb").swap(Stick())
    table.wait(3)
    assert read_bundle(table).acta.ledger.emitidos == 1
    check_level(table)


def test_a13_a_stick_put_in_at_the_question_before_closing_ends_it(table: Table) -> None:
    medium(table, "usb").spoil("pulled")
    table.wait(3)
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.confirm_closing()
    assert table.shows() is ScreenId.MEMORIA
    medium(table, "usb").spoil("")
    table.wait(3)
    assert table.shows() is ScreenId.CIERRE
    assert "medio_excluido" not in kinds(table)
    check_level(table)


def test_a13_a_pending_turn_waits_while_a_medium_is_missing_at_the_start(table: Table) -> None:
    table.enable_and_mark(CHOICES)
    table.printer.paper_out(at_line=2)
    table.touch("confirmar")
    table.printer.refill()
    medium(table, "usb").spoil("pulled")
    table.power_on()
    assert table.shows() is ScreenId.MEMORIA
    go_on_without(table)
    assert table.shows() is ScreenId.PREGUNTA_TESTIGO
    table.touch("no_cayo")
    assert table.ledger().anulados == 1
    check_sound(table)


@pytest.mark.parametrize("votes", [1, 2, 3])
def test_a14_both_media_rolled_back_are_out_of_service(table: Table, votes: int) -> None:
    old = {label: copy_of(table, label) for label in LABELS}
    for _ in range(votes):
        table.vote(CHOICES)
    for label in LABELS:
        medium(table, label).swap(old[label])
    before = {label: dict(medium(table, label).files) for label in LABELS}
    table.power_on()
    assert table.shows() is ScreenId.FUERA_DE_SERVICIO
    assert reason(table) == "U315"
    assert {label: medium(table, label).files for label in LABELS} == before


def test_a14_images_rolled_back_under_the_newest_journal_are_out_of_service_and_journaled(table: Table) -> None:
    old = {label: copy_of(table, label) for label in LABELS}
    table.vote(CHOICES)
    for label in LABELS:
        for name in IMAGES:
            medium(table, label).files[name] = old[label].files[name]
    table.power_on()
    assert reason(table) == "U311"
    assert kinds(table)[-1] == "fuera_de_servicio"
    table.power_on()
    assert kinds(table).count("fuera_de_servicio") == 1


def test_a14_records_replaced_by_others_of_the_same_number_are_out_of_service(table: Table) -> None:
    twin = table.fork()
    table.vote(CHOICES)
    twin.vote([(0,), (1,)])
    for label in LABELS:
        for name in IMAGES:
            medium(table, label).files[name] = medium(twin, label).files[name]
    table.power_on()
    assert reason(table) == "U313"
    assert table.shows() is ScreenId.FUERA_DE_SERVICIO


def test_a14_two_intact_images_of_one_sequence_that_differ_are_out_of_service(table: Table) -> None:
    twin = table.fork()
    table.vote(CHOICES)
    twin.vote([(0,), (1,)])
    for name in IMAGES:
        medium(table, "usb").files[name] = medium(twin, "usb").files[name]
    before = {label: {n: medium(table, label).files[n] for n in IMAGES} for label in LABELS}
    table.power_on()
    assert reason(table) == "U101"
    assert {label: {n: medium(table, label).files[n] for n in IMAGES} for label in LABELS} == before


@pytest.mark.parametrize("damage", ["images", "journals"])
def test_a14_no_sound_copy_is_out_of_service_with_the_bytes_kept(table: Table, damage: str) -> None:
    for label in LABELS:
        files = medium(table, label).files
        for name in IMAGES if damage == "images" else ("urna-oficial/bitacora.jsonl",):
            files[name] = files[name][:200] + b"\x00" * 50 + files[name][250:]
    before = {label: dict(medium(table, label).files) for label in LABELS}
    table.power_on()
    assert reason(table) == {"images": "U103", "journals": "U111"}[damage]
    for label in LABELS:
        now = {n: d for n, d in medium(table, label).files.items() if n in IMAGES or damage == "journals"}
        assert now.items() <= before[label].items()


def test_a14_a_board_that_knows_no_such_store_or_does_not_answer_is_out_of_service(table: Table) -> None:
    table.board.unplug()
    table.power_on()
    assert reason(table) == "U316"
    table.board.plug()
    table.power_on()
    assert reason(table) == ""


@pytest.mark.parametrize("votes", [1, 4])
def test_a2_a_revived_urna_with_a_stale_stick_alone_counts_nothing_twice(table: Table, votes: int) -> None:
    stale = copy_of(table, "usb")
    for _ in range(votes):
        table.vote(CHOICES)
    truth = table.fork()
    medium(table, "interna").spoil("pulled")
    medium(table, "usb").swap(stale)
    table.power_on()
    assert reason(table) in {"U311", "U315"}
    assert medium(table, "usb").files == stale.files
    assert table.ledger().emitidos == 1
    medium(table, "interna").spoil("")
    table.power_on()
    assert table.ledger().emitidos == truth.ledger().emitidos == 1 + votes
    check_level(table)
    check_sound(table)


def test_a2_a_stale_stick_put_back_into_a_living_urna_counts_nothing_twice(table: Table) -> None:
    stale = copy_of(table, "usb")
    table.vote(CHOICES)
    medium(table, "usb").swap(stale)
    table.vote(CHOICES)
    assert table.context().media.lost == ("usb",)
    table.wait(4)
    assert table.context().media.lost == ()
    assert table.ledger().emitidos == 3
    assert len(table.image().final) == 3 * len(CHOICES)
    check_level(table)
    table.close()
    assert read_bundle(table).acta.ledger.emitidos == 3


def test_a13_the_casilla_opens_on_two_media_or_not_at_all(institute: Institute, tmp_path: Path) -> None:
    table = spoilable_table(institute, tmp_path)
    table.load()
    table.prepare()
    medium(table, "usb").spoil("pulled")
    table.wait(3)
    table.touch("abrir")
    table.authenticate("presidencia", "secretaria", "escrutador")
    assert alert(table) == "apertura.aviso.memoria"
    assert table.jornada() is JornadaState.LISTA
    medium(table, "usb").swap(Stick())
    table.wait(3)
    assert not table.context().media.lost
    table.open()
    table.vote(CHOICES)
    check_level(table)


def test_a14_every_report_says_what_guards_against_a_rollback(table: Table) -> None:
    medium(table, "usb").spoil("pulled")
    table.wait(3)
    table.board.unplug()
    for _ in range(2):
        table.do(MesaPressed("menu"))
        table.touch("reportes")
        table.touch("imprimir_reporte")
        table.touch("volver")
        table.touch("volver")
        table.board.plug()
    absent, present = (str(slip.blocks) for slip in table.slips("reporte"))
    assert "nadie detecta si las dos memorias se cambian por copias anteriores" in absent
    assert "Contador contra retrocesos" in present
    assert "nadie detecta" not in present
    for text in (absent, present):
        assert "Memorias perdidas" in text


def test_a13_the_acta_says_that_two_people_left_a_medium_out(table: Table) -> None:
    medium(table, "usb").spoil("pulled")
    table.power_on()
    go_on_without(table)
    table.close()
    for slip in table.slips("acta_escrutinio"):
        assert "decidieron seguir sin la memoria USB" in str(slip.blocks)
    table.touch("reimprimir_acta")
    assert "decidieron seguir sin la memoria USB" in str(table.slips("acta_escrutinio")[-1].blocks)


def test_a14_a_stop_on_one_medium_alone_writes_nothing_that_would_split_the_day(table: Table) -> None:
    old = copy_of(table, "usb")
    table.vote(CHOICES)
    for name in IMAGES:
        medium(table, "usb").files[name] = old.files[name]
    before = dict(medium(table, "usb").files)
    medium(table, "interna").spoil("pulled")
    table.power_on()
    assert reason(table) == "U311"
    assert medium(table, "usb").files == before
    medium(table, "interna").spoil("")
    table.power_on()
    assert table.shows() is ScreenId.ESPERA
    check_level(table)
