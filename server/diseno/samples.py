"""Invented rows for the gallery, always the same. They must not come from an election."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from server.diseno import textos
from shared.crypto.hashing import sha256_hex

MOMENT: Final = datetime(2018, 7, 2, 1, 4, 5, tzinfo=UTC)
MANY: Final = 120


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented row."""

    name: str
    votes: int
    at: datetime | None

    @property
    def mark(self) -> str:
        """Something that looks like a hash."""
        return sha256_hex(self.name.encode())[:12]

    @property
    def kind(self) -> str:
        """One of the choices of its filter."""
        return textos.CLASSES[self.votes % len(textos.CLASSES)][0]


def samples() -> tuple[Sample, ...]:
    """Rows with a very long name, with none, with large and with no figures."""
    rows = [Sample(textos.NAME.format(n=n), n * n * 37 % 4001, MOMENT + timedelta(minutes=n)) for n in range(2, MANY)]
    return (Sample(textos.LONG_NAME, 3_465_376, MOMENT), Sample(textos.NAME.format(n=1), 0, None), *rows)
