"""The hash of the programs as installed, measured at every start. It must not follow links out of them."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType

_SKIP = frozenset({"__pycache__"})


def measure(packages: Sequence[ModuleType]) -> str:
    """SHA-256 (hexadecimal) over name, size and contents of every file of the packages, in order of name."""
    total = sha256()
    for package in packages:
        for folder in package.__path__:
            root = Path(folder)
            for place in sorted(_files(root)):
                data = place.read_bytes()
                name = f"{package.__name__}/{place.relative_to(root).as_posix()}"
                total.update(f"{name}\0{len(data)}\0".encode())
                total.update(data)
    return total.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    for place in root.rglob("*"):
        if place.is_file() and not place.is_symlink() and not _SKIP & set(place.parts):
            yield place
