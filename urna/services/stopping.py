"""The last entry of an urna that stops: its code, where the journal can still take it. It must not stop anything."""

from contextlib import suppress

from shared.domain.errors import DatoInvalido
from shared.domain.journal import JournalKind
from urna.flow.ports import MedioPerdido
from urna.services.context import Context


def say_out_of_service(context: Context, code: str) -> None:
    """Journal that the urna stops, once for each reason in a row; a journal that takes no entry is left alone."""
    entries = context.book.journal.entries
    if not entries:
        return
    last = entries[-1]
    if last.kind is JournalKind.FUERA_DE_SERVICIO and last.value("error") == code:
        return
    with suppress(MedioPerdido, DatoInvalido):
        context.book.write(JournalKind.FUERA_DE_SERVICIO, error=code)
