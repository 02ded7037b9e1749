"""Wiping the media of an archived urna: two people of the institute, zeros over every byte, read back, a signed acta.

It must not begin before the jornada is archived, nor end before the acta de borrado is on paper and on the stick.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hardware.printer.port import NotPrinted
from shared.domain.errors import DatoInvalido
from shared.domain.ids import OfficialId
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.formats.informe_v1 import InformeKind, Result, Verdict
from shared.formats.theme_model import Role
from urna.flow.outcome import CredentialAccepted, CredentialRefused
from urna.flow.ports import INTERNAL, USB, AlmacenInvalido, MedioPerdido, MediumPort
from urna.services.context import Context
from urna.services.folders import JOURNAL, PRACTICE, RESULTS, THEME, mode_folder
from urna.services.informes import informe, leave_on_stick, told
from urna.services.people import check_card
from urna.services.slips_reports import acta_borrado, head_of

PEOPLE: Final = 2
ROLES: Final = frozenset({Role.TECNICO, Role.AUDITOR})
"""People of the institute: one does it, another sees it. The mesa's part ended with the package."""
_LAST: Final = frozenset({JOURNAL, THEME})
"""What a repetition needs after a power cut: who may, and that it was archived."""


class Refused(StrEnum):
    """Why nothing is wiped, or not all."""

    UNREADABLE = "ilegible"
    NOT_ARCHIVED = "no_archivada"
    MEDIUM_MISSING = "falta_memoria"
    TWO_PEOPLE = "dos_personas"
    NOT_WIPED = "no_borrada"
    NO_STICK = "sin_archivo"
    NO_PAPER = "sin_papel"


@dataclass(frozen=True, slots=True)
class Wiped:
    """Done: bytes overwritten on each medium, by label."""

    size_bytes: Mapping[str, int]


def may_begin(context: Context) -> Refused | None:
    """Read journal and theme, nothing else; None when the urna is archived and both media are there."""
    try:
        context.book.journal.start()
        entry = context.book.journal.last(JournalKind.TEMA_CARGADO)
        if entry is None or context.book.state() is not JornadaState.ARCHIVADA:
            return Refused.NOT_ARCHIVED
        if not context.shelf.restore(str(entry.value("tema"))):
            return Refused.UNREADABLE
    except (AlmacenInvalido, MedioPerdido, DatoInvalido):
        return Refused.UNREADABLE
    return Refused.MEDIUM_MISSING if context.media.lost else None


def identify(context: Context, card: str, code: str, known: tuple[str, ...]) -> CredentialAccepted | CredentialRefused:
    """One more person of the institute; whatever is refused is journaled as on the urna's screen."""
    return check_card(context, (card, code), ROLES, known)


def wipe(context: Context, officials: tuple[str, ...]) -> Wiped | Refused:
    """Overwrite, read back, report; journal and theme go last, so that a cut before the end can be repeated."""
    refused = may_begin(context)
    if refused is not None or len(set(officials)) < PEOPLE:
        return refused or Refused.TWO_PEOPLE
    first, second = officials[:PEOPLE]
    context.book.write(JournalKind.BORRADO, oficial_1=first, oficial_2=second)
    try:
        sizes = {medium.label: _wipe(context, medium, _LAST) for medium in context.media.all}
    except MedioPerdido:
        return Refused.NOT_WIPED
    reported = _report(context, (first, second), sizes)
    if reported is not None:
        return reported
    try:
        for medium in context.media.all:
            _wipe(context, medium, frozenset())
    except MedioPerdido:
        return Refused.NOT_WIPED
    return Wiped(sizes)


def _wipe(context: Context, medium: MediumPort, keep: frozenset[str]) -> int:
    mode = mode_folder(context.settings.mode)
    done = medium.root.subfolder(mode).wipe(keep) + medium.root.subfolder(PRACTICE).wipe(frozenset())
    if medium.label == USB:
        done += medium.root.subfolder(RESULTS).wipe(frozenset())
    elif not keep:
        done += medium.root.subfolder(THEME).wipe(frozenset())
    return done


def _report(context: Context, officials: tuple[str, str], sizes: Mapping[str, int]) -> Refused | None:
    results = tuple(Result(label, Verdict.BIEN, f"{sizes[label]} bytes") for label in (INTERNAL, USB))
    who = tuple(OfficialId(official) for official in officials)
    made = informe(context, InformeKind.BORRADO, told(context, JournalKind.BORRADO), results, who)
    digest = leave_on_stick(context, made)
    if not digest:
        return Refused.NO_STICK
    slip = acta_borrado(context.words, head_of(context), officials, sizes, digest)
    outcome = context.devices.printer.print_slip(slip, _timeout(context))
    return Refused.NO_PAPER if isinstance(outcome, NotPrinted) else None


def _timeout(context: Context) -> int:
    return context.settings.print_timeout_ms
