"""Putting the results outside: on the stick, and to a server when one is configured. Resending is harmless.

It must not send the sealed file, nor anything before closing.
"""

import http.client
import urllib.error
import urllib.request
from typing import Final

from shared.domain.journal import JournalKind
from urna.flow.effects import Export
from urna.flow.outcome import Exported, ProcedureFailed
from urna.flow.ports import USB, MedioPerdido
from urna.flow.screen import ChecklistLine, StepStatus, Text
from urna.services.book import DELIVERED
from urna.services.context import Context
from urna.services.folders import RESULTS
from urna.services.results import Results, read_results

PATH: Final = "/api/v1/bundles"
_TIMEOUT_S: Final = 30


def export(context: Context, _: Export) -> Exported | ProcedureFailed:
    """Write both files to the stick and post the public one; done when either holds it."""
    results = read_results(context)
    if results is None:
        return ProcedureFailed(Text("cierre.aviso.sin_resultados"))
    on_stick = _to_stick(context, results)
    lines = [_line(Text("exportacion.usb"), done=on_stick)]
    delivered = on_stick
    if context.settings.server_url:
        status = _post(context.settings.server_url.rstrip("/") + PATH, results.public)
        context.book.write(JournalKind.ENVIO, respuesta=status)
        sent = status in DELIVERED
        lines.append(_line(Text("exportacion.servidor", (("respuesta", status),)), done=sent))
        delivered = delivered or sent
    if not delivered:
        return ProcedureFailed(Text("exportacion.aviso.fallo"))
    return Exported(tuple(lines))


def _to_stick(context: Context, results: Results) -> bool:
    public, sealed = results.names
    for medium in context.media.present:
        if medium.label != USB:
            continue
        try:
            folder = medium.root.subfolder(RESULTS)
            folder.replace(sealed, results.sealed)
            folder.replace(public, results.public)
        except MedioPerdido:
            return False
        context.book.write(JournalKind.EXPORTACION, medio=USB)
        return True
    return False


def _post(url: str, body: bytes) -> int:
    """The server's status, 0 when there was no answer."""
    if not url.startswith(("http://", "https://")):
        return 0
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked above
        url, data=body, headers={"Content-Type": "application/zip"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - same
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except (OSError, http.client.HTTPException):
        return 0


def _line(text: Text, *, done: bool) -> ChecklistLine:
    return ChecklistLine(text, StepStatus.DONE if done else StepStatus.FAILED)
