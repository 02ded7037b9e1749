"""The people who find the urna dark: they switch it on, answer what it asks, and take the day to its end.

They must not look into it: they know their cards, the paper that came out, and what the screen offers.
"""

from collections.abc import Callable, Mapping

from shared.domain.jornada import JornadaState
from tests.flows.institute import EVENING
from tests.power.day import CHOICES, confirm
from tests.power.reader import Files, Reader, mark_of
from tests.power.recorder import Wire
from tests.power.stage import PowerTable
from urna.flow.input import MesaPressed
from urna.flow.screen import ScreenId
from urna.store.memory import MemoryFiles

ENDS = (JornadaState.EXPORTADA, JornadaState.ARCHIVADA)
_STEPS = 20
_LOOKS = 3
"""Seconds after which the urna has looked at its media."""


def put_in(table: PowerTable) -> None:
    """Put the stick in, if it was out, and let the urna find it."""
    for medium in (table.internal, table.usb):
        if isinstance(medium, MemoryFiles):
            medium.pulled = False
        elif isinstance(medium, Wire):
            medium.put()
    if table.shows() is ScreenId.MEMORIA:
        table.touch("revisar_memoria")


def answer(table: PowerTable, reader: Reader, files: Files) -> None:
    """The voter, when asked after a cut, says whether the whole testigo dropped; ``files``: of one medium."""
    newest = reader.newest(files)
    if table.shows() is not ScreenId.PREGUNTA_TESTIGO or newest is None:
        return
    slips = table.printer.slips
    votes = reader.votes(files, newest.image.pending, slips)
    dropped = {mark_of(vote) for vote in votes} <= set(reader.marks_on_paper(slips))
    table.touch("cayo_completo" if dropped else "no_cayo")


def finish(table: PowerTable) -> None:
    """Whatever the screen shows, go on as a mesa would: one more vote if voting is open, closing, export."""
    voted = False
    for _ in range(_STEPS):
        if table.jornada() in ENDS:
            return
        if table.shows() is ScreenId.ESPERA:
            table.wait(_LOOKS)
            if voted:
                table.close()
            else:
                table.vote(list(CHOICES[1]))
                voted = True
            continue
        step(table)
    raise AssertionError(f"no way to the end from {table.screen}")


def step(table: PowerTable) -> None:
    """One thing that the mesa or the voter does on a screen other than the waiting one."""
    if table.shows() not in STEPS:
        raise AssertionError(f"nobody knows what to do on {table.screen}")
    STEPS[table.shows()](table)


def _verify(table: PowerTable) -> None:
    """The newest theme that is on the stick, again if need be, and the practice election on it."""
    table.touch("cargar_otro_tema")
    table.load()
    table.touch("iniciar_verificacion")
    table.touch("continuar")


def _diagnose(table: PowerTable) -> None:
    table.diagnose()
    table.touch("continuar")


def _vote_again(table: PowerTable) -> None:
    confirm(table, CHOICES[2])
    table.touch("terminar")


def _resume(table: PowerTable) -> None:
    table.touch("reanudar")
    table.authenticate("presidencia", "secretaria")


def _count(table: PowerTable) -> None:
    table.clock.at = EVENING
    table.touch("continuar_cierre")
    table.open_shares(0, 2)


STEPS: Mapping[ScreenId, Callable[[PowerTable], None]] = {
    ScreenId.CARGA: PowerTable.load,
    ScreenId.VERIFICACION: _verify,
    ScreenId.DIAGNOSTICO: _diagnose,
    ScreenId.APERTURA: PowerTable.open,
    ScreenId.HABILITADA: _vote_again,
    ScreenId.GRACIAS: lambda table: table.touch("terminar"),
    ScreenId.SUSPENDIDA: _resume,
    ScreenId.CIERRE: _count,
    ScreenId.CERRADA: lambda table: table.touch("exportar"),
}


def export_again(table: PowerTable) -> None:
    """Switch off and on, and export once more; what is archived exports no more."""
    table.power_on()
    if table.jornada() is JornadaState.ARCHIVADA:
        return
    table.touch("exportar")
    table.do(MesaPressed("menu"))
