"""The hash of the programs as installed, measured at every start. It must not follow links, nor skip a file that runs.

Measured: every file of our packages (code, fonts, pictures, catalogues); of every installed distribution that the urna
requires, compiled extensions and bundled libraries included; of Python's own library; the interpreter; and what a start
of Python runs by itself beside them. Not measured: byte-code caches, which differ from machine to machine and which the
urna's image does not have, and the operating system, which its image vouches for.
"""

import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest, sha256
from importlib import metadata
from pathlib import Path
from types import ModuleType

_OURS = "urna-electronica"
_EXTRA = "urna"
_SKIP = frozenset({"__pycache__"})
_BUILDING = f"config-{sys.version_info[0]}.{sys.version_info[1]}-{getattr(sys.implementation, '_multiarch', '')}"
"""What is only needed to compile extensions: a static library of 60 MB."""
_NOT_LIBRARY = frozenset({"site-packages", "dist-packages", "test", "__pycache__", _BUILDING})
_WORKERS = 4
_STARTERS = ("*.pth", "sitecustomize*", "usercustomize*")
"""What Python runs from a folder of packages before any program."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_OTHER_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")
_BESIDE = frozenset({"..", "__pycache__"})

Places = Iterable[tuple[str, Path]]
"""(name that is the same on every urna, file) pairs."""


def measure_all(packages: Sequence[ModuleType]) -> str:
    """SHA-256 (hexadecimal) over our packages and everything that they run on."""
    return total((*of_packages(packages), *of_distributions(required()), *of_python()))


def total(places: Places) -> str:
    """SHA-256 over name, size and hash of every file (of a link: where it points), in order of name."""
    ordered = sorted(set(places))
    with ThreadPoolExecutor(_WORKERS) as pool:
        lines = pool.map(_line, ordered)
        return sha256("".join(lines).encode()).hexdigest()


def of_packages(packages: Sequence[ModuleType]) -> Iterator[tuple[str, Path]]:
    """Every file of packages that are imported."""
    for package in packages:
        for folder in package.__path__:
            yield from _below(Path(folder), package.__name__, _SKIP)


def of_distributions(names: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Every file below the folders of installed distributions, later ones too; and what starts by itself."""
    for name in names:
        distribution = metadata.distribution(name)
        home = Path(str(distribution.locate_file("")))
        for pattern in _STARTERS:
            yield from ((f"site/{place.name}", place) for place in home.glob(pattern) if place.is_file())
        tops = {file.parts[0] for file in distribution.files or () if not file.parts[0].endswith(".dist-info")}
        for top in sorted(tops - _BESIDE):
            place = home / top
            yield from _below(place, f"site/{top}", _SKIP) if place.is_dir() else [(f"site/{top}", place)]


def of_python() -> Iterator[tuple[str, Path]]:
    """Python's own library, and the interpreter."""
    yield "python", Path(sys.executable).resolve()
    for which in ("stdlib", "platstdlib"):
        yield from _below(Path(sysconfig.get_path(which, vars=_BASE)), "lib", _NOT_LIBRARY)


def required() -> list[str]:
    """Names of the installed distributions that the urna requires, and of those that they require, sorted."""
    found: set[str] = set()
    waiting = [(name, frozenset[str]()) for name in _named(_OURS, frozenset({_EXTRA}))]
    while waiting:
        name, extras = waiting.pop()
        key = _normal(name)
        if key in found or key == _OURS or not _installed(name):
            continue
        found.add(key)
        waiting += [(other, frozenset[str]()) for other in _named(name, extras)]
    return sorted(found)


_BASE = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix, "installed_base": sys.base_prefix}


def _named(distribution: str, extras: frozenset[str]) -> Iterator[str]:
    """What a distribution requires; for every marker but an extra that was not asked for, since more does no harm."""
    for requirement in metadata.requires(distribution) or ():
        wanted = _OTHER_EXTRA.search(requirement)
        name = _NAME.match(requirement)
        if name is not None and (wanted is None or wanted[1] in extras):
            yield name[0]


def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _below(root: Path, name: str, skip: frozenset[str]) -> Iterator[tuple[str, Path]]:
    """Files and links below a folder, but for folders of some names."""
    for folder, folders, files in os.walk(root):
        folders[:] = [each for each in folders if each not in skip]
        links = [each for each in folders if (Path(folder) / each).is_symlink()]
        for each in (*files, *links):
            place = Path(folder) / each
            yield f"{name}/{place.relative_to(root).as_posix()}", place


def _line(item: tuple[str, Path]) -> str:
    name, place = item
    if place.is_symlink():
        return f"{name}\0link\0{place.readlink().as_posix()}\n"
    with place.open("rb") as file:
        return f"{name}\0{place.stat().st_size}\0{file_digest(file, 'sha256').hexdigest()}\n"
