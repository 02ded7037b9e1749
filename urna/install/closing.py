"""Copies an interpreter, its library, the urna and what it requires into one closed tree. It must not sign it.

Nothing else gets in: no tests, no editors, no tools that install, no other program of the project. Byte code is
compiled from what was copied, and names no folder of the machine that compiled it.
"""

import compileall
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from py_compile import PycInvalidationMode
from types import ModuleType
from typing import Final

import hardware
import shared
import urna
from urna.services.software import required

TREE: Final = "sistema"
PLACE: Final = "/opt/urna/sistema"
"""Where the tree will stand on every urna: what byte code says of where it is from."""
_PACKAGES: tuple[ModuleType, ...] = (shared, hardware, urna)
_LIBRARY: Final = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}"
_CACHE = "__pycache__"
_NOT_LIBRARY = frozenset({"site-packages", "dist-packages", "test", "tests", "idlelib", "tkinter", "turtledemo"})
_NOT_LIBRARY |= {"ensurepip", "lib2to3", "pydoc_data", "idle_test", "turtle.py", "__phello__"}
_NOT_NEEDED = frozenset({"pip", "setuptools", "wheel", "pkg_resources", "_distutils_hack"})
"""Distributions that install others."""
_NOT_OURS = frozenset({"devdock", "install", "firmware"})
"""Parts of our packages for the desk of a developer, the office, and the board."""
_NOT_THEIRS = frozenset({"tests", "docs", "tools"})
"""Folders of distributions that nothing imports; sources of extensions go too."""
_SOURCES = frozenset({".c", ".h", ".pxd", ".pxi", ".pyx", ".pyi"})


def close_tree(folder: Path, *, compiled: bool = True) -> Path:
    """Make ``<folder>/sistema``, which must not be there, from the interpreter and environment that run; gives it.

    ``compiled``: byte code is made anew, by hash (a minute); else the caches of this environment are copied, which
    serves a demonstration.
    """
    root = folder / TREE
    library, skipped = root / _LIBRARY, frozenset() if not compiled else frozenset({_CACHE})
    (root / "bin").mkdir(parents=True)
    shutil.copy2(Path(sys.executable).resolve(), root / _LIBRARY.replace("lib", "bin"))
    shutil.copytree(standard_library(), library, ignore=Ignored(_NOT_LIBRARY | skipped))
    site = library / "site-packages"
    for package in _PACKAGES:
        for source in package.__path__:
            shutil.copytree(source, site / package.__name__, ignore=Ignored(_NOT_OURS | skipped))
    for place, name in _requirements(skipped):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(place, site / name)
    if compiled:
        _compile(root)
    return root


def _requirements(skipped: frozenset[str]) -> Iterator[tuple[Path, Path]]:
    """Every file of every distribution that the urna requires, and its place below the packages."""
    left_out = skipped | _NOT_THEIRS | {".."}
    for name in required():
        if name in _NOT_NEEDED:
            continue
        distribution = metadata.distribution(name)
        for file in distribution.files or ():
            place = Path(str(distribution.locate_file(file)))
            if not left_out.intersection(file.parts) and file.suffix not in _SOURCES and place.is_file():
                yield place, Path(*file.parts)


class Ignored:
    """What ``copytree`` leaves out: some names, and what only compiling extensions needs."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def __call__(self, _: str, names: list[str]) -> set[str]:
        """Those of ``names`` that are left out."""
        return {name for name in names if name in self._names or name.startswith("config-")}


def standard_library() -> Path:
    """The folder of Python's own library, of the interpreter below any environment."""
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix, "installed_base": sys.base_prefix}
    return Path(sysconfig.get_path("stdlib", vars=base))


def _compile(root: Path) -> None:
    """Byte code for all that compiles, bound to its source by hash; the manifest binds both."""
    compileall.compile_dir(
        root / "lib",
        maxlevels=20,
        quiet=2,
        stripdir=str(root),
        prependdir=PLACE,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        workers=0,
    )
