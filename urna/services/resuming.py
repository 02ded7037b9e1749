"""Start-up: the store alone says where the jornada stands. It must not trust what it cannot verify, nor lose a vote.

The image decides; the journal is completed from it; the board's counter says whether both are the newest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.crypto.errors import SignatureInvalid
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.formats import opening_v1
from shared.formats.opening_v1 import Apertura
from urna.flow.effects import ExcludeMedium, Resume
from urna.flow.outcome import Broke, MediumExcluded, MediumMissing, Resumed
from urna.flow.ports import AlmacenInvalido, MedioPerdido, MediumPort, Repair, Verdict
from urna.services import custody
from urna.services.committing import note_counter
from urna.services.completing import complete
from urna.services.context import Context
from urna.services.hours import correction, jump_at_start, say_jump
from urna.services.levelling import exclude as leave_out
from urna.services.opening import finish
from urna.services.practice import with_practice
from urna.services.results import Results, copy_results, has_results, read_results
from urna.services.stopping import say_out_of_service
from urna.services.substituting import go_home, restore
from urna.services.swaps import SwapState
from urna.services.voting import grant

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.BEHIND: "U311",
    Verdict.TOO_FAR: "U312",
    Verdict.OTHER: "U313",
    Verdict.UNKNOWN_STORE: "U314",
    Verdict.OTHER_JOURNAL: "U315",
    Verdict.NO_ANSWER: "U316",
}
_UNTOLD = frozenset({"U111", "U112", "U303", "U315"})
"""Stops that the journal cannot take: it is away, or it may not be the newest and an entry would split the day."""
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class _Read:
    """What a start found before it wrote an entry; ``verdict`` is None before the acta de inicio."""

    repairs: tuple[Repair, ...]
    verdict: Verdict | None = None


def resume(context: Context, _: Resume) -> Resumed | MediumMissing | Broke:
    """Read journal, theme, store and results, mend what is damaged, and say where the jornada stands.

    Nothing is journaled while a medium is missing that nobody left out, so that two starts on either medium alone
    never tell two days. An official jornada does not even begin to read where memory may be written to a disk.
    """
    if context.settings.mode is Mode.OFICIAL and context.swaps.state() is SwapState.ON:
        return Broke("U331")
    for label in context.media.lost:
        context.media.recover(label)
    go_home(context)
    try:
        found = _read(context)
        outcome = _go_on(context, found) if isinstance(found, _Read) else found
    except (AlmacenInvalido, MedioPerdido) as error:
        outcome = Broke(error.code if isinstance(error, AlmacenInvalido) else "U303")
    if isinstance(outcome, Broke) and outcome.reason not in _UNTOLD and not context.media.lost:
        say_out_of_service(context, outcome.reason)
    return outcome


def exclude(context: Context, effect: ExcludeMedium) -> MediumExcluded | Resumed | MediumMissing | Broke:
    """Leave a medium out by order of two officials; at start-up the start then goes on."""
    said = leave_out(context, effect)
    return resume(context, Resume()) if effect.starting else said


def _read(context: Context) -> _Read | MediumMissing | Broke:
    repairs = context.book.journal.start()
    context.clock.correct(correction(context))
    broke = _restore_theme(context) or restore(context)
    if broke is not None or not context.book.has(JournalKind.ACTA_INICIO):
        return broke or _not_opened(context, repairs)
    found = _read_store(context)
    if isinstance(found, Broke):
        return found
    missing = [label for label in context.media.lost if not custody.excluded(context, label)]
    if missing and not _closed(context):
        fault = custody.fault_of(context.media.reason(missing[0])).value
        return MediumMissing(context.book.state(), context.facts(), custody.DEVICES[missing[0]], fault)
    return _Read((*repairs, *found.repairs), found.verdict)


def _not_opened(context: Context, repairs: tuple[Repair, ...]) -> _Read | Broke:
    """A day without acta de inicio has no image beyond the empty one: else its journal was cut back."""
    return Broke("U315") if context.store.newest() > 1 else _Read(repairs)


def _go_on(context: Context, found: _Read) -> Resumed | Broke:
    open_turn = context.book.open_turn()
    if found.verdict is not None:
        broke = _complete_store(context, found.verdict)
        if broke is not None:
            return broke
    repaired = _journal_repairs(context, found.repairs)
    if not context.book.open_turn():
        say_jump(context, jump_at_start(context))
    context.book.write(JournalKind.ENCENDIDO, software=context.software_hash, version=_VERSION)
    granted = grant(context) if context.home is None else 0
    cut = bool(open_turn) and context.book.has(JournalKind.CANCELADO, open_turn)
    return replace(_resumed(context, granted), repaired=repaired, cut=cut)


def _journal_repairs(context: Context, repairs: tuple[Repair, ...]) -> tuple[str, ...]:
    """Say of each medium that it was mended, or that it is back; the media concerned, as devices."""
    repaired = []
    for label in (medium.label for medium in context.media.present):
        copies = sum(repair.copies for repair in repairs if repair.medium == label)
        blank = any(repair.blank for repair in repairs if repair.medium == label)
        if blank or custody.said_lost(context, label):
            motive = custody.BLANK if blank else custody.SAME
            context.book.write(JournalKind.MEDIO_REPUESTO, medio=label, motivo=motive)
        elif copies:
            context.book.write(JournalKind.MEDIO_REPARADO, medio=label, copias=copies)
        else:
            continue
        repaired.append(custody.DEVICES[label])
    return tuple(repaired)


def _closed(context: Context) -> bool:
    """Whether the bundle is made: a lost medium then holds up nothing but its own copy."""
    return context.book.has(JournalKind.CIERRE) and read_results(context) is not None


def _restore_theme(context: Context) -> Broke | None:
    entry = context.book.journal.last(JournalKind.TEMA_CARGADO)
    if entry is None:
        return None
    try:
        restored = context.shelf.restore(str(entry.value("tema")))
    except DatoInvalido:
        restored = False
    return None if restored else Broke("U201")


def _read_store(context: Context) -> _Read | Broke:
    apertura = _read_apertura(context)
    repairs = context.store.start()
    present = context.store.present
    if apertura is None or present is None or present.image.store_id != apertura.store_id:
        return Broke("U202")
    context.apertura = apertura
    verdict = _judge(context)
    if verdict in _VERDICTS and not (verdict is Verdict.NO_ANSWER and read_results(context)):
        return Broke(_VERDICTS[verdict])
    return _Read(repairs, verdict)


def _complete_store(context: Context, verdict: Verdict) -> Broke | None:
    apertura, present = context.apertura, context.store.present
    if apertura is None or present is None:
        return Broke("U202")
    _spread_apertura(context, apertura)
    code = complete(context, present.image)
    if code:
        return Broke(code)
    if not context.book.has(JournalKind.APERTURA):
        finish(context, apertura)
    if verdict is Verdict.ONE_AHEAD:
        failed = note_counter(context)
        if isinstance(failed, Broke):
            return failed
    return None


def _spread_apertura(context: Context, apertura: Apertura) -> None:
    """A medium that was empty, or whose copy is damaged, gets the opening and the results that the other holds."""
    results = read_results(context)

    def spread(medium: MediumPort) -> None:
        if _apertura_on(context, medium) is None:
            context.store_folder(medium).replace(opening_v1.NAME, context.opening_file(apertura))
        if results is not None and not has_results(context, medium):
            copy_results(context, medium)

    context.media.on_each(spread)


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
    found = (_apertura_on(context, medium) for medium in context.media.present)
    return next((apertura for apertura in found if apertura is not None), None)


def _apertura_on(context: Context, medium: MediumPort) -> Apertura | None:
    try:
        data = context.store_folder(medium).read(opening_v1.NAME)
        return None if data is None else opening_v1.parse(data, context.verify_opening)
    except (MedioPerdido, DatoInvalido, SignatureInvalid):
        return None


def _resumed(context: Context, granted: int) -> Resumed:
    state = context.book.state()
    results = read_results(context) if context.apertura is not None else None
    if state is JornadaState.CERRANDO and results is not None and context.book.has(JournalKind.CIERRE):
        state = JornadaState.CERRADA
    present = context.store.present
    pending = present.image if present is not None else None
    turn = pending.pending_turn if pending else 0
    due, printed = _papers(context, results, state)
    fault = _suspect_paper(context, state)
    return Resumed(
        state,
        with_practice(context, context.facts()) if state is JornadaState.CARGADA else context.facts(),
        pending_turn=turn,
        pending_replaced=pending.pending_replaced if pending else False,
        pending_complete=bool(turn) and context.book.has(JournalKind.TESTIGO_COMPLETO, turn),
        granted_turn=granted,
        granted_grupo=_grupo_name(context, granted),
        closing_due=due,
        closing_printed=printed,
        wrong_codes=context.book.wrong_codes(),
        printer_fault=fault if turn else "",
        excluded=frozenset(custody.DEVICES[label] for label in context.media.lost if custody.excluded(context, label)),
    )


def _suspect_paper(context: Context, state: JornadaState) -> str:
    """Have the printer drop and mark what it may hold of the run before; why it could not, empty when it did."""
    if state is JornadaState.SIN_TEMA:
        return ""
    printer = context.devices.printer
    printer.suspect()
    status = printer.status()
    return "" if status.ready else status.faults[0].value


def _grupo_name(context: Context, turn: int) -> str:
    grupo = context.book.grupo_of(turn) if turn else None
    return grupo.value if grupo is not None else ""


def _papers(context: Context, results: Results | None, state: JornadaState) -> tuple[int, int]:
    if results is None:
        return 0, 0
    if state in (JornadaState.EXPORTADA, JornadaState.ARCHIVADA):
        return results.papers, results.papers
    printed = sum(entry.kind is JournalKind.ACTA_IMPRESA for entry in context.book.journal.entries)
    return results.papers, min(printed, results.papers)
