"""A worker that begins a job and never ends it, in a process of its own, to be killed. It must not assert."""

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path

from server.cli_open import opened
from server.context import Context
from server.jobs import service
from server.jobs.schemas import Rhythm
from server.work import Arguments, Progress, Task

QUICK = Rhythm(look_s=0.02, beat_s=0.05, stale_s=0.6)


def work(config: Path, told: Connection) -> None:
    """Take the job ``larga``, say so, and go on for ever."""
    asyncio.run(_work(config, told))


async def _work(config: Path, told: Connection) -> None:
    async def never(_context: Context, _arguments: Arguments, progress: Progress) -> None:
        await progress(1, 9)
        told.send("begun")
        await asyncio.Event().wait()

    tasks = {"larga": Task("larga", never, waits_s=(0, 0))}
    async with opened(config) as context, service.queue_of(context, tasks, QUICK) as queue:
        await queue.work(asyncio.Event())
