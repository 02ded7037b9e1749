"""What the removals come to: each is felt, or has a reason whose proof is felt. It must not try any."""

from collections.abc import Iterator, Mapping, Sequence

from tests.power.expected import Proof, reason_of, stale
from tests.power.mutation import Site
from tests.power.removals import Found, Removal, dropped


def proofs(removals: Sequence[Removal], tried: Sequence[Found]) -> list[tuple[Proof, Site]]:
    """What must be felt for the faults that went unfelt with a reason; a sync that is felt when left out is proved."""
    felt = {each.name for each in tried if each.breach}
    found: set[tuple[Proof, Site]] = set()
    for removal in removals:
        reason, site = reason_of(removal.name), removal.site
        if reason is None or removal.name in felt or site is None:
            continue
        [alone] = dropped([site])
        if alone.name not in felt:
            found.add((reason.proof, site))
    return sorted(found)


def amiss(tried: Sequence[Found], proved: Sequence[tuple[Proof, Found]], *, all_of_them: bool) -> Iterator[str]:
    """What is wrong: a fault missed, a reason for one that is felt, a proof that is not, a reason for nothing."""
    for each in tried:
        reason = reason_of(each.name)
        if not each.breach and reason is None:
            yield f"MISSED: {each.name} ({each.points} points)"
        elif each.breach and reason is not None:
            yield f"STALE REASON: {each.name} ({each.points} points) is felt: {each.breach}"
    for proof, each in proved:
        if not each.breach:
            yield f"UNPROVED: {each.name} ({proof})"
    if all_of_them:
        yield from (f"STALE REASON: {pattern} fits nothing" for pattern in stale(each.name for each in tried))


def needless(tried: Sequence[Found]) -> Mapping[str, list[str]]:
    """Faults that went unfelt, by their reason."""
    found: dict[str, list[str]] = {}
    for each in tried:
        reason = reason_of(each.name)
        if reason is not None and not each.breach:
            found.setdefault(reason.why, []).append(each.name)
    return found
