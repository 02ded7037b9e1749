"""Composition root of the urna: the only place that builds real drivers, media and stores. It must not hold a rule."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import hardware
import shared
import urna
from hardware.audio.driver import PipeAudio, SilentAudio, alsa
from hardware.audio.port import Audio
from hardware.board.driver import SerialBoard
from hardware.board.port import Board
from hardware.printer.driver import open_printer
from hardware.printer.port import Printer
from hardware.printer.profile import PROFILES
from hardware.printer.raster import LineFonts
from hardware.reader.driver import SerialReader
from hardware.reader.port import Reader
from shared.crypto.certificates import TrustAnchor
from shared.crypto.errors import SignatureInvalid
from shared.crypto.locked import DEFAULT_HARDNESS, Hardness
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.crypto.signing import SigningKey
from shared.formats.alistamiento_v1 import FOLDER
from shared.formats.image_v1 import Verify
from urna.config import Config, ConfiguracionInvalida
from urna.flow.limits import Limits
from urna.flow.ports import INTERNAL, USB, MedioPerdido
from urna.integrity.memory import NAME as MEMORY
from urna.integrity.memory import Remembered, written
from urna.services.attendant import Attendant
from urna.services.book import Book
from urna.services.clock import Clock, CorrectedClock, SystemClock
from urna.services.committing import seal_turn
from urna.services.context import Context, Devices, Identity, Settings
from urna.services.enrolling import CERTIFICATE, CRL, KEY, ROOT, THEME_ROOT, Enrolment, Places
from urna.services.folders import PRACTICE, SUBSTITUTED, THEME, mode_folder
from urna.services.narrator import Narrator
from urna.services.pens import Pens
from urna.services.perform import Performer
from urna.services.runner import Runner
from urna.services.shelf import ThemeShelf
from urna.services.slips import interrupted, testigo
from urna.services.software import measure_all
from urna.services.swaps import SwapList, Swaps
from urna.services.words import load_words
from urna.store.counter import BoardCounter
from urna.store.durable import FileOps, Folder, Medium, RealFiles
from urna.store.image import ImageStore, StoreKeys
from urna.store.journal_file import JournalFile
from urna.store.media import Media


@dataclass(frozen=True, slots=True)
class Ports:
    """What differs between an urna at work and one in a test; ``hardness`` is the cost of trying a code.

    ``programs``: the signed manifest that the launcher compared with every file, None where nobody signed one.
    """

    printer: Printer
    board: Board
    reader: Reader
    clock: Clock
    randomness: Randomness
    internal: FileOps
    usb: FileOps
    software_hash: str
    hardness: Hardness = DEFAULT_HARDNESS
    swaps: Swaps = field(default_factory=SwapList)
    programs: Remembered | None = None
    audio: Audio = field(default_factory=SilentAudio)


@dataclass(frozen=True, slots=True)
class Urna:
    """The composed urna: the runner for the UI, its theme for drawing, and the threads that listen and speak."""

    runner: Runner
    shelf: ThemeShelf
    attendant: Attendant
    narrator: Narrator
    close: Callable[[], None]

    def start(self) -> None:
        """Read the store and begin to listen."""
        self.runner.start()
        self.attendant.start()
        self.narrator.start()

    def stop(self) -> None:
        """Stop listening and working, and let go of the devices."""
        self.attendant.stop()
        self.narrator.stop()
        self.runner.stop()
        self.close()


def real_ports(config: Config, software_hash: str = "", programs: Remembered | None = None) -> Ports:
    """Serial devices, folders and clock of this machine; ``ConfiguracionInvalida`` U055 profile, U057 software.

    The hash of the programs is that of their signed manifest. Where nobody signed one they are measured, unless
    the hash is given by tests that start hundreds of urnas.
    """
    profile = PROFILES.get(config.printer_profile)
    if profile is None:
        raise ConfiguracionInvalida("U055", "unknown printer profile")
    return Ports(
        printer=open_printer(config.printer, profile, _fonts(), interrupted(load_words({}))),
        board=SerialBoard(config.board),
        reader=SerialReader(config.reader),
        clock=SystemClock(),
        randomness=SystemRandomness(),
        internal=RealFiles(config.internal),
        usb=RealFiles(config.usb, mounted=bool(config.usb_mounted)),
        software_hash=programs.sha256 if programs else software_hash or _measured(),
        swaps=SwapList(config.swaps),
        programs=programs,
        audio=PipeAudio(alsa(config.audio)) if config.audio else SilentAudio(),
    )


def compose(config: Config, ports: Ports) -> Urna:
    """Build the urna from its configuration and ports; raises as ``context_of``."""
    context = context_of(config, ports)
    runner = Runner(Performer(context), _limits(config))
    attendant = Attendant(ports.board, ports.reader, ports.clock, runner.submit)
    narrator = Narrator(ports.audio, context.shelf, lambda: runner.listening, runner.submit)
    runner.subscribe(narrator.wake)
    return Urna(runner, context.shelf, attendant, narrator, lambda: _close(ports))


def context_of(config: Config, ports: Ports) -> Context:
    """What its services work with; raises as ``read_identity``, and K codes for keys."""
    identity = read_identity(config.identity)
    internal = Medium(INTERNAL, Folder(ports.internal))
    usb = Medium(USB, Folder(ports.usb))
    media = Media((internal, usb))
    if ports.programs is not None:
        remember(internal, ports.programs)
    folder = mode_folder(config.mode)
    keys = StoreKeys(identity.key.sign, identity.key.public.verify, ports.randomness)
    practice = read_identity(config.identity_practice)
    practice_keys = StoreKeys(practice.key.sign, practice.key.public.verify, ports.randomness)
    shelf = ThemeShelf(
        media, {INTERNAL: internal.root.subfolder(THEME), USB: usb.root.subfolder(folder).subfolder(THEME)}
    )
    clock = CorrectedClock(ports.clock)
    return Context(
        settings=_settings(config, ports.hardness),
        clock=clock,
        randomness=ports.randomness,
        devices=Devices(ports.printer, ports.board),
        identity=identity,
        practice=practice,
        media=media,
        book=Book(JournalFile(media, folder, keys), clock),
        store=ImageStore(media, folder, keys),
        guard=BoardCounter(ports.board),
        practice_store=lambda: ImageStore(media, PRACTICE, practice_keys),
        pens=Pens(testigo, seal_turn),
        shelf=shelf,
        software_hash=ports.software_hash,
        signed_programs=ports.programs is not None,
        swaps=ports.swaps,
        taken=lambda dead: _taken(media, f"{folder}/{SUBSTITUTED}", keys, dead),
    )


def enrolment_of(config: Config, clock: Clock, stick: Path | None = None) -> Enrolment:
    """The enrolment of this urna; ``stick`` is where its medium is, when it is not the usual place."""
    usual = stick is None
    ops = RealFiles(stick or config.usb, mounted=usual and bool(config.usb_mounted))
    places = Places(_keys(config.identity), _keys(config.identity_practice), Folder(ops, FOLDER))
    return Enrolment(config.urna, config.casilla, places, clock)


def _keys(folder: Path) -> Folder:
    return Folder(RealFiles(folder.parent), folder.name)


def read_identity(folder: Path) -> Identity:
    """Read the keys of one identity. Raises ``ConfiguracionInvalida`` U056 for a file that is missing."""
    try:
        crl = folder / CRL
        return Identity(
            key=SigningKey.from_pem((folder / KEY).read_bytes()),
            certificates=(folder / CERTIFICATE).read_bytes(),
            anchor=TrustAnchor.from_pem((folder / ROOT).read_bytes(), crl.read_bytes() if crl.exists() else None),
            trusted_root={"root.json": (folder / THEME_ROOT).read_bytes()},
        )
    except OSError:
        raise ConfiguracionInvalida("U056", "an identity is incomplete") from None


def _taken(media: Media, folder: str, keys: StoreKeys, dead: Verify) -> tuple[JournalFile, ImageStore]:
    """Journal and store of the copy of a dead urna's: what it signed, and what this one signs after it."""

    def verify(purpose: str, data: bytes, signature: bytes) -> None:
        try:
            keys.verify(purpose, data, signature)
        except SignatureInvalid:
            dead(purpose, data, signature)

    either = replace(keys, verify=verify)
    return JournalFile(media, folder, either), ImageStore(media, folder, either)


def _measured() -> str:
    try:
        return measure_all((shared, hardware, urna))
    except (PackageNotFoundError, OSError):
        raise ConfiguracionInvalida("U057", "the programs as installed cannot be measured") from None


def remember(internal: Medium, programs: Remembered) -> None:
    """Keep the newest version for the launcher of next time; a medium that is away is found by the first service."""
    data = written(programs)
    try:
        if internal.root.read(MEMORY) != data:
            internal.root.replace(MEMORY, data)
    except MedioPerdido:
        return


def _settings(config: Config, hardness: Hardness) -> Settings:
    return Settings(
        casilla=config.casilla,
        urna=config.urna,
        mode=config.mode,
        internal_path=config.internal,
        usb_path=config.usb,
        server_url=config.server_url,
        print_timeout_ms=config.print_timeout_ms,
        board_wait_ms=config.board_wait_ms,
        hardness=hardness,
        audible=bool(config.audio),
    )


def _limits(config: Config) -> Limits:
    return Limits(
        warn_s=config.inactivity_warn_s,
        alert_s=config.inactivity_alert_s,
        thanks_s=config.thanks_s,
        poll_s=config.poll_s,
        checkpoint_s=config.checkpoint_s,
        battery_suspend_percent=config.battery_suspend_percent,
    )


def _fonts() -> LineFonts:
    folder = Path(urna.__path__[0]) / "ui" / "assets" / "fonts"
    return LineFonts(folder / "NotoSans-Regular.ttf", folder / "NotoSans-Bold.ttf")


def _close(ports: Ports) -> None:
    ports.board.close()
    ports.reader.close()
    ports.audio.close()
    closer = getattr(ports.printer, "close", None)
    if closer is not None:
        closer()
