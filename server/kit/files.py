"""Files by content in a folder: each lies under its SHA-256, durable before its name is known to anyone.

It must not delete, nor know what the bytes mean.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from server.kit.objects import NAME, Held, ObjectMissing, StoreAway, check_name
from shared.crypto.hashing import sha256_hex


class FileStore:
    """``ObjectStore`` in a folder; ``put`` of the same bytes is harmless."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self) -> None:
        """As ``ObjectStore.check``; a folder that nothing was put in yet is well."""
        if self._folder.exists() and not os.access(self._folder, os.R_OK | os.W_OK | os.X_OK):
            raise StoreAway("S851", f"{self._folder.name} cannot be read and written")

    def put(self, data: bytes) -> str:
        """Store bytes durably and give their SHA-256 (64 hexadecimal digits)."""
        return self.put_many([data])[0]

    def put_many(self, items: Iterable[bytes], *, original: bool = True) -> list[str]:  # noqa: ARG002 - no folder locks
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
        """The bytes of a hash, checked; raises ``ObjectMissing``."""
        try:
            data = self._path(name).read_bytes()
        except OSError as error:
            raise ObjectMissing("S855", f"{name} is missing") from error
        if sha256_hex(data) != name:
            raise ObjectMissing("S854", f"{name}: the bytes changed on disk")
        return data

    def held(self, name: str) -> Held | None:
        """As ``ObjectStore.held``."""
        path = self._path(name)
        return Held(name, path.stat().st_size) if path.is_file() else None

    def listing(self) -> Iterator[Held]:
        """As ``ObjectStore.listing``, in order; of a stranger's file the path within the folder."""
        for path in sorted(path for path in self._folder.rglob("*") if path.is_file()):
            place = path.relative_to(self._folder)
            ours = NAME.fullmatch(path.name) and place.parts == (path.name[:2], path.name)
            yield Held(path.name if ours else place.as_posix(), path.stat().st_size)

    def _path(self, name: str) -> Path:
        return self._folder / check_name(name)[:2] / name

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
