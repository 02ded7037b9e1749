"""Media that are bad on order: a FUSE file system over a folder, told its faults by an attribute of its root.

It must not hold the file system itself (`faulty`): that is a process, which needs the library of FUSE.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ATTRIBUTE: Final = "user.falla"
ROOT: Final = Path(__file__).parents[2]
_START_S: Final = 30.0
_POLL_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a medium; ``names`` is the part of a path that is meant."""

    names: str = ""
    bad_sector: int = -1
    """This sector of those files cannot be read."""
    torn_sectors: int = -1
    """Of a write to those files only so many sectors arrive, and it fails."""
    lies: bool = False
    """A torn write says that it went well."""
    delay_ms: int = 0
    """Each fsync takes so long."""
    holds: bool = False
    """Fsyncs do not end until this is taken back."""
    gone: bool = False
    """The medium was pulled out: ENODEV for everything."""


class FaultyError(Exception):
    """The file system could not be mounted."""


def tell(root: Path, faults: Faults) -> None:
    """Order faults of a mounted medium; ``Faults()`` mends it."""
    os.setxattr(root, ATTRIBUTE, json.dumps(asdict(faults)).encode())


def held(root: Path) -> int:
    """How many fsyncs wait to be let go."""
    return int(os.getxattr(root, ATTRIBUTE))


@contextmanager
def faulty(back: Path, root: Path) -> Iterator[None]:
    """The folder ``back`` behind its faults at ``root`` while inside. Raises ``FaultyError``."""
    root.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.power_real.faulty", str(back), str(root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            _wait(process, root)
            yield
        finally:
            if os.path.ismount(root):
                tell(root, Faults())
                subprocess.run(["umount", "-l", str(root)], check=False, capture_output=True)
            else:
                process.terminate()


def _wait(process: "subprocess.Popen[bytes]", root: Path) -> None:
    deadline = time.monotonic() + _START_S
    while not os.path.ismount(root):
        if process.poll() is not None:
            said = process.stderr.read() if process.stderr is not None else b""
            raise FaultyError(said.decode(errors="replace").strip().rpartition("\n")[2])
        if time.monotonic() > deadline:
            raise FaultyError("it never mounted")
        time.sleep(_POLL_S)


@cache
def why_no_fuse() -> str:
    """Why FUSE file systems cannot be mounted here, as one sentence; empty when they can."""
    if not Path("/dev/fuse").exists():
        return "no /dev/fuse here"
    with TemporaryDirectory() as folder:
        back = Path(folder) / "fondo"
        back.mkdir()
        try:
            with faulty(back, Path(folder) / "medio"):
                return ""
        except FaultyError as error:
            return f"mounting a FUSE file system is not allowed here ({error})"
