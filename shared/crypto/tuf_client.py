"""Verifies a theme repository that lies in a folder (a stick, a download) with the official TUF client.

It must not persist anything: it works in a private temporary folder and gives the caller the metadata to keep. Expiry
is judged at the moment that the caller names, never by the machine's clock.
"""

import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_keys import TARGETS_THRESHOLD
from shared.crypto.tuf_library import Metadata, Root, TargetFile, Targets
from shared.crypto.tuf_library import exceptions as tuf

# isort: split
# after `tuf_library`, which decides what the library reads
from tuf.ngclient.config import UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface
from tuf.ngclient.updater import Updater

TRUSTED_NAMES = ("root.json", "timestamp.json", "snapshot.json", "targets.json")
_METADATA = "folder:metadata/"
_TARGETS = "folder:targets/"
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
MAX_NAME = 200
MAX_METADATA = 64 << 10
MAX_TARGETS_METADATA = 2 << 20
_DEPTH_MAX = 6
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """Most that a repository may hold: files, bytes of one file and of all."""

    files: int = 2000
    file_bytes: int = 16 << 20
    total_bytes: int = 256 << 20


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class VerifiedTargets:
    """Every file by name, the metadata to keep for next time, and SHA-256 of the root in force (64 digits)."""

    targets: Mapping[str, bytes]
    trusted: Mapping[str, bytes]
    root_fingerprint: str
    version: int


class SignedList:
    """The files that were signed, each read from the folder when it is asked for, and then held against the list.

    ``trusted``, ``root_fingerprint`` and ``version`` are as in `VerifiedTargets`.
    """

    __slots__ = ("_fetcher", "_limits", "_listed", "root_fingerprint", "trusted", "version")

    def __init__(self, folder: Path, kept: Mapping[str, bytes], listed: Targets, limits: Limits) -> None:
        self._fetcher = _FolderFetcher(folder)
        self._listed: Mapping[str, TargetFile] = listed.targets
        self._limits = limits
        self.trusted = kept
        self.root_fingerprint = sha256_hex(kept["root.json"])
        self.version = listed.version

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the list, sorted."""
        return tuple(sorted(self._listed))

    def holds(self, name: str) -> bool:
        """Whether the folder has a file of this name, whatever it is."""
        try:
            os.close(_open_below(self._fetcher.folder, ["targets", *name.split("/")]))
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return True

    def read(self, name: str) -> bytes:
        """One file of the list; raises ``ThemeRepositoryInvalid`` K605, K606, K608; K609 for one that is not listed."""
        target = self._listed.get(name)
        if target is None:
            raise ThemeRepositoryInvalid("K609", f"{name[:60]} is not listed")
        data = self.read_piece(name, target.length)
        try:
            target.verify_length_and_hashes(data)
        except tuf.RepositoryError as error:
            raise _refusal(error) from None
        return data

    def read_all(self) -> dict[str, bytes]:
        """Every file by name; raises as `read`, and K608 when all together are too large."""
        total = sum(target.length for target in self._listed.values())
        if total > self._limits.total_bytes:
            raise ThemeRepositoryInvalid("K608", f"{len(self._listed)} files, {total} bytes")
        return {name: self.read(name) for name in self.names}

    def read_piece(self, name: str, most: int) -> bytes:
        """A file of at most ``most`` bytes that something listed names by its hash, which the caller holds it against.

        Raises ``ThemeRepositoryInvalid`` K606, K608.
        """
        try:
            data: bytes = self._fetcher.download_bytes(f"{_TARGETS}{name}", min(most, self._limits.file_bytes))
        except tuf.DownloadError as error:
            raise _refusal(error) from None
        return data


class RepositoryClient:
    """Verifies repositories within ``limits``; keeps no state."""

    __slots__ = ("_limits",)

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def verify(self, folder: Path, trusted: Mapping[str, bytes], at: datetime | None) -> VerifiedTargets:
        """Verify the repository in ``folder`` (``metadata/``, ``targets/``) and give its files.

        ``trusted`` holds at least ``root.json``; with what an earlier call gave back, older repositories are
        refused too. ``at`` (aware) is when expiry is judged; with None it is not judged, for what was pinned before.
        Raises ``ThemeRepositoryInvalid``: K601 no trusted root; K602 signatures lacking; K603 older than trusted;
        K604 expired; K605 a file of other size or hash; K606 a file missing or unreadable; K607 a name refused;
        K608 too large; K609 malformed; K610 the root asks for fewer than two signers of themes.
        """
        listed = self.listed(folder, trusted, at)
        return VerifiedTargets(listed.read_all(), listed.trusted, listed.root_fingerprint, listed.version)

    def listed(self, folder: Path, trusted: Mapping[str, bytes], at: datetime | None) -> SignedList:
        """As ``verify``, but only the list: its files may lie there or not, and are read one by one."""
        if at is not None and at.tzinfo is None:
            raise ValueError("the moment of judging needs a time zone")
        if "root.json" not in trusted:
            raise ThemeRepositoryInvalid("K601", "no trusted root")
        with tempfile.TemporaryDirectory(prefix="urna-tema-") as private:
            try:
                updater = _updater(folder, trusted, Path(private))
                _judge_at(updater, at)
                return self._listed(updater, folder, Path(private))
            except (tuf.RepositoryError, tuf.DownloadError) as error:
                raise _refusal(error) from None

    def _listed(self, updater: Updater, folder: Path, private: Path) -> SignedList:
        updater.refresh()
        kept = {name: (private / name).read_bytes() for name in TRUSTED_NAMES}
        root = Metadata[Root].from_bytes(kept["root.json"]).signed
        if root.roles["targets"].threshold < TARGETS_THRESHOLD:
            raise ThemeRepositoryInvalid("K610", "the root asks for fewer than two signers of themes")
        listed = Metadata[Targets].from_bytes(kept["targets.json"]).signed
        self._check_listed(listed)
        return SignedList(folder, kept, listed, self._limits)

    def _check_listed(self, listed: Targets) -> None:
        check_target_names(listed.targets)
        sizes = [target.length for target in listed.targets.values()]
        if len(sizes) > self._limits.files or max(sizes, default=0) > self._limits.file_bytes:
            raise ThemeRepositoryInvalid("K608", f"{len(sizes)} files, {sum(sizes)} bytes")


def check_target_names(names: Iterable[str]) -> None:
    """Refuse (K607) names that are not plain relative paths, or that differ in capitals only (a FAT stick)."""
    seen: set[str] = set()
    for name in names:
        segments = name.split("/")
        plain = len(name) <= MAX_NAME and len(segments) <= _DEPTH_MAX and all(map(_SEGMENT.fullmatch, segments))
        if not plain or name.casefold() in seen:
            raise ThemeRepositoryInvalid("K607", f"name refused: {name[:60]!r}")
        seen.add(name.casefold())


class _FolderFetcher(FetcherInterface):
    """Reads regular files below one folder; follows no link and leaves it by no name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = url.removeprefix("folder:")
        segments = path.split("/")
        if path == url or not all(map(_SEGMENT.fullmatch, segments)):
            raise tuf.DownloadError(f"name refused: {path[:60]!r}")
        try:
            descriptor = _open_below(self.folder, segments)
        except FileNotFoundError:
            raise tuf.DownloadHTTPError(f"{path} is missing", 404) from None
        except OSError as error:
            raise tuf.DownloadError(f"{path}: {error.strerror}") from None
        return _chunks(descriptor, path)


def _open_below(folder: Path, segments: list[str]) -> int:
    """Open a regular file below ``folder``, segment by segment, so that no link is followed; raises ``OSError``."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for place, segment in enumerate(segments, start=1):
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        flags |= os.O_DIRECTORY if place < len(segments) else 0
        try:
            _check_kind(segment, descriptor, folder=place < len(segments))
            below = os.open(segment, flags, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = below
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "not a regular file")
    return descriptor


def _check_kind(segment: str, descriptor: int, *, folder: bool) -> None:
    """Look before opening: opening a device can start what it drives. Raises ``OSError``."""
    mode = os.stat(segment, dir_fd=descriptor, follow_symlinks=False).st_mode
    if not (stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode)):
        raise OSError(0, "neither a folder nor a regular file")


def _chunks(descriptor: int, path: str) -> Iterator[bytes]:
    with os.fdopen(descriptor, "rb") as file:
        while True:
            try:
                chunk = file.read(_CHUNK)
            except OSError as error:  # a stick pulled while it is read
                raise tuf.DownloadError(f"{path}: {error.strerror}") from None
            if not chunk:
                return
            yield chunk


def _updater(folder: Path, trusted: Mapping[str, bytes], private: Path) -> Updater:
    for name in TRUSTED_NAMES[1:]:
        if name in trusted:
            (private / name).write_bytes(trusted[name])
    config = UpdaterConfig(
        max_root_rotations=32,
        max_delegations=0,
        root_max_length=MAX_METADATA,
        snapshot_max_length=MAX_METADATA,
        targets_max_length=MAX_TARGETS_METADATA,
        prefix_targets_with_hash=False,
    )
    return Updater(
        str(private),
        _METADATA,
        target_base_url=_TARGETS,
        fetcher=_FolderFetcher(folder),
        config=config,
        bootstrap=trusted["root.json"],
    )


def _judge_at(updater: Updater, at: datetime | None) -> None:
    """Set the moment at which the TUF client judges expiry.

    The client takes the machine's clock when it is made, and only judges later, in ``refresh``; it offers no argument
    for it. The attribute is therefore checked to exist, so that another release of the library fails loudly.
    """
    trusted_set = updater._trusted_set  # noqa: SLF001 - see above; a test pins it
    if not isinstance(getattr(trusted_set, "reference_time", None), datetime):
        raise RuntimeError("this release of python-tuf keeps its reference time elsewhere")  # noqa: TRY004
    trusted_set.reference_time = at if at is not None else datetime.min.replace(tzinfo=UTC)


_CODES: tuple[tuple[type[Exception], str], ...] = (
    (tuf.UnsignedMetadataError, "K602"),
    (tuf.BadVersionNumberError, "K603"),
    (tuf.ExpiredMetadataError, "K604"),
    (tuf.LengthOrHashMismatchError, "K605"),
    (tuf.DownloadLengthMismatchError, "K608"),
    (tuf.DownloadError, "K606"),
)


def _refusal(error: Exception) -> ThemeRepositoryInvalid:
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "K609")
    return ThemeRepositoryInvalid(code, str(error)[:200])
