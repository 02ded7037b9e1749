"""The manifest: every file of the installed tree with size and SHA-256, and the interpreter. It must not read the tree.

``docs/formats/programs_v1.md`` says it byte for byte.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from urna.integrity.reading import parsed, part
from urna.integrity.refusal import ProgramRefusedError

FORMAT: Final = "programs/1"
MAX_FILES: Final = 50_000
MAX_SIZE: Final = 1 << 30
NAME: Final = re.compile(r"(?!.*(?:^|/)\.{0,2}(?:/|$))[ -~]{1,300}")
"""A relative path of printable ASCII, without empty segments, ``.`` and ``..``."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file is: bytes and SHA-256 (64 digits)."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files`` by path in the tree; ``libraries``: the interpreter's own, by file name, where it lies elsewhere.

    ``release`` names the version for people, ``python`` the interpreter's (``3.11.2``), ``machine`` the processor.
    """

    release: str
    python: str
    machine: str
    files: Mapping[str, Measured]
    libraries: Mapping[str, Measured]


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest in its one form; ``ProgramRefusedError`` U069."""
    value = parsed(data, "manifest")
    words = [part(value, str, name) for name in ("release", "python", "machine")]
    groups = [_read_files(part(value, dict, name)) for name in ("files", "libraries")]
    if part(value, str, "format") != FORMAT or not all(map(_WORD.fullmatch, words)) or len(groups[0]) > MAX_FILES:
        raise ProgramRefusedError("U069", "not a manifest of this format")
    manifest = Manifest(words[0], words[1], words[2], groups[0], groups[1])
    if serialise_manifest(manifest) != data:
        raise ProgramRefusedError("U069", "a manifest in another form than its own")
    return manifest


def serialise_manifest(manifest: Manifest) -> bytes:
    """Write the one form of a manifest: canonical JSON (RFC 8785; names are ASCII and numbers integers)."""
    value = {
        "format": FORMAT,
        "release": manifest.release,
        "python": manifest.python,
        "machine": manifest.machine,
        "files": _written(manifest.files),
        "libraries": _written(manifest.libraries),
    }
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _read_files(value: Mapping[str, Any]) -> dict[str, Measured]:
    return {name: _read_file(name, part(value, dict, name)) for name in value}


def _read_file(name: str, value: Mapping[str, Any]) -> Measured:
    size, digest = part(value, int, "size"), part(value, str, "sha256")
    if not NAME.fullmatch(name) or not 0 <= size <= MAX_SIZE or not _SHA256.fullmatch(digest):
        raise ProgramRefusedError("U069", f"{name[:60]!r}: a file that cannot be")
    return Measured(size, digest)


def _written(files: Mapping[str, Measured]) -> dict[str, dict[str, int | str]]:
    return {name: {"size": file.size, "sha256": file.sha256} for name, file in files.items()}
