"""The clock port: aware UTC, so that no module ever asks the machine. It must not format times."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Gives the present moment, aware, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class SystemClock:
    """The machine's clock; built in the composition root alone."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)  # noqa: TID251 - this is the Clock port


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved, for tests and repeatable cuts."""

    moment: datetime

    def now(self) -> datetime:
        """The moment that was set."""
        return self.moment


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """Another clock moved by a fixed span, to re-enact a past election."""

    clock: Clock
    shift: timedelta

    def now(self) -> datetime:
        """The moment of the other clock, moved."""
        return self.clock.now() + self.shift
