"""The legal hour in which people read moments, and days as people say them. It must not ask the time: a Clock does.

Jalisco has kept UTC-6 all year since summer time ended in October 2022 (Ley de los Husos Horarios en los Estados
Unidos Mexicanos, as remembered); PREP writes the same zone beside every hour.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final

ZONE: Final = timezone(timedelta(hours=-6), "UTC-6")
MONTHS: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def long_date(day: date) -> str:
    """A day as people say it: ``1 de julio de 2018``."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def long_moment(at: datetime) -> str:
    """A moment as paper and portal write it: ``1 de julio de 2018, 22:00 h (UTC-6)``."""
    local = at.astimezone(ZONE)
    return f"{long_date(local)}, {local:%H:%M} h (UTC-6)"


def short_date(day: date) -> str:
    """A day where there is little room: ``1 jul 2018``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_moment(at: datetime) -> str:
    """A moment as tables write it: ``1 jul 2018, 20:04:05``."""
    local = at.astimezone(ZONE)
    return f"{short_date(local)}, {local:%H:%M:%S}"
