"""What a cut is made of and what it gives: plain values, so that it needs no database to be made or tested.

They must not read or write anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId
from shared.domain.prep_observaciones import Figure, Observacion
from shared.formats.theme_model import Theme


class Origen(StrEnum):
    """Where an acta was taken: ORIGEN of the file."""

    CASILLA = "CASILLA"
    CATD = "CATD"


class Digitalizacion(StrEnum):
    """How its image was made: DIGITALIZACION of the file."""

    MOVIL = "MOVIL"
    ESCANER = "ESCANER"
    URNA = "URNA ELECTRONICA"


class Documento(StrEnum):
    """Which document it is: TIPO_DOCUMENTO of the file."""

    ACTA_PREP = "ACTA PREP"
    RPP = "RPP"
    CC = "CC"
    PPC = "PPC"
    ACTA_VRME = "ACTA VRME"
    ACTA_VA = "ACTA VA"
    ACTA_VPPP = "ACTA VPPP"
    ACTA_UE = "ACTA UE"


@dataclass(frozen=True, slots=True)
class ActaRow:
    """One acta of one contest as the server holds it.

    Attributes:
        casilla: where; may be outside of the catalogue.
        contest: position of the contest in the theme, from 0.
        figures: one a key of `Contest.count_keys`, in its order; empty only together with ``sin_acta``.
        acopio, captura, verificacion: aware; None when the source has no such moment.
        personas: people who voted (TOTAL_PERSONAS_VOTARON); None when the source does not say. Likewise ``sacados``
            (votes taken out of the urna) and ``asentado`` (the total that the acta itself states).
        bundle: file name of the public bundle; ``integrity`` SHA-256 of it (or of the image), hexadecimal.
        sin_acta: why there is none, when there is none.
    """

    casilla: CasillaId
    contest: int
    figures: tuple[Figure, ...]
    acopio: datetime | None = None
    captura: datetime | None = None
    verificacion: datetime | None = None
    personas: int | None = None
    sacados: int | None = None
    asentado: int | None = None
    bundle: str = ""
    integrity: str = ""
    sin_acta: Observacion | None = None
    origen: Origen = Origen.CASILLA
    digitalizacion: Digitalizacion = Digitalizacion.URNA
    documento: Documento = Documento.ACTA_UE


@dataclass(frozen=True, slots=True)
class CutInput:
    """All that a cut depends on: theme, actas in any order, the moment (aware), its number from 1.

    ``previous`` is the SHA-256 of the manifest of the cut before (None for the first). At most one acta a casilla and
    contest: the caller decides which, and never both.
    """

    theme: Theme
    mode: Mode
    actas: tuple[ActaRow, ...]
    observed_at: datetime
    number: int
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A finished cut: bytes by path inside its folder, and its manifest's hash."""

    number: int
    observed_at: datetime
    files: Mapping[str, bytes]
    manifest_sha256: str
