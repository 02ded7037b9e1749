"""The folder in which a built theme waits for two signatures and is then published as a TUF repository.

It must not build themes nor hold private keys: keys are passed in, used and forgotten.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from shared.crypto.tuf_keys import ThemeSigner
from shared.crypto.tuf_repo import ThemeKey, assemble_repository, create_targets, expiry_of, sign_targets
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

    def theme(self) -> Theme:
        """The theme that waits here; raises ``TemaInvalido`` or ``FileNotFoundError``."""
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
        targets = {str(p.relative_to(base)): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}
        signed = (self._folder / SIGNING).read_bytes()
        files = assemble_repository(targets, signed, roots, online, expiry_of(self.theme().election.date))
        write_repository(repository, files)


def write_repository(repository: Path, files: Mapping[str, bytes]) -> None:
    """Write files by relative path, ``timestamp.json`` last: until it is there a client sees the earlier version."""
    for name in sorted(files, key=_timestamp_last):
        write_file(repository / name, files[name])


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write one file whole or not at all; a ``private`` one is never open to other users, not while it is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.parte")
    temporary.unlink(missing_ok=True)  # what a cut left behind may be open to others
    opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE if private else _PUBLIC)
    with os.fdopen(opened, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _timestamp_last(name: str) -> tuple[bool, str]:
    return name.endswith("timestamp.json"), name
