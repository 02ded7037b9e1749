"""Rank correlations over many elections, and what chance alone would give. It must not know what was estimated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random  # noqa: TID251 - the shuffled control, seeded so that a run can be repeated

LAST = 10
"""A4 watches the last votes apart: an image that forgets the early order may still show the late one."""
BOUND = 0.02
SIGMAS = 3.0
_WIDE = 4.0
"""Sigmas that a mean may stray in a sample too small for `BOUND`."""


@dataclass(slots=True)
class Series:
    """What one estimator reached in each election."""

    rho: list[float] = field(default_factory=list)
    control: list[float] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    control_last: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row: means of the correlation with its sign and without, hits among the last ten, and their sigmas."""

    name: str
    elections: int
    mean: float
    absolute: float
    absolute_z: float
    last: float
    control_last: float
    last_z: float
    leaks: bool


class Sheet:
    """Collects estimates of elections of ``voters`` each; ``seed`` shuffles the control."""

    def __init__(self, voters: int, seed: int = 0) -> None:
        self.voters = voters
        self.elections = 0
        self.tells: dict[str, int] = {}
        self._source = Random(seed)  # noqa: S311 - same
        self._series: dict[str, Series] = {}

    def add(self, order: Sequence[int], estimates: Mapping[str, Mapping[int, float]], told: Sequence[str]) -> None:
        """One election: the true order, what each estimator says of it, and its tells."""
        self.elections += 1
        for tell in told:
            self.tells[tell] = self.tells.get(tell, 0) + 1
        for name, estimate in estimates.items():
            series = self._series.setdefault(name, Series())
            self._judge(order, estimate, series)

    def merge(self, other: "Sheet") -> None:
        """Take in what another process collected."""
        self.elections += other.elections
        for tell, count in other.tells.items():
            self.tells[tell] = self.tells.get(tell, 0) + count
        for name, series in other._series.items():
            mine = self._series.setdefault(name, Series())
            for field_name in ("rho", "control", "last", "control_last"):
                getattr(mine, field_name).extend(getattr(series, field_name))

    def verdicts(self) -> list[Verdict]:
        """A row for each estimator that ever said something."""
        return [_verdict(name, series, self.voters) for name, series in sorted(self._series.items())]

    def _judge(self, order: Sequence[int], estimate: Mapping[int, float], series: Series) -> None:
        truth = [choice for choice in order if choice in estimate]
        if len(truth) < 3:
            return
        said = sorted(truth, key=lambda choice: (estimate[choice], self._source.random()))
        shuffled = truth[:]
        self._source.shuffle(shuffled)
        for guess, rhos, hits in ((said, series.rho, series.last), (shuffled, series.control, series.control_last)):
            rhos.append(spearman(truth, guess))
            hits.append(len(set(truth[-LAST:]) & set(guess[-LAST:])))


def spearman(truth: Sequence[int], guess: Sequence[int]) -> float:
    """Rank correlation of two orders of the same things: 1 the same, -1 reversed, 0 nothing."""
    n = len(truth)
    places = {choice: place for place, choice in enumerate(guess)}
    squares = sum((place - places[choice]) ** 2 for place, choice in enumerate(truth))
    return 1 - 6 * squares / (n * (n * n - 1))


def bound(voters: int, elections: int) -> float:
    """How far from 0 the mean of so many correlations may be: A4's figure, or more where chance strays further."""
    return max(BOUND, _WIDE / sqrt((voters - 1) * max(1, elections)))


def _verdict(name: str, series: Series, voters: int) -> Verdict:
    count = len(series.rho)
    mean = sum(series.rho) / count if count else 0.0
    absolute, absolute_z = _against([abs(rho) for rho in series.rho], [abs(rho) for rho in series.control])
    last, last_z = _against(series.last, series.control_last)
    control = sum(series.control_last) / count if count else 0.0
    leaks = abs(mean) > bound(voters, count) or absolute_z > SIGMAS or abs(last_z) > SIGMAS
    return Verdict(name, count, mean, absolute, absolute_z, last, control, last_z, leaks)


def _against(figures: Sequence[float], control: Sequence[float]) -> tuple[float, float]:
    """(mean, sigmas between the mean and the control's)."""
    n = len(figures)
    if n < 2:
        return (sum(figures), 0.0)
    mean, other = sum(figures) / n, sum(control) / n
    spread = sum((x - mean) ** 2 for x in figures) + sum((x - other) ** 2 for x in control)
    error = sqrt(spread / (n - 1) / n)
    return mean, ((mean - other) / error if error else 0.0 if mean == other else float("inf"))
