"""The newest signed programs that this urna ever started, kept on its internal medium. It must not write.

`urna.program` writes it, durably, once they started.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from urna.integrity.reading import parsed, part, read_bounded
from urna.integrity.refusal import ProgramRefusedError
from urna.integrity.signatures import SignedManifest

NAME: Final = "programa.json"
FORMAT: Final = "programs-memory/1"
NO_CONFIG: Final = "U050"
_MAX_CONFIG = 65536
_MAX_MEMORY = 1024


@dataclass(frozen=True, slots=True)
class Remembered:
    """Version and SHA-256 (64 digits) of a manifest."""

    version: int
    sha256: str


def refuse_older(manifest: SignedManifest, config: Path) -> None:
    """``ProgramRefusedError`` U067 for a manifest older than the newest that started here, or another of its version.

    ``config`` is ``urna.toml``, which says where the internal medium is; U050 when it cannot be read. An urna
    that never started signed programs remembers none.
    """
    newest = remembered(_internal(config))
    if newest is None or manifest.version > newest.version:
        return
    if manifest.version < newest.version or manifest.sha256 != newest.sha256:
        raise ProgramRefusedError("U067", f"version {manifest.version}, after version {newest.version}")


def remembered(internal: Path) -> Remembered | None:
    """What the internal medium remembers; ``ProgramRefusedError`` U069 for a memory that cannot be read."""
    if not (internal / NAME).is_symlink() and not (internal / NAME).exists():
        return None
    value = parsed(read_bounded(internal / NAME, _MAX_MEMORY, "U069"), NAME)
    if part(value, str, "format") != FORMAT:
        raise ProgramRefusedError("U069", f"{NAME}: another format")
    return Remembered(part(value, int, "version"), part(value, str, "sha256"))


def written(newest: Remembered) -> bytes:
    """The bytes of a memory."""
    value = {"format": FORMAT, "version": newest.version, "sha256": newest.sha256}
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _internal(config: Path) -> Path:
    try:
        place = tomllib.loads(read_bounded(config, _MAX_CONFIG, NO_CONFIG).decode("utf-8")).get("internal")
    except ValueError:
        place = None
    if not isinstance(place, str):
        raise ProgramRefusedError(NO_CONFIG, "unreadable configuration")
    return config.resolve().parent / place
