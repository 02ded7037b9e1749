"""The scenario: one whole day of an urna, with everything that may happen between loading a theme and exporting.

Every effect of the flow is in it (a test holds that); it must not know what is written, nor when.
"""

from dataclasses import replace
from pathlib import Path

from shared.domain.jornada import JornadaState
from tests.flows.institute import EVENING, Institute
from tests.power.crash import Choice, Fate
from tests.power.recorder import Recorder, Wire
from tests.power.stage import PowerTable, WatchedPrinter, cut, recorded, with_stick
from urna.flow.input import ActionTouched, BoardSensed, MesaPressed, Ticked
from urna.flow.screen import ScreenId

CHOICES: tuple[tuple[tuple[int, ...], ...], ...] = (((1,), (0,)), ((4, 7), ()), ((), (2,)), ((0,), (1,)))
VOTERS = 24
TORN = Choice(Fate.TORN, names=False)
MEDIA = ("interna", "usb")


def live(institute: Institute, folder: Path, recorder: Recorder) -> PowerTable:
    """Record one day on media of ``folder`` (made when absent), from the first start to the second export."""
    table = set_up(institute, folder, recorder)
    go(table, folder)
    return table


def set_up(institute: Institute, folder: Path, recorder: Recorder) -> PowerTable:
    """A new urna with a stick that brings a theme, not yet switched on."""
    folder.mkdir(exist_ok=True)
    table = recorded(institute, folder, recorder)
    institute.publish(table.config.usb)
    return table


def go(table: PowerTable, folder: Path) -> None:
    """The day itself."""
    table.power_on()
    _prepare(table, folder)
    cut(table, "usb: rename urna-oficial/apertura.json", table.open, TORN)
    table.open()
    _turns(table)
    _interrupted_turns(table)
    _lost_stick(table)
    _torn_turns(table)
    _mesa(table)
    _close(table)


def _prepare(table: PowerTable, folder: Path) -> None:
    """A theme, then a newer one in its place, verification and diagnosis."""
    table.load()
    theme = table.institute.theme
    stick = folder / "otra"
    table.institute.publish(stick, replace(theme, version=theme.version + 1), version=2)
    with_stick(table, stick)
    table.touch("cargar_otro_tema")
    table.load()
    table.prepare()


def confirm(table: PowerTable, choices: tuple[tuple[int, ...], ...]) -> None:
    """From an enabled screen to the confirmation, whatever the printer does then."""
    table.mark(list(choices))
    table.touch("confirmar")


def _turns(table: PowerTable) -> None:
    """A vote; a voter who leaves, the mains too; one sent away by the mesa; paper that ends; paper unconfirmed."""
    printer = table.printer
    assert isinstance(printer, WatchedPrinter)
    table.vote(list(CHOICES[0]))
    table.enable()
    table.do(BoardSensed(mains=False))
    table.touch("comenzar")
    table.touch("salir")
    table.touch("salir_confirmar")
    table.do(BoardSensed())
    table.enable()
    for _ in range(5):
        table.do(Ticked(60))
    table.do(MesaPressed("cancelar"))
    table.enable()
    printer.paper_out(at_line=3)
    confirm(table, CHOICES[1])
    printer.refill()
    table.wait(3)
    table.touch("reintentar")
    table.intend(list(CHOICES[1]))
    table.touch("terminar")
    table.enable()
    printer.mute = True
    confirm(table, CHOICES[2])
    table.touch("cayo_completo")
    table.intend(list(CHOICES[2]))
    table.touch("terminar")
    table.wait(3)


def _interrupted_turns(table: PowerTable) -> None:
    """Power goes with a vote pending: annulled and replaced; then one that goes to the council in doubt."""
    table.enable()
    table.printer.paper_out(at_line=2)
    confirm(table, CHOICES[3])
    table.printer.refill()
    table.power_on()
    table.touch("no_cayo")
    confirm(table, CHOICES[3])
    table.intend(list(CHOICES[3]))
    table.touch("terminar")
    table.enable()
    table.printer.jam()
    confirm(table, CHOICES[0])
    table.do(MesaPressed("menu"))
    table.authenticate("presidencia", "secretaria")
    table.printer.repair()
    table.wait(3)
    table.enable()
    table.touch("comenzar")
    table.power_on()


def _lost_stick(table: PowerTable) -> None:
    """The stick is pulled; voting goes on, over a start that two people order; an empty one takes its place."""
    stick = table.usb
    assert isinstance(stick, Wire)
    stick.pull()
    table.vote(list(CHOICES[0]))
    table.wait(3)
    table.power_on()
    table.touch("seguir_sin_memoria")
    table.authenticate("presidencia", "secretaria")
    table.vote(list(CHOICES[3]))
    stick.put({})
    table.wait(20)
    table.vote(list(CHOICES[0]))


def _torn_turns(table: PowerTable) -> None:
    """Power goes while a vote is stored, and while it is counted: torn slots and a torn journal are mended."""
    for place in ("usb: pwrite urna-oficial/imagen.b", "interna: pwrite urna-oficial/imagen.a"):
        table.enable()
        cut(table, place, lambda: confirm(table, CHOICES[1]), TORN)
        if table.shows() is ScreenId.PREGUNTA_TESTIGO:
            table.touch("no_cayo")
            confirm(table, CHOICES[1])
            table.intend(list(CHOICES[1]))
            table.touch("terminar")
    for place in ("tablilla: rename contador", *(f"{medium}: append urna-oficial/bitacora.jsonl" for medium in MEDIA)):
        table.enable()
        cut(table, place, lambda: confirm(table, CHOICES[2]), TORN)
        table.touch("no_cayo")
        table.touch("comenzar")
        table.touch("salir")
        table.touch("salir_confirmar")


def _mesa(table: PowerTable) -> None:
    """Suspension over a restart, a report on paper, a checkpoint, and a fault that the voter settles."""
    table.ask_to_suspend()
    table.authenticate("presidencia", "escrutador")
    table.power_on()
    table.touch("reanudar")
    table.authenticate("secretaria", "escrutador")
    table.do(MesaPressed("menu"))
    table.touch("reportes")
    table.touch("imprimir_reporte")
    table.touch("volver")
    table.touch("volver")
    table.do(Ticked(3600))
    table.enable()
    table.printer.stall()
    confirm(table, CHOICES[0])
    table.printer.repair()
    table.touch("no_cayo")
    table.wait(3)
    table.touch("reintentar")
    table.intend(list(CHOICES[0]))
    table.touch("terminar")


def _close(table: PowerTable) -> None:
    """Closing, its papers, an export, a reprint, a restart, the export again, and the archive."""
    table.clock.at = EVENING
    table.close()
    assert table.shows() is ScreenId.CERRADA
    table.touch("exportar")
    table.do(ActionTouched("reimprimir_acta"))
    table.power_on()
    table.touch("exportar")
    table.touch("archivar")
    table.authenticate("presidencia", "secretaria")
    assert table.jornada() is JornadaState.ARCHIVADA
