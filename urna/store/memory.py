"""A medium in memory, with the same operations as a real one. It must not survive the process."""

from urna.flow.ports import MedioPerdido


class MemoryFiles:
    """`FileOps` on a dictionary; ``pulled`` makes every operation fail, as a stick that was taken out."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = {""}
        self.pulled = False

    def create(self, path: str, data: bytes) -> None:
        """See ``FileOps``."""
        self._check()
        self.files[path] = data

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        """See ``FileOps``."""
        old = self._present(path)
        self.files[path] = old[:offset] + data + old[offset + len(data) :]

    def append(self, path: str, data: bytes) -> None:
        """See ``FileOps``."""
        self.files[path] = self._present(path) + data

    def truncate(self, path: str, size_bytes: int) -> None:
        """See ``FileOps``."""
        self.files[path] = self._present(path)[:size_bytes]

    def fsync(self, path: str) -> None:
        """See ``FileOps``."""
        self._present(path)

    def rename(self, old: str, new: str) -> None:
        """See ``FileOps``."""
        self._present(old)
        self.files[new] = self.files.pop(old)

    def fsync_dir(self, path: str) -> None:
        """See ``FileOps``."""
        self._check()
        if path not in self.folders:
            raise MedioPerdido("ENOENT")

    def unlink(self, path: str) -> None:
        """See ``FileOps``."""
        self._check()
        self.files.pop(path, None)

    def mkdir(self, path: str) -> None:
        """See ``FileOps``."""
        self._check()
        self.folders.add(path)

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        """See ``FileOps``."""
        self._check()
        data = self.files.get(path)
        return data if data is not None and len(data) <= limit_bytes else None

    def size(self, path: str) -> int | None:
        """See ``FileOps``."""
        self._check()
        data = self.files.get(path)
        return None if data is None else len(data)

    def names(self, path: str) -> tuple[str, ...]:
        """See ``FileOps``."""
        self._check()
        prefix = f"{path}/" if path else ""
        everything = (*self.files, *self.folders)
        inside = {entry[len(prefix) :] for entry in everything if entry.startswith(prefix)}
        return tuple(sorted(name for name in inside if name and "/" not in name))

    def _check(self) -> None:
        if self.pulled:
            raise MedioPerdido("ENODEV")

    def _present(self, path: str) -> bytes:
        self._check()
        if path not in self.files:
            raise MedioPerdido("ENOENT")
        return self.files[path]
