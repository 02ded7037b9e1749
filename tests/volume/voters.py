"""Voters who know what they want, and how they come to it by touching: with corrections and touches that are refused.

It must not count. A choice is plain data: the boxes touched in the end, in the order in which they matter.
"""

import random  # noqa: TID251 - voters are simulated, and the same for the same seed
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

Boleta = dict[str, Any]
"""A contest as it stands in theme.json."""
Touch = tuple[int, int]
"""(option, value of the scale or 0)."""
BLANK_OF_100: Final = 4
EXPLICIT_OF_100: Final = 6
CORRECTED_OF_100: Final = 20
ONE_MARK: Final = frozenset({"one_mark", "consulta", "planilla"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What a voter wants of one boleta: pairs of option and value, in the order of touching."""

    marks: tuple[Touch, ...]


def choice(boleta: Boleta, source: random.Random) -> Choice:
    """One choice; over many voters every box, combination, value, blank and explicit one comes up."""
    kinds = [option["kind"] for option in boleta["options"]]
    explicit = [i for i, kind in enumerate(kinds) if kind in {"no_registrada", "nulo"}]
    boxes = [i for i in range(len(kinds)) if i not in explicit]
    draw = source.randrange(100)
    if draw < BLANK_OF_100:
        return Choice(())
    if draw < BLANK_OF_100 + EXPLICIT_OF_100:
        return Choice(((source.choice(explicit), 0),))
    return Choice(tuple(_marks(boleta, boxes, source)))


def touches(boleta: Boleta, wanted: Choice, source: random.Random) -> Iterator[Touch]:
    """How the voter gets there: sometimes another box is touched first and away again, or one too many at the end."""
    if source.randrange(100) < CORRECTED_OF_100:
        wrong = (source.randrange(len(boleta["options"])), 1 if boleta["kind"] == "scale" else 0)
        yield wrong
        yield wrong
    yield from wanted.marks
    if wanted.marks and boleta["kind"] in ONE_MARK and source.randrange(100) < CORRECTED_OF_100:
        yield (wanted.marks[0][0] + 1) % len(boleta["options"]), 0


def _marks(boleta: Boleta, boxes: Sequence[int], source: random.Random) -> Iterator[Touch]:
    kind, most = boleta["kind"], boleta["max_marks"]
    if kind == "coalition":
        yield from ((box, 0) for box in _joined(boleta, boxes, source))
    elif kind in {"n_of_m", "ranked"}:
        yield from ((box, 0) for box in source.sample(boxes, source.randint(1, most)))
    elif kind == "scale":
        for box in source.sample(boxes, source.randint(1, most)):
            yield box, source.randint(1, boleta["scale_max"])
    else:
        yield source.choice(boxes), 0


def _joined(boleta: Boleta, boxes: Sequence[int], source: random.Random) -> list[int]:
    """One box, or all boxes of a combination that law joins."""
    combinations = [c for joined in boleta["coaliciones"] for c in joined["combinations"]]
    place = source.randrange(len(boxes) + len(combinations))
    if place < len(boxes):
        return [boxes[place]]
    wanted = combinations[place - len(boxes)]
    found = [i for i in boxes if boleta["options"][i]["partidos"] in [[partido] for partido in wanted]]
    source.shuffle(found)
    return found
