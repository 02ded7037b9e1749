"""Signed reports on the stick: made, signed, left where the institute looks. It must not decide what is told."""

from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.domain.ids import OfficialId
from shared.domain.journal import JournalKind
from shared.formats.informe_v1 import Informe, InformeKind, Result, make_informe
from urna.flow.ports import USB, MedioPerdido
from urna.services.context import Context

FOLDER: Final = "reportes"
_MOST: Final = 999


def informe(
    context: Context,
    kind: InformeKind,
    number: int,
    results: tuple[Result, ...],
    officials: tuple[OfficialId, ...] = (),
) -> Informe:
    """A report of now; ``number`` counts those of its kind on this urna, from 1."""
    theme, settings = context.theme, context.settings
    return Informe(
        kind=kind,
        election=theme.election.id,
        mode=settings.mode,
        casilla=settings.casilla,
        urna=settings.urna,
        theme_hash=theme.hash_hex,
        software_hash=context.software_hash,
        number=min(number, _MOST),
        at=context.clock.now(),
        officials=officials,
        results=results,
    )


def told(context: Context, kind: JournalKind) -> int:
    """How many entries of a kind the journal has."""
    return sum(entry.kind is kind for entry in context.book.journal.entries)


def leave_on_stick(context: Context, made: Informe) -> str:
    """Sign it and put it on the stick; the SHA-256 of the file, empty when the stick did not take it."""
    data = make_informe(made, context.identity.certificates, context.identity.key.sign)
    stick = next((medium for medium in context.media.present if medium.label == USB), None)
    try:
        if stick is not None:
            stick.root.subfolder(FOLDER).replace(made.file_name, data)
            return sha256_hex(data)
    except MedioPerdido:
        pass
    return ""
