"""From figures back to the votes that add up to them, and figures for casillas that nobody counted.

It must not pretend to be a forecast: the spread is fixed by a seed, and the demonstration says so.
"""

from collections.abc import Iterator, Mapping

from shared.crypto.hashing import sha256
from shared.domain.eleccion import BLANCOS, NO_REGISTRADAS, NULOS, Contest, OptionKind
from shared.domain.voto import Mark, Voto


def votos_of(contest: Contest, figures: Mapping[str, int]) -> Iterator[Voto]:
    """As many votes as each figure says, for contests in which a boleta adds to one figure."""
    for key, votes in figures.items():
        voto = _voto(contest, key)
        for _ in range(votes):
            yield voto


def spread(contest: Contest, votes: int, seed: str, weights: Mapping[str, int]) -> dict[str, int]:
    """``votes`` shared among the keys of a contest about as ``weights`` say, the same for the same seed.

    Every weight is bent by up to half, up or down, by the SHA-256 of seed and key; what rounding leaves goes to the
    heaviest key. Keys without weight stay at 0.
    """
    bent = {
        key: weight * (128 + sha256(f"{seed}/{contest.id}/{key}".encode())[0])
        for key in contest.count_keys()
        if (weight := weights.get(key, 0))
    }
    whole = sum(bent.values())
    counts = {key: votes * weight // whole for key, weight in bent.items()}
    heaviest = max(bent, key=lambda key: bent[key])
    counts[heaviest] += votes - sum(counts.values())
    return {key: counts.get(key, 0) for key in contest.count_keys()}


def _voto(contest: Contest, key: str) -> Voto:
    if key == BLANCOS:
        return Voto(())
    kinds = {NULOS: OptionKind.NULO, NO_REGISTRADAS: OptionKind.NO_REGISTRADA}
    names = set(key.split("-"))
    marks = [
        Mark(place)
        for place, option in enumerate(contest.options)
        if (option.kind is kinds[key] if key in kinds else option.id.value in names)
    ]
    if not marks:
        raise ValueError(f"{contest.id} has no box for {key}")
    return Voto(tuple(marks))
