"""The turn under everything at once, and proof that the machine sees what it should: faults planted in the urna."""

from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flows.institute import Institute, found
from tests.flows.turn_machine import TurnMachine
from tests.flows.turn_mutants import NOTICED, PLANTED, TABLED
from tests.flows.watched import Plant, WatchedTable, watched_table
from urna.flow.turn import TABLE

SAMPLE = settings(max_examples=90, stateful_step_count=40, derandomize=True, database=None, phases=[Phase.generate])
LONG = settings(max_examples=1200, stateful_step_count=60, derandomize=False, database=None)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> WatchedTable:
    """A store with room for six voters, so that days come to its end."""
    institute: Institute = found(tmp_path_factory.mktemp("institute"), voters=6)
    folder: Path = tmp_path_factory.mktemp("opened")
    return watched_table(institute, folder)


def machine(base: WatchedTable, *plants: Plant) -> type[TurnMachine]:
    """The machine over an urna with faults."""
    return type("Machine", (TurnMachine,), {"base": base, "plants": plants})


def test_a12_no_order_of_people_faults_and_cuts_loses_doubles_or_betrays_a_vote(base: WatchedTable) -> None:
    run_state_machine_as_test(machine(base), settings=SAMPLE)


@pytest.mark.long
def test_a12_thousands_of_days_lose_double_or_betray_no_vote(base: WatchedTable) -> None:
    run_state_machine_as_test(machine(base), settings=LONG)


HUNT = settings(SAMPLE, max_examples=1000)
IN_SAMPLE = ("an habilitacion that is not consumed", "a turn settled twice", "silence taken for paper")
NAMES = [pytest.param(name, marks=() if name in IN_SAMPLE else pytest.mark.long) for name in sorted(NOTICED)]


@pytest.mark.parametrize("name", NAMES)
def test_the_machine_notices(base: WatchedTable, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each planted fault, within the days of one hunt."""
    plants: tuple[Plant, ...] = (PLANTED[name],) if name in PLANTED else ()
    if name in TABLED:
        step, kind, handler, plant = TABLED[name]
        assert isinstance(TABLE, dict)
        monkeypatch.setitem(TABLE, (step, kind), handler)
        plants = (plant,) if plant is not None else ()
    with pytest.raises(AssertionError, match=NOTICED[name]):
        run_state_machine_as_test(machine(base, *plants), settings=HUNT)
