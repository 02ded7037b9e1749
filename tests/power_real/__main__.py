"""`python -m tests.power_real`: every fsync of a day cut on real file systems, then each needed fsync left out.

It must not fail where mounting is not allowed: it says so, and ends well.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Final, TypeVar

from tests.flows.institute import found
from tests.power_real.archive import STEPS, Archive
from tests.power_real.live.cuts import MOMENTS
from tests.power_real.live.program import open_stand, why_no_window
from tests.power_real.live.trial import try_moment
from tests.power_real.points import Point, every, first_and_last, try_point
from tests.power_real.removals import REMOVALS, Removal, try_removal
from tests.power_real.site import Site, open_site, prepare, prepare_restart
from urna.devdock.disk import go_apart, why_not

SITES: Final = 2
"""So many urnas at a time, each with media and devices of its own."""
INTERRUPTED: Final = 130
WINDOW: Final = "ventana"
"""The part in which the whole program is driven through its window."""
TELL_EVERY: Final = 20
"""After so many pieces of work a line says how far it is."""
Work = TypeVar("Work")


@contextmanager
def open_sites(how_many: int) -> Iterator[list[Site]]:
    """Sites that share one prepared archive."""
    with tempfile.TemporaryDirectory(prefix="urna") as name, ExitStack() as stack:
        begun = monotonic()
        archive = Archive(Path(name) / "a", found(Path(name)))
        sites = [stack.enter_context(open_site(Path(name) / f"s{n}", archive)) for n in range(how_many)]
        prepare(sites[0])
        prepare_restart(sites[0])
        say(f"a day without a cut, to begin from its parts: {monotonic() - begun:.0f} s")
        yield sites


def points_of(archive: Archive, phase: str) -> list[Point]:
    """Every point of a phase; of the preparation, whose practice writes the same files many times, each file's ends."""
    return first_and_last(archive, phase) if phase == "preparacion" else every(archive, phase)


def share_out(sites: list[Site], work: Sequence[Work], act: Callable[[Site, Work], str]) -> list[tuple[Work, str]]:
    """Do all the work at whichever site is free; what was said of each piece. Says now and then how far it is."""
    free: SimpleQueue[Site] = SimpleQueue()
    for site in sites:
        free.put(site)
    begun, done = monotonic(), count(1)

    def do(piece: Work) -> tuple[Work, str]:
        site = free.get()
        try:
            return piece, act(site, piece)
        finally:
            free.put(site)
            if (number := next(done)) % TELL_EVERY == 0:
                say(f"  {number} of {len(work)}, {monotonic() - begun:.0f} s")

    with ThreadPoolExecutor(len(sites)) as pool:
        return list(pool.map(do, work))


def cut_everywhere(sites: list[Site], phases: Sequence[str]) -> int:
    """Try every point; how many failed."""
    failed = 0
    for phase in phases:
        begun = monotonic()
        points = points_of(sites[0].archive, phase)
        said = share_out(sites, points, lambda site, point: "; ".join(try_point(site, point)))
        bad = [(point, sentence) for point, sentence in said if sentence]
        failed += len(bad)
        fsyncs = len(sites[0].archive.sites[phase])
        say(f"{phase}: {fsyncs} fsyncs, {len(points)} cuts, {len(bad)} failed, {monotonic() - begun:.0f} s")
        for point, sentence in bad:
            say(f"  {point} ({sites[0].archive.sites[phase][point.at - 1]}): {sentence}")
    return failed


def cut_at_the_window(near: Site, only: Sequence[str]) -> int:
    """The whole program, in its window, at the moments of `live.cuts` with any of these words; how many failed."""
    if why_no_window():
        say(f"{WINDOW}: the whole program is not tried: {why_no_window()}")
        return 0
    begun, failed = monotonic(), 0
    moments = [name for name in MOMENTS if any(words in name for words in only)]
    with open_stand(near, near.folder.parent / "v") as stand:
        say(f"  the layout of every screen: {monotonic() - begun:.0f} s")
        for name in moments:
            since = monotonic()
            found = try_moment(stand, MOMENTS[name])
            failed += bool(found)
            say(f"  {name}: {'; '.join(found) or 'held'}, {monotonic() - since:.0f} s")
    say(f"{WINDOW}: {len(moments)} cuts of the whole program, {failed} failed, {monotonic() - begun:.0f} s")
    return failed


def leave_out(sites: list[Site]) -> int:
    """Leave each needed fsync out in turn; how many were not noticed and should be."""
    said = share_out(sites, REMOVALS, _try_removal)
    missed = sum(not sentence and not removal.spared for removal, sentence in said)
    caught = sum(bool(sentence) for _, sentence in said)
    say(f"removals caught {caught} of {len(REMOVALS)}; {sum(bool(r.spared) for r in REMOVALS)} of them cannot be here")
    return missed


def _try_removal(site: Site, removal: Removal) -> str:
    noticed = try_removal(site, removal)
    sentence = "" if noticed is None else f"{noticed[0]}: {noticed[1]}"
    say(f"  {removal.name}: {sentence or _not_noticed(removal)}")
    return sentence


def _not_noticed(removal: Removal) -> str:
    return f"not noticed, as expected: {removal.spared}" if removal.spared else "NOT NOTICED"


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Cut, leave out, sum up; 1 when anything did not hold."""
    parser = argparse.ArgumentParser(prog="tests.power_real")
    parser.add_argument("phases", nargs="*", help=", ".join((*STEPS, WINDOW)))
    parser.add_argument("--sites", type=int, default=SITES, help="urnas at a time")
    parser.add_argument("--momento", action="append", help=f"words of the moments of {WINDOW}; may be repeated")
    given = sys.argv[1:] if arguments is None else arguments
    options = parser.parse_args(given)
    phases = options.phases or [*STEPS, WINDOW]
    if why_not():
        say(f"no real power cuts here: {why_not()}. The simulated ones stand alone.")
        return 0
    go_apart("tests.power_real", given)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(INTERRUPTED))  # so that media are unmounted
    with open_sites(options.sites) as sites:
        failed = cut_everywhere(sites, [phase for phase in phases if phase != WINDOW])
        failed += cut_at_the_window(sites[0], options.momento or [""]) if WINDOW in phases else 0
        missed = leave_out(sites) if not options.phases else 0
    say("acknowledged = stored = printed at every cut" if not failed + missed else f"{failed + missed} did not hold")
    return 1 if failed + missed else 0


if __name__ == "__main__":
    sys.exit(main())
