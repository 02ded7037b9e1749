"""What the urna believes of the hour: jumps of its clock, the newest hour that anyone signed, doubts at closing.

It must not stop anything: a clock has no part in a vote, and never keeps a casilla from closing.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from shared.crypto.tuf_repo import OUTLIVES_JORNADA
from shared.domain.hora import ZONE
from shared.domain.horario import closing_time
from shared.domain.journal import JournalEntry, JournalKind
from urna.flow.hour import DoubtfulHour, HourDoubt, LoadingHour
from urna.services.clock import Clock
from urna.services.context import Context
from urna.services.words import MOMENT

FIRST_S: Final = 120
"""Seconds by which the clock must be off to be journaled."""
_MOST_S: Final = 3600
FORWARD, BACK = "adelante", "atras"


class ClockWatch:
    """Compares the clock with milliseconds that nobody turns back. One that stands still is told ever more seldom."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._ms = 0
        self._patience = FIRST_S

    def look(self, clock: Clock) -> int:
        """Seconds that the clock jumped since the last time that it was told (back: negative); 0 for none."""
        now, ms = clock.now(), clock.monotonic_ms()
        if self._at is None:
            self._at, self._ms = now, ms
            return 0
        jump = int((now - self._at).total_seconds()) - (ms - self._ms) // 1000
        if abs(jump) < self._patience:
            return 0
        creeping = abs(jump) < 2 * self._patience
        self._patience = min(2 * self._patience, _MOST_S) if creeping else FIRST_S
        self._at, self._ms = now, ms
        return jump


def say_jump(context: Context, seconds: int) -> None:
    """Journal a jump, outside of turns."""
    if seconds:
        way = FORWARD if seconds > 0 else BACK
        context.book.write(JournalKind.RELOJ_CAMBIADO, segundos=abs(seconds), sentido=way)


def jump_at_start(context: Context) -> int:
    """Seconds by which the clock is behind the newest hour of the journal, negative; 0 when it is not.

    What stands before people confirmed an hour may bear one that they put right. Ahead it may be by right: nobody knows
    how long the urna was off.
    """
    _, since = _confirmed_at_loading(context)
    known = [entry.at for entry in context.book.journal.entries[since:] if entry.at is not None]
    behind = int((max(known) - context.clock.now()).total_seconds()) if known else 0
    return -behind if behind >= FIRST_S else 0


def correction(context: Context) -> timedelta:
    """By how much two people put the machine's clock right when they loaded the theme that is in use."""
    entry, _ = _confirmed_at_loading(context)
    if entry is None:
        return timedelta()
    clock, confirmed = read_moment(entry, "reloj"), read_moment(entry, "confirmada")
    return confirmed - clock if clock is not None and confirmed is not None else timedelta()


def _confirmed_at_loading(context: Context) -> tuple[JournalEntry | None, int]:
    """The last hour confirmed before the day was opened, and its place; closing confirms one of its own."""
    found: tuple[JournalEntry | None, int] = (None, 0)
    for place, entry in enumerate(context.book.journal.entries):
        if entry.kind is JournalKind.ACTA_INICIO:
            break
        if entry.kind is JournalKind.HORA_CONFIRMADA:
            found = entry, place
    return found


def hour_to_confirm(context: Context) -> LoadingHour:
    """What the clock shows while a theme is loaded, and what is known of the hour without it."""
    clock, theme = context.clock.now(), context.desk.candidate
    late = theme is not None and clock.date() > theme.election.date + OUTLIVES_JORNADA
    return LoadingHour(clock, newest_signed(context) or clock, late=late)


def newest_signed(context: Context) -> datetime | None:
    """The newest hour that two people confirmed or a verified theme bears; None before the first."""
    kinds = {JournalKind.HORA_CONFIRMADA: "confirmada", JournalKind.HORA_VISTA: "hora"}
    entries = context.book.journal.entries
    known = [read_moment(entry, kinds[entry.kind]) for entry in entries if entry.kind in kinds]
    return max((hour for hour in known if hour is not None), default=None)


def remember_signed(context: Context, hour: datetime) -> None:
    """Journal the hour that a verified theme bears when it is the newest one seen."""
    newest = newest_signed(context)
    if newest is None or hour > newest:
        context.book.write(JournalKind.HORA_VISTA, hora=hour.astimezone(UTC).strftime(MOMENT))


def read_moment(entry: JournalEntry, name: str) -> datetime | None:
    """An hour among the data of an entry; None when it is not there or is none."""
    try:
        return datetime.strptime(str(entry.value(name)), MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def doubtful_hour(context: Context, now: datetime) -> DoubtfulHour | None:
    """Why the clock may not be believed at closing, and the hour to propose; None when it may."""
    day, local = context.theme.election.date, now.astimezone(ZONE)
    closing = datetime.combine(day, closing_time(context.theme.rules.horario), ZONE)
    if now < closing:
        doubt = HourDoubt.EARLY
    elif (local.date() - day).days > 1:
        doubt = HourDoubt.LATE
    elif _turned(context):
        doubt = HourDoubt.TURNED
    else:
        return None
    proposed = now if abs((local.date() - day).days) <= 1 and now > _opened(context) else closing
    return DoubtfulHour(doubt, now, proposed.astimezone(UTC), closing.astimezone(UTC))


def confirmed_closing(context: Context) -> JournalEntry | None:
    """The entry of the hour that two people confirmed for this closing; None when the clock was believed."""
    begun = context.book.journal.last(JournalKind.CIERRE_INICIADO)
    if begun is None or begun.value("motivo") != "hora_confirmada":
        return None
    return context.book.journal.last(JournalKind.HORA_CONFIRMADA)


def _turned(context: Context) -> bool:
    last = context.book.journal.last(JournalKind.RELOJ_CAMBIADO, JournalKind.HORA_CONFIRMADA)
    return last is not None and last.kind is JournalKind.RELOJ_CAMBIADO


def _opened(context: Context) -> datetime:
    if context.apertura is None:
        return datetime.min.replace(tzinfo=UTC)
    return context.apertura.opened_at
