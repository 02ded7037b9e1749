"""``make power``: every state that a power cut may leave in a day or a reserve's, and every removal; ends 1 if amiss.

It must not skip anything: what takes a sample is `make test`.
"""

import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.flows.institute import Institute, found
from tests.power.day import VOTERS, live
from tests.power.expected import reason_of
from tests.power.recorder import Recorder
from tests.power.removals import Found, Removal, dropped, hunted, orders, swapped
from tests.power.reserve import ReserveDay, died, live_reserve
from tests.power.reserve_trial import hunted_reserve, reserve_trial
from tests.power.stage import PowerTable
from tests.power.trial import Figures, trial

WORKERS = 2
SECOND = 5
"""Of every so many points the starts after a cut are cut again; most starts are alike."""


PARTS = 16
"""Pieces of the day that workers take one after another."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One recorded day, and that of a reserve."""

    institute: Institute
    folder: Path
    recorder: Recorder
    table: PowerTable
    reserve: ReserveDay

    def first(self, part: int) -> Figures:
        """Every state of one part of the day; consecutive points stay together, since their states repeat."""
        low, high = self._bounds(part)
        return trial(self.recorder, self.table).run(lambda number, _: low <= number < high)

    def second(self, part: int) -> Figures:
        """Cuts of the start after a cut, for one part of the day."""
        low, high = self._bounds(part)
        chosen = range(low, high)[::SECOND]
        return trial(self.recorder, self.table).second_cuts(lambda number, _: number in chosen)

    def of_reserve(self, part: int) -> Figures:
        """Every state of one part of the day of a reserve."""
        first, ticks = self.reserve.first, len(self.reserve.recorder.ticks)
        low, high = (first + (ticks - first) * each // PARTS for each in (part, part + 1))
        return reserve_trial(self.reserve).run(lambda number, _: low <= number < high)

    def hunt(self, number: int) -> Found:
        """One removal; those of a reserve's day come after the others."""
        if number >= len(self.removals):
            removal = self.of_reserve_alone[number - len(self.removals)]
            return hunted_reserve(self.institute, self.folder / f"removal-{number}", removal)
        return hunted(self.institute, self.folder / f"removal-{number}", self.removals[number])

    @property
    def removals(self) -> list[Removal]:
        """All of them, in a fixed order."""
        sites = self.recorder.sites
        return [*orders(), *dropped(sites), *swapped(sites)]

    @property
    def of_reserve_alone(self) -> list[Removal]:
        """Syncs that only a reserve makes, in a fixed order."""
        return list(dropped([site for site in self.reserve.recorder.sites if site not in set(self.recorder.sites)]))

    def _bounds(self, part: int) -> tuple[int, int]:
        ticks = len(self.recorder.ticks)
        return ticks * part // PARTS, ticks * (part + 1) // PARTS


SHARED: list[Whole] = []
"""The day that workers find in memory when they are forked."""


def record(folder: Path) -> Whole:
    """Found an institute and live the day once."""
    institute = found(folder, voters=VOTERS)
    recorder = Recorder()
    table = live(institute, folder / "day", recorder)
    reserve = live_reserve(institute, folder / "reserva", Recorder(), died(institute, folder / "muerta"))
    return Whole(institute, folder, recorder, table, reserve)


def _first(part: int) -> Figures:
    return SHARED[0].first(part)


def _second(part: int) -> Figures:
    return SHARED[0].second(part)


def _of_reserve(part: int) -> Figures:
    return SHARED[0].of_reserve(part)


def _hunt(number: int) -> Found:
    return SHARED[0].hunt(number)


def main() -> int:
    """Print points, states, and removals tried and caught."""
    with tempfile.TemporaryDirectory() as name:
        SHARED.append(record(Path(name)))
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            amiss = _say("cuts", list(pool.map(_first, range(PARTS))))
            amiss += _say("cuts of the start after a cut", list(pool.map(_second, range(PARTS))))
            amiss += _say("cuts in the day of a reserve", list(pool.map(_of_reserve, range(PARTS))))
            hunts = len(SHARED[0].removals) + len(SHARED[0].of_reserve_alone)
            amiss += _removals(list(pool.map(_hunt, range(hunts))))
    return 1 if amiss else 0


def _say(what: str, parts: list[Figures]) -> int:
    points, states = sum(f.points for f in parts), sum(f.states for f in parts)
    ends, breaches = sum(f.ends for f in parts), [breach for f in parts for breach in f.breaches]
    _print(f"{what}: {points} points, {states} states, {ends} taken to the end of the day, {len(breaches)} breaches")
    for breach in breaches:
        _print(f"  BREACH {breach}")
    return len(breaches)


def _removals(tried: list[Found]) -> int:
    amiss = 0
    for each in tried:
        reason = reason_of(each.name)
        if bool(each.breach) is bool(reason):
            amiss += 1
            _print(f"  {'STALE REASON' if reason else 'MISSED'}: {each.name} ({each.points} points) {each.breach}")
        elif reason:
            _print(f"  needless: {each.name}: {reason}")
    caught = sum(bool(each.breach) for each in tried)
    _print(f"removals: {len(tried)} tried, {caught} caught, {len(tried) - caught} needless, {amiss} amiss")
    return amiss


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
