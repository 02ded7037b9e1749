"""Printing what closing made, again and again the same. It must not make or change an acta."""

from hardware.printer.port import Slip
from shared.crypto.hashing import sha256
from shared.domain.journal import JournalKind
from shared.formats.acta_v1 import serialise_acta
from shared.formats.qr_v1 import make_qr
from urna.flow.effects import PrintClosing, ReprintActa
from urna.flow.outcome import PaperDone, PaperFailed, ProcedureFailed
from urna.flow.screen import Text
from urna.services.context import Context
from urna.services.incidents import closing_notes
from urna.services.results import Results, read_results
from urna.services.sending import send
from urna.services.slips_closing import Copy, acta_escrutinio, marks_slip

_NOTHING = Text("cierre.aviso.sin_resultados")


def print_closing(context: Context, effect: PrintClosing) -> PaperDone | PaperFailed | ProcedureFailed:
    """Print acta number ``index``, or after the last one the slip of marks."""
    results = read_results(context)
    if results is None:
        return ProcedureFailed(_NOTHING)
    if effect.index >= results.acta.actas:
        return send(context, marks_slip(context.words, results.acta, results.anulados, results.en_duda))
    copy = Copy(effect.index + 1, results.acta.actas, notes=closing_notes(context))
    outcome = send(context, _acta(context, results, copy))
    if isinstance(outcome, PaperDone):
        context.book.write(JournalKind.ACTA_IMPRESA, ejemplar=copy.number)
    return outcome


def reprint(context: Context, effect: ReprintActa) -> PaperDone | PaperFailed | ProcedureFailed:
    """Print one more acta, which says which reprint it is: a number durable before paper moves.

    No two whole papers bear one number: ``again`` asks for the newest once more, of which at most a piece came out.
    """
    results = read_results(context)
    if results is None:
        return ProcedureFailed(_NOTHING)
    number = sum(entry.kind is JournalKind.ACTA_REIMPRESA for entry in context.book.journal.entries)
    if not effect.again:
        number += 1
        context.book.write(JournalKind.ACTA_REIMPRESA, numero=number)
    return send(context, _acta(context, results, Copy(0, results.acta.actas, number, closing_notes(context))))


def _acta(context: Context, results: Results, copy: Copy) -> Slip:
    digest = sha256(serialise_acta(results.acta))
    qr = make_qr(results.acta, digest, context.identity.key.sign)
    return acta_escrutinio(context.words, context.theme, results.acta, qr, copy)
