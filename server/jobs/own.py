"""The queue on SQLite: rows of a table, done inside of the server's own process. It must not lose what a kill left."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from server.context import Context
from server.jobs import repository
from server.jobs.schemas import Backlog, Job, Rhythm, State
from server.jobs.telling import Teller
from server.work import Arguments, Task

_OPEN = (State.ESPERA, State.EN_CURSO)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A job as it was taken; ``failed`` tries came before."""

    id: int
    task: str
    arguments: str
    failed: int


class OwnQueue:
    """See ``Queue``; one job at a time."""

    def __init__(self, context: Context, tasks: Mapping[str, Task], rhythm: Rhythm) -> None:
        self._context = context
        self._tasks = tasks
        self._rhythm = rhythm
        self._asked = asyncio.Event()
        self._looked: dict[str, str] = {}

    async def put(self, task: str, arguments: Arguments) -> int:
        """As ``Queue.put``."""
        async with self._context.writing() as session:
            number = await repository.waiting(session, task)
            if number is None:
                number = await repository.add(session, self._row(task, arguments))
        self._asked.set()
        return number

    async def listed(self, states: Sequence[State], most: int) -> Sequence[Job]:
        """As ``Queue.listed``."""
        async with self._context.reading() as session:
            return await repository.newest(session, states, most)

    async def backlog(self) -> Backlog:
        """As ``Queue.backlog``."""
        async with self._context.reading() as session:
            return await repository.backlog(session, self._now())

    async def retry(self, job: int) -> bool:
        """As ``Queue.retry``."""
        found = await self._change(job, (State.FALLIDO,), state=State.ESPERA.value, due_at=self._now())
        self._asked.set()
        return found

    async def cancel(self, job: int) -> bool:
        """As ``Queue.cancel``."""
        if await self._change(job, (State.ESPERA,), state=State.CANCELADO.value):
            return True
        return await self._change(job, (State.EN_CURSO,), cancel=True)

    async def work(self, stop: asyncio.Event) -> None:
        """As ``Queue.work``."""
        while not stop.is_set():
            self._asked.clear()
            row = None
            with suppress(DBAPIError):  # somebody holds the right to write for long: the next look is soon
                await self._put_due()
                row = await self._take()
            if row is None:
                await self._rest(stop)
            else:
                with suppress(DBAPIError):  # it gives no more signs of life: it is taken up again after a while
                    await self._do(row, stop)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Until it is time to look again, somebody asks for work, or the end."""
        events = [asyncio.create_task(each.wait()) for each in (stop, self._asked)]
        await asyncio.wait(events, timeout=self._rhythm.look_s, return_when=asyncio.FIRST_COMPLETED)
        for each in events:
            each.cancel()

    async def _put_due(self) -> None:
        """What a schedule asks for now, once; hours that come again, as the clock went back, count anew."""
        now = self._now()
        for task in self._tasks.values():
            if every_s := task.every_s(self._context.config):
                hour = f"{task.name}:{int(now.timestamp()) // every_s}:"
                if self._looked.get(task.name) == hour:
                    continue
                async with self._context.reading() as session:
                    there = (await repository.last_slot(session, task.name))[1].startswith(hour)
                    there |= task.alone and await repository.waiting(session, task.name) is not None
                if not there and await task.due(self._context):
                    async with self._context.writing() as session:
                        before, last = await repository.last_slot(session, task.name)
                        if not last.startswith(hour):
                            await repository.add(session, self._row(task.name, {}, f"{hour}{before}"))
                self._looked[task.name] = hour

    async def _take(self) -> _Taken | None:
        """The next job, as ours; looking takes no right to write while there is none."""
        now = self._now()
        waits = [wait for task in self._tasks.values() for wait in task.waits_s]
        spans = timedelta(seconds=self._rhythm.stale_s), timedelta(seconds=max(waits, default=0))
        async with self._context.reading() as session:
            if await repository.due(session, now, *spans) is None:
                return None
        async with self._context.writing() as session:
            row = await repository.due(session, now, *spans)
            if row is None:
                return None
            taken = _Taken(row.id, row.task, row.arguments, row.tries)
            # Whoever did it died with it each time.
            lost = row.state == State.EN_CURSO.value and taken.failed > len(self._waits(taken.task))
            state = State.FALLIDO if lost else State.EN_CURSO
            values = {"state": state.value, "tries": taken.failed + 1, "beat_at": now, "cancel": False}
            await repository.change(session, taken.id, _OPEN, **values)
        return None if lost else taken

    async def _do(self, row: _Taken, stop: asyncio.Event) -> None:
        teller = Teller(self._context, row.id)
        doing = asyncio.create_task(self._handle(row, teller))
        watching = asyncio.create_task(self._watch(row.id, doing, stop))
        try:
            await asyncio.wait({doing})
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
        await self._change(row.id, (State.EN_CURSO,), **await self._outcome(row, doing, teller, stop))

    async def _outcome(
        self, row: _Taken, doing: "asyncio.Task[None]", teller: Teller, stop: asyncio.Event
    ) -> dict[str, object]:
        """What becomes of a job whose try is over."""
        if doing.cancelled():
            state = State.ESPERA if stop.is_set() else State.CANCELADO
            return {"state": state.value, "due_at": self._now()}
        error = doing.exception()
        if error is None:
            await teller.sound()
            return {"state": State.HECHO.value}
        await teller.failed(error if isinstance(error, Exception) else RuntimeError())
        waits = self._waits(row.task)
        if row.failed >= len(waits):
            return {"state": State.FALLIDO.value}
        return {"state": State.ESPERA.value, "due_at": self._now() + timedelta(seconds=waits[row.failed])}

    async def _watch(self, job: int, doing: "asyncio.Task[None]", stop: asyncio.Event) -> None:
        """Give signs of life; stop the work when people, or the end of this process, ask for it."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._rhythm.beat_s)
                doing.cancel()
                return
            await self._change(job, (State.EN_CURSO,), beat_at=self._now())
            async with self._context.reading() as session:
                row = await repository.job(session, job)
            if row is not None and row.cancel:
                doing.cancel()
                return

    async def _handle(self, row: _Taken, teller: Teller) -> None:
        await self._tasks[row.task].handler(self._context, json.loads(row.arguments), teller)

    def _waits(self, task: str) -> tuple[int, ...]:
        return self._tasks[task].waits_s if task in self._tasks else ()

    async def _change(self, job: int, states: Sequence[State], **values: object) -> bool:
        async with self._context.writing() as session:
            return await repository.change(session, job, states, **values)

    def _row(self, task: str, arguments: Arguments, slot: str | None = None) -> dict[str, object]:
        now = self._now()
        fixed = {"state": State.ESPERA.value, "tries": 0, "cancel": False, "due_at": now, "beat_at": now}
        return {"task": task, "arguments": json.dumps(dict(arguments)), "slot": slot, **fixed}

    def _now(self) -> datetime:
        return self._context.clock.now()
