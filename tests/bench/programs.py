"""The launcher's check of a whole closed tree, beside hashing as many bytes that already lie in memory."""

import platform
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from tests.bench.rows import Row
from urna.install.closing import close_tree
from urna.integrity.manifest import Manifest, parse_manifest, serialise_manifest
from urna.integrity.tree import check, files_of, loaded_libraries
from urna.integrity.tree import measure as measure_files

_TIMES = 5
_PIECE = 1 << 20


def measure() -> list[Row]:
    """Every file read, hashed and compared, with the files in the system's cache; the best of some."""
    with tempfile.TemporaryDirectory(prefix="bench-programas-") as folder:
        root = close_tree(Path(folder), compiled=False)
        manifest = _manifest(root)
        data = serialise_manifest(manifest)
        checking = min(_check_ms(root, data) for _ in range(_TIMES))
    size = sum(file.size for file in manifest.files.values())
    unit = f"programs checked at start: {len(manifest.files):,} files, {size / 10**6:.0f} MB; the bytes alone"
    return [Row(unit, "ms", checking, min(_hash_ms(size) for _ in range(_TIMES)), "<= 1,500 ms", more_is_better=False)]


def _manifest(root: Path) -> Manifest:
    files = measure_files({name: root / name for name in files_of(root)})
    return Manifest("bench", platform.python_version(), platform.machine(), files, measure_files(loaded_libraries()))


def _check_ms(root: Path, data: bytes) -> float:
    begin = time.perf_counter()
    check(root, parse_manifest(data), loaded_libraries())
    return (time.perf_counter() - begin) * 1000


def _hash_ms(size_bytes: int) -> float:
    piece, begin = bytes(_PIECE), time.perf_counter()
    whole = sha256()
    for _ in range(size_bytes // _PIECE):
        whole.update(piece)
    return (time.perf_counter() - begin) * 1000
