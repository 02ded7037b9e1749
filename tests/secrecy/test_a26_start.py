"""A26: an urna starts only where memory is not written to a disk, with no core dumps, unreadable by others."""

import ctypes
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from shared.domain.eleccion import Mode
from tests.flows.table import Table, ports
from tests.secrecy.watching_memory import ROOT
from urna.bootstrap import Ports, compose
from urna.flow.screen import ProcedureScreen, ScreenId
from urna.services.swaps import KERNEL_LIST, SwapList, SwapState
from urna.ui.catalogue import load_texts

TITLES = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


@dataclass(frozen=True, slots=True)
class Switch:
    """Swap as a test wants it."""

    now: SwapState

    def state(self) -> SwapState:
        return self.now


def start(table: Table, swaps: SwapState, mode: Mode = Mode.OFICIAL) -> Table:
    """Switch a table's urna on again, with swap as said."""
    made: Ports = ports(table.printer, table.board, table.reader, table.clock, table.internal, table.usb)
    table.urna = compose(replace(table.config, mode=mode), replace(made, swaps=Switch(swaps)))
    table.urna.runner.begin()
    table.run()
    return table


def test_a26_an_official_urna_refuses_to_start_with_swap_on(opened: Table) -> None:
    table = opened.fork()
    before = dict(table.internal.files)  # type: ignore[attr-defined]
    start(table, SwapState.ON)
    assert table.shows() is ScreenId.FUERA_DE_SERVICIO
    screen = table.screen
    assert isinstance(screen, ProcedureScreen)
    assert [value for _, value in screen.facts] == ["U331"]
    assert "intercambio" in load_texts().say(screen.instruction)
    assert table.internal.files == before, "a refused start writes nothing"  # type: ignore[attr-defined]
    table.enable()
    assert table.shows() is ScreenId.FUERA_DE_SERVICIO
    start(table, SwapState.OFF)
    assert table.shows() is ScreenId.ESPERA


@pytest.mark.parametrize("state", [SwapState.OFF, SwapState.UNCHECKED])
def test_it_starts_where_swap_is_off_or_a_demonstration_says_nothing(opened: Table, state: SwapState) -> None:
    assert start(opened.fork(), state).shows() is ScreenId.ESPERA


def test_a_practice_urna_starts_with_swap_on(ready: Table) -> None:
    assert start(ready.fork(), SwapState.ON, Mode.CAPACITACION).shows() is ScreenId.CARGA


def test_the_reporte_de_preparacion_says_how_swap_is(ready: Table) -> None:
    [report] = ready.slips("preparacion")
    assert "APAGADA" in str(report.blocks) or SwapList().state() is SwapState.ON


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (TITLES, SwapState.UNCHECKED),
        ("", SwapState.UNCHECKED),
        (TITLES + "/swapfile file 2097148 0 -2\n", SwapState.ON),
        (TITLES + "/dev/zram0 partition 1 0 100\n", SwapState.ON),
    ],
)
def test_a_list_of_swap_is_read(tmp_path: Path, text: str, state: SwapState) -> None:
    place = tmp_path / "swaps"
    place.write_text(text, encoding="utf-8")
    assert SwapList(place).state() is state


def test_a_list_that_cannot_be_read_counts_as_swap(tmp_path: Path) -> None:
    assert SwapList(tmp_path / "absent").state() is SwapState.ON
    assert SwapList(tmp_path).state() is SwapState.ON


def test_the_list_is_the_kernels_own_unless_configuration_says_otherwise(opened: Table) -> None:
    assert opened.config.swaps == KERNEL_LIST


PROBE = """
import ctypes, os, resource, sys
from urna.hardening import erase_freed_memory, erases_freed_memory, harden
before = os.getpid()
erase_freed_memory()
harden()
print(erases_freed_memory(), resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
sys.stdout.flush()
sys.stdin.read()
"""


def probe(uid: int | None = None) -> "subprocess.Popen[str]":
    """A process hardened as an urna is, waiting."""
    return subprocess.Popen(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        user=uid,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )


def test_a26_no_core_dump_not_dumpable_and_freed_memory_is_erased() -> None:
    with probe() as process:
        assert process.stdout is not None
        assert process.stdout.readline().split() == ["True", "(0,", "0)", "0"]
        process.stdin.close() if process.stdin else None


def test_a26_another_process_of_the_same_user_may_not_read_its_memory() -> None:
    with probe() as process:
        assert process.stdout is not None
        process.stdout.readline()
        owner = Path(f"/proc/{process.pid}/mem").stat().st_uid
        process.stdin.close() if process.stdin else None
    assert owner == 0, "the memory of a process that may not be dumped belongs to root alone"


def test_this_kernel_tells_what_is_dumpable() -> None:
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) in (0, 1)
