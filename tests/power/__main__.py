"""``make power``: every state that a power cut may leave in a day or a reserve's, and every removal; ends 1 if amiss.

It must not skip anything unasked: what takes a sample is `make test`. ``python -m tests.power removals "without usb"``
tries one part of it, and of the removals those whose name begins so.
"""

import argparse
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.flows.institute import Institute, found
from tests.power.day import VOTERS, live
from tests.power.expected import Proof
from tests.power.mutation import Site
from tests.power.recorder import Recorder
from tests.power.removals import Found, Removal, dropped, hunted, never, noticed, orders, swapped
from tests.power.reserve import ReserveDay, died, live_reserve
from tests.power.reserve_trial import hunted_reserve, reserve_trial
from tests.power.stage import PowerTable
from tests.power.trial import Figures, trial
from tests.power.verdict import amiss, needless, proofs

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

    def prove(self, number: int, proof: Proof, site: Site) -> Found:
        """What must be felt, for one sync of which some fault is not."""
        folder = self.folder / f"proof-{number}"
        [alone] = dropped([site])
        match proof:
            case Proof.NEVER:
                return hunted(self.institute, folder, never(site))
            case Proof.COUNTED:
                return hunted(self.institute, folder, alone, excuses=False)
            case Proof.NOTICED:
                return noticed(self.institute, folder, alone)

    @property
    def removals(self) -> list[Removal]:
        """All of them, in a fixed order."""
        return [*orders(), *dropped(self.recorder.sites), *swapped(self.recorder.neighbours)]

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


def _prove(task: tuple[int, Proof, Site]) -> tuple[Proof, Found]:
    return task[1], SHARED[0].prove(*task)


def main(part: str = "", beginning: str = "") -> int:
    """Print points, states, and removals tried and caught; of one ``part``, of removals that begin so, or of all."""
    with tempfile.TemporaryDirectory() as name:
        SHARED[:] = [record(Path(name))]
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            wrong = 0
            for what, judge in CUTS.items():
                if part in ("", what):
                    wrong += _say(what, list(pool.map(judge, range(PARTS))))
            if part in ("", REMOVALS):
                wrong += _removals(pool, beginning)
    return 1 if wrong else 0


CUTS = {"cuts": _first, "cuts of the start after a cut": _second, "cuts in the day of a reserve": _of_reserve}
REMOVALS = "removals"


def _say(what: str, parts: list[Figures]) -> int:
    points, states = sum(f.points for f in parts), sum(f.states for f in parts)
    ends, breaches = sum(f.ends for f in parts), [breach for f in parts for breach in f.breaches]
    _print(f"{what}: {points} points, {states} states, {ends} taken to the end of the day, {len(breaches)} breaches")
    for breach in breaches:
        _print(f"  BREACH {breach}")
    return len(breaches)


def _removals(pool: ProcessPoolExecutor, beginning: str) -> int:
    whole = SHARED[0]
    removals = [*whole.removals, *whole.of_reserve_alone]
    numbers = [number for number, removal in enumerate(removals) if removal.name.startswith(beginning)]
    tried = list(pool.map(_hunt, numbers))
    tasks = proofs([removals[number] for number in numbers], tried)
    proved = list(pool.map(_prove, [(number, proof, site) for number, (proof, site) in enumerate(tasks)]))
    wrong = list(amiss(tried, proved, all_of_them=not beginning))
    for line in wrong:
        _print(f"  {line}")
    for why, names in needless(tried).items():
        _print(f"  needless: {why}")
        for name in names:
            _print(f"    {name}")
    caught, shown = sum(bool(each.breach) for each in tried), sum(bool(each.breach) for _, each in proved)
    _print(
        f"removals: {len(tried)} tried, {caught} caught, {len(tried) - caught} needless alone, "
        f"{shown} of {len(proved)} proofs felt, {len(wrong)} amiss"
    )
    return len(wrong)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.power", description=__doc__)
    parser.add_argument("part", nargs="?", default="", choices=["", *CUTS, REMOVALS])
    parser.add_argument("beginning", nargs="?", default="", help="of the names of the removals to try")
    return parser.parse_args()


if __name__ == "__main__":
    asked = _arguments()
    sys.exit(main(asked.part, asked.beginning))
