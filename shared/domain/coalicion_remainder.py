"""Who receives the votes that an equal split leaves over. It must not decide a tie."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.ids import PartidoId


@dataclass(frozen=True, slots=True)
class Remainder:
    """``to``: one vote to each name, as often as it stands; ``unassigned`` votes that ``tied`` partidos dispute."""

    to: tuple[PartidoId, ...]
    unassigned: int
    tied: tuple[PartidoId, ...]


def by_highest_vote(partidos: tuple[PartidoId, ...], own: Mapping[PartidoId, int], left: int) -> Remainder:
    """One vote each to the ``left`` partidos of highest own vote; a tie over the last of them is left undecided.

    ``left`` is below the number of partidos, as a remainder is. Those above the tie receive theirs.
    """
    if not left:
        return Remainder((), 0, ())
    ranked = sorted(partidos, key=lambda partido: -own.get(partido, 0))
    last = own.get(ranked[left - 1], 0)
    if own.get(ranked[left], 0) != last:
        return Remainder(tuple(ranked[:left]), 0, ())
    above = tuple(partido for partido in ranked if own.get(partido, 0) > last)
    tied = tuple(partido for partido in partidos if own.get(partido, 0) == last)
    return Remainder(above, left - len(above), tied)
