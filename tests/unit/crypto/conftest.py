"""What the tests of cryptography share. It must not be used outside of tests: its randomness repeats."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.crypto.certificates import Issuer, create_root
from shared.crypto.locked import Hardness
from shared.crypto.signing import SigningKey

GOLDEN = Path(__file__).parent / "golden"


class RepeatingRandomness:
    """The same bytes at every start: SHA-256 of a seed and a counter."""

    def __init__(self, seed: bytes = b"seed") -> None:
        self._seed = seed
        self._counter = 0

    def token(self, size_bytes: int) -> bytes:
        out = b""
        while len(out) < size_bytes:
            out += hashlib.sha256(self._seed + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
        return out[:size_bytes]


@pytest.fixture
def repeating() -> RepeatingRandomness:
    return RepeatingRandomness()


@pytest.fixture
def quick() -> Hardness:
    """Cheap parameters: these tests are about formats, not about cost."""
    return Hardness(iterations=1, memory_log2_kib=6)


@pytest.fixture
def golden() -> Path:
    return GOLDEN


@pytest.fixture(scope="session")
def day() -> datetime:
    return datetime(2018, 7, 1, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def issuer(day: datetime) -> Issuer:
    key = SigningKey.generate()
    return Issuer(create_root("Instituto de pruebas", day - timedelta(days=100), day + timedelta(days=1000), key), key)
