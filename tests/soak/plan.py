"""What a night brings and when: bundles by the curve of a real one, and what goes wrong. It must not do any of it.

The same seed gives the same night. Half of a night's actas are in two hours after the close, and the last take most of
the rest of it (a Weibull curve with that middle); the night is then run in less time.
"""

import math
from dataclasses import dataclass
from enum import Enum
from random import Random  # noqa: TID251 - a seeded simulation
from typing import Final

HALF_H: Final = 2.0
"""Hours after the close when half of the actas are in."""
NIGHT_H: Final = 14.0
STEEPNESS: Final = 1.4
DOUBLED: Final = 20
"""One bundle of so many is sent by two senders at once."""
BURST: Final = 10


class Kind(Enum):
    """What goes wrong, as the page calls it."""

    KILLED = "a server killed"
    STOPPED = "a server stopped for a while"
    CLOCK = "a server killed, and its clock an hour back"
    DATABASE = "the database killed"
    FULL = "the database's disk full for a while"
    SLOW = "twenty senders that never end"


@dataclass(frozen=True, order=True)
class Arrival:
    """Seconds after the beginning; which bundle; whether two send it."""

    due_s: float
    number: int
    doubled: bool


@dataclass(frozen=True)
class Fault:
    """Seconds after the beginning, and what goes wrong."""

    due_s: float
    kind: Kind


def hours_until(share: float) -> float:
    """Hours after the close when this share of the actas is in, from 0 to below 1."""
    return float(HALF_H * (-math.log2(1 - share)) ** (1 / STEEPNESS))


def arrivals(count: int, night_s: float, seed: int) -> list[Arrival]:
    """``count`` bundles over ``night_s``, once at ten times their pace."""
    scale = night_s / NIGHT_H
    due = [min(hours_until((n + 0.5) / count), NIGHT_H) * scale for n in range(count)]
    source = Random(seed)  # noqa: S311 - the order of a night, never a secret
    numbers = list(range(count))
    source.shuffle(numbers)
    begin, width = night_s * source.uniform(0.1, 0.2), night_s / 100
    pressed = [begin + (at - begin) / BURST if begin <= at < begin + BURST * width else at for at in due]
    return sorted(Arrival(at, number, number % DOUBLED == 0) for at, number in zip(pressed, numbers, strict=True))


def faults(night_s: float, kinds: tuple[Kind, ...], rounds: int, seed: int) -> list[Fault]:
    """Each kind once in every round, at moments of the first half of the night, when most arrives."""
    source = Random(seed + 1)  # noqa: S311 - same
    slots = [kind for _ in range(rounds) for kind in source.sample(kinds, len(kinds))]
    step = night_s / 2 / max(1, len(slots))
    return [Fault((n + source.uniform(0.2, 0.8)) * step, kind) for n, kind in enumerate(slots)]
