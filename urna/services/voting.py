"""One voter's turn, performed: habilitacion, records, testigos, outcome. It must not decide, count or log a choice."""

from hardware.printer.port import NotPrinted, Remains
from shared.domain.ids import GrupoId
from shared.domain.jornada import JornadaEvent, JornadaFacts, Refused
from shared.domain.journal import OUTCOMES, JournalKind
from urna.flow.effects import (
    CancelTurn,
    CommitPending,
    ConsumeHabilitacion,
    CountTestigo,
    PrintTestigo,
    SettlePending,
)
from urna.flow.outcome import (
    Broke,
    CommitFailed,
    HabilitacionConsumed,
    HabilitacionRefused,
    PendingCommitted,
    PendingSettled,
    TestigoCounted,
    TestigoFailed,
    TestigoPrinted,
    TurnCancelled,
)
from urna.flow.ports import Area, MedioPerdido
from urna.flow.state import PAPER, PaperFault, Settlement
from urna.flow.turn import NO_DEVICE
from urna.services import roll
from urna.services.committing import commit_pending, commit_settled
from urna.services.context import Context

_AREAS = {Settlement.FINAL: Area.FINAL, Settlement.ANULADO: Area.ANULADOS, Settlement.EN_DUDA: Area.EN_DUDA}


def consume(context: Context, effect: ConsumeHabilitacion) -> HabilitacionConsumed | HabilitacionRefused:
    """Consume one habilitacion durably, before any boleta shows; refused and not counted when nobody could vote."""
    status = context.devices.printer.status()
    if not status.ready:
        return HabilitacionRefused("printer", status.faults[0].value)
    turn_open = bool(context.book.open_turn())
    if isinstance(context.book.ask(JornadaEvent.HABILITAR, JornadaFacts(turn_open=turn_open)), Refused):
        return HabilitacionRefused(NO_DEVICE, "not_open")
    if _full(context):
        return HabilitacionRefused("internal", "full")
    grupo = GrupoId(effect.grupo) if effect.grupo else None
    if not roll.holds_a_turn(context, status, context.theme.grupo_index(grupo)):
        return HabilitacionRefused(PAPER, PaperFault.LOW)
    try:
        number = _consume(context, grupo)
    except MedioPerdido:
        return HabilitacionRefused("media", "lost")
    return HabilitacionConsumed(number, context.facts(), effect.grupo)


def _consume(context: Context, grupo: GrupoId | None, **data: int | str) -> int:
    number = context.book.ledger().habilitaciones + 1
    if grupo is not None:
        data["grupo"] = grupo.value
    context.book.write(JournalKind.HABILITACION_CONSUMIDA, turno=number, **data)
    return number


def grant(context: Context) -> int:
    """Consume the one new habilitacion of a turn that was just annulled; 0 when none is owed.

    The journal says what is owed, so that neither a second call nor a cut between both entries gives two or none.
    """
    last = context.book.journal.last(JournalKind.HABILITACION_CONSUMIDA, *OUTCOMES)
    if last is None or last.kind is not JournalKind.ANULADO or not isinstance(last.turno, int):
        return 0
    return _consume(context, context.book.grupo_of(last.turno), reemplaza=last.turno)


def _full(context: Context) -> bool:
    """Whether a voter and, should the turn be annulled, its replacement lack room in the store."""
    present = context.store.present
    if present is None:
        return True
    return present.image.settled + 2 * context.theme.records_per_voter > present.image.capacity


def cancel(context: Context, effect: CancelTurn) -> TurnCancelled | Broke:
    """End a turn without a vote; refused (our bug) once pending exists."""
    present = context.store.present
    if present is not None and present.image.pending:
        return Broke("U302")
    context.book.write(JournalKind.CANCELADO, turno=effect.number, motivo=effect.reason)
    return TurnCancelled(effect.number, context.facts())


def commit(context: Context, effect: CommitPending) -> PendingCommitted | CommitFailed | Broke:
    """Seal and store the boletas of the open turn as pending; again, it ends what a fault interrupted."""
    present, apertura = context.store.present, context.apertura
    if present is None or apertura is None or context.book.open_turn() != effect.number:
        return Broke("U305")
    records = present.image.pending
    if present.image.pending_turn != effect.number:
        binding = (apertura.store_id, context.settings.mode, apertura.casilla_key)
        grupo = context.grupo_index(effect.number)
        records, marks = context.pens.record(context.theme, binding, effect.votos, context.randomness, grupo)
        context.desk.slip_marks = marks
    failed = commit_pending(context, effect.number, records, replaced=effect.replaced)
    if failed is not None:
        return failed
    if not context.book.has(JournalKind.TURNO_PENDIENTE, effect.number):
        context.book.write(JournalKind.TURNO_PENDIENTE, turno=effect.number, reemplazo=int(effect.replaced))
    return PendingCommitted(effect.number)


def print_testigo(context: Context, effect: PrintTestigo) -> TestigoPrinted | TestigoFailed:
    """Print one testigo. A piece that was begun and cannot be whole is spoiled; of one that may be, the voter says."""
    number, contest = effect.number, effect.contest
    mark = context.desk.slip_marks[contest]
    voto = (context.contests_of_turn(number)[contest], effect.voto)
    slip = context.pens.paper(context.words, context.theme, context.settings.mode, voto, mark)
    outcome = context.devices.printer.print_slip(slip, context.settings.print_timeout_ms)
    if isinstance(outcome, NotPrinted):
        if outcome.remains is Remains.PIECE:
            context.book.write(JournalKind.TESTIGO_INUTILIZADO, turno=number)
        doubtful = outcome.remains is Remains.PERHAPS_WHOLE
        return TestigoFailed(number, contest, outcome.reason.value, doubtful, outcome.held)
    return TestigoPrinted(number, contest)


def count_testigo(context: Context, effect: CountTestigo) -> TestigoCounted:
    """Journal a slip that the voter says did not drop whole."""
    if not effect.complete:
        context.book.write(JournalKind.TESTIGO_INUTILIZADO, turno=context.book.open_turn())
    return TestigoCounted(effect.complete)


def settle(context: Context, effect: SettlePending) -> PendingSettled | CommitFailed | Broke:
    """Put the records of a turn where they belong, journal it, and grant an annulled turn its new habilitacion."""
    number, settlement = effect.number, effect.settlement
    if settlement is Settlement.FINAL and not context.book.has(JournalKind.TESTIGO_COMPLETO, number):
        context.book.write(JournalKind.TESTIGO_COMPLETO, turno=number)
    failed = commit_settled(context, number, _AREAS[settlement])
    if failed is not None:
        return failed
    journal_settlement(context, number, settlement, "mesa")
    context.desk.slip_marks = ()
    granted = grant(context) if effect.grant else 0
    grupo = context.book.grupo_of(number)
    return PendingSettled(number, settlement, granted, context.facts(), grupo.value if grupo else "")


def journal_settlement(context: Context, number: int, settlement: Settlement, reason: str) -> None:
    """Write the outcome of a turn."""
    match settlement:
        case Settlement.FINAL:
            context.book.write(JournalKind.TURNO_FINAL, turno=number)
        case Settlement.ANULADO:
            context.book.write(JournalKind.ANULADO, turno=number)
        case Settlement.EN_DUDA:
            context.book.write(JournalKind.EN_DUDA, turno=number, motivo=reason)
