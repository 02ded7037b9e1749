"""What an attacker holds of one election: copies of every medium after every vote, views, publications, paper.

It must not know the order of the choices: `elections` keeps that apart, for judging.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hardware.printer.port import Slip


@dataclass(frozen=True, slots=True)
class FileCopy:
    """One file of a medium: its bytes, what its folder says of it, and its place among its folder's entries."""

    data: bytes
    size: int
    blocks: int
    inode: int
    mtime_ns: int
    ctime_ns: int
    place: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Both media at one moment: files by ``medium/path``, and the free blocks that each file system tells."""

    files: dict[str, FileCopy]
    free: int


@dataclass(frozen=True, slots=True)
class Views:
    """What auditors and the mesa may see after one vote: screens, keypad, and the report's paper."""

    shown: tuple[str, ...]


@dataclass(slots=True)
class Evidence:
    """One election as attackers have it.

    ``copies[0]`` and ``views[0]`` are from before the first vote. ``paper`` is what the mesa keeps, ``testigos`` the
    slips of the deposit, shuffled as they are before anyone reads them. ``public`` is the published file, ``sealed``
    the one that is never published.
    """

    copies: list[Copy] = field(default_factory=list)
    views: list[Views] = field(default_factory=list)
    paper: list[Slip] = field(default_factory=list)
    testigos: list[Slip] = field(default_factory=list)
    public: bytes = b""
    sealed: bytes = b""


class Copier:
    """Copies media again and again; a file that did not change is not read again."""

    def __init__(self, media: dict[str, Path]) -> None:
        self._media = media
        self._known: dict[str, FileCopy] = {}

    def copy(self) -> Copy:
        """Everything on every medium now."""
        files = {}
        for label, root in self._media.items():
            for name, place, path in _walk(root):
                key = f"{label}/{name}"
                files[key] = self._known[key] = self._file(key, path, place)
        room = os.statvfs(next(iter(self._media.values())))
        return Copy(files, room.f_bfree)

    def _file(self, key: str, path: Path, place: int) -> FileCopy:
        stat, known = path.stat(), self._known.get(key)
        if known is not None and (known.mtime_ns, known.inode, known.place) == (stat.st_mtime_ns, stat.st_ino, place):
            return known
        data = path.read_bytes()
        return FileCopy(data, stat.st_size, stat.st_blocks, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, place)


def _walk(root: Path, prefix: str = "") -> Iterator[tuple[str, int, Path]]:
    """Files below ``root`` in the order in which their folders give them."""
    with os.scandir(root) as entries:
        for place, entry in enumerate(entries):
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                yield f"{prefix}{entry.name}", place, Path(entry.path)
