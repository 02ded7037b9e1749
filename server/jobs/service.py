"""The queue of a server and what people do with it, told in the trail. Other modules enter jobs by this file.

It must not do the work: ``Queue.work`` does, in a worker or, on SQLite, inside of the server.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from server.accounts.schemas import By
from server.audit import service as audit
from server.audit.service import Change
from server.context import Context
from server.jobs import repository
from server.jobs.own import OwnQueue
from server.jobs.schemas import Backlog, Queue, Rhythm, State
from server.kit.health import Check, Level
from server.tasks import TASKS
from server.work import Task

MODULE: Final = "jobs"
FAILED: Final = "S848"
USUAL: Final = Rhythm()
IDLE: Final = "S882"
IDLE_S: Final = 300
"""A job that is due for longer than this shows that nobody works: none of ours takes a minute."""
NOTHING: Final = Backlog(0, 0)
MAX_REASON: Final = 300
MAX_FAILED: Final = 1000


@asynccontextmanager
async def queue_of(context: Context, tasks: Mapping[str, Task] = TASKS, rhythm: Rhythm = USUAL) -> AsyncIterator[Queue]:
    """The queue of a server's database."""
    if context.engine.dialect.name == "sqlite":
        yield OwnQueue(context, tasks, rhythm)
        return
    from server.jobs.postgres import PostgresQueue  # noqa: PLC0415 - slow to load, and SQLite has no use for it

    async with PostgresQueue(context, tasks, rhythm).opened() as queue:
        yield queue


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Queue]:
    """The queue of an application, as ``app.state.jobs``; on SQLite its own process does the work too."""
    async with queue_of(context) as queue:
        Look(queue).register(context)
        stop = asyncio.Event()
        doing = asyncio.create_task(queue.work(stop)) if isinstance(queue, OwnQueue) else None
        try:
            yield queue
        finally:
            stop.set()
            if doing is not None:
                await asyncio.gather(doing, return_exceptions=True)


@dataclass(slots=True)
class Look:
    """What the server says of its queue, as of the last look of its watch."""

    queue: Queue
    failed: int = 0
    backlog: Backlog = NOTHING

    def register(self, context: Context) -> None:
        """Be asked with the other checks, and shown among the measures."""
        context.health.add("trabajos", self.check, Level.WARNS)
        context.meters.follow("jobs_failed", "Jobs that failed for good, undecided", lambda: self.failed)
        context.meters.follow("jobs_waiting", "Jobs that are due and nobody began", lambda: self.backlog.waiting)
        told = "Since when the first of them is due"
        context.meters.follow("jobs_oldest_waiting_seconds", told, lambda: self.backlog.oldest_s)

    async def check(self) -> Check:
        """Whether something failed for good that nobody has decided about, or nobody works."""
        failed = await self.queue.listed((State.FALLIDO,), MAX_FAILED)
        self.failed = sum(job.state is State.FALLIDO for job in failed)
        self.backlog = await self.queue.backlog()
        if self.failed:
            return Check("trabajos", Level.WARNS, FAILED, self.failed)
        idle = self.backlog.oldest_s > IDLE_S
        return Check("trabajos", Level.WARNS if idle else Level.FINE, IDLE if idle else "", self.backlog.waiting)


async def retry(context: Context, queue: Queue, job: int, by: By) -> bool:
    """Try once more what failed for good; False, and nothing told, when it did not."""
    return await queue.retry(job) and await _told(context, by, "reintentar", job, {})


async def cancel(context: Context, queue: Queue, job: int, by: By) -> bool:
    """Take away what waits, or stop what is being done; False when it is over."""
    return await queue.cancel(job) and await _told(context, by, "cancelar", job, {})


async def discard(context: Context, queue: Queue, job: int, said: tuple[str, By]) -> bool:
    """Put away for good what failed for good, with (reason, who); False when it did not fail."""
    reason, by = said[0][:MAX_REASON], said[1]
    if job not in {each.id for each in await queue.listed((State.FALLIDO,), MAX_FAILED) if not each.reason}:
        return False
    async with context.writing() as session:
        await repository.note(session, job, discarded_by=by.actor, reason=reason)
    return await _told(context, by, "descartar", job, {"motivo": reason})


async def _told(context: Context, by: By, action: str, job: int, data: dict[str, object]) -> bool:
    async with context.writing() as session:
        change = Change(by.actor, MODULE, action, str(job), data, by.role, by.address)
        await audit.record(session, context.clock.now(), [change])
    return True
