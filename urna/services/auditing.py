"""What an auditor may see of an urna at any time: versions, codes, counts of people. It must not write anything.

Nor may it show a hash of image or journal: between opening and closing none leaves the urna.
"""

from hardware.board.port import Refused as BoardRefused
from urna.flow.effects import MakeAudit, PrintAudit
from urna.flow.outcome import AuditReady, PaperDone, PaperFailed
from urna.flow.screen import Text
from urna.services.context import Context
from urna.services.incidents import incidents
from urna.services.sending import send
from urna.services.slips_reports import auditoria, counts, head_of, versions
from urna.services.words import figure, moment


def make(context: Context, _: MakeAudit) -> AuditReady:
    """The facts of the screen."""
    ledger, facts, theme = context.book.ledger(), context.facts(), context.theme
    return AuditReady(
        (
            (Text("dato.eleccion"), facts.election),
            (Text("dato.casilla"), facts.casilla),
            (Text("dato.urna"), facts.urna),
            (Text("dato.jornada"), _state(context)),
            (Text("dato.tema"), facts.theme_code),
            (Text("dato.version"), str(theme.version)),
            (Text("dato.programa"), facts.software_code),
            (Text("dato.tablilla"), _firmware(context)),
            (Text("dato.habilitaciones"), figure(ledger.habilitaciones)),
            (Text("dato.votantes"), figure(ledger.votantes)),
            (Text("dato.cancelados"), figure(ledger.cancelados)),
            (Text("dato.anulados"), figure(ledger.anulados)),
            (Text("dato.en_duda"), figure(ledger.en_duda)),
            (Text("dato.inutilizados"), figure(ledger.testigos_inutilizados)),
            (Text("dato.bitacora"), figure(len(context.book.journal.entries))),
            (Text("dato.hora"), moment(context.clock.now())),
        )
    )


def print_audit(context: Context, _: PrintAudit) -> PaperDone | PaperFailed:
    """The same on paper, with the hashes of program and theme whole."""
    words, entries = context.words, len(context.book.journal.entries)
    parts = (
        versions(words, context.theme, context.software_hash, _firmware(context)),
        counts(words, context.book.counters(), entries),
        incidents(context),
    )
    return send(context, auditoria(words, head_of(context), _state(context), parts))


def _state(context: Context) -> str:
    return context.words(f"estado.{context.book.state().value}")


def _firmware(context: Context) -> str:
    info = context.devices.board.hello()
    return context.words("auditoria.sin_tablilla") if isinstance(info, BoardRefused) else info.firmware
