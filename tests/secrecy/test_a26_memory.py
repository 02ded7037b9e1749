"""A26: after the turn nothing of the vote is in the memory of the running urna, in any form that a program may keep."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.printer.control import running_emulator
from tests.flows.table import Table
from tests.secrecy.memory import search, writings
from tests.secrecy.watching_memory import Watched, watched
from urna.hardening import erases_freed_memory

DEADLINE_S = 20.0
pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may read the memory of a process that forbids it"),
]


@pytest.fixture
def printer() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="urna-") as folder, running_emulator(Path(folder)) as emulator:
        yield emulator.link


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.3)


def vote(urna: Watched) -> None:
    """One turn, from the key of the mesa to the screen that waits for the next voter."""
    urna.turn_to_review()
    urna.finish_turn()


def test_a26_the_memory_of_the_running_urna_forgets_a_vote(on_disk: Table, printer: Path) -> None:
    with watched(on_disk, printer) as urna:
        urna.wait("espera")
        urna.turn_to_review()
        shown = {"choice on the screen": writings(" · ".join(urna.parties))}
        wait_until(lambda: bool(search(urna.process.pid, shown)), "the choice, while it is shown: the search is blind")
        urna.finish_turn()
        wait_until(lambda: not urna.seen(), "a memory without the first vote")
        first = urna.held()  # the screen that waits is whole by now: its status draws one line after the others
        vote(urna)
        wait_until(lambda: not urna.seen(), "a memory without the vote")
        assert urna.held()["caches"] == 0
        assert urna.held()["widgets"] <= first["widgets"]
        assert urna.held()["textures"] <= first["textures"]
        limits = Path(f"/proc/{urna.process.pid}/limits").read_text(encoding="utf-8")
        assert next(line for line in limits.splitlines() if "core file" in line).split()[4:6] == ["0", "0"]
        urna.say("planta")
        vote(urna)
        assert {"choice as an object's text", "choice as JSON"} <= set(urna.seen()), (
            "a service that keeps votes is seen"
        )


@pytest.mark.long
def test_a26_without_erasing_what_is_freed_the_search_finds_it(on_disk: Table, printer: Path) -> None:
    with watched(on_disk, printer, erase=False) as urna:
        urna.wait("espera")
        vote(urna)
        assert "mark of the slip" in urna.seen()


def test_this_very_process_was_not_started_as_an_urna_is() -> None:
    assert not erases_freed_memory()
