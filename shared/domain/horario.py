"""The hours of a jornada and how long the urna waits for a voter, as a theme says them. It must not ask the time."""

from dataclasses import dataclass
from datetime import time
from typing import Final

from shared.domain.motivo import MotivoCierre

OPENS: Final = time(8)
CLOSES: Final = time(18)
"""From when to when votes are received where the theme does not say it (LGIPE 273.6 and 285, as remembered)."""


@dataclass(frozen=True, slots=True)
class Horario:
    """When votes are received, in the legal hour of the day of the election, and how long the urna waits for a voter.

    ``early_close``: the reasons for which the mesa may close before ``closes``; none: never. ``warn_s`` and ``alert_s``
    are seconds without a touch until the voter is asked, and until the mesa is told.
    """

    opens: time
    closes: time
    early_close: tuple[MotivoCierre, ...]
    warn_s: int
    alert_s: int


def closing_time(horario: Horario | None) -> time:
    """When voting ends."""
    return horario.closes if horario else CLOSES


def early_reasons(horario: Horario | None) -> tuple[MotivoCierre, ...]:
    """Why it may end before; where the theme does not say it, for every reason."""
    return horario.early_close if horario else tuple(MotivoCierre)
