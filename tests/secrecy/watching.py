"""Holds many elections and lets every attacker try each: the measurement of A4. It must not soften a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random  # noqa: TID251 - voting orders, seeded so that a run can be repeated

from tests.secrecy.attackers import Estimate, both, keyholder, outsider
from tests.secrecy.elections import CHOICES, Hall, hold
from tests.secrecy.evidence import Evidence
from tests.secrecy.plants import Plant
from tests.secrecy.ranks import Sheet, Verdict
from tests.secrecy.tells import repeated, tells

SURE = 0.9
"""A correlation that two elections in a row do not reach by chance."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What many elections gave: the attackers that A4 allows, and the one that it does not (see the README)."""

    allowed: Sheet
    both: Sheet

    @property
    def found(self) -> list[str]:
        """What found the whole order, and tells: how a planted leak shows in very few elections."""
        sure = [verdict.name for verdict in self.allowed.verdicts() if abs(verdict.mean) > SURE]
        return sure + sorted(self.allowed.tells)


def watch(hall: Hall, seeds: Iterable[int], voters: int = CHOICES, plant: Plant | None = None) -> Watch:
    """Hold one election for each seed."""
    allowed, joined = Sheet(voters), Sheet(voters)
    before: Evidence | None = None
    key = hall.key
    for seed in seeds:
        order = list(range(voters))
        Random(seed).shuffle(order)  # noqa: S311 - same
        evidence = hold(hall, order, seed, plant)
        told = tells(evidence, key) + (repeated((before, evidence)) if before is not None else [])
        without, holding = _named("outsider", outsider(evidence)), _named("keyholder", keyholder(evidence, key))
        allowed.add(order, {**without, **holding}, told)
        joined.add(order, {"copies and key": both(evidence, key)}, ())
        before = evidence
    return Watch(allowed, joined)


def confirmed(hall: Hall, first: Watch, seeds: Iterable[int]) -> list[Verdict]:
    """Estimators that pass the limits again in fresh elections: chance alone passes three sigmas once in a while."""
    suspects = {verdict.name for verdict in first.allowed.verdicts() if verdict.leaks}
    if not suspects:
        return []
    second = watch(hall, seeds, first.allowed.voters)
    return [verdict for verdict in second.allowed.verdicts() if verdict.leaks and verdict.name in suspects]


def _named(attacker: str, estimates: Mapping[str, Estimate]) -> dict[str, Estimate]:
    return {f"{attacker}, {name}": estimate for name, estimate in estimates.items()}
