"""What others see of a job, and what any queue can do. It must not know a database."""

from asyncio import Event
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from server.work import Arguments


class State(StrEnum):
    """Where a job is."""

    ESPERA = "espera"
    EN_CURSO = "en_curso"
    HECHO = "hecho"
    FALLIDO = "fallido"
    CANCELADO = "cancelado"
    DESCARTADO = "descartado"


@dataclass(frozen=True, slots=True)
class Job:
    """One job; ``done`` of ``total`` is how far it said it is; ``fault``: why the last try failed, a code or a kind."""

    id: int
    task: str
    state: State
    tries: int
    done: int = 0
    total: int = 0
    fault: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs are due that nobody has begun, and for how long the first of them has been."""

    waiting: int
    oldest_s: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds between looks for work, between signs of life, and without them until a worker counts as dead."""

    look_s: float = 2.0
    beat_s: float = 5.0
    stale_s: float = 30.0


class Queue(Protocol):
    """A durable queue: what was put survives whoever put it and whoever was doing it."""

    async def put(self, task: str, arguments: Arguments) -> int:
        """Ask for work; while the same task already waits, it is that one. Gives its number."""
        ...

    async def listed(self, states: Sequence[State], most: int) -> Sequence[Job]:
        """The newest jobs in these states."""
        ...

    async def backlog(self) -> Backlog:
        """What is due and waits."""
        ...

    async def retry(self, job: int) -> bool:
        """Try once more what failed for good; False when it did not."""
        ...

    async def cancel(self, job: int) -> bool:
        """Take away what waits, or stop what is being done; False when it is over."""
        ...

    async def work(self, stop: Event) -> None:
        """Do what is due until ``stop``; what is being done then waits for somebody else."""
        ...
