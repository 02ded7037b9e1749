"""The manifest of a closed tree, signed by two people and published beside it. It must not hold a key.

``<folder>/sistema`` is the tree; ``<folder>/firmas/`` what waits for signatures; ``<folder>/programa`` and
``<folder>/programa-root.json`` what the launcher reads. The three travel together.
"""

import platform
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from shared.crypto.tuf_repo import ThemeKey, assemble_repository, create_targets, sign_targets
from urna.install.closing import TREE
from urna.integrity.manifest import Manifest, serialise_manifest
from urna.integrity.signatures import REPOSITORY, ROOT, TARGET
from urna.integrity.tree import files_of, loaded_libraries, measure

WAITING: Final = "firmas"
_LIST, _MANIFEST = "targets.json", "manifiesto.json"


def write_manifest(folder: Path, release: str, version: int, expires: datetime) -> Manifest:
    """Measure the tree and leave its manifest, unsigned; ``version`` grows with every publication."""
    root = folder / TREE
    manifest = Manifest(
        release=release,
        python=platform.python_version(),
        machine=platform.machine(),
        files=measure({name: root / name for name in files_of(root)}),
        libraries=measure(loaded_libraries()),
    )
    data = serialise_manifest(manifest)
    (folder / WAITING).mkdir(exist_ok=True)
    (folder / WAITING / _MANIFEST).write_bytes(data)
    (folder / WAITING / _LIST).write_bytes(create_targets({TARGET: data}, version=version, expires=expires))
    return manifest


def waiting_manifest(folder: Path) -> bytes:
    """The manifest that waits for signatures, for the people who sign to see."""
    return (folder / WAITING / _MANIFEST).read_bytes()


def sign(folder: Path, key: ThemeKey) -> None:
    """Add one person's signature."""
    place = folder / WAITING / _LIST
    place.write_bytes(sign_targets(place.read_bytes(), key))


def publish(folder: Path, roots: Sequence[bytes], online: tuple[ThemeKey, ThemeKey], expires: datetime) -> None:
    """Put the signed repository beside the tree; ``ThemeRepositoryInvalid`` K602 with fewer than two signers."""
    signed = (folder / WAITING / _LIST).read_bytes()
    files = assemble_repository({TARGET: waiting_manifest(folder)}, signed, roots, online, expires)
    for name, data in files.items():
        place = folder / REPOSITORY / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (folder / ROOT).write_bytes(roots[-1])
