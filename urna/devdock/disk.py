"""Small ext4 file systems in files, mounted by loop, and the cut that loses what was not synced.

It must not know an urna.

Names and contents that no fsync asked for stay in memory for ten minutes: neither a timer nor ext4's own care for
files that replace others may write them, so that an fsync that the urna forgot is missed.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

MEDIA: Final = ("interna", "usb")
SIZE_BYTES: Final = 24 << 20
SHUTDOWN: Final = 0x8004587D
"""EXT4_IOC_SHUTDOWN of the kernel's ``fs/ext4/ext4.h``."""
NO_LOG_FLUSH: Final = 2
"""Its flag: what is not on the device yet never gets there, the log of the file system included."""
OPTIONS: Final = "loop,noatime,noauto_da_alloc,commit=600"
FILLER: Final = "lleno"
DETACHES: Final = 500
DETACH_S: Final = 0.02
"""How often, and after how many seconds, the kernel is asked whether it has let go of a loop device."""
_APART: Final = "URNA_APART"
_TOOLS: Final = ("mount", "umount", "losetup", "mkfs.ext4", "e2fsck", "cp")


class DiskError(Exception):
    """A tool of the system failed; what it said."""


@dataclass(frozen=True, slots=True)
class Disk:
    """One medium: ``image`` is the file that stands for the device, ``root`` where it is mounted."""

    image: Path
    root: Path

    def make(self, size_bytes: int = SIZE_BYTES) -> None:
        """An empty file system."""
        with self.image.open("wb") as file:
            file.truncate(size_bytes)
        run("mkfs.ext4", "-q", "-F", "-b", "1024", "-m", "0", "-J", "size=1", str(self.image))

    def mount(self) -> None:
        """Put it in; after a cut this replays the log of the file system, as a power-on does."""
        self.root.mkdir(parents=True, exist_ok=True)
        run("mount", "-o", OPTIONS, str(self.image), str(self.root))

    def unmount(self) -> None:
        """Take it out in order, the loop device too: one that lingers would lend its memory to the next mount."""
        run("umount", str(self.root))
        for _ in range(DETACHES):
            if not run("losetup", "-j", str(self.image)):
                return
            time.sleep(DETACH_S)
        raise DiskError(f"{self.image.name}: unmounted, and still on a loop device")

    def release(self) -> None:
        """Take it out if it is in, though somebody still holds a file: it goes when he lets go."""
        if os.path.ismount(self.root):
            subprocess.run(["umount", str(self.root)], check=False, capture_output=True)
        if os.path.ismount(self.root):
            run("umount", "-l", str(self.root))

    def remount(self, *, read_only: bool) -> None:
        """As the kernel does when it finds a fault, or as the switch of a stick."""
        run("mount", "-o", f"remount,{'ro' if read_only else 'rw'}", str(self.root))

    def check(self) -> None:
        """Raises ``DiskError`` when the file system of the unmounted medium is not sound."""
        run("e2fsck", "-f", "-n", str(self.image))

    def copy_to(self, image: Path) -> None:
        """Copy the unmounted medium, holes and all."""
        run("cp", "--sparse=always", str(self.image), str(image))


def cut(root: Path) -> None:
    """The power of this medium goes: from now on nothing reaches it, and what waited is lost."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(handle)


def fill(root: Path) -> None:
    """Leave no block free: each fsync gives back what writing had set aside."""
    handle = os.open(root / FILLER, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        free = -1
        while os.fstatvfs(handle).f_bavail not in {0, free}:
            free = os.fstatvfs(handle).f_bavail
            for size in (1 << 20, 1 << 10):
                _write_until_full(handle, bytes(size))
            os.fsync(handle)
    finally:
        os.close(handle)


def unfill(root: Path) -> None:
    """Take away what filled it."""
    (root / FILLER).unlink()


def _write_until_full(handle: int, block: bytes) -> None:
    try:
        while os.write(handle, block):
            continue
    except OSError:
        return


def go_apart(module: str, arguments: Sequence[str]) -> None:
    """Begin ``python -m module`` again among mounts of its own, if it is not there yet.

    They go with it however it ends, and whoever copies the mounts of this computer meanwhile keeps no loop device busy.
    """
    if os.environ.get(_APART) == "1":
        return
    command = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", module, *arguments]
    sys.stdout.flush()
    os.execvpe(command[0], command, {**os.environ, _APART: "1"})  # noqa: S606 - itself, no shell


@contextmanager
def mounted(*disks: Disk) -> Iterator[None]:
    """Mounted while inside; taken out at the end whatever happened."""
    try:
        for disk in disks:
            disk.mount()
        yield
    finally:
        for disk in disks:
            disk.release()


@cache
def why_not() -> str:
    """Why file systems cannot be mounted and cut here, as one sentence; empty when they can."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        return f"no {missing[0]} here"
    if os.geteuid() != 0:
        return "mounting an ext4 image takes root"
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder) / "prueba.img", Path(folder) / "prueba")
        try:
            disk.make(8 << 20)
            with mounted(disk):
                cut(disk.root)
        except (DiskError, OSError) as error:
            return f"mounting and cutting an ext4 image is not allowed here ({error})"
    return ""


def run(*command: str) -> str:
    """What a tool of the system says. Raises ``DiskError``."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DiskError(f"{command[0]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout
