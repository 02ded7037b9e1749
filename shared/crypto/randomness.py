"""The only source of randomness of the programs. It must never be seeded, cached or replaced outside of tests."""

import os
from typing import Protocol


class Randomness(Protocol):
    """Something that gives unpredictable bytes."""

    def token(self, size_bytes: int) -> bytes:
        """Give ``size_bytes`` fresh random bytes."""
        ...


class SystemRandomness:
    """The operating system's generator (getrandom): blocks only until it is seeded once at start-up."""

    def token(self, size_bytes: int) -> bytes:
        """Give ``size_bytes`` fresh random bytes."""
        return os.urandom(size_bytes)
