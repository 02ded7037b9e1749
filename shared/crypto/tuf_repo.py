"""Themes as a TUF repository: makes and signs its metadata, as bytes by file name; `tuf_client` verifies them.

It must not write files nor decide what a theme holds. Two people sign the targets, each with their own key, at
different times and places: `create_targets`, `sign_targets` twice, `assemble_repository`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.tuf_client import RepositoryClient, VerifiedTargets, check_target_names
from shared.crypto.tuf_keys import RepositoryKeys, RepositoryPublicKeys, ThemeKey, ThemePublicKey, ThemeSigner
from shared.crypto.tuf_library import (
    Metadata,
    MetaFile,
    RepositoryError,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

__all__ = [
    "OUTLIVES_JORNADA",
    "RepositoryClient",
    "RepositoryKeys",
    "RepositoryPublicKeys",
    "ThemeKey",
    "ThemePublicKey",
    "VerifiedTargets",
    "assemble_repository",
    "build_repository",
    "create_root",
    "create_targets",
    "expiry_of",
    "sign_targets",
]

OUTLIVES_JORNADA: Final = timedelta(days=60)
"""An urna may be opened again for a dispute, never for a vote; a clock beyond it is wrong."""

_Signed = TypeVar("_Signed", Root, Snapshot, Targets, Timestamp)


def create_root(
    keys: RepositoryPublicKeys, signers: Sequence[ThemeSigner], expires: datetime, previous: bytes | None = None
) -> bytes:
    """Make ``<version>.root.json``: version 1, or the one after ``previous``, whose signers must sign it too.

    The first one is what an urna is enrolled with. Raises ``ThemeRepositoryInvalid`` K602 when signatures lack.
    """
    before = _load(Root, previous) if previous is not None else None
    root = Root(version=before.signed.version + 1 if before else 1, expires=expires, consistent_snapshot=True)
    for role, (role_keys, threshold) in _delegations(keys).items():
        for key in role_keys:
            root.add_key(key.as_tuf(), role)
        root.roles[role].threshold = threshold
    metadata = Metadata(root)
    for signer in signers:
        metadata.sign(signer.signer(), append=True)
    _require(metadata, root, "root")
    if before is not None:
        _require(metadata, before.signed, "root")
    return metadata.to_bytes()


def expiry_of(jornada: date) -> datetime:
    """Until when signatures on a theme hold: ``OUTLIVES_JORNADA`` after the beginning of the jornada's day, UTC."""
    return datetime.combine(jornada, time.min, UTC) + OUTLIVES_JORNADA


def create_targets(targets: Mapping[str, bytes], *, version: int, expires: datetime) -> bytes:
    """Make an unsigned ``targets.json`` that lists each file with its size and SHA-256.

    Raises ``ThemeRepositoryInvalid`` K607 for a name that a client would refuse.
    """
    check_target_names(targets)
    files = {name: TargetFile.from_data(name, data, ["sha256"]) for name, data in sorted(targets.items())}
    return Metadata(Targets(version=version, expires=expires, targets=files)).to_bytes()


def sign_targets(metadata_bytes: bytes, key: ThemeSigner) -> bytes:
    """Add one person's signature to ``targets.json``, keeping those already there. Raises K609 if unreadable."""
    metadata = _load(Targets, metadata_bytes)
    metadata.sign(key.signer(), append=True)
    return metadata.to_bytes()


def assemble_repository(
    targets: Mapping[str, bytes],
    signed_targets: bytes,
    roots: Sequence[bytes],
    online: tuple[ThemeKey, ThemeKey],
    expires: datetime,
) -> dict[str, bytes]:
    """Give every file of the repository by its path: ``metadata/...`` and ``targets/...``.

    ``roots`` holds every root so far, oldest first; ``online`` the snapshot key and the timestamp key, which sign
    here with the version of the targets. Raises ``ThemeRepositoryInvalid`` K602 when the targets lack signatures
    of the last root, K605 when a file is not the one listed, K609 when something is unreadable.
    """
    root = _load(Root, roots[-1]).signed
    listed = _load(Targets, signed_targets)
    _require(listed, root, "targets")
    _check_files(listed.signed, targets)
    version = listed.signed.version
    snapshot = Metadata(Snapshot(version=version, expires=expires, meta={"targets.json": MetaFile(version=version)}))
    snapshot.sign(online[0].signer())
    _require(snapshot, root, "snapshot")
    timestamp = Metadata(Timestamp(version=version, expires=expires, snapshot_meta=MetaFile(version=version)))
    timestamp.sign(online[1].signer())
    _require(timestamp, root, "timestamp")
    files = {f"metadata/{_load(Root, data).signed.version}.root.json": data for data in roots}
    files[f"metadata/{version}.targets.json"] = signed_targets
    files[f"metadata/{version}.snapshot.json"] = snapshot.to_bytes()
    files["metadata/timestamp.json"] = timestamp.to_bytes()
    return files | {f"targets/{name}": data for name, data in sorted(targets.items())}


def build_repository(
    targets: Mapping[str, bytes],
    keys: RepositoryKeys,
    *,
    expires: datetime,
    version: int = 1,
    previous: Sequence[bytes] = (),
) -> dict[str, bytes]:
    """Make a whole repository with every key at hand: as ``assemble_repository``.

    ``version`` grows with each publication; ``previous`` holds the roots so far (none: a first root is made).
    """
    roots = tuple(previous) or (create_root(keys.public, keys.root, expires),)
    signed = create_targets(targets, version=version, expires=expires)
    for key in keys.targets:
        signed = sign_targets(signed, key)
    return assemble_repository(targets, signed, roots, (keys.snapshot, keys.timestamp), expires)


def _delegations(keys: RepositoryPublicKeys) -> dict[str, tuple[tuple[ThemePublicKey, ...], int]]:
    return {
        "root": (keys.root, keys.root_threshold),
        "targets": (keys.targets, keys.targets_threshold),
        "snapshot": ((keys.snapshot,), 1),
        "timestamp": ((keys.timestamp,), 1),
    }


def _load(kind: type[_Signed], data: bytes) -> Metadata[_Signed]:
    try:
        metadata = Metadata[_Signed].from_bytes(data)
    except RepositoryError:
        raise ThemeRepositoryInvalid("K609", f"unreadable {kind.type}") from None
    if not isinstance(metadata.signed, kind):
        raise ThemeRepositoryInvalid("K609", f"not {kind.type}")
    return metadata


def _require(metadata: Metadata[_Signed], root: Root, role: str) -> None:
    result = root.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    if not result.verified:
        raise ThemeRepositoryInvalid("K602", f"{role}: {len(result.signed)} signatures of {result.threshold}")


def _check_files(listed: Targets, targets: Mapping[str, bytes]) -> None:
    if listed.targets.keys() != targets.keys():
        raise ThemeRepositoryInvalid("K605", "the files are not those that were signed")
    for name, data in targets.items():
        try:
            listed.targets[name].verify_length_and_hashes(data)
        except RepositoryError:
            raise ThemeRepositoryInvalid("K605", f"{name} is not the one that was signed") from None
