"""Roots of theme repositories, each signed by the one before: who may sign what, and whether one follows another.

It must not make a root (`tuf_repo.create_root` does) nor decide which first root is believed: people compare its hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_client import MAX_METADATA, MAX_TARGETS_METADATA
from shared.crypto.tuf_keys import TARGETS_THRESHOLD
from shared.crypto.tuf_library import Metadata, RepositoryError, Root, Targets


@dataclass(frozen=True, slots=True)
class RootFacts:
    """What a root says: its number, until when, and by their ids the keys that stand for each task.

    ``fingerprint`` is SHA-256 of its bytes (64 digits); ``signers`` are keys of people who sign themes.
    """

    version: int
    expires: datetime
    fingerprint: str
    keys: tuple[str, ...]
    threshold: int
    signers: tuple[str, ...]
    signers_threshold: int
    snapshot: tuple[str, ...]
    timestamp: tuple[str, ...]


def read_root(data: bytes) -> RootFacts:
    """What a root says, once it is signed as it asks for itself.

    Raises ``ThemeRepositoryInvalid``: K608 too large; K609 no root; K602 its own signatures lack; K610 it asks for
    fewer than two signers of themes.
    """
    metadata = _root(data)
    root = metadata.signed
    _require(root, metadata)
    if root.roles["targets"].threshold < TARGETS_THRESHOLD:
        raise ThemeRepositoryInvalid("K610", "the root asks for fewer than two signers of themes")
    keys = {role: tuple(sorted(root.roles[role].keyids)) for role in root.roles}
    return RootFacts(
        root.version,
        root.expires,
        sha256_hex(data),
        keys["root"],
        root.roles["root"].threshold,
        keys["targets"],
        root.roles["targets"].threshold,
        keys["snapshot"],
        keys["timestamp"],
    )


def follow(roots: Sequence[bytes]) -> RootFacts:
    """What the last of ``roots`` says, when each follows the one before and bears its signatures, oldest first.

    Raises as `read_root`; K603 for a number that is not the next one; K602 when the one before did not sign.
    """
    for before, after in pairwise(roots):
        old, new = _root(before), _root(after)
        if new.signed.version != old.signed.version + 1:
            raise ThemeRepositoryInvalid("K603", f"root {new.signed.version} after root {old.signed.version}")
        _require(old.signed, new)
    return read_root(roots[-1])


def join_signatures(waiting: bytes, brought: bytes, allowed: Sequence[str]) -> tuple[bytes, tuple[str, ...]]:
    """``waiting`` (targets.json) with the signatures of ``allowed`` keys that ``brought`` has and it has not.

    Gives the ids of those keys too; whether they verify is for who asks the root (`tuf_repo.signers_of`). Raises K608,
    K609; K605 when both are not of the same files.
    """
    theirs, mine = _targets(brought), _targets(waiting)
    if mine.signed_bytes != theirs.signed_bytes:
        raise ThemeRepositoryInvalid("K605", "the signature is of other files")
    new = tuple(each for each in theirs.signatures if each in allowed and each not in mine.signatures)
    for each in new:
        mine.signatures[each] = theirs.signatures[each]
    return mine.to_bytes(), new


def signers_of(root: bytes, signed_targets: bytes) -> tuple[str, ...]:
    """The ids of keys whose signatures of ``targets.json`` stand by the root; raises as `join_signatures`."""
    metadata = _targets(signed_targets)
    asked = _root(root).signed
    result = asked.get_verification_result("targets", metadata.signed_bytes, metadata.signatures)
    return tuple(sorted(result.signed))


def _root(data: bytes) -> Metadata[Root]:
    metadata = _load(data, MAX_METADATA)
    if not isinstance(metadata.signed, Root):
        raise ThemeRepositoryInvalid("K609", "not a root")
    return metadata


def _targets(data: bytes) -> Metadata[Targets]:
    metadata = _load(data, MAX_TARGETS_METADATA)
    if not isinstance(metadata.signed, Targets):
        raise ThemeRepositoryInvalid("K609", "not a list of files to sign")
    return metadata


def _load(data: bytes, most: int) -> Metadata[Any]:
    if len(data) > most:
        raise ThemeRepositoryInvalid("K608", f"{len(data)} bytes")
    try:
        return Metadata.from_bytes(data)
    except (RepositoryError, RecursionError):
        raise ThemeRepositoryInvalid("K609", "unreadable metadata") from None


def _require(judge: Root, metadata: Metadata[Root]) -> None:
    result = judge.get_verification_result("root", metadata.signed_bytes, metadata.signatures)
    if not result.verified:
        raise ThemeRepositoryInvalid("K602", f"root: {len(result.signed)} signatures of {result.threshold}")
