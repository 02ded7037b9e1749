"""The votes of a practice election: every option and legal combination, by the touches that a voter would make.

It must not count with the counter that it is there to try: its figures follow from the intentions alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from hardware.printer.paper import DOTS_PER_MM, LINE_DOTS
from shared.domain.boleta import Marked, confirmable, toggle
from shared.domain.eleccion import BLANCOS, EXPLICIT_KINDS, NO_REGISTRADAS, NULOS, Contest, ContestKind, OptionKind
from shared.domain.voto import Mark, Voto
from shared.formats.theme_model import Theme
from shared.formats.vote_v1 import SLIP_MARK_SIZE
from urna.flow.state import Facts
from urna.services.context import Context
from urna.services.slips import possible
from urna.services.slips_practice import PRACTICE_MODE, practice_slip

_MM_PER_METRE = 1000


@dataclass(frozen=True, slots=True)
class PracticeTurn:
    """One practice voter: ``votos`` answers the contests of ``grupo``, whose places are ``contests``."""

    number: int
    grupo: int
    contests: tuple[int, ...]
    votos: tuple[Voto, ...]


def practice_turns(theme: Theme) -> tuple[PracticeTurn, ...]:
    """Practice voters: as many as the contest with most possibilities needs; the others leave boletas blank.

    The first group that has a contest casts all its possibilities; every other group votes at least once.
    """
    found: list[PracticeTurn] = []
    cast: set[int] = set()
    for grupo in range(max(1, len(theme.grupos))):
        places = theme.contests_of(grupo)
        selections = [possible(theme.contests[i])[: 1 if i in cast else None] for i in places]
        columns = [
            tuple(_touched(theme.contests[i], marks) for marks in each)
            for i, each in zip(places, selections, strict=True)
        ]
        for row in zip_longest(*columns, fillvalue=Voto(())):
            found.append(PracticeTurn(len(found) + 1, grupo, places, tuple(row)))
        cast.update(places)
    return tuple(found)


def _touched(contest: Contest, marks: tuple[Mark, ...]) -> Voto:
    """The vote that touching those options one by one makes; raises ``RuntimeError`` when it cannot be made."""
    selection: tuple[Mark, ...] = ()
    for mark in sorted(marks, key=lambda each: each.value):
        answer = toggle(contest, selection, mark.option, mark.value)
        if not isinstance(answer, Marked):
            raise RuntimeError(  # noqa: TRY004 - not a type: a boleta that cannot be voted
                f"{contest.id}: an option cannot be chosen ({answer.reason})"
            )
        selection = answer.selection
    if selection != marks or confirmable(contest, selection) is not None:
        raise RuntimeError(f"{contest.id}: touches give another selection")
    return Voto(selection)


def figures_of(contest: Contest, voto: Voto) -> tuple[str, ...]:
    """The figures of the acta to which a vote must add; told apart from `count_keys_of`, which is on trial."""
    keys = contest.count_keys()
    options = [contest.options[mark.option] for mark in voto.marks]
    if not options:
        return (BLANCOS if BLANCOS in keys else NULOS,)
    if options[0].kind in EXPLICIT_KINDS:
        return (NULOS if options[0].kind is OptionKind.NULO else NO_REGISTRADAS,)
    if contest.kind is ContestKind.COALITION and len(options) > 1:
        parties = {option.partidos[0] for option in options}
        return tuple(
            "-".join(partido.value for partido in each) for each in contest.combinations if set(each) == parties
        )
    valued = contest.kind in (ContestKind.RANKED, ContestKind.SCALE)
    pairs = zip(options, voto.marks, strict=True)
    return tuple(f"{option.id.value}@{mark.value}" if valued else option.id.value for option, mark in pairs)


def figures_by_contest(theme: Theme, votos: Sequence[tuple[int, Voto]]) -> tuple[Counter[str], ...]:
    """Figures per contest of (place of the contest, vote)."""
    found: tuple[Counter[str], ...] = tuple(Counter() for _ in theme.contests)
    for place, voto in votos:
        found[place].update(figures_of(theme.contests[place], voto))
    return found


def with_practice(context: Context, facts: Facts) -> Facts:
    """The facts, with how many practice testigos a verification of the pinned theme prints on how many metres."""
    theme, mark = context.theme, bytes(SLIP_MARK_SIZE)
    turns = practice_turns(theme)
    taken = Counter(place for turn in turns for place in turn.contests)
    lines = 0
    for place, times in taken.items():
        slip = context.pens.paper(context.words, theme, PRACTICE_MODE, (place, Voto(())), mark)
        lines += times * context.devices.printer.paper_lines(practice_slip(context.words, slip, (1, len(turns))))
    metres = -(-lines * LINE_DOTS // (DOTS_PER_MM * _MM_PER_METRE))
    return replace(facts, practice_slips=taken.total(), practice_metres=metres)
