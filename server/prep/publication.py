"""The publication's folder: a cut is there complete or not at all, and what was published never changes.

It must not make a cut nor decide what is published; it only writes and reads files.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from server.prep.schemas import Cut
from shared.crypto.hashing import sha256_hex
from shared.formats.prep_cut_v1 import LATEST_NAME, MANIFEST_NAME, Latest, parse_latest, serialise_latest

CORTES: Final = "cortes"
BUNDLES: Final = "bundles"
TEMA: Final = "tema"
REVISION: Final = "en-revision"
ROOT_NAMES: Final = ("root.pem", "crl.pem")


class Publication:
    """One folder that any static server can offer; writers hold it with `alone`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self) -> tuple[int, str | None]:
        """Number of the newest complete cut and its manifest's hash; (0, None) before the first."""
        number = max(self.numbers(), default=0)
        if not number:
            return 0, None
        return number, sha256_hex((self._folder / CORTES / str(number) / MANIFEST_NAME).read_bytes())

    def latest_at(self) -> datetime | None:
        """The moment of the newest cut; None before the first."""
        path = self._folder / CORTES / LATEST_NAME
        return parse_latest(path.read_bytes()).observed_at if path.exists() else None

    def numbers(self) -> tuple[int, ...]:
        """Numbers of the complete cuts, from the first."""
        folder = self._folder / CORTES
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return tuple(sorted(int(name) for name in names if name.isdecimal()))

    def read(self, number: int, name: str) -> bytes:
        """One file of a cut."""
        return (self._folder / CORTES / str(number) / name).read_bytes()

    def add_cut(self, cut: Cut) -> None:
        """Make a cut visible: its files durable first, its folder named last, then ``latest.json``.

        Raises ``FileExistsError`` when the number is taken: a published cut is never replaced.
        """
        cortes = self._folder / CORTES
        cortes.mkdir(parents=True, exist_ok=True)
        final = cortes / str(cut.number)
        if final.exists():
            raise FileExistsError(f"cut {cut.number} is published")
        unfinished = cortes / f".{cut.number}"
        _clear(unfinished)
        write_files(unfinished, cut.files)
        unfinished.rename(final)
        _sync(cortes)
        latest = Latest(cut.number, cut.observed_at, cut.manifest_sha256)
        replace_file(cortes / LATEST_NAME, serialise_latest(latest))

    def add_bundles(self, bundles: Iterable[tuple[str, bytes]]) -> int:
        """Write the public bundles that are not there yet; gives how many were written."""
        folder = self._folder / BUNDLES
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for name, data in bundles:
            temporary = folder / f".{name}"
            temporary.write_bytes(data)
            temporary.rename(folder / name)
            written += 1
        if written:
            os.sync()  # thousands of small files: one flush of all is a hundred times faster than one each
        return written

    def withdraw(self, names: Iterable[str]) -> None:
        """Set aside published bundles that no longer count; they stay public, in a folder that says why."""
        for name in names:
            aside = self._folder / REVISION
            aside.mkdir(exist_ok=True)
            (self._folder / BUNDLES / name).rename(aside / name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder for one writer, of any process; a second one waits."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".escritor").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def bundle_names(self) -> frozenset[str]:
        """Names of the bundles that are published."""
        folder = self._folder / BUNDLES
        return frozenset(path.name for path in folder.glob("[!.]*")) if folder.is_dir() else frozenset()

    def set_roots(self, root_pem: bytes, crl_pem: bytes) -> None:
        """The institute's root certificate and its revocation list."""
        for name, data in zip(ROOT_NAMES, (root_pem, crl_pem), strict=True):
            replace_file(self._folder / "raiz" / name, data)

    def set_trusted_root(self, data: bytes) -> None:
        """The root of the themes' repository that a reader starts from."""
        replace_file(self._folder / TEMA / "trusted-root.json", data)

    def mirror(self, source: Path, name: str) -> None:
        """Copy a tree (the themes' repository) into ``name``: new and changed files only."""
        for path in sorted(source.rglob("*")):
            if path.is_file():
                replace_file(self._folder / name / path.relative_to(source), path.read_bytes())

    def set_pages(self, pages: Mapping[str, bytes]) -> None:
        """Pages and styles of the portal; each is replaced whole."""
        for name, data in pages.items():
            replace_file(self._folder / name, data)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder of files and flush each, and the folders, to disk."""
    folders = {folder}
    folder.mkdir(parents=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
        _write(path, data)
    for each in folders:
        _sync(each)


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of whatever ``path`` holds, in one step; does nothing when it holds that."""
    with suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    _write(temporary, data)
    temporary.rename(path)
    _sync(path.parent)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    """Remove what an interrupted cut left; nobody has seen it."""
    if not folder.exists():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()
