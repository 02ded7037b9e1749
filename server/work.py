"""Long work that a module declares: its name, what does it, how often it is tried again. It must not run anything."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from server.config import ServerConfig
from server.context import Context

Arguments = Mapping[str, str]


class Progress(Protocol):
    """Tells people how far the work is."""

    async def __call__(self, done: int, total: int) -> None:
        """So many of so many; not more often than somebody can look."""
        ...


Handler = Callable[[Context, Arguments, Progress], Awaitable[None]]
"""Does the work; doing it again after half of it must be harmless. It is cancelled as asyncio cancels."""


async def _always(_context: Context) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of work, of which one is done at a time.

    Attributes:
        waits_s: how long it waits before each new try; after the last, people decide.
        every_s: how often it is due by itself (0: never).
        alone: while one waits to be tried again, no other is put beside it.
        due: whether there is anything to do, asked at each of those times.
    """

    name: str
    handler: Handler
    waits_s: tuple[int, ...] = (5, 30, 120)
    every_s: Callable[[ServerConfig], int] = lambda _config: 0
    due: Callable[[Context], Awaitable[bool]] = _always
    alone: bool = False
