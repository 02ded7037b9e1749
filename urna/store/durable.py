"""The one place of the urna that writes durably: primitive operations as a port, and folders built on them.

It must not know what it writes. Every effect on a medium goes through `FileOps`, one call for each thing that a power
cut can separate, so that a recorder in its place can replay every state of a crash.
"""

import errno
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from urna.flow.ports import MAX_READ_BYTES, MedioPerdido

_TEMPORARY = ".nuevo"


class FileOps(Protocol):
    """Primitive operations on one medium; paths are relative to its root. All raise ``MedioPerdido``.

    Nothing is durable before the matching ``fsync`` (contents) or ``fsync_dir`` (names).
    """

    def create(self, path: str, data: bytes) -> None:
        """Make the file, or empty the one there, and write ``data`` from its start."""
        ...

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        """Write ``data`` in place at ``offset`` of a file that exists."""
        ...

    def append(self, path: str, data: bytes) -> None:
        """Write ``data`` at the end of a file that exists."""
        ...

    def truncate(self, path: str, size_bytes: int) -> None:
        """Cut a file to its first ``size_bytes``."""
        ...

    def fsync(self, path: str) -> None:
        """Wait until the contents of a file are on the medium."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Give a file another name in its folder, in place of any file of that name."""
        ...

    def fsync_dir(self, path: str) -> None:
        """Wait until the names of a folder (``""``: the root) are on the medium."""
        ...

    def unlink(self, path: str) -> None:
        """Take a file's name away."""
        ...

    def mkdir(self, path: str) -> None:
        """Make a folder, whose parent exists; one that is there already is well."""
        ...

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        """Give a file's bytes; None when it is absent, or longer than ``limit_bytes``."""
        ...

    def size(self, path: str) -> int | None:
        """Give a file's size in bytes; None when it is absent."""
        ...

    def names(self, path: str) -> tuple[str, ...]:
        """Give the sorted names in a folder; none when it is absent."""
        ...


class RealFiles:
    """`FileOps` on a folder of this machine: the root of the internal storage or of a mounted stick.

    What is read comes from the medium, not from what the kernel remembers of it, as far as it lets go. That it was read
    leaves no trace, neither there nor as an hour on the medium: which sounds were read may tell what somebody heard.

    A root that is absent is a lost medium: it is never made, so that a pulled stick's mount point stays empty. With
    ``mounted`` the root must be a mount point, so that an empty one on the internal disk does not pass for the stick.
    """

    def __init__(self, root: Path, *, mounted: bool = False) -> None:
        self._root = root
        self._mounted = mounted

    def create(self, path: str, data: bytes) -> None:
        """See ``FileOps``."""
        with _Open(self._place(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as handle:
            _write_all(handle, data, 0)

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        """See ``FileOps``."""
        with _Open(self._place(path), os.O_WRONLY) as handle:
            _write_all(handle, data, offset)

    def append(self, path: str, data: bytes) -> None:
        """See ``FileOps``."""
        with _Open(self._place(path), os.O_WRONLY) as handle:
            _write_all(handle, data, os.fstat(handle).st_size)

    def truncate(self, path: str, size_bytes: int) -> None:
        """See ``FileOps``."""
        with _Open(self._place(path), os.O_WRONLY) as handle:
            os.ftruncate(handle, size_bytes)

    def fsync(self, path: str) -> None:
        """See ``FileOps``."""
        with _Open(self._place(path), os.O_RDONLY) as handle:
            os.fsync(handle)

    def rename(self, old: str, new: str) -> None:
        """See ``FileOps``."""
        with _Lost():
            self._place(old).replace(self._place(new))

    def fsync_dir(self, path: str) -> None:
        """See ``FileOps``."""
        with _Open(self._place(path), os.O_RDONLY | os.O_DIRECTORY) as handle:
            os.fsync(handle)

    def unlink(self, path: str) -> None:
        """See ``FileOps``."""
        with _Lost():
            self._place(path).unlink(missing_ok=True)

    def mkdir(self, path: str) -> None:
        """See ``FileOps``."""
        with _Lost():
            self._place(path).mkdir(exist_ok=True)

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        """See ``FileOps``."""
        place = self._place(path)
        with _Lost():
            if not place.is_file() or place.stat().st_size > limit_bytes:
                return None
            with os.fdopen(_unnoticed(place), "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                data = file.read()
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                return data

    def size(self, path: str) -> int | None:
        """See ``FileOps``."""
        place = self._place(path)
        with _Lost():
            return place.stat().st_size if place.is_file() else None

    def names(self, path: str) -> tuple[str, ...]:
        """See ``FileOps``."""
        place = self._place(path)
        with _Lost():
            return tuple(sorted(entry.name for entry in place.iterdir())) if place.is_dir() else ()

    def _place(self, path: str) -> Path:
        with _Lost():
            there = self._root.is_mount() if self._mounted else self._root.is_dir()
        if not there:
            raise MedioPerdido("ENODEV")
        return self._root / path


def _unnoticed(place: Path) -> int:
    """Open for reading without the hour of it being kept, where the file is ours."""
    try:
        return os.open(place, os.O_RDONLY | os.O_NOATIME)
    except PermissionError:
        return os.open(place, os.O_RDONLY)


class Folder:
    """A folder of one medium, with the three ways to write durably. All methods raise ``MedioPerdido``."""

    def __init__(self, ops: FileOps, path: str = "") -> None:
        self._ops = ops
        self._path = path

    def subfolder(self, name: str) -> "Folder":
        """Give the folder ``name`` inside; it is made, durably, by the first write."""
        return Folder(self._ops, self._at(name))

    def replace(self, name: str, data: bytes) -> None:
        """Put ``data`` in the place of a file whole: after a crash it is the old one or the new one."""
        self._ensure()
        temporary = self._at(name + _TEMPORARY)
        self._ops.create(temporary, data)
        self._ops.fsync(temporary)
        self._ops.rename(temporary, self._at(name))
        self._ops.fsync_dir(self._path)

    def overwrite(self, name: str, data: bytes) -> None:
        """Write ``data`` over a slot of the same size in place, so that no older copy stays in free space.

        A crash may leave the slot torn: whoever calls keeps another slot. A slot that is absent or of another
        size is made anew.
        """
        if self._ops.size(self._at(name)) != len(data):
            self.replace(name, data)
            return
        self._ops.pwrite(self._at(name), 0, data)
        self._ops.fsync(self._at(name))

    def append(self, name: str, data: bytes) -> None:
        """Write ``data`` at the end of a file, making it first when it is absent; a crash may tear the end."""
        if self._ops.size(self._at(name)) is None:
            self.replace(name, b"")
        self._ops.append(self._at(name), data)
        self._ops.fsync(self._at(name))

    def cut(self, name: str, size_bytes: int) -> None:
        """Cut a torn end from a file."""
        self._ops.truncate(self._at(name), size_bytes)
        self._ops.fsync(self._at(name))

    def remove(self, name: str) -> None:
        """Take a file away."""
        self._ops.unlink(self._at(name))
        if self._exists():
            self._ops.fsync_dir(self._path)

    def read(self, name: str, limit_bytes: int = MAX_READ_BYTES) -> bytes | None:
        """Give a file's bytes; None when it is absent or longer than the limit."""
        return self._ops.read(self._at(name), limit_bytes)

    def size(self, name: str) -> int | None:
        """Give a file's size in bytes; None when it is absent."""
        return self._ops.size(self._at(name))

    def names(self) -> tuple[str, ...]:
        """Give the names inside, sorted, without the leftovers of interrupted writes."""
        return tuple(name for name in self._ops.names(self._path) if not name.endswith(_TEMPORARY))

    def wipe(self, keep: Collection[str]) -> int:
        """Overwrite every file below with zeros, but those of ``keep`` here; read that back, take it away.

        Gives how many bytes. ``MedioPerdido`` EIO: a file reads otherwise. What a flash medium moved aside by itself is
        out of reach, and whoever prints an acta says so.
        """
        done = 0
        for name in self._ops.names(self._path):
            size = self._ops.size(self._at(name))
            if name in keep:
                continue
            done += self.subfolder(name).wipe(()) if size is None else self._wipe_file(name, size)
        return done

    def _wipe_file(self, name: str, size_bytes: int) -> int:
        zeros = bytes(size_bytes)
        self._ops.pwrite(self._at(name), 0, zeros)
        self._ops.fsync(self._at(name))
        if self._ops.read(self._at(name), size_bytes) != zeros:
            raise MedioPerdido("EIO")
        self.remove(name)
        return size_bytes

    def _at(self, name: str) -> str:
        return f"{self._path}/{name}" if self._path else name

    def _exists(self) -> bool:
        parent, _, name = self._path.rpartition("/")
        return not self._path or name in self._ops.names(parent)

    def _ensure(self) -> None:
        """Make the folders down to this one, each durable before what it holds."""
        parent = ""
        for part in filter(None, self._path.split("/")):
            if part not in self._ops.names(parent):
                self._ops.mkdir(f"{parent}/{part}" if parent else part)
                self._ops.fsync_dir(parent)
            parent = f"{parent}/{part}" if parent else part


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium of the urna: ``label`` is ``interna`` or ``usb``, ``root`` its folder."""

    label: str
    root: Folder


class _Lost:
    """Turns an error of the operating system into a lost medium."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise _lost(error) from error


def _lost(error: OSError) -> MedioPerdido:
    return MedioPerdido(errno.errorcode.get(error.errno or 0, type(error).__name__))


class _Open:
    """A file descriptor for the time of one operation."""

    def __init__(self, place: Path, flags: int) -> None:
        self._place = place
        self._flags = flags | os.O_CLOEXEC | os.O_NOFOLLOW
        self._handle = -1

    def __enter__(self) -> int:
        with _Lost():
            self._handle = os.open(self._place, self._flags, 0o600)
        return self._handle

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with _Lost():
            os.close(self._handle)
        if isinstance(error, OSError):
            raise _lost(error) from error


def _write_all(handle: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(handle, view, offset)
        view, offset = view[written:], offset + written
