"""The files of a version, read from the database when they are asked for: a state's lot does not fit in memory.

It must not write, nor give bytes that are not of the hash by which they were frozen.
"""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Engine

from shared.crypto.hashing import sha256_hex
from theme_builder.projects.database import reading
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.repository import kept


class StoredFiles(Mapping[str, bytes]):
    """Bytes by name; a name's hash never changes."""

    def __init__(self, engine: Engine, hashes: Mapping[str, str]) -> None:
        self._engine = engine
        self._hashes = dict(sorted(hashes.items()))

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a file; raises ``KeyError``, and ``ProyectoInvalido`` T697 when the disk gives others."""
        sha256 = self._hashes[name]
        with reading(self._engine) as session:
            data = kept(session, (sha256,)).get(sha256, b"")
        if sha256_hex(data) != sha256:
            raise ProyectoInvalido("T697", f"{name} is not what was frozen")
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._hashes)

    def __len__(self) -> int:
        return len(self._hashes)

    def only(self, names: Iterable[str]) -> "StoredFiles":
        """Those of some names."""
        return StoredFiles(self._engine, {name: self._hashes[name] for name in names})
