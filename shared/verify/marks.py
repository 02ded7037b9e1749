"""What one opened vote adds to, read again from the rules of each kind of contest and not from the domain.

It must not keep a vote.
"""

from typing import Final

from shared.domain.eleccion import BLANCOS, NO_REGISTRADAS, NULOS, BlankPolicy, Contest, ContestKind, OptionKind
from shared.domain.voto import Voto

RECHAZADOS: Final = "RECHAZADOS"
_EXPLICIT: Final = {OptionKind.NULO: NULOS, OptionKind.NO_REGISTRADA: NO_REGISTRADAS}


def figures_of(contest: Contest, voto: Voto) -> tuple[str, ...]:
    """The figures to which the vote adds one; ``RECHAZADOS`` alone for marks that the boleta does not allow."""
    places = [mark.option for mark in voto.marks]
    if not places:
        return (NULOS if contest.blank_policy is BlankPolicy.ADD_TO_NULOS else BLANCOS,)
    if places != sorted(set(places)) or places[-1] >= len(contest.options) or places[0] < 0:
        return (RECHAZADOS,)
    options = [contest.options[place] for place in places]
    explicit = [_EXPLICIT[option.kind] for option in options if option.kind in _EXPLICIT]
    if contest.kind in (ContestKind.RANKED, ContestKind.SCALE):
        found = tuple(explicit) if len(places) == 1 and explicit else _valued(contest, voto)
    elif any(mark.value for mark in voto.marks):
        found = ()
    elif len(places) == 1:
        found = (explicit[0] if explicit else options[0].id.value,)
    elif explicit:
        found = ()
    else:
        found = _several(contest, places)
    return found or (RECHAZADOS,)


def _valued(contest: Contest, voto: Voto) -> tuple[str, ...]:
    values = sorted(mark.value for mark in voto.marks)
    if any(contest.options[mark.option].kind in _EXPLICIT for mark in voto.marks) or len(values) > contest.max_marks:
        return ()
    ranked = contest.kind is ContestKind.RANKED
    allowed = values == list(range(1, len(values) + 1)) if ranked else 1 <= values[0] <= values[-1] <= contest.scale_max
    return tuple(f"{contest.options[m.option].id}@{m.value}" for m in voto.marks) if allowed else ()


def _several(contest: Contest, places: list[int]) -> tuple[str, ...]:
    options = [contest.options[place] for place in places]
    if contest.kind is ContestKind.N_OF_M:
        return tuple(option.id.value for option in options) if len(options) <= contest.max_marks else ()
    if contest.kind is not ContestKind.COALITION or any(option.kind is not OptionKind.PARTIDO for option in options):
        return ()
    marked = sorted(partido.value for option in options for partido in option.partidos)
    for combination in contest.combinations:
        names = [partido.value for partido in combination]
        if sorted(names) == marked:
            return ("-".join(names),)
    return ()
