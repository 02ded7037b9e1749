"""What a public result bundle says besides its acta: manifest, reference to the sealed file, verified whole.

It must not read or write bytes; ``results_v1`` does.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from shared.crypto.certificates import DeviceIdentity, TrustAnchor
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.domain.hallazgo import Finding
from shared.domain.ids import CasillaId, EleccionId, OfficialId, StoreId, UrnaId
from shared.domain.journal import JournalEntry
from shared.domain.sustitucion import ActaSustitucion
from shared.formats.canonical import FormatoInvalido
from shared.formats.theme_model import Theme


class ResultadoInvalido(FormatoInvalido):
    """A result bundle that must be refused: ``R0xx`` form, ``R1xx`` the checks of ``results_v1`` in their order."""

    letter: ClassVar[str] = "R"


@dataclass(frozen=True, slots=True)
class SealedReference:
    """The sealed file: SHA-256 (hexadecimal) and size of the image, and how many final records it holds."""

    sha256: str
    size: int
    records: int


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside the bundle."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the urna signs: of what, where, by whom, and the hash of all else."""

    election: EleccionId
    mode: Mode
    casilla: CasillaId
    urna: UrnaId
    store_id: StoreId
    theme_hash: str
    members: tuple[Member, ...]
    sealed: SealedReference


@dataclass(frozen=True, slots=True)
class BundleChecks:
    """Against what a bundle is judged: the institute's root, the moment (aware), the theme and the mode expected."""

    anchor: TrustAnchor
    at: datetime
    theme: Theme
    mode: Mode


@dataclass(frozen=True, slots=True)
class Firma:
    """One official's signature (64 bytes, Ed25519) under the statement of an acta."""

    official: OfficialId
    signature: bytes


@dataclass(frozen=True, slots=True)
class Sustitucion:
    """An acta de sustitucion that holds.

    ``identity`` is the dead urna's, and ``opening`` its file; ``sha256`` (hexadecimal) is of what the officials signed:
    it names the acta.
    """

    acta: ActaSustitucion
    firmas: tuple[Firma, ...]
    identity: DeviceIdentity
    sha256: str
    opening: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """A bundle that passed every check.

    ``findings`` are recomputed here from ledger and figures; those with severity error mean quarantine (A3), never a
    repair. ``sha256`` (hexadecimal) is of the whole file. ``sustitucion``: the acta by which a reserve signs for a dead
    urna, or opened a store of its own; None for the urna of every day.
    """

    acta: ActaEscrutinio
    journal: tuple[JournalEntry, ...]
    manifest: Manifest
    identity: DeviceIdentity
    sha256: str
    findings: tuple[Finding, ...]
    sustitucion: Sustitucion | None = None
