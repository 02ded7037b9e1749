"""What the mesa may know while voting: counts of voters, and the entries that it orders. It must not count votes."""

from hardware.printer.port import Rule
from shared.domain.jornada import JornadaEvent, JornadaFacts, Refused
from shared.domain.journal import JournalKind
from shared.domain.motivo import MotivoSuspension
from urna.flow.effects import MakeReport, PrintReport, ResumeVoting, SuspendVoting, WriteCheckpoint
from urna.flow.outcome import (
    PaperDone,
    PaperFailed,
    ProcedureFailed,
    ReportReady,
    VotingResumed,
    VotingSuspended,
)
from urna.flow.screen import Text
from urna.services.context import Context
from urna.services.hours import doubtful_hour
from urna.services.incidents import incidents
from urna.services.sending import send
from urna.services.slips_reports import grupo_rows, head_of, reporte
from urna.services.words import figure, moment


def make(context: Context, _: MakeReport) -> ReportReady:
    """The figures for the screen, and the hour."""
    ledger, now = context.book.ledger(), context.clock.now()
    hour = doubtful_hour(context, now)
    return ReportReady(
        (
            (Text("dato.votantes"), figure(ledger.votantes)),
            (Text("dato.habilitaciones"), figure(ledger.habilitaciones)),
            (Text("dato.cancelados"), figure(ledger.cancelados)),
            (Text("dato.anulados"), figure(ledger.anulados)),
            (Text("dato.en_duda"), figure(ledger.en_duda)),
            (Text("dato.inutilizados"), figure(ledger.testigos_inutilizados)),
            (Text("dato.hora"), moment(now)),
        ),
        context.facts(),
        hour,
    )


def print_report(context: Context, _: PrintReport) -> PaperDone | PaperFailed:
    """The same figures on paper."""
    words, theme = context.words, context.theme
    grupos = grupo_rows(words, theme.grupos, context.book.emitidos())
    more = (*grupos, Rule(), *incidents(context))
    return send(context, reporte(words, head_of(context), context.book.ledger(), more))


def suspend(context: Context, effect: SuspendVoting) -> VotingSuspended | ProcedureFailed:
    """Suspend voting by order of two officials, or by itself before the battery ends."""
    if not effect.holders:
        return _suspend_for_power(context)
    reason = effect.reason if effect.reason in set(MotivoSuspension) else ""
    turn_open = bool(context.book.open_turn())
    facts = JornadaFacts(officials=len(effect.holders), reason_given=bool(reason), turn_open=turn_open)
    if isinstance(context.book.ask(JornadaEvent.SUSPENDER, facts), Refused):
        return ProcedureFailed(Text("menu_mesa.aviso.no_se_puede"))
    first, second = effect.holders[0].id, effect.holders[1].id
    context.book.write(JournalKind.SUSPENSION, oficial_1=first, oficial_2=second, motivo=reason)
    return VotingSuspended()


def _suspend_for_power(context: Context) -> VotingSuspended | ProcedureFailed:
    facts = JornadaFacts(turn_open=bool(context.book.open_turn()))
    if isinstance(context.book.ask(JornadaEvent.SUSPENDER_POR_ENERGIA, facts), Refused):
        return ProcedureFailed(Text("menu_mesa.aviso.no_se_puede"))
    context.book.write(JournalKind.SUSPENSION, motivo=MotivoSuspension.CORRIENTE.value)
    return VotingSuspended()


def resume(context: Context, effect: ResumeVoting) -> VotingResumed | ProcedureFailed:
    """Resume it."""
    facts = JornadaFacts(officials=len(effect.holders))
    if context.home is not None or isinstance(context.book.ask(JornadaEvent.REANUDAR, facts), Refused):
        return ProcedureFailed(Text("menu_mesa.aviso.no_se_puede"))
    first, second = effect.holders[0].id, effect.holders[1].id
    context.book.write(JournalKind.REANUDACION, oficial_1=first, oficial_2=second)
    return VotingResumed()


def checkpoint(context: Context, _: WriteCheckpoint) -> None:
    """Sign the head of the journal; left out when a turn began meanwhile."""
    if not context.book.open_turn():
        context.book.checkpoint()
