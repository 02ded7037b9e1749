"""`python -m tests.power_real.faulty BACK MOUNT`: the file system of `faults`, until it is unmounted.

It must not change a byte unless told. Importing it fails where the library of FUSE is not installed.
"""

import errno
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Condition
from typing import Concatenate, Final, ParamSpec, TypeVar

from mfusepy import FUSE, FuseOSError, Operations

from tests.power_real.faults import ATTRIBUTE, Faults

SECTOR_BYTES: Final = 512
_SEEN: Final = ("st_mode", "st_nlink", "st_size", "st_uid", "st_gid", "st_ino")
_TIMES: Final = ("st_mtime", "st_atime", "st_ctime")
_ROOM: Final = ("f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_namemax")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _there(
    operation: Callable[Concatenate["FaultyMedium", Given], Answer],
) -> Callable[Concatenate["FaultyMedium", Given], Answer]:
    """The operation, of a medium that is not pulled out."""

    def guarded(self: "FaultyMedium", /, *args: Given.args, **more: Given.kwargs) -> Answer:
        if self.faults.gone:
            raise FuseOSError(errno.ENODEV)
        return operation(self, *args, **more)

    return guarded


class FaultyMedium(Operations):  # type: ignore[misc]
    """The folder ``back`` behind its faults. Methods are those of the library: they raise ``OSError``."""

    use_ns = True

    def __init__(self, back: Path) -> None:
        self.faults = Faults()
        self._back = back
        self._change = Condition()
        self._held = 0

    def setxattr(self, _path: str, _name: str, value: bytes, _options: int, _position: int = 0) -> int:
        with self._change:
            self.faults = Faults(**json.loads(bytes(value)))
            self._change.notify_all()
        return 0

    def getxattr(self, _path: str, name: str, _position: int = 0) -> bytes:
        if name != ATTRIBUTE:
            raise FuseOSError(errno.ENODATA)
        return str(self._held).encode()

    @_there
    def getattr(self, path: str, _handle: int | None = None) -> dict[str, int]:
        seen = self._place(path).lstat()
        return {name: getattr(seen, name) for name in _SEEN} | {n: getattr(seen, f"{n}_ns") for n in _TIMES}

    @_there
    def readdir(self, path: str, _handle: int) -> list[str]:
        return [".", "..", *(entry.name for entry in self._place(path).iterdir())]

    @_there
    def statfs(self, _path: str) -> dict[str, int]:
        seen = os.statvfs(self._back)
        return {name: getattr(seen, name) for name in _ROOM}

    @_there
    def create(self, path: str, mode: int, _info: object = None) -> int:
        return os.open(self._place(path), os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)

    @_there
    def open(self, path: str, flags: int) -> int:
        return os.open(self._place(path), flags)

    @_there
    def read(self, path: str, size: int, offset: int, handle: int) -> bytes:
        bad = self.faults.bad_sector * SECTOR_BYTES
        if bad >= 0 and self.faults.names in path and offset < bad + SECTOR_BYTES and bad < offset + size:
            raise FuseOSError(errno.EIO)
        return os.pread(handle, size, offset)

    @_there
    def write(self, path: str, data: bytes, offset: int, handle: int) -> int:
        if self.faults.torn_sectors < 0 or self.faults.names not in path:
            return os.pwrite(handle, data, offset)
        os.pwrite(handle, data[: max(0, self.faults.torn_sectors * SECTOR_BYTES - offset)], offset)
        if not self.faults.lies:
            raise FuseOSError(errno.EIO)
        return len(data)

    @_there
    def truncate(self, path: str, length: int, _handle: int | None = None) -> int:
        os.truncate(self._place(path), length)
        return 0

    @_there
    def fsync(self, _path: str, _data_only: int, handle: int) -> int:
        self._take_time()
        os.fsync(handle)
        return 0

    @_there
    def fsyncdir(self, _path: str, _data_only: int, _handle: int) -> int:
        self._take_time()
        return 0

    def release(self, _path: str, handle: int) -> int:
        os.close(handle)
        return 0

    @_there
    def rename(self, old: str, new: str) -> int:
        self._place(old).replace(self._place(new))
        return 0

    @_there
    def unlink(self, path: str) -> int:
        self._place(path).unlink()
        return 0

    @_there
    def mkdir(self, path: str, mode: int) -> int:
        self._place(path).mkdir(mode)
        return 0

    def _place(self, path: str) -> Path:
        return self._back / path.lstrip("/")

    def _take_time(self) -> None:
        time.sleep(self.faults.delay_ms / 1000)
        with self._change:
            self._held += 1
            self._change.wait_for(lambda: not self.faults.holds)
            self._held -= 1


def main(arguments: list[str]) -> int:
    """Serve the folder until somebody unmounts it."""
    back, mount = arguments
    FUSE(FaultyMedium(Path(back)), mount, foreground=True, direct_io=True, attr_timeout=0, entry_timeout=0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
