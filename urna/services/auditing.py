"""What an auditor may see of an urna at any time: versions, codes, counts of people. It must not write anything.

Nor may it show a hash of image or journal: between opening and closing none leaves the urna.
"""

from hardware.board.port import Refused as BoardRefused
from hardware.printer.port import Block, Row, Rule, Slip
from hardware.printer.port import Text as PaperText
from urna.flow.effects import MakeAudit, PrintAudit
from urna.flow.outcome import AuditReady, PaperDone, PaperFailed
from urna.flow.screen import Text
from urna.services.context import Context
from urna.services.incidents import incidents
from urna.services.informes import fingerprint
from urna.services.sending import send
from urna.services.slips import banner, pair, title
from urna.services.words import figure, moment

_COUNTS = ("habilitaciones", "emitidos", "cancelados", "anulados", "en_duda", "testigos_inutilizados")


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
    words, settings = context.words, context.settings
    slip = Slip(
        "auditoria",
        (
            title(words("auditoria.titulo")),
            *banner(words, settings.mode),
            Rule(),
            Row(words("comun.casilla"), settings.casilla.clave),
            pair(words("comun.urna"), settings.urna.value),
            pair(words("auditoria.jornada"), _state(context)),
            Row(words("comun.hora"), moment(context.clock.now())),
            Rule(),
            *_versions(context),
            Rule(),
            *_counts(context),
            Rule(),
            *incidents(context),
            Rule(),
            PaperText(words("reporte.pie")),
        ),
    )
    return send(context, slip)


def _versions(context: Context) -> tuple[Block, ...]:
    words, theme = context.words, context.theme
    return (
        Row(words("comun.tema"), theme.short_code),
        Row(words("auditoria.version"), str(theme.version)),
        PaperText(f"{words('auditoria.huella_tema')}:"),
        PaperText(fingerprint(theme.hash_hex)),
        PaperText(f"{words('comun.programa')}:"),
        PaperText(fingerprint(context.software_hash)),
        pair(words("auditoria.tablilla"), _firmware(context)),
    )


def _counts(context: Context) -> tuple[Block, ...]:
    words, counters = context.words, context.book.counters()
    rows = tuple(Row(words(f"escrutinio.{name}"), figure(counters[name]), bold=True) for name in _COUNTS)
    return (*rows, Row(words("auditoria.bitacora"), figure(len(context.book.journal.entries))))


def _state(context: Context) -> str:
    return context.words(f"estado.{context.book.state().value}")


def _firmware(context: Context) -> str:
    info = context.devices.board.hello()
    return context.words("auditoria.sin_tablilla") if isinstance(info, BoardRefused) else info.firmware
