"""The hour that two people say it is, at loading and at a closing whose clock is in doubt. It must not ask a clock.

A wrong clock never blocks closing; both hours are journaled and printed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.hora import ZONE


class HourDoubt(StrEnum):
    """Why the clock may be wrong at closing."""

    EARLY = "early"
    """It has not reached the closing hour."""
    LATE = "late"
    """It shows another day."""
    TURNED = "turned"
    """It jumped or stood still since two people last confirmed it."""


@dataclass(frozen=True, slots=True)
class DoubtfulHour:
    """What the clock shows, why it is doubted, and the hour that the mesa would confirm; aware, UTC.

    ``closing`` is the closing hour of the election's day: no other day is confirmed.
    """

    doubt: HourDoubt
    clock: datetime
    proposed: datetime
    closing: datetime


def is_early(hour: DoubtfulHour | None) -> bool:
    """Whether it is not closing time yet, by the clock and by what the mesa says of it."""
    return hour is not None and hour.doubt is HourDoubt.EARLY and hour.proposed < hour.closing


STEPS: Final = {
    "hora_menos": timedelta(hours=-1),
    "hora_mas": timedelta(hours=1),
    "minutos_menos": timedelta(minutes=-5),
    "minutos_mas": timedelta(minutes=5),
}
"""Buttons that move the proposed hour."""
_FARTHEST = timedelta(days=1)


def move(hour: DoubtfulHour, action: str) -> DoubtfulHour:
    """The proposed hour moved by one button, within a day of the closing hour."""
    moved = hour.proposed + STEPS[action]
    return replace(hour, proposed=moved) if abs(moved - hour.closing) <= _FARTHEST else hour


@dataclass(frozen=True, slots=True)
class LoadingHour:
    """What the urna's clock shows while a theme is loaded, and by how much people put it right; aware, UTC.

    Nothing before ``newest``, the newest hour that anyone signed, is confirmed.
    """

    clock: datetime
    newest: datetime
    correction: timedelta = timedelta()
    late: bool = False
    """The clock shows a day on which this theme has long been over."""

    @property
    def confirmed(self) -> datetime:
        """The hour that people would confirm."""
        return self.clock + self.correction


LOAD_STEPS: Final = {
    "paso_dia_menos": timedelta(days=-1),
    "paso_dia_mas": timedelta(days=1),
    "paso_hora_menos": timedelta(hours=-1),
    "paso_hora_mas": timedelta(hours=1),
    "paso_diez_menos": timedelta(minutes=-10),
    "paso_diez_mas": timedelta(minutes=10),
    "paso_minuto_menos": timedelta(minutes=-1),
    "paso_minuto_mas": timedelta(minutes=1),
}
"""Buttons that put the clock right at loading."""


def begin_right(hour: LoadingHour) -> LoadingHour:
    """Where putting right begins: at the newest signed hour, in whole minutes, when the clock is far from it."""
    if hour.correction or not (hour.late or hour.clock < hour.newest):
        return hour
    return replace(hour, correction=hour.newest.replace(second=0) + timedelta(minutes=1) - hour.clock)


def put_right(hour: LoadingHour, action: str) -> LoadingHour:
    """The hour moved by one button, never to before the newest signed one."""
    moved = replace(hour, correction=hour.correction + LOAD_STEPS[action])
    return moved if moved.confirmed >= hour.newest else hour


def local_text(at: datetime) -> str:
    """``01/07/2018 18:05`` in the legal hour."""
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"
