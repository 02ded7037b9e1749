"""The day of a reserve, recorded from the moment when the stick of a dead urna goes into it, to the archive.

It opens a store of its own beside the dead one's, and closes both; it must not repeat what the day of one urna shows.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.flows.institute import EVENING, Institute
from tests.flows.substitute import RESERVE, Stick, pull
from tests.flows.table import Table, memory_table
from tests.power.crash import Content, settled
from tests.power.day import CHOICES
from tests.power.recorder import Recorder, Wire
from tests.power.stage import PowerTable, recorded
from urna.flow.ports import USB

DEAD = "JAL-D001"
LOOKED_FOR_S = 8
"""After so many seconds an urna has seen what is in its slot, and brought it level."""


@dataclass(frozen=True, slots=True)
class ReserveDay:
    """What was recorded; ``swapped`` are the numbers of the ticks at which the dead urna's stick is in the slot."""

    recorder: Recorder
    table: PowerTable
    dead: Table
    stick: Stick
    own: Content
    """The reserve's own stick, as it lies on the table meanwhile."""
    swapped: range
    first: int
    """The tick from which on this is another day than that of one urna."""


def died(institute: Institute, folder: Path) -> Table:
    """An urna on which two people voted; a third had confirmed when it died in the middle of the paper."""
    folder.mkdir(parents=True)
    dead = memory_table(institute.another(DEAD, folder), folder)
    dead.open_day()
    for choices in CHOICES[:2]:
        dead.vote(list(choices))
    dead.enable()
    dead.printer.jam()
    dead.mark(list(CHOICES[2]))
    dead.touch("confirmar")
    return dead


def prepared(institute: Institute, folder: Path, recorder: Recorder, dead: Table) -> PowerTable:
    """A reserve, its theme verified, on the table on which the paper of the dead urna lies."""
    folder.mkdir(parents=True)
    table = recorded(institute.another(RESERVE, folder), folder, recorder)
    institute.publish(table.config.usb)
    table.printer.slips = list(dead.printer.slips)
    table.power_on()
    table.load()
    table.prepare()
    return table


def live_reserve(institute: Institute, folder: Path, recorder: Recorder, dead: Table) -> ReserveDay:
    """Record the day on media of ``folder``, which is made; the dead urna is left as it is."""
    table = prepared(institute, folder, recorder, dead)
    stick, first = pull(dead.fork()), len(recorder.ticks)
    wire = table.usb
    assert isinstance(wire, Wire)
    wire.pull()
    table.wait(LOOKED_FOR_S)
    own = settled(recorder.disks[USB].state())
    from_here = len(recorder.ticks)
    wire.put(stick.files, stick.folders)
    for action in ("sustituir", "buscar_memoria", "aceptar_lista", "seguir_aqui"):
        table.touch(action)
    table.authenticate("presidencia", "secretaria")
    wire.pull()
    swapped = range(from_here, len(recorder.ticks))
    wire.put(own.files, own.folders)
    table.wait(LOOKED_FOR_S)
    table.touch("abrir_reserva")
    table.vote(list(CHOICES[3]))
    close_both(table, dead)
    return ReserveDay(recorder, table, dead, stick, own, swapped, first)


def close_both(table: PowerTable, dead: Table) -> None:
    """The reserve's own store, then the one that it took over; both with the shares that the dead urna printed."""
    table.shares = dict(dead.shares)
    table.close()
    table.touch("exportar")
    table.touch("cerrar_sustituida")
    close_taken(table)
    table.touch("exportar")
    table.touch("archivar")
    table.authenticate("presidencia", "secretaria")


def close_taken(table: PowerTable) -> None:
    """Close from the suspended screen: nobody votes on the store of a dead urna."""
    table.clock.at = EVENING
    table.touch("cerrar")
    table.confirm_closing()
    table.open_shares(0, 1)
