"""What a journal as a whole contradicts: order of the day, turns, times. It must not verify hashes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.domain.hallazgo import Finding
from shared.domain.journal import OUTCOMES, JournalEntry
from shared.domain.journal_kinds import KINDS, JournalKind, Place

_K = JournalKind


@dataclass(slots=True)
class _Day:
    """What was seen so far, kept inside of `findings`."""

    opened: bool = False
    voting: bool = False
    closing: bool = False
    closed: bool = False
    acta_inicio: bool = False
    turn: int | str | None = None
    pending: bool = False
    replacing: bool = False
    known: set[int | str | None] = field(default_factory=set)
    owed: set[int | str | None] = field(default_factory=set)
    ended: set[int | str | None] = field(default_factory=set)
    found: list[Finding] = field(default_factory=list)

    def tell(self, code: str, entry: JournalEntry) -> None:
        params = (("n", entry.n), ("kind", entry.kind.value))
        self.found.append(Finding.of(code, f"journal.{entry.n}", *params))


def findings(entries: Iterable[JournalEntry]) -> tuple[Finding, ...]:
    """Findings of the journal of one store, in order.

    D701 a time while a turn is open; D702 an entry of a turn that no habilitacion opened; D703 a turn with two
    outcomes; D704 a turn outside of an open votacion; D705 a second acta de inicio, or one after opening; D706 a second
    opening or closing, or a closing with a turn open; D707 a turn opened while another is open, or opened twice; D708 a
    turn cancelled once pending existed; D709 a replacement of a turn that was not annulled, was replaced before, or was
    itself a replacement. Order alone is judged; sums are the ledger's.
    """
    day = _Day()
    for entry in entries:
        if entry.at is not None and day.turn is not None:
            day.tell("D701", entry)
        if entry.kind is _K.HABILITACION_CONSUMIDA:
            _turn_opened(day, entry)
        elif KINDS[entry.kind].place is Place.TURN:
            _turn_went_on(day, entry)
        else:
            _day_went_on(day, entry)
    return tuple(day.found)


def _turn_opened(day: _Day, entry: JournalEntry) -> None:
    if not day.voting:
        day.tell("D704", entry)
    if day.turn is not None or entry.turno in day.known:
        day.tell("D707", entry)
    replaced = entry.value("reemplaza")
    if replaced is not None and replaced not in day.owed:
        day.tell("D709", entry)
    day.owed.discard(replaced)
    day.turn, day.pending, day.replacing = entry.turno, False, replaced is not None
    day.known.add(entry.turno)


def _turn_went_on(day: _Day, entry: JournalEntry) -> None:
    if entry.turno not in day.known:
        day.tell("D702", entry)
    if entry.kind is _K.TURNO_PENDIENTE:
        day.pending = True
    if entry.kind not in OUTCOMES:
        return
    if entry.turno in day.ended:
        day.tell("D703", entry)
    if entry.kind is _K.CANCELADO and day.pending and entry.turno == day.turn:
        day.tell("D708", entry)
    day.ended.add(entry.turno)
    if entry.kind is _K.ANULADO and not day.replacing:
        day.owed.add(entry.turno)
    if entry.turno == day.turn:
        day.turn, day.pending = None, False


def _day_went_on(day: _Day, entry: JournalEntry) -> None:
    match entry.kind:
        case _K.ACTA_INICIO:
            if day.acta_inicio or day.opened:
                day.tell("D705", entry)
            day.acta_inicio = True
        case _K.APERTURA:
            if day.opened or day.closing:
                day.tell("D706", entry)
            day.opened = day.voting = True
        case _K.SUSPENSION | _K.REANUDACION:
            day.voting = entry.kind is _K.REANUDACION and day.opened and not day.closing
        case _K.CIERRE_INICIADO | _K.CIERRE:
            _closing(day, entry)
        case _:
            return


def _closing(day: _Day, entry: JournalEntry) -> None:
    """A closing may be begun again after a crash; it ends once."""
    if day.turn is not None or day.closed:
        day.tell("D706", entry)
    day.voting, day.closing = False, True
    day.closed = day.closed or entry.kind is _K.CIERRE
