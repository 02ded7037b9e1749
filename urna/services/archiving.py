"""Archiving a jornada whose results were delivered: an entry by order of two officials. It must not touch the media."""

from shared.domain.jornada import JornadaEvent, JornadaFacts, Refused
from shared.domain.journal import JournalKind
from urna.flow.effects import ArchiveJornada
from urna.flow.outcome import Archived, ProcedureFailed
from urna.flow.screen import Text
from urna.services.context import Context


def archive(context: Context, effect: ArchiveJornada) -> Archived | ProcedureFailed:
    """From now on the urna only says that it is archived, until the institute wipes it."""
    facts = JornadaFacts(officials=len({holder.id for holder in effect.holders}))
    if isinstance(context.book.ask(JornadaEvent.ARCHIVAR, facts), Refused):
        return ProcedureFailed(Text("cerrada.aviso.no_se_archiva"))
    first, second = effect.holders[0].id, effect.holders[1].id
    context.book.write(JournalKind.ARCHIVO, oficial_1=first, oficial_2=second)
    return Archived()
