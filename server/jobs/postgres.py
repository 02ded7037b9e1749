"""The queue on PostgreSQL: procrastinate's, for workers on any machine. It must not change its tables by itself."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final

import procrastinate
from procrastinate import exceptions, jobs
from procrastinate.job_context import AbortReason
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy.exc import DBAPIError

from server.context import Context
from server.jobs import repository
from server.jobs.schemas import Backlog, Job, Rhythm, State
from server.jobs.telling import Teller
from server.work import Arguments, Task

STATES: Final = {
    "todo": State.ESPERA,
    "doing": State.EN_CURSO,
    "succeeded": State.HECHO,
    "failed": State.FALLIDO,
    "cancelled": State.CANCELADO,
    "aborted": State.CANCELADO,
}
MOST_CONNECTIONS: Final = 4


class _Waits(BaseRetryStrategy):
    """Waits so long before each new try, and then no more."""

    def __init__(self, waits_s: Sequence[int]) -> None:
        self._waits_s = waits_s

    def get_retry_decision(self, *, exception: BaseException, job: jobs.Job) -> RetryDecision | None:
        """When to try again after ``job.attempts`` tries that failed; None for never."""
        if isinstance(exception, asyncio.CancelledError | exceptions.JobAborted):
            return RetryDecision(retry_in={"seconds": 0})  # the worker ends: somebody else goes on
        return RetryDecision(retry_in={"seconds": self._waits_s[job.attempts]}) if self.has(job.attempts) else None

    def has(self, attempts: int) -> bool:
        """Whether there is another try after so many."""
        return attempts < len(self._waits_s)


class PostgresQueue:
    """See ``Queue``; open it with ``opened``."""

    def __init__(self, context: Context, tasks: Mapping[str, Task], rhythm: Rhythm) -> None:
        self._context = context
        self._tasks = tasks
        self._rhythm = rhythm
        self._looked: dict[str, int] = {}
        address = context.config.database_url.replace("+psycopg", "")
        connector = procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=MOST_CONNECTIONS)
        self._app = procrastinate.App(connector=connector)
        self._waits = {task.name: _Waits(task.waits_s) for task in tasks.values()}
        for task in tasks.values():
            self._app.task(name=task.name, pass_context=True, retry=self._waits[task.name])(self._doing(task))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["PostgresQueue"]:
        """The queue with its own connections."""
        async with self._app.open_async():
            yield self

    async def put(self, task: str, arguments: Arguments) -> int:
        """As ``Queue.put``."""
        try:
            return await self._app.configure_task(task, lock=task, queueing_lock=task).defer_async(**arguments)
        except exceptions.AlreadyEnqueued:
            waiting = await self._app.job_manager.list_jobs_async(task=task, status="todo")
            return min((each.id for each in waiting if each.id is not None), default=0)

    async def listed(self, states: Sequence[State], most: int) -> Sequence[Job]:
        """As ``Queue.listed``."""
        names = {name: state for name, state in STATES.items() if state in states}
        async with self._context.reading() as session:
            return await repository.newest_of_postgres(session, names, most)

    async def backlog(self) -> Backlog:
        """As ``Queue.backlog``."""
        async with self._context.reading() as session:
            return await repository.backlog_of_postgres(session)

    async def retry(self, job: int) -> bool:
        """As ``Queue.retry``."""
        if await self._status(job) != "failed":
            return False
        await self._app.job_manager.retry_job_by_id_async(job, retry_at=datetime.now(UTC))  # noqa: TID251 - its own clock
        return True

    async def cancel(self, job: int) -> bool:
        """As ``Queue.cancel``."""
        return await self._app.job_manager.cancel_job_by_id_async(job, abort=True)

    async def work(self, stop: asyncio.Event) -> None:
        """As ``Queue.work``; jobs of workers that give no sign of life are put back."""
        while not stop.is_set():
            try:
                await self._work(stop)
            except (exceptions.ConnectorException, DBAPIError):  # the database is away: it is asked again
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._rhythm.look_s)

    async def _work(self, stop: asyncio.Event) -> None:
        worker = asyncio.create_task(
            self._app.run_worker_async(
                install_signal_handlers=False,
                shutdown_graceful_timeout=0,
                fetch_job_polling_interval=self._rhythm.look_s,
                abort_job_polling_interval=self._rhythm.look_s,
                update_heartbeat_interval=self._rhythm.beat_s,
                stalled_worker_timeout=self._rhythm.stale_s,
            )
        )
        try:
            while not stop.is_set() and not worker.done():
                await self._put_due()
                await self._pick_up()
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._rhythm.look_s)
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def _put_due(self) -> None:
        """What a schedule asks for now, once whoever looks first."""
        now = int(self._context.clock.now().timestamp())
        for task in self._tasks.values():
            every_s = task.every_s(self._context.config)
            if every_s:
                slot = now // every_s * every_s
                if self._looked.get(task.name) == slot:
                    continue
                job = jobs.Job(
                    id=None, queue="default", lock=task.name, queueing_lock=task.name, task_name=task.name,
                    priority=0, task_kwargs={"timestamp": slot}, scheduled_at=None,
                )  # fmt: skip
                with suppress(exceptions.AlreadyEnqueued):
                    if await task.due(self._context):
                        await self._app.job_manager.defer_periodic_job(job, periodic_id="", defer_timestamp=slot)
                    self._looked[task.name] = slot

    async def _pick_up(self) -> None:
        """Jobs whose worker died wait again; whoever comes second finds them waiting already."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._rhythm.stale_s):
            with suppress(exceptions.ConnectorException):
                if job.id is not None and not self._waits[job.task_name].has(job.attempts):
                    await manager.finish_job_by_id_async(job.id, jobs.Status.FAILED, delete_job=False)
                else:
                    await manager.retry_job(job)

    async def _status(self, job: int) -> str:
        found = [each.status for each in await self._app.job_manager.list_jobs_async(id=job)]
        return found[0] or "" if found else ""

    def _doing(self, task: Task) -> Any:  # noqa: ANN401 - procrastinate takes any coroutine function
        async def do(job: procrastinate.JobContext, **arguments: object) -> None:
            teller = Teller(self._context, job.job.id or 0)
            try:
                await task.handler(self._context, {name: str(value) for name, value in arguments.items()}, teller)
            except asyncio.CancelledError:
                if job.abort_reason() is AbortReason.USER_REQUEST:
                    raise exceptions.JobAborted from None  # people stopped it: nobody goes on
                raise
            except Exception as error:
                await teller.failed(error)
                raise
            await teller.sound()

        return do
