"""What each mark of a boleta, or several together, means for whom: as the urna takes it and the count splits it.

It must not hold a rule: marks are `shared.domain.boleta`'s, splits `shared.domain.coalicion`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from shared.domain.boleta import Choice, ChoiceKind, describe
from shared.domain.coalicion import RuleSet, split
from shared.domain.eleccion import Contest
from shared.domain.errors import VotoInvalido
from shared.domain.voto import Mark, Voto, count_keys_of

HUNDRED: Final = 100
"""Votes of a candidatura comun of which its agreement is shown: each share is its percentage."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is marked and what follows.

    Attributes:
        boxes: labels of what is marked.
        partidos: whose boxes they are.
        kind: what the boleta says, or None when the urna does not take it.
        candidatura: who gets the vote; "" for nobody.
        votes: of how many alike boletas the shares are.
        shares: (partido, votes) of those boletas, before what does not divide.
    """

    boxes: tuple[str, ...]
    partidos: tuple[str, ...]
    kind: ChoiceKind | None
    candidatura: str = ""
    votes: int = 0
    shares: tuple[tuple[str, int], ...] = ()


def meanings(contest: Contest, rules: RuleSet) -> tuple[Meaning, ...]:
    """Every box alone, then every two or more boxes of one coalicion, the largest first, legal or not."""
    alone = [(i,) for i in range(len(contest.options))]
    return tuple(_meaning(contest, rules, marked) for marked in (*alone, *_together(contest)))


def _together(contest: Contest) -> Iterator[tuple[int, ...]]:
    boxes = {o.partidos[0]: i for i, o in enumerate(contest.options) if len(o.partidos) == 1}
    for coalicion in contest.coaliciones:
        own = sorted(boxes[partido] for partido in coalicion.partidos if partido in boxes)
        for size in range(len(own), 1, -1):
            yield from combinations(own, size)


def _meaning(contest: Contest, rules: RuleSet, marked: tuple[int, ...]) -> Meaning:
    options = [contest.options[i] for i in marked]
    labels = tuple(option.label for option in options)
    partidos = tuple(partido.value for option in options for partido in option.partidos)
    selection = tuple(Mark(i, 1 if contest.scale_max else 0) for i in marked)
    try:
        choice = describe(contest, selection)
    except VotoInvalido:
        return Meaning(labels, partidos, None)
    name = choice.candidatura.name if choice.candidatura else ""
    if len(partidos) < 2:
        shares = tuple((partido, 1) for partido in partidos)
        return Meaning(labels, partidos, choice.kind, name, 1 if shares else 0, shares)
    return _shared(contest, rules, selection, Meaning(labels, partidos, choice.kind, name), choice)


def _shared(contest: Contest, rules: RuleSet, selection: tuple[Mark, ...], said: Meaning, choice: Choice) -> Meaning:
    """With the shares of as many alike boletas as there are partidos, or of a hundred under an agreement."""
    votes = HUNDRED if len(choice.options) == 1 else len(said.partidos)
    (key,) = count_keys_of(contest, Voto(selection))
    made = split(contest, {"-": {key: votes}}, rules)
    shares = tuple((partido, made.by_partido[partido]) for partido in said.partidos) if not made.sin_asignar else ()
    return Meaning(said.boxes, said.partidos, said.kind, said.candidatura, votes, shares)
