"""The commands ``servidor worker`` and ``servidor jobs``: work that outlives whoever asked. They must hold no rule."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Annotated, Final

import typer

from server import cli_texts as texts
from server.accounts.schemas import By
from server.cli_open import ACTOR, DEFAULT_CONFIG, ConfigOption, opened
from server.context import Context
from server.jobs import service, textos
from server.jobs.schemas import Job, Queue, State

app = typer.Typer(no_args_is_help=True, help=texts.JOBS)
MOST: Final = 50
OPEN: Final = (State.ESPERA, State.EN_CURSO, State.FALLIDO)
BY: Final = By(ACTOR, "", "")
ReasonOption = Annotated[str, typer.Option("--reason", help=texts.JOB_REASON, min=1)]


def worker(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Do what is due until interrupted; what is being done then waits for another worker."""

    async def work() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with opened(config) as context, service.queue_of(context) as queue:
            typer.echo(texts.WORKING)
            await queue.work(stop)

    asyncio.run(work())


@app.command("list", help=texts.JOBS_LIST)
def listed(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """What waits, is being done, or failed for good."""

    async def work() -> None:
        async with opened(config) as context, service.queue_of(context) as queue:
            for job in await queue.listed(OPEN, MOST):
                typer.echo(_line(job))

    asyncio.run(work())


@app.command(help=texts.JOB_RETRY)
def retry(job: int, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Try once more what failed for good."""
    _act(lambda context, queue: service.retry(context, queue, job, BY), config)


@app.command(help=texts.JOB_CANCEL)
def cancel(job: int, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Take away what waits, or stop what is being done."""
    _act(lambda context, queue: service.cancel(context, queue, job, BY), config)


@app.command(help=texts.JOB_DISCARD)
def discard(job: int, reason: ReasonOption, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Put away for good what failed for good."""
    _act(lambda context, queue: service.discard(context, queue, job, (reason, BY)), config)


def _act(act: Callable[[Context, Queue], Awaitable[bool]], config: "ConfigOption") -> None:
    async def work() -> bool:
        async with opened(config) as context, service.queue_of(context) as queue:
            return await act(context, queue)

    if not asyncio.run(work()):
        typer.echo(texts.JOB_NOT_SO, err=True)
        raise typer.Exit(1)
    typer.echo(texts.JOB_DONE)


def _line(job: Job) -> str:
    state, task = textos.STATES[job.state].lower(), textos.task(job)
    far = texts.JOB_FAR.format(far=textos.far(job)) if job.total else ""
    return texts.JOB_LINE.format(id=job.id, task=task, state=state, tries=job.tries, far=far, fault=job.fault)
