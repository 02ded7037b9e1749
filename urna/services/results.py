"""The results of a closed jornada on the media, made once: a restart, a reprint or a resend repeats those bytes.

It must not make an acta, nor change one.
"""

from dataclasses import dataclass
from typing import Final

from shared.crypto.errors import SignatureInvalid
from shared.domain.acta import ActaEscrutinio
from shared.domain.errors import DatoInvalido
from shared.formats.acta_v1 import fit_to_theme, parse_acta
from shared.formats.canonical import Fields, FormatoInvalido, dumps, loads_canonical
from shared.formats.results_v1 import MAX_BYTES, PURPOSE, bundle_names, members_of
from urna.flow.ports import MedioPerdido, MediumPort
from urna.services.context import Context

MARKS: Final = "marcas.json"
PUBLIC: Final = "acta.public.zip"
SEALED: Final = "almacen.sealed"
FOLDER: Final = "cierre"
_MARKS_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Results:
    """What closing made: the acta, both files, and the slip marks of votes that were not counted."""

    acta: ActaEscrutinio
    public: bytes
    sealed: bytes
    anulados: tuple[bytes, ...]
    en_duda: tuple[bytes, ...]

    @property
    def papers(self) -> int:
        """Papers due: the actas, and one slip of marks when there are any."""
        return self.acta.actas + bool(self.anulados or self.en_duda)

    @property
    def names(self) -> tuple[str, str]:
        """File names of the public and the sealed file outside of the urna."""
        return bundle_names(self.acta)


def write_results(context: Context, results: Results) -> None:
    """Make them durable on every medium; the public file last, since its presence means that closing is done."""
    context.media.on_each(lambda medium: _write(context, medium, results))


def copy_results(context: Context, medium: MediumPort) -> None:
    """Write what closing made, if it did, to a medium that is brought level. Raises ``MedioPerdido``."""
    results = read_results(context) if context.apertura is not None else None
    if results is not None:
        _write(context, medium, results)


def _write(context: Context, medium: MediumPort, results: Results) -> None:
    marks = dumps({"anulados": [m.hex() for m in results.anulados], "en_duda": [m.hex() for m in results.en_duda]})
    folder = context.store_folder(medium).subfolder(FOLDER)
    folder.replace(MARKS, marks)
    folder.replace(SEALED, results.sealed)
    folder.replace(PUBLIC, results.public)


def read_results(context: Context) -> Results | None:
    """What closing made, from the first medium that has it whole and signed by this urna; None when none has."""
    for medium in context.media.present:
        try:
            found = _read(context, medium)
        except (MedioPerdido, DatoInvalido, SignatureInvalid):
            continue
        if found is not None:
            return found
    return None


def has_results(context: Context, medium: MediumPort) -> bool:
    """Whether a medium holds what closing made, whole."""
    try:
        return _read(context, medium) is not None
    except (MedioPerdido, DatoInvalido, SignatureInvalid):
        return False


def _read(context: Context, medium: MediumPort) -> Results | None:
    folder = context.store_folder(medium).subfolder(FOLDER)
    public, sealed, marks = folder.read(PUBLIC, MAX_BYTES), folder.read(SEALED), folder.read(MARKS, _MARKS_BYTES)
    if public is None or sealed is None or marks is None:
        return None
    members = members_of(public)
    context.identity.key.public.verify(PURPOSE, members[0], members[1])
    acta = fit_to_theme(parse_acta(members[2]), context.theme)
    fields = Fields(loads_canonical(marks, FormatoInvalido, _MARKS_BYTES), FormatoInvalido)
    return Results(acta, public, sealed, _marks(fields, "anulados"), _marks(fields, "en_duda"))


def _marks(fields: Fields, name: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(str(item)) for item in fields.items(name, 100_000))
