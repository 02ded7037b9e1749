"""Checks of figures where a boleta bears several marks (n of m, ranked, scale). It must not count or correct."""

from collections.abc import Mapping

from shared.domain.eleccion import RESERVED_KEYS, Contest, ContestKind
from shared.domain.hallazgo import Finding


def kind_findings(contest: Contest, counts: Mapping[str, int], boletas: int) -> tuple[Finding, ...]:
    """What cannot come from ``boletas`` counted ballots of the contest.

    Nulos, no registradas and blancos take a whole boleta each; the rest bear at least one mark and at most
    ``max_marks`` (n of m: sum <= n x emitidos and tighter), each option at most once a boleta.
    """
    path = f"contests.{contest.id}.counts"
    marked = boletas - sum(count for key, count in counts.items() if key in RESERVED_KEYS)
    if marked < 0:
        return (Finding.of("D423", path, ("boletas", boletas), ("sin_opcion", boletas - marked)),)
    marks = sum(count for key, count in counts.items() if key not in RESERVED_KEYS)
    found: list[Finding] = []
    if not marked <= marks <= contest.max_marks * marked:
        params = (("marcas", marks), ("boletas", marked), ("maximo", contest.max_marks * marked))
        found.append(Finding.of("D424", path, *params))
    for option, count in _per_option(counts).items():
        if count > marked:
            found.append(Finding.of("D425", f"{path}.{option}", ("marcas", count), ("boletas", marked)))
    if contest.kind is ContestKind.RANKED and not _is_ranking(contest, counts, marked):
        found.append(Finding.of("D426", path, ("boletas", marked)))
    return tuple(found)


def _per_option(counts: Mapping[str, int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for key, count in counts.items():
        if key not in RESERVED_KEYS:
            option = key.partition("@")[0]
            sums[option] = sums.get(option, 0) + count
    return sums


def _is_ranking(contest: Contest, counts: Mapping[str, int], marked: int) -> bool:
    """Every marked boleta has a first preference, and a next one only after the one before."""
    by_rank = [0] * (contest.max_marks + 1)
    for key, count in counts.items():
        option, _, rank = key.partition("@")
        if option not in RESERVED_KEYS:
            by_rank[int(rank)] += count
    ranks = by_rank[1:]
    return ranks[0] == marked and ranks == sorted(ranks, reverse=True)
