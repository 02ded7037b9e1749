"""Two urnas on one table: one that dies, and the reserve into which its stick goes. It must not hold an expectation."""

from dataclasses import dataclass, field
from pathlib import Path

from shared.domain.eleccion import Mode
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from tests.flows.cutting import CutFiles
from tests.flows.institute import EVENING, Institute
from tests.flows.table import Table, memory_table

RESERVE = "JAL-R001"


@dataclass
class Stick:
    """What is on a stick, apart from the slot in which it is."""

    files: dict[str, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {""})


def slot(table: Table) -> CutFiles:
    assert isinstance(table.usb, CutFiles)
    return table.usb


def pull(table: Table) -> Stick:
    """Take the stick out of an urna."""
    files = slot(table)
    stick = Stick(files.files, files.folders)
    files.pulled, files.files, files.folders = True, {}, {""}
    return stick


def put(table: Table, stick: Stick) -> Table:
    """Put a stick into an urna."""
    files = slot(table)
    files.pulled, files.files, files.folders = False, stick.files, stick.folders
    return table


def copy_of(stick: Stick) -> Stick:
    """The same stick as it is now, apart."""
    return Stick(dict(stick.files), set(stick.folders))


def reserve_table(institute: Institute, folder: Path, urna: str = RESERVE) -> Table:
    """A reserve urna, prepared like any other: theme, verification, diagnosis."""
    table = memory_table(institute.another(urna, folder), folder)
    table.load()
    table.prepare()
    return table


def substitute(reserve: Table, stick: Stick, marked: int, action: str) -> Stick:
    """Two officials put the reserve in the place of the urna whose stick it is; gives the reserve's own stick.

    ``marked``: voters marked on the list more than the stick holds; ``action`` the button of what the reserve is for.
    """
    own = pull(reserve)
    reserve.wait(4)
    put(reserve, stick)
    reserve.touch("sustituir")
    reserve.touch("buscar_memoria")
    for _ in range(marked):
        reserve.touch("mas_una")
    reserve.touch("aceptar_lista")
    reserve.touch(action)
    reserve.authenticate("presidencia", "secretaria")
    pull(reserve)
    put(reserve, own)
    reserve.wait(6)
    return own


def published(table: Table) -> tuple[VerifiedBundle, ...]:
    """The bundles on the stick in the slot, as any reader takes them, by name."""
    checks = BundleChecks(table.institute.anchor, EVENING, table.institute.theme, Mode.OFICIAL)
    names = sorted(n for n in slot(table).files if n.startswith("resultados/") and n.endswith(".public.zip"))
    return tuple(read_public(slot(table).files[name], checks) for name in names)
