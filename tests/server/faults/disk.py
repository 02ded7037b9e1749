"""A file system of its own for a server or a database, filled to its last block and relieved. It must not assert."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from urna.devdock.disk import Disk, fill, mounted, unfill

BALLAST: Final = "lastre"
LAST_BYTES: Final = 8 << 20
"""Of which each block is written: the rest is only set aside, at once."""


@contextmanager
def disk_of(size_bytes: int) -> Iterator[Path]:
    """An empty file system of so many bytes, open to PostgreSQL as pytest's folders are not; where it is mounted."""
    with tempfile.TemporaryDirectory(prefix="urna-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        disk = Disk(folder / "disco.img", folder / "d")
        disk.make(size_bytes)
        with mounted(disk):
            yield disk.root


def leave(root: Path, free_bytes: int) -> None:
    """Set room aside until so much is free."""
    handle = os.open(root / BALLAST, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        there, free = os.fstat(handle).st_size, os.fstatvfs(handle)
        more = free.f_bavail * free.f_frsize - free_bytes
        if more > 0:
            os.posix_fallocate(handle, there, more)
    finally:
        os.close(handle)


def choke(root: Path) -> None:
    """Leave no block free."""
    leave(root, LAST_BYTES)
    fill(root)


def relieve(root: Path) -> None:
    """Give back all that was taken."""
    unfill(root)
    (root / BALLAST).unlink()
