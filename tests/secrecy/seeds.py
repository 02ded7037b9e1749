"""A source of randomness that an attacker can start again, for planting and for guessing. It must not leave tests."""

from collections.abc import Iterator
from hashlib import shake_256

SEEDS = tuple(range(4))
"""What a careless start could seed with: a counter of starts, a clock that was not set."""


class Seeded:
    """`Randomness` from a seed and a counter."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def token(self, size_bytes: int) -> bytes:
        """The next bytes."""
        data = self._at(self._count, size_bytes)
        self._count += 1
        return data

    def tokens(self, count: int, size_bytes: int) -> Iterator[bytes]:
        """What each of the first draws would have begun with."""
        return (self._at(at, size_bytes) for at in range(count))

    def _at(self, count: int, size_bytes: int) -> bytes:
        return shake_256(f"{self._seed}/{count}".encode()).digest(size_bytes)
