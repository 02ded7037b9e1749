"""A training urna: every slip says so, it shares no folder with an official one, and its results enter no election."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import BundleChecks, read_public
from tests.flows.cutting import CutFiles
from tests.flows.institute import EVENING, Institute
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES
from urna.flow.input import CodeScanned, MesaPressed
from urna.flow.screen import ScreenId

MODES = {Mode.CAPACITACION: "CAPACITACIÓN: SIN VALIDEZ", Mode.SIMULACRO: "SIMULACRO: SIN VALIDEZ"}
OWN_WORDS = {"verificacion", "testigo_practica"}
"""Papers of the verification run, which say VERIFICACIÓN in every mode."""


@pytest.fixture(scope="module", params=MODES, ids=str)
def day(request: pytest.FixtureRequest, institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """A whole day in a mode that is not the official one, with every paper that an urna prints."""
    table = memory_table(institute, tmp_path_factory.mktemp(str(request.param)))
    table.config = replace(table.config, mode=request.param)
    table.power_on()
    table.open_day()
    table.vote(CHOICES)
    table.enable_and_mark(CHOICES)
    table.printer.paper_out(at_line=4)
    table.touch("confirmar")
    table.do(MesaPressed("menu"))
    table.authenticate("presidencia", "secretaria")
    table.printer.refill()
    table.printer.repair()
    table.wait(4)
    table.do(CodeScanned(institute.official("tecnico").card))
    table.type_code(institute.official("tecnico").code)
    table.touch("imprimir_auditoria")
    table.touch("salir_auditoria")
    table.do(MesaPressed("menu"))
    table.touch("reportes")
    table.touch("imprimir_reporte")
    table.touch("volver")
    table.touch("volver")
    table.close()
    table.touch("reimprimir_acta")
    table.touch("exportar")
    return table


def test_every_paper_says_that_it_is_worth_nothing(day: Table) -> None:
    kinds = {slip.kind for slip in day.printer.slips}
    assert kinds >= {"testigo", "acta_inicio", "parte", "acta_escrutinio", "reporte", "preparacion", "auditoria"}
    silent = [s.kind for s in day.printer.slips if MODES[day.config.mode] not in str(s.blocks)]
    assert set(silent) <= OWN_WORDS
    assert all("VERIFICACIÓN: SIN VALIDEZ" in str(s.blocks) for s in day.printer.slips if s.kind in OWN_WORDS)


def test_its_results_enter_no_official_election(day: Table) -> None:
    assert isinstance(day.usb, CutFiles)
    [public] = [data for name, data in day.usb.files.items() if name.startswith("resultados/") and "public" in name]
    checks = BundleChecks(day.institute.anchor, EVENING, day.institute.theme, Mode.OFICIAL)
    with pytest.raises(DatoInvalido, match="R123"):
        read_public(public, checks)
    own = read_public(public, replace(checks, mode=day.config.mode))
    assert own.acta.ledger.emitidos == 1


def test_an_official_urna_on_the_same_media_knows_nothing_of_it(day: Table) -> None:
    """Modes share no folder: the official day begins at its own beginning, and neither touches the other's files."""
    table = day.fork()
    assert isinstance(table.internal, CutFiles)
    mode = table.config.mode.value
    before = {name: data for name, data in table.internal.files.items() if f"urna-{mode}" in name}
    assert before
    table.config = replace(table.config, mode=Mode.OFICIAL)
    table.power_on()
    assert table.shows() is ScreenId.CARGA
    table.open_day()
    table.vote(CHOICES)
    assert table.ledger().emitidos == 1
    assert {name: data for name, data in table.internal.files.items() if f"urna-{mode}" in name} == before


def test_a_theme_without_the_mode_is_refused(institute: Institute, tmp_path: Path) -> None:
    table = memory_table(institute, tmp_path)
    only = replace(institute.theme, modes=(Mode.OFICIAL,), version=institute.theme.version + 1)
    institute.publish(table.config.usb, only, version=2)
    table.config = replace(table.config, mode=Mode.CAPACITACION)
    table.power_on()
    table.touch("cargar_tema")
    assert "T304" in str(table.screen)
