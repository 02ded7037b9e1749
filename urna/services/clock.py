"""The clock as a port: the hour that people confirm, and a count of milliseconds that nobody can turn back.

It must not be asked inside a voter's turn.
"""

import time
from datetime import UTC, datetime, timedelta
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


class CorrectedClock:
    """The machine's clock with what two people put right when they loaded the theme; the machine's is left as it is."""

    def __init__(self, machine: Clock) -> None:
        self.machine = machine
        self._correction = timedelta()

    def now(self) -> datetime:
        """The present moment, aware, UTC, in whole seconds."""
        return self.machine.now() + self._correction

    def monotonic_ms(self) -> int:
        """Milliseconds since the machine started."""
        return self.machine.monotonic_ms()

    def correct(self, correction: timedelta) -> None:
        """From now on the machine's clock is off by this much."""
        self._correction = correction
