"""The rows of ``make secrecy`` on memory: what of a vote a running urna holds while it is shown, and after the turn.

It must not judge: `test_a26_memory` does.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from hardware.printer.control import running_emulator
from tests.flows.institute import found as institute_of
from tests.flows.table import Table, config_for
from tests.secrecy.memory import search, writings
from tests.secrecy.watching_memory import Watched, watched
from urna.store.durable import RealFiles

FORGETS_S = 0.5
"""The screen library is given this long to let go of a screen."""
_LOOKS = 20


def rows() -> Iterator[tuple[str, str]]:
    """(what was looked at, what was found)."""
    if os.geteuid() != 0:
        yield "memory of a running urna", "not looked at: only root may"
        return
    with tempfile.TemporaryDirectory(prefix="urna-") as name, running_emulator(Path(name) / "p") as emulator:
        for erase in (True, False):
            folder = Path(name) / f"erase-{erase}"
            folder.mkdir()
            yield from _turns(_opened(folder), emulator.link, erase=erase)


def _opened(folder: Path) -> Table:
    institute = institute_of(folder)
    config = config_for(institute, folder)
    table = Table.set_up(institute, folder, RealFiles(config.internal), RealFiles(config.usb))
    table.open_day()
    return table


def _shown(urna: Watched) -> dict[str, int]:
    """What is found while the choice is on the glass, once it is drawn."""
    choice = {"choice on the screen": writings(" · ".join(urna.parties))}
    for _ in range(_LOOKS):
        if found := search(urna.process.pid, choice):
            return found
        time.sleep(FORGETS_S)
    return {}


def _turns(table: Table, printer: Path, *, erase: bool) -> Iterator[tuple[str, str]]:
    how = "as the urna runs" if erase else "freed memory not erased"
    with watched(table, printer, erase=erase) as urna:
        urna.wait("espera")
        urna.turn_to_review()
        yield f"{how}, on the review page", str(_shown(urna))
        urna.finish_turn()
        time.sleep(FORGETS_S)
        yield f"{how}, after the turn", str(urna.seen() or "nothing")
        yield f"{how}, screen library after the turn", str(urna.held())
