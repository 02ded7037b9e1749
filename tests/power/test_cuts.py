"""A12: the power goes anywhere in a day. What was acknowledged is stored and printed, or one turn in a named state."""

from collections import Counter
from typing import get_args

import pytest

from shared.formats.acta_v1 import parse_acta
from shared.formats.container import unpack
from shared.formats.results_v1 import NAMES, ResultadoInvalido
from tests.power.__main__ import main
from tests.power.crash import settled
from tests.power.recorder import Recorder
from tests.power.reserve import ReserveDay
from tests.power.stage import PowerTable
from tests.power.trial import trial
from urna.flow.effects import Effect

STRIDE = 83
"""A sample of the points of the day; `make power` takes them all."""

ALONE = {"MakeAudit", "PrintAudit"}
"""Effects outside of both days: an audit makes nothing durable, and its paper may come out twice."""


def test_a12_every_effect_of_the_flow_is_in_a_day_that_is_cut(
    day: tuple[Recorder, PowerTable], reserve_day: ReserveDay
) -> None:
    lived = {*day[0].effects, *(tick.effect for tick in reserve_day.recorder.ticks[reserve_day.first :])}
    assert {kind.__name__ for kind in get_args(Effect)} - ALONE == lived - {""}


def test_a_failure_does_not_write_out_every_disk_of_the_day(day: tuple[Recorder, PowerTable]) -> None:
    """A test that fails prints what it was given: of a whole day that was 7 GB in memory."""
    recorder, table = day
    for given in (day, recorder.ticks[-1], recorder.acks[-1], settled(recorder.ticks[-1].disks["usb"])):
        assert len(repr(given)) < 100_000
    assert len(repr(table)) < 100_000


def test_a12_the_day_counts_what_its_voters_meant(day: tuple[Recorder, PowerTable]) -> None:
    recorder, table = day
    files = recorder.disks["usb"].state().view
    [public] = [data for name, data in files.items() if name.endswith(".public.zip") and name.startswith("resultados/")]
    acta = parse_acta(unpack(public, NAMES, ResultadoInvalido)[2])
    counted = [+Counter(contest.counts) for contest in acta.contests]
    assert counted == table.intentions
    assert acta.ledger.emitidos == sum(counted[0].values())
    assert min(acta.ledger.anulados, acta.ledger.en_duda, acta.ledger.cancelados) > 0


def test_a12_a_cut_loses_nothing_doubles_nothing_and_the_day_goes_on(day: tuple[Recorder, PowerTable]) -> None:
    figures = trial(*day).run(lambda number, tick: number % STRIDE == 0 or tick.effect == "ArchiveJornada")
    assert figures.breaches == []
    assert figures.states > 40


def test_a12_a_cut_of_the_start_after_a_cut_loses_nothing(day: tuple[Recorder, PowerTable]) -> None:
    figures = trial(*day).second_cuts(lambda number, _: number % (9 * STRIDE) == 1)
    assert figures.breaches == []
    assert figures.states > 10


def test_a12_a_cut_of_the_start_after_the_old_theme_went_loses_nothing(day: tuple[Recorder, PowerTable]) -> None:
    gone = {n for n, tick in enumerate(day[0].ticks) if ": unlink " in tick.label and "tema/" in tick.label}
    assert gone
    assert trial(*day).second_cuts(lambda number, _: number in gone).breaches == []


@pytest.mark.long
def test_a12_every_cut_and_every_removal() -> None:
    assert main() == 0
