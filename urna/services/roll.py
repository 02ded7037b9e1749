"""How much paper is left on the roll: what the sensor says, and what the journal says was printed since.

It must not stop a turn that has begun: a turn is not begun when the roll may not hold its slips.
"""

from hardware.printer.port import PaperLevel, PrinterStatus
from shared.domain.journal import JournalEntry, JournalKind
from shared.domain.voto import Voto
from shared.formats.vote_v1 import SLIP_MARK_SIZE
from urna.flow.state import PAPER, PaperFault
from urna.services.context import Context

_PIECE = 2
"""A spoiled slip takes its own paper at most, and that of the word with which it is cut off: twice the tallest."""


def watch(context: Context, status: PrinterStatus) -> str:
    """What the mesa should know of the roll now; seeing its end, and a new one, are journaled outside of turns."""
    if context.shelf.theme() is None or not status.ready:
        return ""
    near, seen = status.paper is PaperLevel.NEAR_END, _seen(context)
    if near is not (seen is not None) and not context.book.open_turn():
        _note(context, near=near)
    if not near:
        return ""
    groups = range(max(1, len(context.theme.grupos)))
    enough = all(holds_a_turn(context, status, grupo) for grupo in groups)
    return PaperFault.NEAR_END if enough else PaperFault.LOW


def holds_a_turn(context: Context, status: PrinterStatus, grupo: int) -> bool:
    """Whether the roll holds every slip of one more voter of that group, one of them spoiled."""
    if status.paper is not PaperLevel.NEAR_END:
        return True
    left = context.devices.printer.near_end_lines - _used(context, _seen(context))
    return left >= sum(_slips(context, grupo)) + _PIECE * max(_slips(context, grupo))


def _note(context: Context, *, near: bool) -> None:
    if near:
        context.book.write(JournalKind.DISPOSITIVO_EN_FALLA, dispositivo=PAPER, falla=PaperFault.NEAR_END)
    else:
        context.book.write(JournalKind.DISPOSITIVO_REPARADO, dispositivo=PAPER)


def _seen(context: Context) -> JournalEntry | None:
    """The entry that says that the end of this roll was seen; None when it was not."""
    for entry in reversed(context.book.journal.entries):
        if entry.value("dispositivo") == PAPER:
            return entry if entry.kind is JournalKind.DISPOSITIVO_EN_FALLA else None
    return None


def _used(context: Context, seen: JournalEntry | None) -> int:
    """Lines printed at most since then: every turn as the longest, every spoiled slip as the tallest."""
    if seen is None:
        return 0
    per_group = [_slips(context, grupo) for grupo in range(max(1, len(context.theme.grupos)))]
    turn, tallest = max(map(sum, per_group)), max(map(max, per_group))
    later = [entry.kind for entry in context.book.journal.entries if entry.n > seen.n]
    turns, spoiled = later.count(JournalKind.HABILITACION_CONSUMIDA), later.count(JournalKind.TESTIGO_INUTILIZADO)
    return turns * turn + spoiled * _PIECE * tallest


def _slips(context: Context, grupo: int) -> list[int]:
    """Lines of each testigo of a voter of a group: the same for any choice."""
    theme, printer = context.theme, context.devices.printer
    blank, mark = Voto(()), bytes(SLIP_MARK_SIZE)
    return [
        printer.paper_lines(context.pens.paper(context.words, theme, context.settings.mode, (index, blank), mark))
        for index in theme.contests_of(grupo)
    ]
