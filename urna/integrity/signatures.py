"""Finds the one manifest that two people signed in an installed TUF repository. It must not look at other files.

The whole of TUF (rollback of metadata, expiry, change of roots) is judged by its official client when software is
published and installed. At each start this much is judged again, with the standard library alone: the signatures of
the targets by keys that the installed root names, and the hash of the manifest that they list. Never expiry: no clock
may stop an election.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from urna.integrity.ed25519 import verifies
from urna.integrity.reading import parsed, part, read_bounded
from urna.integrity.refusal import ProgramRefusedError

ROOT: Final = "programa-root.json"
REPOSITORY: Final = "programa"
TARGET: Final = "programa/manifiesto.json"
SIGNERS: Final = 2
MAX_METADATA: Final = 64 << 10
MAX_MANIFEST: Final = 8 << 20
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64


@dataclass(frozen=True, slots=True)
class SignedManifest:
    """The manifest's bytes, its SHA-256 (64 digits: the hash of the programs), and its version, from 1 up."""

    data: bytes
    sha256: str
    version: int


def is_installed(folder: Path) -> bool:
    """Whether anything beside a tree claims that somebody signed it."""
    return (folder / ROOT).exists() or (folder / REPOSITORY).exists()


def installed_manifest(folder: Path) -> SignedManifest | None:
    """The manifest beside an installed tree (``folder`` holds ``programa-root.json`` and ``programa/``).

    None when neither is there: a checkout, or an installation that nobody signed. ``ProgramRefusedError``: U061 a
    file missing; U062 fewer than two signers; U063 a manifest that is not the one signed; U069 malformed.
    """
    if not is_installed(folder):
        return None
    root = part(parsed(read_bounded(folder / ROOT, MAX_METADATA, "U061"), ROOT), dict, "signed")
    metadata = _targets_of(folder / REPOSITORY / "metadata")
    envelope = parsed(read_bounded(metadata, MAX_METADATA, "U061"), metadata.name)
    signed = part(envelope, dict, "signed")
    threshold, keys = _signers(root)
    found = set(_valid(envelope, _canonical(signed).encode("utf-8", "surrogatepass"), keys))
    if len(found) < threshold:
        raise ProgramRefusedError("U062", f"{len(found)} signatures of {threshold}")
    return _manifest(folder, signed)


def _manifest(folder: Path, signed: Mapping[str, Any]) -> SignedManifest:
    targets = part(signed, dict, "targets")
    version = part(signed, int, "version")
    if part(signed, str, "_type") != "targets" or list(targets) != [TARGET] or version < 1:
        raise ProgramRefusedError("U069", "the metadata list something else than one manifest")
    data = read_bounded(folder / REPOSITORY / "targets" / TARGET, MAX_MANIFEST, "U061")
    listed = part(targets, dict, TARGET)
    digest = sha256(data).hexdigest()
    if part(listed, int, "length") != len(data) or part(listed, str, "hashes", "sha256") != digest:
        raise ProgramRefusedError("U063", "the manifest is not the one that was signed")
    return SignedManifest(data, digest, version)


def _targets_of(folder: Path) -> Path:
    """The only ``<version>.targets.json``."""
    try:
        names = sorted(place.name for place in folder.iterdir() if place.name.endswith(".targets.json"))
    except OSError:
        names = []
    if len(names) != 1:
        raise ProgramRefusedError("U061", f"{len(names)} lists of signed files, not one")
    return folder / names[0]


def _signers(root: Mapping[str, Any]) -> tuple[int, dict[str, bytes]]:
    """How many must sign, two at least, and who may: Ed25519 keys by their ids."""
    role = part(root, dict, "roles", "targets")
    threshold = part(role, int, "threshold")
    if threshold < SIGNERS:
        raise ProgramRefusedError("U062", "the root asks for fewer than two signers")
    ids = [key for key in part(role, list, "keyids") if isinstance(key, str)]
    return threshold, {key: _public(part(root, dict, "keys", key)) for key in ids}


def _public(key: Mapping[str, Any]) -> bytes:
    if (key.get("keytype"), key.get("scheme")) != ("ed25519", "ed25519"):
        raise ProgramRefusedError("U069", "a signer's key of another kind")
    return _hexadecimal(part(key, str, "keyval", "public"), _KEY_BYTES)


def _valid(envelope: Mapping[str, Any], payload: bytes, keys: Mapping[str, bytes]) -> Iterator[bytes]:
    """The keys that signed; a key under two names is one."""
    for signature in part(envelope, list, "signatures"):
        key = keys.get(part(signature, str, "keyid"))
        if key is not None and verifies(key, payload, _hexadecimal(part(signature, str, "sig"), _SIGNATURE_BYTES)):
            yield key


def _hexadecimal(text: str, size_bytes: int) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if len(data) != size_bytes:
        raise ProgramRefusedError("U069", f"not {size_bytes} bytes in hexadecimal")
    return data


def _canonical(value: object) -> str:
    """The canonical JSON that TUF signs: sorted keys, no spaces, only the backslash and the quotation mark escaped."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(key)}:{_canonical(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value)  # a number, true, false or null


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
