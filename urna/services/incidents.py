"""What happened to media and clock, as lines of the mesa's report and of the acta. It must not judge a vote."""

from hardware.printer.port import Block, Row
from hardware.printer.port import Text as PaperText
from shared.domain.acta import CounterKind
from shared.domain.journal import JournalEntry, JournalKind
from shared.domain.motivo import MotivoCierre
from urna.services.context import Context
from urna.services.hours import confirmed_closing, read_moment
from urna.services.opening import counter_kind
from urna.services.slips import COUNTERS
from urna.services.words import figure, moment

_COUNTED = {
    JournalKind.SUSPENSION: "incidentes.suspensiones",
    JournalKind.MEDIO_PERDIDO: "incidentes.perdidas",
    JournalKind.MEDIO_REPUESTO: "incidentes.repuestas",
    JournalKind.MEDIO_REPARADO: "incidentes.reparadas",
    JournalKind.MEDIO_RECHAZADO: "incidentes.rechazadas",
    JournalKind.MEDIO_EXCLUIDO: "incidentes.excluidas",
    JournalKind.RELOJ_CAMBIADO: "incidentes.reloj",
}
_MEDIA = {"usb": "incidentes.usb", "interna": "incidentes.interna"}


def incidents(context: Context) -> tuple[Block, ...]:
    """Counts of what happened to media and clock, those that are not zero, and what guards against a rollback."""
    kinds = [entry.kind for entry in context.book.journal.entries]
    counts = {key: kinds.count(kind) for kind, key in _COUNTED.items()}
    rows = tuple(Row(context.words(key), figure(count)) for key, count in counts.items() if count)
    return (*rows, guard(context, counter_kind(context)))


def guard(context: Context, kind: CounterKind) -> PaperText:
    """Where the memory against a rollback lives, and what it does not detect."""
    return PaperText(context.words(COUNTERS[kind]))


def closing_notes(context: Context) -> tuple[str, ...]:
    """What the acta says of media and clock, of the entries before its closing entry alone: a reprint says the same."""
    words, notes = context.words, [*_substitution(context)]
    hour = confirmed_closing(context)
    clock = read_moment(hour, "reloj") if hour is not None else None
    if clock is not None:
        notes.append(words("incidentes.nota_hora", reloj=moment(clock)))
    begun = context.book.journal.last(JournalKind.CIERRE_INICIADO)
    if begun is not None and begun.value("motivo") in set(MotivoCierre):
        reason = words(f"motivos.{begun.value('motivo')}")
        notes.append(words("incidentes.nota_anticipado", motivo=reason))
    for entry in _before_closing(context):
        if entry.kind is JournalKind.MEDIO_EXCLUIDO:
            medium = words(_MEDIA.get(str(entry.value("medio")), "incidentes.usb"))
            notes.append(words("incidentes.nota_excluida", memoria=medium))
    return tuple(dict.fromkeys(notes))


def _substitution(context: Context) -> tuple[str, ...]:
    """Which urna counted votes of which, where one took the place of another."""
    reserve = context.reserve
    if reserve is None:
        return ()
    acta = reserve.sustitucion.acta
    if context.home is not None:
        return (context.words("sustitucion.nota", reserva=acta.reserva.value),)
    return (context.words("sustitucion.nota_propia", urna=acta.urna.value),)


def _before_closing(context: Context) -> tuple[JournalEntry, ...]:
    entries = context.book.journal.entries
    closing = context.book.journal.last(JournalKind.CIERRE)
    return entries[: closing.n] if closing is not None else entries
