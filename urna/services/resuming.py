"""Start-up: the store alone says where the jornada stands. It must not trust what it cannot verify, nor lose a vote.

The image decides; the journal is completed from it; the board's counter says whether both are the newest.
"""

from collections.abc import Mapping

from shared.crypto.errors import SignatureInvalid
from shared.domain.errors import DatoInvalido
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.domain.ledger import Ledger
from shared.formats.image_v1 import Image
from urna.flow.effects import Resume
from urna.flow.outcome import Broke, Resumed
from urna.flow.ports import AlmacenInvalido, MedioPerdido, Repair, Verdict
from urna.flow.state import Settlement
from urna.services import apertura as apertura_file
from urna.services.apertura import Apertura
from urna.services.committing import note_counter
from urna.services.context import Context
from urna.services.folders import mode_folder
from urna.services.opening import finish
from urna.services.results import Results, read_results
from urna.services.voting import grant, journal_settlement

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.BEHIND: "U311",
    Verdict.TOO_FAR: "U312",
    Verdict.OTHER: "U313",
    Verdict.UNKNOWN_STORE: "U314",
    Verdict.OTHER_JOURNAL: "U315",
    Verdict.NO_ANSWER: "U316",
}
_CUT = "corte"
RIGHT_CODES = frozenset({JournalKind.OFICIAL_AUTENTICADO, JournalKind.PARTE_ABIERTA})
_VERSION = "1"


def resume(context: Context, _: Resume) -> Resumed | Broke:
    """Read journal, theme, store and results, mend what is damaged, and say where the jornada stands."""
    try:
        repairs = context.book.journal.start()
        broke = _restore_theme(context)
        if broke is None and context.book.has(JournalKind.ACTA_INICIO):
            broke, more = _restore_store(context)
            repairs = (*repairs, *more)
    except (AlmacenInvalido, MedioPerdido) as error:
        return Broke(error.code if isinstance(error, AlmacenInvalido) else "U303")
    if broke is not None:
        return broke
    for repair in repairs:
        context.book.write(JournalKind.MEDIO_REPARADO, medio=repair.medium, copias=repair.copies)
    context.book.write(JournalKind.ENCENDIDO, software=context.software_hash, version=_VERSION)
    return _resumed(context, grant(context))


def _restore_theme(context: Context) -> Broke | None:
    entry = context.book.journal.last(JournalKind.TEMA_CARGADO)
    if entry is None:
        return None
    try:
        restored = context.shelf.restore(str(entry.value("tema")))
    except DatoInvalido:
        restored = False
    return None if restored else Broke("U201")


def _restore_store(context: Context) -> tuple[Broke | None, tuple[Repair, ...]]:
    apertura = _read_apertura(context)
    repairs = context.store.start()
    present = context.store.present
    if apertura is None or present is None or present.image.store_id != apertura.store_id:
        return Broke("U202"), repairs
    context.apertura = apertura
    verdict = _judge(context)
    if verdict in _VERDICTS and not (verdict is Verdict.NO_ANSWER and read_results(context)):
        return Broke(_VERDICTS[verdict]), repairs
    code = _complete(context, present.image)
    if code:
        return Broke(code), repairs
    if not context.book.has(JournalKind.APERTURA):
        finish(context, apertura)
    if verdict is Verdict.ONE_AHEAD:
        failed = note_counter(context)
        if isinstance(failed, Broke):
            return failed, repairs
    return None, repairs


def _judge(context: Context) -> Verdict:
    """Ask the board, waiting a while for one that is still starting."""
    present = context.store.present
    if present is None:
        return Verdict.UNKNOWN_STORE
    hashes = {entry.hash for entry in context.book.journal.entries}
    deadline = context.clock.monotonic_ms() + context.settings.board_wait_ms
    while True:
        verdict = context.guard.judge(present, hashes)
        if verdict is not Verdict.NO_ANSWER or context.clock.monotonic_ms() >= deadline:
            return verdict
        context.devices.board.hello()


def _read_apertura(context: Context) -> Apertura | None:
    for medium in context.media.present:
        try:
            data = medium.root.subfolder(mode_folder(context.settings.mode)).read(apertura_file.NAME)
            if data is not None:
                return apertura_file.parse(data, context.identity.key.public.verify)
        except (MedioPerdido, DatoInvalido, SignatureInvalid):
            continue
    return None


def _complete(context: Context, image: Image) -> str:
    """Bring the journal level with the image; the code of a contradiction, or empty."""
    book, turn = context.book, context.book.open_turn()
    ahead = _ahead(book.ledger(), image, context.turns_per_record)
    if image.pending_turn:
        if image.pending_turn != turn or ahead != (0, 0, 0):
            return "U321"
        if not book.has(JournalKind.TURNO_PENDIENTE, turn):
            book.write(JournalKind.TURNO_PENDIENTE, turno=turn, reemplazo=int(image.pending_replaced))
        return ""
    if not turn:
        return "" if ahead == (0, 0, 0) else "U322"
    return _end_turn(context, turn, ahead)


def _ahead(ledger: Ledger, image: Image, records: int) -> tuple[int, int, int]:
    """How many turns the image is ahead of the journal: final, anulados, en duda."""
    return (
        len(image.final) // records - ledger.emitidos,
        len(image.anulados) // records - ledger.anulados,
        len(image.en_duda) // records - ledger.en_duda,
    )


def _end_turn(context: Context, turn: int, ahead: tuple[int, int, int]) -> str:
    book = context.book
    match ahead:
        case (1, 0, 0):
            if not book.has(JournalKind.TESTIGO_COMPLETO, turn):
                book.write(JournalKind.TESTIGO_COMPLETO, turno=turn)
            journal_settlement(context, turn, Settlement.FINAL, _CUT)
        case (0, 1, 0):
            journal_settlement(context, turn, Settlement.ANULADO, _CUT)
        case (0, 0, 1):
            journal_settlement(context, turn, Settlement.EN_DUDA, _CUT)
        case (0, 0, 0) if not book.has(JournalKind.TURNO_PENDIENTE, turn):
            book.write(JournalKind.CANCELADO, turno=turn, motivo=_CUT)
        case _:
            return "U323"
    return ""


def _resumed(context: Context, granted: int) -> Resumed:
    state = context.book.state()
    results = read_results(context) if context.apertura is not None else None
    if state is JornadaState.CERRANDO and results is not None and context.book.has(JournalKind.CIERRE):
        state = JornadaState.CERRADA
    present = context.store.present
    pending = present.image if present is not None else None
    turn = pending.pending_turn if pending else 0
    due, printed = _papers(context, results, state)
    return Resumed(
        state,
        context.facts(),
        pending_turn=turn,
        pending_replaced=pending.pending_replaced if pending else False,
        pending_complete=bool(turn) and context.book.has(JournalKind.TESTIGO_COMPLETO, turn),
        granted_turn=granted,
        closing_due=due,
        closing_printed=printed,
        wrong_codes=_wrong_codes(context),
    )


def _wrong_codes(context: Context) -> int:
    """How many codes failed since the last right one."""
    count = 0
    for entry in reversed(context.book.journal.entries):
        if entry.kind in RIGHT_CODES:
            break
        count += entry.kind is JournalKind.CODIGO_EQUIVOCADO or entry.value("error") == "K501"
    return count


def _papers(context: Context, results: Results | None, state: JornadaState) -> tuple[int, int]:
    if results is None:
        return 0, 0
    if state in (JornadaState.EXPORTADA, JornadaState.ARCHIVADA):
        return results.papers, results.papers
    printed = sum(entry.kind is JournalKind.ACTA_IMPRESA for entry in context.book.journal.entries)
    return results.papers, min(printed, results.papers)
