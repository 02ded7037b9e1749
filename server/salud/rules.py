"""When a figure of the server is bad, and when a clock has jumped: pure. It must not read a clock or a disk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from server.kit.health import Check, Level

GIB: Final = 1 << 30
STOP_BYTES: Final = GIB // 4
"""Below this the disk is as good as full: a group of bundles, its log and a cut could fail to be written."""
WARN_BYTES: Final = 4 * GIB
JUMP: Final = timedelta(seconds=2)
"""More than clocks drift between two looks; a step of the hour, by hand or by the network."""
REMEMBERED: Final = timedelta(hours=1)
CUT_LATE: Final = timedelta(minutes=20)
"""At least three cuts an hour, by rule."""


def disk(free_bytes: int) -> Check:
    """What the free space of the disk of the data means."""
    level, code = Level.FINE, ""
    if free_bytes < WARN_BYTES:
        level, code = (Level.STOPS, "S822") if free_bytes < STOP_BYTES else (Level.WARNS, "S823")
    return Check("disco", level, code, free_bytes)


def cut(age: timedelta | None, counted: int) -> Check:
    """What the age of the last published cut means; None when there is none, which is well until an acta counts."""
    seconds = int(age.total_seconds()) if age is not None else None
    late = counted > 0 if age is None else abs(age) > CUT_LATE  # one from ahead: the clock went back since
    return Check("corte", Level.WARNS if late else Level.FINE, "S826" if late else "", seconds)


@dataclass(slots=True)
class ClockWatch:
    """Compares the hour with a clock that nobody can set, look after look."""

    last: tuple[datetime, float] | None = None
    jumped_at: datetime | None = None
    jump_s: int = 0
    jumps: int = 0

    def look(self, now: datetime, steady_s: float) -> Check:
        """What the hour ``now`` means, given seconds of the steady clock; a jump is remembered for an hour."""
        if self.last is not None:
            before, steady = self.last
            jump = (now - before) - timedelta(seconds=steady_s - steady)
            if abs(jump) > JUMP:
                self.jumped_at, self.jump_s = now, int(jump.total_seconds())
                self.jumps += 1
        self.last = now, steady_s
        recent = self.jumped_at is not None and abs(now - self.jumped_at) < REMEMBERED
        return Check("reloj", Level.WARNS if recent else Level.FINE, "S825" if recent else "", self.jump_s)
