"""The port of files by content, and the choice of its store by the configuration. It must not know what files mean.

A store is asked in a thread: each of its calls may wait for a disk or for a network.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar

from shared.domain.errors import DatoInvalido

NAME: Final = re.compile(r"[0-9a-f]{64}")
AT_ONCE: Final = 8
T = TypeVar("T")


class ObjetoInvalido(DatoInvalido):
    """A file by content that cannot be kept or read (codes ``S85x``)."""


class ObjectMissing(ObjetoInvalido):
    """No file of that hash (``S855``), or its bytes no longer have that hash (``S854``)."""


class StoreAway(ObjetoInvalido):
    """The store does not answer (``S851``): nothing is known of its files, and what was to be put was not."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a store says of one file; ``name`` is no hash where a stranger's file lies there.

    ``locked_until``: nobody can delete it before; None where no lock is told.
    """

    name: str
    size: int
    locked_until: datetime | None = None


class ObjectStore(Protocol):
    """Immutable files of one folder, by their SHA-256. Nothing is ever deleted."""

    def check(self) -> None:
        """Raise ``StoreAway`` S851, or ``ObjetoInvalido`` for what people must mend (S852, S857)."""
        ...

    def put_many(self, items: Iterable[bytes], *, original: bool = True) -> list[str]:
        """Keep several and give their SHA-256; all are durable when this returns. An ``original`` is locked."""
        ...

    def get(self, name: str) -> bytes:
        """The bytes of a hash, checked; raises ``ObjectMissing``, ``StoreAway``."""
        ...

    def held(self, name: str) -> Held | None:
        """What the store says of a hash, unchecked; None for nothing."""
        ...

    def listing(self) -> Iterator[Held]:
        """Everything that lies there, strangers' files too."""
        ...


class Stores:
    """The stores of one server, one for each folder, and the threads in which they are asked.

    Threads of their own: a network that hangs must not hold up whoever writes to disk.
    """

    def __init__(self, of: Callable[[str], ObjectStore], local: Callable[[str], ObjectStore], place: str = "") -> None:
        self.of = of
        self.local = local
        self.place = place
        self._pool = ThreadPoolExecutor(AT_ONCE, "objetos")

    @property
    def remote(self) -> bool:
        """Whether files lie elsewhere: then they wait in the database until they were put."""
        return bool(self.place)

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Ask a store beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)


def check_name(name: str) -> str:
    """The name itself; raises ``ObjectMissing`` S855 for one that is no hash."""
    if not NAME.fullmatch(name):
        raise ObjectMissing("S855", f"{name[:80]} is no hash")
    return name
