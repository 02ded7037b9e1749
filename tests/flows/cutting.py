"""Media in memory that lose power at the k-th write, counted over both. It must not forget what was written before."""

from dataclasses import dataclass

from urna.store.memory import MemoryFiles


class PowerCut(BaseException):
    """The power went; nothing after this line happens."""


@dataclass(slots=True)
class Breaker:
    """Counts writes; at ``left`` = 0 the power goes. None: never."""

    left: int | None = None

    def spend(self) -> None:
        if self.left is None:
            return
        if self.left == 0:
            raise PowerCut
        self.left -= 1


class CutFiles(MemoryFiles):
    """A medium on a breaker."""

    def __init__(self, breaker: Breaker) -> None:
        super().__init__()
        self.breaker = breaker

    def create(self, path: str, data: bytes) -> None:
        self.breaker.spend()
        super().create(path, data)

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        self.breaker.spend()
        super().pwrite(path, offset, data[: len(data) // 2])
        self.breaker.spend()
        super().pwrite(path, offset, data)

    def append(self, path: str, data: bytes) -> None:
        self.breaker.spend()
        whole = self.files.get(path, b"")
        super().append(path, data[: len(data) // 2])
        self.breaker.spend()
        self.files[path] = whole
        super().append(path, data)

    def fsync(self, path: str) -> None:
        self.breaker.spend()
        super().fsync(path)

    def rename(self, old: str, new: str) -> None:
        self.breaker.spend()
        super().rename(old, new)

    def unlink(self, path: str) -> None:
        self.breaker.spend()
        super().unlink(path)
