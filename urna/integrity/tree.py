"""An installed tree: which files it holds, and their hashes, taken in parallel. It must not follow a link."""

import os
import platform
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest
from pathlib import Path
from typing import Final

from urna.integrity.manifest import MAX_FILES, Manifest, Measured
from urna.integrity.refusal import ProgramRefusedError

_MAPS = Path("/proc/self/maps")
_LIBRARY = re.compile(r"(/\S*/(libpython[0-9.a-z]*\.so[0-9.]*))$", re.MULTILINE)
_MAX_DEPTH: Final = 40
_WORKERS: Final = 4
_BATCH: Final = 64


def check(root: Path, manifest: Manifest, loaded: Mapping[str, Path]) -> None:
    """Compare an installed tree with its manifest; ``ProgramRefusedError`` names the first file that differs.

    ``loaded``: as ``loaded_libraries``. U064 a file changed; U065 one missing; U066 one that is not in the list, a
    link, or something that is no file; U068 another interpreter than the one that was signed.
    """
    if (manifest.python, manifest.machine) != (platform.python_version(), platform.machine()):
        raise ProgramRefusedError("U068", f"Python {platform.python_version()} on {platform.machine()}")
    found = set(files_of(root))
    if strangers := found - manifest.files.keys():
        raise ProgramRefusedError("U066", min(strangers))
    if missing := manifest.files.keys() - found:
        raise ProgramRefusedError("U065", min(missing))
    _compare({name: root / name for name in found}, manifest.files)
    if loaded.keys() != manifest.libraries.keys():
        raise ProgramRefusedError("U068", f"libraries of the interpreter: {', '.join(sorted(loaded))}")
    _compare(loaded, manifest.libraries)


def measure(places: Mapping[str, Path]) -> dict[str, Measured]:
    """Size and hash of every file, by name; ``ProgramRefusedError`` U065 for one that cannot be read."""
    names = sorted(places)
    with ThreadPoolExecutor(_WORKERS) as pool:
        batches = pool.map(_measured, (names[start::_BATCH] for start in range(_BATCH)), [places] * _BATCH)
        return {name: file for batch in batches for name, file in batch}


def files_of(root: Path) -> Iterator[str]:
    """Path of every file below ``root``; ``ProgramRefusedError`` U066 for a link, a device, or far too many."""
    count, waiting = 0, [(os.fspath(root), "", 0)]
    while waiting:
        folder, name, depth = waiting.pop()
        for path, below, is_folder in _entries(folder, name):
            count += 1
            if count > 2 * MAX_FILES or depth > _MAX_DEPTH:
                raise ProgramRefusedError("U066", f"{below}: too many or too deep")
            if is_folder:
                waiting.append((path, f"{below}/", depth + 1))
            else:
                yield below


def loaded_libraries() -> dict[str, Path]:
    """The interpreter's own shared library, by file name, where this process has loaded one (Debian's has none)."""
    return {name: Path(path) for path, name in _LIBRARY.findall(_MAPS.read_text(encoding="utf-8"))}


def tree_of_interpreter() -> Path:
    """The folder that holds ``bin/`` and ``lib/`` of the interpreter that runs."""
    return Path(sys.executable).parent.parent


def _entries(folder: str, name: str) -> Iterator[tuple[str, str, bool]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                raise ProgramRefusedError("U066", f"{name}{entry.name}: neither file nor folder")
            yield entry.path, name + entry.name, entry.is_dir()


def _compare(places: Mapping[str, Path], expected: Mapping[str, Measured]) -> None:
    found = measure(places)
    changed = [name for name, file in found.items() if file != expected[name]]
    if changed:
        raise ProgramRefusedError("U064", min(changed))


def _measured(names: Iterable[str], places: Mapping[str, Path]) -> list[tuple[str, Measured]]:
    return [(name, _of_file(name, places[name])) for name in names]


def _of_file(name: str, place: Path) -> Measured:
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise ProgramRefusedError("U066", f"{name}: not a file")
            return Measured(state.st_size, file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise ProgramRefusedError("U065", f"{name}: {error.strerror}") from None
