"""``make secrecy``: the measurement of A4 over 1,000 elections, the planted leaks, and what memory keeps after a turn.

It ends with 1 when an honest urna leaks or a planted leak is not caught.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.secrecy.elections import CHOICES, Hall, scratch
from tests.secrecy.plants import PLANTS
from tests.secrecy.ranks import BOUND, SIGMAS, Verdict, bound
from tests.secrecy.remembering import rows
from tests.secrecy.watching import Watch, confirmed, watch

_WORKERS = 2
_AGAIN = 1_000_000
"""Where the seeds of fresh elections begin."""
_PLANTED = 3


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.secrecy")
    parser.add_argument("--elections", type=int, default=1000)
    parser.add_argument("--voters", type=int, default=CHOICES)
    options = parser.parse_args()
    measured = _measure(options.elections, options.voters)
    _print_order(measured)
    with scratch() as folder:
        hall = Hall.build(Path(folder))
        kept = confirmed(hall, measured, range(_AGAIN, _AGAIN + max(50, options.elections // 3)))
        missed = _print_plants(hall)
    _say("\nMemory of a running urna:")
    for what, seen in rows():
        _say(f"  {what:56} {seen}")
    _say(f"\n{'leaks' if kept or measured.allowed.tells else 'no leak'}: limit {_limit(measured):.3f}")
    for verdict in kept:
        _say(f"  confirmed in fresh elections: {verdict.name} {verdict.mean:+.3f}")
    return int(bool(kept or measured.allowed.tells or missed))


def _measure(elections: int, voters: int) -> Watch:
    """Hold the elections in two processes, each with an urna of its own."""
    shares = [range(first, elections, _WORKERS) for first in range(_WORKERS)]
    with ProcessPoolExecutor(_WORKERS) as pool:
        first, *others = pool.map(_share, shares, [voters] * _WORKERS)
    for other in others:
        first.allowed.merge(other.allowed)
        first.both.merge(other.both)
    return first


def _share(seeds: Sequence[int], voters: int) -> Watch:
    with scratch() as folder:
        return watch(Hall.build(Path(folder)), seeds, voters)


def _limit(measured: Watch) -> float:
    return bound(measured.allowed.voters, measured.allowed.elections)


def _print_order(measured: Watch) -> None:
    sheet = measured.allowed
    _say(f"Order of choices: {sheet.elections} elections of {sheet.voters} voters; limits {BOUND} and {SIGMAS} sigma.")
    head = "attacker, what it looks at".ljust(72) + "     n    mean  |rank|  sigma  last 10  control  sigma"
    _say(head + "\n" + "-" * len(head))
    for verdict in (*sheet.verdicts(), *measured.both.verdicts()):
        _say(_row(verdict))
    _say(f"tells: {sheet.tells or 'none'}")
    _say("The last row is the attacker that A4 does not promise to stop: copies and the key in one hand.")


def _row(v: Verdict) -> str:
    figures = (
        f"{v.mean:+7.3f} {v.absolute:7.3f} {v.absolute_z:+6.1f} {v.last:8.2f} {v.control_last:8.2f} {v.last_z:+6.1f}"
    )
    return f"{v.name:72} {v.elections:5} {figures}{'  look again' if v.leaks else ''}"


def _print_plants(hall: Hall) -> int:
    """Planted leaks, and how many were missed."""
    missed = 0
    _say("\nPlanted leaks:")
    for number, plant in enumerate(PLANTS):
        first = 2 * _AGAIN + number * _PLANTED
        found = watch(hall, range(first, first + _PLANTED), 16, plant).found
        missed += not found
        _say(f"  {plant.name:40} {', '.join(found) or 'MISSED'}")
    return missed


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
