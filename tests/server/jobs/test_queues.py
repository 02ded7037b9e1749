"""One contract for both queues: done once, tried again, given up in sight, stopped by people, taken over."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from server.accounts.schemas import By
from server.audit import service as audit
from server.context import Context
from server.jobs import service
from server.jobs.schemas import Job, Queue, State
from server.kit.clock import SystemClock
from server.work import Arguments, Progress, Task
from tests.server.catalog.lists import open_context
from tests.server.harness import World
from tests.server.jobs import doomed
from tests.server.jobs.doomed import QUICK

pytestmark = pytest.mark.both_databases
EVERY = tuple(State)


@dataclass
class Works:
    """What the tasks of a test did."""

    done: list[Mapping[str, str]] = field(default_factory=list)
    failures: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)
    going_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def good(self, _context: Context, arguments: Arguments, progress: Progress) -> None:
        await progress(1, 2)
        self.done.append(arguments)

    async def bad(self, _context: Context, _arguments: Arguments, _progress: Progress) -> None:
        self.failures += 1
        raise LookupError("words that may name somebody")

    async def long(self, _context: Context, arguments: Arguments, _progress: Progress) -> None:
        self.started.set()
        await self.going_on.wait()
        self.done.append(arguments)

    @property
    def tasks(self) -> dict[str, Task]:
        named = {"buena": self.good, "mala": self.bad, "larga": self.long}
        return {name: Task(name, handler, waits_s=(0, 0)) for name, handler in named.items()}


@asynccontextmanager
async def queue_of(world: World, tasks: Mapping[str, Task]) -> AsyncIterator[Queue]:
    async with (
        open_context(replace(world, clock=SystemClock())) as context,  # type: ignore[arg-type]  # any clock
        service.queue_of(context, tasks, QUICK) as queue,
    ):
        yield queue


@asynccontextmanager
async def worker(world: World, tasks: Mapping[str, Task]) -> AsyncIterator[None]:
    """A program that works beside, until the block ends."""
    async with queue_of(world, tasks) as queue:
        stop = asyncio.Event()
        doing = asyncio.create_task(queue.work(stop))
        try:
            yield
        finally:
            stop.set()
            await doing


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await look():  # noqa: ASYNC110 - another program changes it
            await asyncio.sleep(0.02)


async def job(queue: Queue, number: int) -> Job:
    return next(each for each in await queue.listed(EVERY, 50) if each.id == number)


async def reaches(queue: Queue, number: int, state: State) -> Job:
    async def there() -> bool:
        return (await job(queue, number)).state is state

    await until(there)
    return await job(queue, number)


async def test_what_was_put_is_done_once_by_whoever_works_and_tells_how_far_it_is(world: World) -> None:
    works = Works()
    async with queue_of(world, works.tasks) as queue:
        number = await queue.put("buena", {"unidad": "7"})
        assert await queue.put("buena", {"unidad": "7"}) == number, "it waits already"
        assert (await job(queue, number)).state is State.ESPERA
        async with worker(world, works.tasks), worker(world, works.tasks):
            told = await reaches(queue, number, State.HECHO)
        assert (told.done, told.total, told.fault) == (1, 2, "")
        assert works.done == [{"unidad": "7"}]
        assert await queue.put("buena", {}) != number
        assert not await queue.retry(number)


async def test_what_fails_is_tried_again_and_then_waits_for_people(world: World) -> None:
    works = Works()
    async with queue_of(world, works.tasks) as queue, worker(world, works.tasks):
        number = await queue.put("mala", {})
        dead = await reaches(queue, number, State.FALLIDO)
        assert (works.failures, dead.fault) == (3, "LookupError"), "its words are told to nobody"
        assert await queue.retry(number)
        await until(lambda: is_so(lambda: works.failures == 4))
        await reaches(queue, number, State.FALLIDO)
        async with open_context(world) as context:
            said = "Ya no hace falta", By("ana", "direccion", "10.0.0.1")
            assert await service.discard(context, queue, number, said)
            assert not await service.discard(context, queue, number, said), "it was put away"
            async with context.reading() as session:
                newest = (await audit.entries(session)).rows[0]
        assert (await job(queue, number)).state is State.DESCARTADO
        assert (newest.actor, newest.action, newest.subject) == ("ana", "descartar", str(number))


async def is_so(look: Callable[[], bool]) -> bool:
    return look()


async def test_people_stop_what_waits_and_what_is_being_done(world: World) -> None:
    works = Works()
    async with queue_of(world, works.tasks) as queue:
        waiting = await queue.put("larga", {})
        assert await queue.cancel(waiting)
        assert (await job(queue, waiting)).state is State.CANCELADO
        async with worker(world, works.tasks):
            doing = await queue.put("larga", {})
            await works.started.wait()
            assert await queue.cancel(doing)
            await reaches(queue, doing, State.CANCELADO)
        assert works.done == []


async def test_a_worker_that_ends_leaves_its_job_to_the_next(world: World) -> None:
    works, others = Works(), Works()
    others.going_on.set()
    async with queue_of(world, works.tasks) as queue:
        number = await queue.put("larga", {"unidad": "1"})
        async with worker(world, works.tasks):
            await works.started.wait()
        async with worker(world, others.tasks):
            await reaches(queue, number, State.HECHO)
    assert (works.done, others.done) == ([], [{"unidad": "1"}])


async def test_each_hour_of_a_schedule_is_put_once_whoever_looks(world: World) -> None:
    works = Works()
    tasks = {"buena": replace(works.tasks["buena"], every_s=lambda _config: 1 << 30)}
    async with queue_of(world, tasks) as queue, worker(world, tasks), worker(world, tasks):

        async def done() -> bool:
            return bool(works.done)

        await until(done)
        await queue.put("buena", {"unidad": "2"})
        await until(lambda: is_so(lambda: len(works.done) == 2))
        assert len(await queue.listed(EVERY, 50)) == 2


async def test_a30_the_job_of_a_killed_worker_is_done_by_another_once_it_gives_no_sign_of_life(world: World) -> None:
    works = Works()
    works.going_on.set()
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([doomed.__name__])
    heard, told = forks.Pipe(duplex=False)
    async with queue_of(world, works.tasks) as queue:
        number = await queue.put("larga", {"unidad": "1"})
        child = forks.Process(target=doomed.work, args=(world.folder / "servidor.toml", told))
        child.start()
        assert await asyncio.to_thread(heard.recv) == "begun"
        child.kill()
        await asyncio.to_thread(child.join)
        assert (await job(queue, number)).state is State.EN_CURSO
        async with worker(world, works.tasks):
            done = await reaches(queue, number, State.HECHO)
    assert (works.done, done.done, done.tries) == ([{"unidad": "1"}], 1, 2)
