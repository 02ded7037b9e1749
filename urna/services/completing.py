"""Bringing the journal of a store level with its image, which decides. It must not change an image."""

from shared.domain.journal import JournalKind
from shared.formats.image_v1 import Image
from urna.flow.state import Settlement
from urna.services.context import Context
from urna.services.voting import journal_settlement

CUT = "corte"
_TOO_MANY = 2
_K = JournalKind


def complete(context: Context, image: Image) -> str:
    """Bring the journal level with the image; the code of a contradiction, or empty."""
    book, turn = context.book, context.book.open_turn()
    ahead = _ahead(context, image, turn)
    if image.pending_turn:
        if image.pending_turn != turn or ahead != (0, 0, 0):
            return "U321"
        if not book.has(JournalKind.TURNO_PENDIENTE, turn):
            book.write(JournalKind.TURNO_PENDIENTE, turno=turn, reemplazo=int(image.pending_replaced))
        return ""
    if not turn:
        return "" if ahead == (0, 0, 0) else "U322"
    return _end_turn(context, turn, ahead)


def _ahead(context: Context, image: Image, turn: int) -> tuple[int, int, int]:
    """How many turns like the open one the image is ahead of the journal: final, anulados, en duda.

    A number of records that no whole turn explains counts as one turn too many, so that it is a contradiction.
    """
    areas = ((image.final, _K.TURNO_FINAL), (image.anulados, _K.ANULADO), (image.en_duda, _K.EN_DUDA))
    size = len(context.contests_of_turn(turn)) if turn else 1
    more = [len(records) - _journaled(context, kind) for records, kind in areas]
    final, anulados, en_duda = (count // size if count % size == 0 else _TOO_MANY for count in more)
    return final, anulados, en_duda


def _journaled(context: Context, kind: JournalKind) -> int:
    """Records of the turns that the journal says ended so."""
    turns, theme = context.book.turns_that_ended(kind), context.theme
    grupos = context.book.grupos() if theme.grupos else {}
    return sum(len(theme.contests_of(theme.grupo_index(grupos.get(turn)))) for turn in turns)


def _end_turn(context: Context, turn: int, ahead: tuple[int, int, int]) -> str:
    book = context.book
    match ahead:
        case (1, 0, 0):
            if not book.has(JournalKind.TESTIGO_COMPLETO, turn):
                book.write(JournalKind.TESTIGO_COMPLETO, turno=turn)
            journal_settlement(context, turn, Settlement.FINAL, CUT)
        case (0, 1, 0):
            journal_settlement(context, turn, Settlement.ANULADO, CUT)
        case (0, 0, 1):
            journal_settlement(context, turn, Settlement.EN_DUDA, CUT)
        case (0, 0, 0) if not book.has(JournalKind.TURNO_PENDIENTE, turn):
            book.write(JournalKind.CANCELADO, turno=turn, motivo=CUT)
        case _:
            return "U323"
    return ""
