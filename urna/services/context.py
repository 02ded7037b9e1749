"""What every service works with: settings, devices, keys, media, and the desk where a jornada's papers lie.

It must not decide anything. Services run one after another on one worker, so nothing here is locked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hardware.board.port import Board
from hardware.printer.port import Printer
from shared.crypto.certificates import DeviceIdentity, TrustAnchor
from shared.crypto.locked import Hardness
from shared.crypto.randomness import Randomness
from shared.crypto.sealing import SealingPublicKey
from shared.crypto.shares import Share
from shared.crypto.signing import SigningKey
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, UrnaId
from shared.domain.sustitucion import ActaSustitucion
from shared.formats import opening_v1
from shared.formats.image_v1 import Verify
from shared.formats.opening_v1 import Apertura
from shared.formats.results_model import Sustitucion
from shared.formats.theme_model import Theme
from urna.flow.credentials import Holder
from urna.flow.languages import languages_of
from urna.flow.ports import FolderPort, JournalPort, MediaPort, MediumPort, RollbackGuard, VoteStore
from urna.flow.state import Facts
from urna.services.book import Book
from urna.services.clock import CorrectedClock
from urna.services.folders import SUBSTITUTED, mode_folder
from urna.services.pens import Pens
from urna.services.shelf import ThemeShelf
from urna.services.swaps import Swaps
from urna.services.words import Words

Emit = Callable[[object], None]
"""Feeds an event back to the reducer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What configuration says and services need.

    ``print_timeout_ms`` is for the longest paper; ``audible``: there are headphones.
    """

    casilla: CasillaId
    urna: UrnaId
    mode: Mode
    internal_path: Path
    usb_path: Path
    server_url: str
    print_timeout_ms: int
    board_wait_ms: int
    hardness: Hardness
    audible: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the urna is: its signing key, its certificate chain (PEM, leaf first), the institute's root, TUF's root."""

    key: SigningKey = field(repr=False)
    certificates: bytes
    anchor: TrustAnchor
    trusted_root: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices that services use; the reader and the keys of the board come as events."""

    printer: Printer
    board: Board


@dataclass(frozen=True, slots=True)
class DeadUrna:
    """What the medium of an urna that died holds: whose it is, its opening, its files as they are."""

    identity: DeviceIdentity
    apertura: Apertura
    opening: bytes
    store: Mapping[str, bytes]
    """Journal, its second copy and images, by name, as far as they are there."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """That this urna takes the place of another: the acta, its file, and the opening of the dead urna."""

    sustitucion: Sustitucion
    data: bytes
    apertura: Apertura

    @property
    def identity(self) -> DeviceIdentity:
        """The dead urna."""
        return self.sustitucion.identity


@dataclass(slots=True)
class Desk:
    """Secrets and papers of the procedure at hand, in memory alone; ``clear`` leaves none."""

    private_key: bytearray = field(default_factory=bytearray, repr=False)
    apertura: Apertura | None = None
    holders: tuple[Holder, ...] = ()
    share_texts: tuple[str, ...] = field(default=(), repr=False)
    read_back: dict[int, Share] = field(default_factory=dict, repr=False)
    opened_shares: dict[int, Share] = field(default_factory=dict, repr=False)
    slip_marks: tuple[bytes, ...] = field(default=(), repr=False)
    candidate: Theme | None = None
    dead: DeadUrna | None = field(default=None, repr=False)
    emitidos: int = 0
    sustitucion: ActaSustitucion | None = None
    firmas: dict[str, bytes] = field(default_factory=dict, repr=False)

    def clear(self) -> None:
        """Forget; the private key is overwritten first."""
        self.private_key[:] = bytes(len(self.private_key))
        self.private_key = bytearray()
        self.apertura = None
        self.holders = ()
        self.share_texts = ()
        self.read_back.clear()
        self.opened_shares.clear()
        self.slip_marks = ()
        self.dead = None
        self.emitidos = 0
        self.sustitucion = None
        self.firmas.clear()


@dataclass(slots=True)
class Context:
    """Everything a service may use. ``apertura`` is the opening in force, None before the acta de inicio.

    ``taken`` gives journal and store of the copy of a dead urna's, believed when the dead urna or this one signed.
    ``reserve`` is set once an acta de sustitucion holds; ``home``, the own journal and store, while this urna works on
    those of the dead one. ``signed_programs``: the launcher compared every file with a signed manifest, whose hash is
    ``software_hash``.
    """

    settings: Settings
    clock: CorrectedClock
    randomness: Randomness
    devices: Devices
    identity: Identity
    practice: Identity
    media: MediaPort
    book: Book
    store: VoteStore
    guard: RollbackGuard
    practice_store: Callable[[], VoteStore]
    taken: Callable[[Verify], tuple[JournalPort, VoteStore]]
    pens: Pens
    shelf: ThemeShelf
    software_hash: str
    swaps: Swaps
    signed_programs: bool = False
    apertura: Apertura | None = None
    reserve: Reserve | None = None
    home: tuple[Book, VoteStore] | None = None
    desk: Desk = field(default_factory=Desk)

    @property
    def theme(self) -> Theme:
        """The pinned theme; raises ``RuntimeError`` before one is (our bug)."""
        theme = self.shelf.theme()
        if theme is None:
            raise RuntimeError("no theme is pinned")
        return theme

    def store_folder(self, medium: MediumPort) -> FolderPort:
        """Where a medium holds the store in force: the folder of the mode, or in it that of the urna substituted."""
        folder = medium.root.subfolder(mode_folder(self.settings.mode))
        return folder if self.home is None else folder.subfolder(SUBSTITUTED)

    def opening_file(self, apertura: Apertura) -> bytes:
        """The opening in force as a file: of the urna substituted, the one that it signed itself."""
        if self.home is not None and self.reserve is not None:
            return self.reserve.sustitucion.opening
        return opening_v1.serialise(apertura, self.identity.certificates, self.identity.key.sign)

    @property
    def verify_opening(self) -> Verify:
        """What the opening in force is verified with."""
        if self.home is not None and self.reserve is not None:
            return self.reserve.identity.public_key.verify
        return self.identity.key.public.verify

    @property
    def share_label(self) -> str:
        """Store whose name the shares bear that open the casilla key: in a reserve, the dead urna's."""
        opening = self.reserve.apertura if self.reserve is not None else self.apertura
        return opening.store_id.value if opening is not None else ""

    @property
    def words(self) -> Words:
        """The words for paper."""
        return self.shelf.words()

    @property
    def election_key(self) -> SealingPublicKey:
        """The key of the trustees."""
        return SealingPublicKey(self.theme.trustees.public_key)

    def grupo_index(self, turno: int) -> int:
        """Place of the group of a turn, as its habilitacion was journaled; 0 where there are no groups."""
        return self.theme.grupo_index(self.book.grupo_of(turno))

    def contests_of_turn(self, turno: int) -> tuple[int, ...]:
        """Places of the contests that the voter of a turn votes: one record and one testigo for each."""
        return self.theme.contests_of(self.grupo_index(turno))

    def software_code(self) -> str:
        """The beginning of the hash of the programs, and that nobody signed them where it is so."""
        code = f"{self.software_hash[:8]} {self.software_hash[8:16]}"
        return code if self.signed_programs else f"{code} {self.words('comun.sin_manifiesto')}"

    def facts(self) -> Facts:
        """What screens show of urna, theme and ledger."""
        theme = self.shelf.theme()
        ledger = self.book.ledger()
        return Facts(
            urna=self.settings.urna.value,
            casilla=self.settings.casilla.clave,
            mode=self.settings.mode.value,
            election=theme.election.name if theme else "",
            theme_code=theme.short_code if theme else "",
            software_code=self.software_code(),
            contests=theme.contests if theme else (),
            grupos=theme.grupos if theme else (),
            languages=languages_of(theme) if theme else (),
            voters=ledger.votantes,
            cancelados=ledger.cancelados,
            anulados=ledger.anulados,
            en_duda=ledger.en_duda,
            habilitaciones=ledger.habilitaciones,
            substitutes=self.reserve.apertura.urna.value if self.reserve is not None else "",
            taken=self.home is not None,
            audible=self.settings.audible,
            horario=theme.rules.horario if theme else None,
        )
