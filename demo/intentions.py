"""What each scripted voter means to choose, drawn from a recorded seed, and what the acta must therefore say.

It must not be used for anything secret: whoever knows the seed knows every intention. It counts with its own few lines
and shares none with the urna's escrutinio.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from shared.crypto.hashing import sha256
from shared.domain.eleccion import BLANCOS, NO_REGISTRADAS, NULOS, BlankPolicy, Contest, ContestKind, OptionKind

_DRAW_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Touch:
    """One touch of a box; ``refused`` when the urna must answer it with a message and no mark."""

    option: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """At the review: go back to one boleta and touch these boxes."""

    contest: int
    touches: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class Intention:
    """One voter: touches of each boleta (none: leave it blank), corrections, and the figures that grow by one.

    ``leaves``: goes away at the review without confirming; then no figure grows. ``note`` names photographs.
    """

    touches: tuple[tuple[Touch, ...], ...]
    figures: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    leaves: bool = False
    note: str = ""

    def as_json(self) -> dict[str, object]:
        """Plain values for the voter's process, without the figures: it does not need to know them."""
        plain = asdict(self)
        del plain["figures"]
        return plain


class Draw:
    """A reproducible stream of numbers: SHA-256 of the seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1; the bias of 64 bits is of no account here."""
        self._count += 1
        digest = sha256(f"{self._seed}/{self._count}".encode())
        return int.from_bytes(digest[:_DRAW_BYTES], "big") % limit

    def weighted(self, weights: Mapping[str, int]) -> str:
        """A name, as often as its weight says."""
        place = self.below(sum(weights.values()))
        for name, weight in weights.items():
            if place < weight:
                return name
            place -= weight
        raise RuntimeError("weights do not add up")

    def shuffled(self, items: Sequence[Intention]) -> list[Intention]:
        """The same items in another order."""
        left, found = list(items), []
        while left:
            found.append(left.pop(self.below(len(left))))
        return found


def intentions(contests: Sequence[Contest], voters: int, seed: str) -> tuple[Intention, ...]:
    """``voters`` intentions: one of each particular case first of all, ordinary voters after, then shuffled."""
    draw = Draw(seed)
    particular = _particular(contests)[:voters]
    ordinary = [_ordinary(contests, draw) for _ in range(voters - len(particular))]
    return tuple(draw.shuffled([*particular, *ordinary]))


def expected(contests: Sequence[Contest], people: Sequence[Intention]) -> tuple[dict[str, int], ...]:
    """What each boleta's acta must say, zeros included."""
    found = []
    for place, contest in enumerate(contests):
        figures = Counter(person.figures[place] for person in people if not person.leaves)
        found.append({key: figures[key] for key in contest.count_keys()})
    return tuple(found)


def figure_of(contest: Contest, marked: Sequence[str]) -> str:
    """The figure of an acta that a set of marked boxes belongs to."""
    if not marked:
        return BLANCOS if contest.blank_policy is BlankPolicy.APART else NULOS
    kinds = {option.id.value: option.kind for option in contest.options}
    if len(marked) == 1:
        special = {OptionKind.NULO: NULOS, OptionKind.NO_REGISTRADA: NO_REGISTRADAS}
        return special.get(kinds[marked[0]], marked[0])
    for combination in contest.combinations:
        if {partido.value for partido in combination} == set(marked):
            return "-".join(partido.value for partido in combination)
    raise ValueError(f"{contest.id}: {marked} is no legal vote")


def choices(contest: Contest) -> dict[str, tuple[str, ...]]:
    """Every way to mark a boleta, by its figure; leaving it blank is ``BLANCO``."""
    ways: dict[str, tuple[str, ...]] = {}
    for option in contest.options:
        ways[figure_of(contest, (option.id.value,))] = (option.id.value,)
    for combination in contest.combinations:
        names = tuple(partido.value for partido in combination)
        ways[figure_of(contest, names)] = names
    return {**ways, "BLANCO": ()}


def _ordinary(contests: Sequence[Contest], draw: Draw) -> Intention:
    marked = []
    for contest in contests:
        ways = choices(contest)
        weights = {name: _WEIGHTS.get(name, 4) for name in ways}
        marked.append(ways[draw.weighted(weights)])
    return _plain(contests, marked)


_WEIGHTS: Final = {"MC": 30, "MORENA": 16, "PRI": 12, "PAN": 8, "PT-MORENA-PES": 6, "SI": 30, "NO": 20}


def _plain(contests: Sequence[Contest], marked: Sequence[Sequence[str]], note: str = "") -> Intention:
    touches = tuple(tuple(Touch(name) for name in names) for names in marked)
    figures = tuple(figure_of(contest, names) for contest, names in zip(contests, marked, strict=True))
    return Intention(touches, figures, note=note)


def _particular(contests: Sequence[Contest]) -> tuple[Intention, ...]:
    """One voter for each thing that must be seen to work; needs a coalition contest and a consulta, in this order."""
    first, second = contests
    if first.kind is not ContestKind.COALITION or second.kind is not ContestKind.CONSULTA:
        raise ValueError("the script is for a coalition contest and a consulta")
    partidos = [o.id.value for o in first.options if o.kind is OptionKind.PARTIDO]
    whole = max(first.combinations, key=len)
    pair = min(first.combinations, key=len)
    joined = [p.value for p in whole]
    alone = [name for name in partidos if name not in joined]
    yes, no = (o.id.value for o in second.options if o.kind is OptionKind.RESPUESTA)
    nulo = next(o.id.value for o in first.options if o.kind is OptionKind.NULO)
    outsider = next(o.id.value for o in first.options if o.kind is OptionKind.NO_REGISTRADA)
    over = (Touch(alone[0]), Touch(alone[1], refused=True))
    undone = (Touch(joined[0]), Touch(joined[1]), Touch(joined[1]))
    back = Correction(0, (Touch(alone[1]), Touch(alone[2])))
    return (
        _plain(contests, (joined, (yes,)), "coalicion"),
        Intention((over, (Touch(no),)), (alone[0], no), note="sobrevoto"),
        Intention(((Touch(alone[1]),), (Touch(yes),)), (alone[2], yes), (back,), note="correccion"),
        _plain(contests, ((), ()), "blanco"),
        _plain(contests, ((outsider,), (yes,)), "no-registrada"),
        _plain(contests, ((nulo,), (no,)), "nulo"),
        _plain(contests, ([p.value for p in pair], (no,)), "dos-partidos"),
        Intention((undone, (Touch(yes),)), (joined[0], yes), note="desmarca"),
        Intention(((Touch(alone[0]),), (Touch(no),)), (alone[0], no), leaves=True, note="se-va"),
    )
