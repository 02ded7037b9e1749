"""``make volume``: ten million ballot positions through the urna's own code, beside a counter that shares none of it.

Source: VVSG 2.0 1.2-C. It must not print a rate without saying how many records were sealed and opened for real.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence

from tests.volume.themes import VOTERS, contests
from tests.volume.urna_run import Outcome, one

POSITIONS = 10_000_000
SHOWN = 20


def urnas(positions: int) -> int:
    """How many urnas of `VOTERS` voters show at least so many positions."""
    each = VOTERS * sum(len(contest.options) for contest in contests())
    return -(-positions // each)


def report(done: Outcome, count: int, elapsed_s: float) -> str:
    """For people."""
    steps = ", ".join(f"{step} {ms / 1000:.0f} s" for step, ms in sorted(done.seconds.items()))
    return "\n".join(
        (
            f"positions   {done.positions:>12,}  on {done.boletas:,} boletas of {count:,} urnas",
            f"sealed      {done.sealed:>12,}  records sealed to both keys, opened and counted for real: all of them"
            if done.sealed == done.boletas
            else f"sealed      {done.sealed:>12,}  of {done.boletas:,} boletas: RECORDS ARE MISSING",
            f"mismatches  {len(done.mismatches):>12,}",
            f"rate        {done.positions / elapsed_s:>12,.0f}  positions a second",
            f"            {done.boletas / elapsed_s:>12,.0f}  boletas a second",
            f"time        {elapsed_s:>12,.0f}  s by the clock; of all workers: {steps}",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when anything differs."""
    parser = argparse.ArgumentParser("tests.volume")
    parser.add_argument("--positions", type=int, default=POSITIONS)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    count = urnas(asked.positions)
    done, begun = Outcome(), time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(asked.workers) as pool:
        for number, outcome in enumerate(pool.imap_unordered(one, range(count)), start=1):
            done.add(outcome)
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number}/{count} urnas, {len(done.mismatches)} mismatches ")
    sys.stdout.write("".join(f"{line}\n" for line in done.mismatches[:SHOWN]))
    sys.stdout.write(report(done, count, time.perf_counter() - begun) + "\n")
    return int(bool(done.mismatches) or done.sealed != done.boletas)


if __name__ == "__main__":
    sys.exit(main())
