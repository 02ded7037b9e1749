"""The clock as a port: the hour that people confirm, and a count of milliseconds that nobody can turn back.

It must not be asked inside a voter's turn.
"""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The time of the urna."""

    def now(self) -> datetime:
        """The present moment, aware, UTC, in whole seconds."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds since some start; never goes back."""
        ...


class SystemClock:
    """The clock of the operating system."""

    def now(self) -> datetime:
        """The present moment, aware, UTC, in whole seconds."""
        return datetime.fromtimestamp(time.clock_gettime_ns(time.CLOCK_REALTIME) // 10**9, UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds since the machine started."""
        return time.monotonic_ns() // 10**6
