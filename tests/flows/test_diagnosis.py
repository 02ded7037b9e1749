"""The diagnosis: a person touches the whole glass, every part is tried, and the report is signed and printed."""

from dataclasses import replace
from pathlib import Path

import pytest

from hardware.board.port import BoardStatus, KeySwitch
from hardware.printer.port import Slip
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.formats.informe_v1 import Informe, InformeKind, Verdict, read_informe
from tests.flows.cutting import CutFiles
from tests.flows.institute import MORNING, Institute
from tests.flows.table import ProcedureScreen, Table, memory_table
from urna.flow.input import ActionTouched, MesaPressed, Ticked
from urna.flow.screen import ScreenId, StepStatus, TouchScreen
from urna.flow.touch import PATIENCE_S, ZONES

WELL = BoardStatus(mains=True, battery_percent=100, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION)


@pytest.fixture(scope="module")
def verified(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna that was verified and is about to be diagnosed."""
    table = memory_table(institute, tmp_path_factory.mktemp("verified"))
    table.load()
    table.touch("iniciar_verificacion")
    return table


@pytest.fixture
def urna(verified: Table) -> Table:
    return verified.fork()


def reports(table: Table) -> list[Informe]:
    """The signed reports on the stick, judged as the institute does."""
    assert isinstance(table.usb, CutFiles)
    files = {name: data for name, data in table.usb.files.items() if Path(name).parent.name == "reportes"}
    return [read_informe(data, table.institute.anchor, MORNING) for _, data in sorted(files.items())]


def said(table: Table) -> str:
    """The newest printed report."""
    slips: list[Slip] = table.slips("preparacion")
    return str(slips[-1].blocks)


def failed(table: Table) -> set[str]:
    """Tests that the screen says failed, each with a sentence of what to do."""
    assert isinstance(table.screen, ProcedureScreen)
    bad = [line for line in table.screen.lines if line.status is StepStatus.FAILED]
    assert all(line.detail is not None for line in bad)
    return {line.text.key.rpartition(".")[2] for line in bad}


def test_a_whole_glass_and_well_devices_make_the_urna_ready(urna: Table) -> None:
    urna.diagnose()
    assert urna.jornada() is JornadaState.LISTA
    [report] = reports(urna)
    assert report.kind is InformeKind.PREPARACION
    assert report.passed
    assert (report.urna.value, report.casilla.clave) == (urna.config.urna.value, urna.config.casilla.clave)
    assert report.theme_hash == urna.institute.theme.hash_hex
    assert report.software_hash == urna.context().software_hash
    assert {result.name for result in report.results} >= {"tacto", "impresora", "energia", "usb", "reloj", "llaves"}
    assert len(urna.slips("prueba")) == 1
    assert urna.institute.theme.short_code in said(urna)


@pytest.mark.parametrize("dead", [(0,), (59,), (23, 24, 33)])
def test_a_dead_zone_is_found_and_named(urna: Table, dead: tuple[int, ...]) -> None:
    urna.diagnose(*dead)
    assert urna.jornada() is JornadaState.VERIFICADA
    assert failed(urna) == {"tacto"}
    assert "continuar" not in {action.id for action in urna.screen.actions}
    [report] = reports(urna)
    [touch] = [result for result in report.results if result.name == "tacto"]
    places = " ".join(f"{zone // 10 + 1}:{zone % 10 + 1}" for zone in dead)
    assert (touch.verdict, touch.detail) == (Verdict.FALLA, places)
    assert places in said(urna)


def test_zones_left_alone_for_a_minute_count_as_dead(urna: Table) -> None:
    urna.touch("iniciar_diagnostico")
    for zone in sorted(ZONES)[:-1]:
        urna.do(ActionTouched(f"zona_{zone}"))
    urna.do(Ticked(PATIENCE_S - 1))
    assert isinstance(urna.screen, TouchScreen)
    urna.do(Ticked(1))
    assert failed(urna) == {"tacto"}


def test_only_zones_and_cancelar_count(urna: Table) -> None:
    urna.touch("iniciar_diagnostico")
    for other in ("continuar", "zona_60", "zona_-1", "zona_", "zona_01"):
        urna.do(ActionTouched(other))
    for key in ("menu", "suspender"):
        urna.do(MesaPressed(key))
    assert isinstance(urna.screen, TouchScreen)
    assert urna.screen.touched == frozenset()


def test_the_diagnosis_can_be_repeated_until_it_passes(urna: Table) -> None:
    urna.diagnose(7)
    urna.diagnose(7, 8)
    urna.diagnose()
    assert urna.jornada() is JornadaState.LISTA
    assert [report.number for report in reports(urna)] == [1, 2, 3]
    assert [report.passed for report in reports(urna)] == [False, False, True]
    found = [e.value("fallas") for e in urna.context().book.journal.entries if e.kind is JournalKind.DIAGNOSTICO]
    assert found == [1, 1, 0]


STATES = {
    "without mains": (replace(WELL, mains=False), "energia"),
    "with a low battery": (replace(WELL, battery_percent=59), "energia"),
    "with the case open": (replace(WELL, case_open=True), "caja"),
    "with the deposit open": (replace(WELL, lid_open=True), "caja"),
}


@pytest.mark.parametrize("name", STATES)
def test_an_urna_that_is_not_fit_is_not_ready(urna: Table, name: str) -> None:
    status, test = STATES[name]
    urna.board.sense(status)
    urna.diagnose()
    assert urna.jornada() is JornadaState.VERIFICADA
    assert failed(urna) == {test}
    urna.board.sense(WELL)
    urna.diagnose()
    assert urna.jornada() is JornadaState.LISTA


def test_a_stick_that_is_away_fails_and_leaves_no_report(urna: Table) -> None:
    assert isinstance(urna.usb, CutFiles)
    urna.touch("iniciar_diagnostico")
    urna.usb.pulled = True
    for zone in sorted(ZONES):
        urna.do(ActionTouched(f"zona_{zone}"))
    assert failed(urna) == {"usb"}
    assert reports(urna) == []
    assert "no guardó el archivo" in said(urna)


def test_without_paper_there_is_no_ready_urna(urna: Table) -> None:
    urna.printer.paper_out(at_line=3)
    urna.diagnose()
    assert failed(urna) == {"impresora"}
    urna.printer.refill()
    urna.diagnose()
    assert urna.shows() is ScreenId.DIAGNOSTICO
    assert urna.jornada() is JornadaState.LISTA
