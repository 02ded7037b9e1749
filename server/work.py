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


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of work, of which one is done at a time.

    Attributes:
        waits_s: how long it waits before each new try; after the last, people decide.
        every_s: how often it is due by itself (0: never).
    """

    name: str
    handler: Handler
    waits_s: tuple[int, ...] = (5, 30, 120)
    every_s: Callable[[ServerConfig], int] = lambda _config: 0
