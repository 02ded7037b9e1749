"""What is expected at an hour, and who is late: pure, by whole numbers. It must not read a clock or a database.

The plan is the institute's own, in the configuration; the hour of the close is LGIPE 285 (18:00), as remembered.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from server.noche.schemas import Instant, Late, Plan, Points, Told
from shared.domain.hora import ZONE
from shared.domain.journal import JournalEntry
from shared.domain.journal_kinds import KINDS, JournalKind, Place
from shared.formats.theme_v1 import CasillaTema

CLOSES: Final = time(18, tzinfo=ZONE)
ALL: Final = 1000
LATE_FROM: Final = 900
"""Per mille of the casillas of a kind that the plan expects before one of them is late."""
URBAN: Final = 1
STEPS: Final = 48
"""Points of a curve at most, so that it can be read as a table too."""
STEP_MIN: Final = 10
_K: Final = JournalKind
FAULTS: Final = frozenset(
    {
        _K.RELOJ_CAMBIADO, _K.TEMA_RECHAZADO, _K.TARJETA_RECHAZADA, _K.CODIGO_EQUIVOCADO, _K.TESTIGO_INUTILIZADO,
        _K.ANULADO, _K.EN_DUDA, _K.SUSPENSION, _K.DISPOSITIVO_EN_FALLA, _K.MEDIO_PERDIDO, _K.MEDIO_EXCLUIDO,
        _K.MEDIO_RECHAZADO, _K.TAPA_ABIERTA, _K.CAJA_ABIERTA, _K.CORRIENTE_PERDIDA, _K.BATERIA_BAJA,
        _K.TECLADO_ATACADO, _K.SUSTITUCION, _K.PARTE_RECHAZADA, _K.FUERA_DE_SERVICIO,
    }
)  # fmt: skip
"""What somebody who asks how the day went wants to read first."""


def closes_at(day: date) -> datetime:
    """When voting ends on a day."""
    return datetime.combine(day, CLOSES)


def share(points: Points, after_min: int) -> int:
    """Per mille expected so many minutes after the close; between two points along the straight line, cut off."""
    if after_min < 0:
        return 0
    before = (0, 0)
    for point in points:
        if after_min < point[0]:
            span, gain = point[0] - before[0], point[1] - before[1]
            return before[1] + gain * (after_min - before[0]) // span
        before = point
    return ALL


def expected(plan: Plan, sizes: tuple[int, int], after_min: int) -> int:
    """How many casillas are expected by then, of so many urban and so many others."""
    return sizes[0] * share(plan.urban, after_min) // ALL + sizes[1] * share(plan.rural, after_min) // ALL


def sizes(casillas: Iterable[CasillaTema]) -> tuple[int, int]:
    """How many casillas are urban, and how many are not."""
    kinds = [casilla.ubicacion == URBAN for casilla in casillas]
    return kinds.count(True), kinds.count(False)


def due_min(points: Points) -> int:
    """How many minutes after the close a casilla of this kind begins to be late."""
    before = (0, 0)
    for point in points:
        if point[1] >= LATE_FROM:
            gain = point[1] - before[1]
            return before[0] + (-(-(LATE_FROM - before[1]) * (point[0] - before[0]) // gain) if gain else 0)
        before = point
    return before[0]


def late(plan: Plan, waiting: Iterable[CasillaTema], closing: datetime, now: datetime) -> tuple[Late, ...]:
    """Casillas that should have come: the latest first, then those with most voters behind them."""
    due = {urban: closing + timedelta(minutes=due_min(plan.urban if urban else plan.rural)) for urban in (True, False)}
    found = []
    for casilla in waiting:
        at = due[casilla.ubicacion == URBAN]
        if now > at:
            found.append(Late(casilla, at, (now - at) // timedelta(minutes=1)))
    return tuple(sorted(found, key=lambda each: (-each.late_min, -each.casilla.lista_nominal, each.casilla.id.clave)))


def curve(
    plan: Plan, kinds: tuple[int, int], arrivals: Sequence[datetime], span: tuple[datetime, datetime]
) -> tuple[Instant, ...]:
    """Received and expected from the close to now, at even steps; ``arrivals`` are sorted."""
    closing, now = span
    after_min = max(0, (now - closing) // timedelta(minutes=1))
    step = max(STEP_MIN, -(-after_min // STEPS))
    points, came = [], 0
    for minute in (*range(0, after_min, step), after_min):
        at = closing + timedelta(minutes=minute)
        while came < len(arrivals) and arrivals[came] <= (now if minute == after_min else at):
            came += 1
        points.append(Instant(at, came, expected(plan, kinds, minute)))
    return tuple(points)


def told(journal: Iterable[JournalEntry]) -> Told:
    """A journal as somebody reads it: what failed, the day without its turns, and turns by number."""
    faults, day, turns = [], [], dict[str, int]()
    for entry in journal:
        if KINDS[entry.kind].place is Place.TURN:
            turns[entry.kind.value] = turns.get(entry.kind.value, 0) + 1
        else:
            day.append(entry)
        if entry.kind in FAULTS:
            faults.append(entry)
    return Told(tuple(faults), tuple(day), turns)
