"""Files by content: each lies under its SHA-256 and is durable before its name is known to anyone.

It must not delete, nor know what the bytes mean.
"""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from shared.crypto.hashing import sha256_hex

NAME = re.compile(r"[0-9a-f]{64}")


class FileMissing(LookupError):  # noqa: N818 - a fact, not only an error
    """No file of that hash, or its bytes no longer have that hash."""


class FileStore:
    """A folder of immutable files; ``put`` of the same bytes is harmless."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store bytes durably and give their SHA-256 (64 hexadecimal digits)."""
        return self.put_many([data])[0]

    def put_many(self, items: Iterable[bytes]) -> list[str]:
        """Store several durably with one flush of each folder at the end; all are durable when this returns."""
        names: list[str] = []
        folders: set[Path] = set()
        for data in items:
            name = sha256_hex(data)
            names.append(name)
            path = self._path(name)
            if not path.exists():
                folders.add(self._write(path, data))
        for folder in folders:
            _sync_folder(folder)
        return names

    def get(self, name: str) -> bytes:
        """The bytes of a hash, checked; raises ``FileMissing``."""
        try:
            data = self._path(name).read_bytes()
        except OSError as error:
            raise FileMissing(name) from error
        if sha256_hex(data) != name:
            raise FileMissing(f"{name}: the bytes changed on disk")
        return data

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise FileMissing(name[:80])
        return self._folder / name[:2] / name

    def _write(self, path: Path, data: bytes) -> Path:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(self._folder)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            _fill(temporary, data)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()  # half a file holds room that a full disk has not
            raise
        return path.parent


def _fill(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
