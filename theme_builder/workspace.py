"""The folder in which a built theme waits for two signatures and is then published as a TUF repository.

It must not build themes nor hold private keys: keys are passed in, used and forgotten.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from shared.crypto.tuf_keys import ThemeSigner
from shared.crypto.tuf_repo import ThemeKey, assemble_repository, create_targets, expiry_of, sign_targets
from shared.formats.lote_v1 import NAME as LOTE_LIST
from shared.formats.lote_v1 import PIECES, Lote, parse_lote
from shared.formats.theme_v1 import Theme, parse_theme
from theme_builder.package import ThemePackage

Place = Callable[[Path, bytes], None]
SIGNING = "targets.json"
TARGETS = "targets"
_PUBLIC, _PRIVATE = 0o666, 0o600


class Workspace:
    """``<folder>/targets/...`` (the theme's files) and ``<folder>/targets.json`` (what two people sign)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, package: ThemePackage, publication: int, place: Place | None = None) -> None:
        """Put a built theme here, unsigned; ``publication`` is the version of the repository's targets.

        ``place`` puts each of its files (default: `write_file`).
        """
        files = package.targets()
        for name, data in files.items():
            (place or write_file)(self._folder / TARGETS / name, data)
        metadata = create_targets(files, version=publication, expires=expiry_of(package.theme.election.date))
        write_file(self._folder / SIGNING, metadata)

    def store_lote(self, signed: Mapping[str, bytes], pieces: Mapping[str, Path], publication: int) -> None:
        """Put all the themes of a lot here, unsigned: what is signed by name, and where each piece lies now."""
        for name, data in signed.items():
            write_file(self._folder / TARGETS / name, data)
        for name, path in pieces.items():
            write_file(self._folder / TARGETS / name, path.read_bytes())
        metadata = create_targets(signed, version=publication, expires=expiry_of(self.theme().election.date))
        write_file(self._folder / SIGNING, metadata)

    def lote(self) -> Lote | None:
        """The lot that waits here; None for one theme."""
        path = self._folder / TARGETS / LOTE_LIST
        return parse_lote(path.read_bytes()) if path.is_file() else None

    def theme(self) -> Theme:
        """The theme that waits here, or one of the lot; raises ``TemaInvalido`` or ``FileNotFoundError``."""
        path = next((self._folder / TARGETS).glob("temas/*/theme.json"), None)
        if path is None:
            raise FileNotFoundError(self._folder / TARGETS)
        return parse_theme(path.read_bytes())

    def assets(self) -> dict[str, bytes]:
        """Pictures and sounds of the theme that waits here, by name."""
        paths = (self._folder / TARGETS).glob("temas/*/assets/*")
        return {path.name: path.read_bytes() for path in sorted(paths)}

    def sign(self, key: ThemeSigner) -> None:
        """Add one person's signature; signing twice with one key changes nothing that counts."""
        signed = sign_targets((self._folder / SIGNING).read_bytes(), key)
        write_file(self._folder / SIGNING, signed)

    def publish(self, roots: tuple[bytes, ...], online: tuple[ThemeKey, ThemeKey], repository: Path) -> None:
        """Write the repository; raises ``ThemeRepositoryInvalid`` K602 while fewer than two people have signed."""
        base = self._folder / TARGETS
        names = [str(path.relative_to(base)) for path in sorted(base.rglob("*")) if path.is_file()]
        pieces = [name for name in names if self.lote() is not None and name.startswith(f"{PIECES}/")]
        targets = {name: (base / name).read_bytes() for name in names if name not in set(pieces)}
        signed = (self._folder / SIGNING).read_bytes()
        files = assemble_repository(targets, signed, roots, online, expiry_of(self.theme().election.date))
        for name in pieces:
            write_file(repository / TARGETS / name, (base / name).read_bytes())
        write_repository(repository, files)


def write_repository(repository: Path, files: Mapping[str, bytes], names: Iterable[str] | None = None) -> None:
    """Write files (or those of ``names``) by relative path, each asked for when it is written.

    ``timestamp.json`` is last, once all others are on the disk: until it is there a client sees the earlier version.
    They are made durable together, since one by one thousands of them take minutes.
    """
    *others, last = sorted(files if names is None else names, key=_timestamp_last)
    for name in others:
        write_file(repository / name, files[name], durable=False)
    os.sync()
    write_file(repository / last, files[last])


def write_file(path: Path, data: bytes, *, private: bool = False, durable: bool = True) -> None:
    """Write one file whole or not at all; a ``private`` one is never open to other users, not while it is written.

    One that is not ``durable`` may be lost with the power until its caller has the disk written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.parte")
    temporary.unlink(missing_ok=True)  # what a cut left behind may be open to others
    opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE if private else _PUBLIC)
    with os.fdopen(opened, "wb") as stream:
        stream.write(data)
        stream.flush()
        if durable:
            os.fsync(stream.fileno())
    temporary.replace(path)


def _timestamp_last(name: str) -> tuple[bool, str]:
    return name.endswith("timestamp.json"), name
