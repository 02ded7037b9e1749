"""One power cut at one fsync of one phase, the restart, and what was found. It must not choose the points.

A point names what it is: ``votacion 17 despues``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from hardware.board.state_file import read_state
from hardware.protocol.messages import Entry
from tests.power_real.archive import STEPS, Archive, Start
from tests.power_real.going_on import SAW, SAW_NOT
from tests.power_real.judging import Seen, at_the_cut, at_the_end, seen
from tests.power_real.power import AFTER, BEFORE, CUT
from tests.power_real.reading import Medium, key_of, read_medium
from tests.power_real.site import Ended, Site

SEED: Final = "cortes-1"
LAST: Final = 8


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """The power goes at fsync number ``at`` of a phase, just before or just after it."""

    phase: str
    at: int
    mode: str = AFTER

    def __str__(self) -> str:
        return f"{self.phase} {self.at} {self.mode}"


def every(archive: Archive, phase: str) -> list[Point]:
    """All points of a phase."""
    return [Point(phase, at, mode) for at in range(1, len(archive.sites[phase]) + 1) for mode in (BEFORE, AFTER)]


def first_and_last(archive: Archive, phase: str) -> list[Point]:
    """The points at the first and at the last fsync of each site."""
    sites = archive.sites[phase]
    last = {site: number for number, site in enumerate(sites, 1)}
    first = {site: number for number, site in reversed(list(enumerate(sites, 1)))}
    return [Point(phase, at, mode) for at in sorted({*first.values(), *last.values()}) for mode in (BEFORE, AFTER)]


def sample(points: Sequence[Point], count: int) -> list[Point]:
    """So many of them, always the same ones of the same list, spread as a hash spreads."""
    return sorted(points, key=lambda point: sha256(f"{SEED} {point}".encode()).digest())[:count]


def try_point(site: Site, point: Point, forgotten: tuple[str, ...] = ()) -> list[str]:
    """Cut there and go on; sentences about what did not hold. ``forgotten`` are sites whose fsync is left out."""
    start = site.archive.starts[point.phase]
    with site.story(start):
        first = site.run(start, *STEPS[point.phase], at=point.at, mode=point.mode, forgotten=forgotten)
        if first.code != CUT:
            return [f"ended with {first.code} before the cut: {account(site, first)}"]
        site.power_cycle()
        before = seen(start.voters, first.diary, site.table)
        media = read_media(site)
        found = at_the_cut(before, media, counter(site))
        return [*found, account(site, first)] if found else go_on(site, start, before, media)


def account(site: Site, ended: Ended) -> str:
    """What whoever must explain a failure asks first: the last things that people did, and the printer's state."""
    return f"last seen {ended.diary[-LAST:]}; {site.printer.control.status()}"


def go_on(site: Site, start: Start, before: Seen, media: tuple[Medium, ...]) -> list[str]:
    """Restart, go on to the end, and judge the day."""
    voters = start.voters + len(before.voted)
    again = site.run(start, f"go_on {SAW if before.dropped else SAW_NOT}", voters=voters)
    if again.code:
        return [f"restarted: {again.code} {account(site, again)}"]
    after = seen(voters, again.diary, site.table)
    voted = (*range(start.voters), *before.voted, *after.thanked)
    found = at_the_end(site.archive.institute, voted, read_media(site), media)
    for disk in site.disks:
        disk.unmount()
        disk.check()
    return [*found, account(site, again)] if found else []


def read_media(site: Site) -> tuple[Medium, ...]:
    """Both media as a stranger reads them, the stick last."""
    key = key_of(site.archive.institute)
    return tuple(read_medium(disk.root, key) for disk in site.disks)


def counter(site: Site) -> list[Entry]:
    """What the board remembers."""
    assert site.board is not None
    return read_state(Path(site.board.state)).entries() or []
