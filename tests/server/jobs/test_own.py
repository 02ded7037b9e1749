"""The queue of SQLite: neither a database that fails nor a clock that goes back stops it; and what waits is told."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from server.jobs import service
from server.jobs.schemas import Backlog, Queue, State
from server.kit.health import Level
from server.work import Task
from tests.server.catalog.lists import open_context
from tests.server.databases import execute
from tests.server.harness import World
from tests.server.jobs.doomed import QUICK
from tests.server.jobs.test_queues import Works, is_so, queue_of, reaches, until, worker

FIRST_END_FAILS = (
    "CREATE TRIGGER lejos BEFORE UPDATE OF state ON jobs_job WHEN NEW.state = 'hecho' AND NEW.tries = 1"
    " BEGIN SELECT RAISE(ABORT, 'lejos'); END"
)


@pytest.mark.sqlite_alone
async def test_a30_a_job_whose_end_could_not_be_written_is_done_again_by_the_same_worker(world: World) -> None:
    works = Works()
    async with queue_of(world, works.tasks) as queue:
        execute(world.config, FIRST_END_FAILS)
        number = await queue.put("buena", {"unidad": "7"})
        async with worker(world, works.tasks):
            told = await reaches(queue, number, State.HECHO)
    assert told.tries == 2
    assert works.done == [{"unidad": "7"}, {"unidad": "7"}]


@asynccontextmanager
async def working(world: World, tasks: Mapping[str, Task]) -> AsyncIterator[Queue]:
    """A queue and who works, by a clock that stands still until the test moves it."""
    async with open_context(world) as context, service.queue_of(context, tasks, QUICK) as queue:
        stop = asyncio.Event()
        doing = asyncio.create_task(queue.work(stop))
        try:
            yield queue
        finally:
            stop.set()
            await doing


@pytest.mark.sqlite_alone
async def test_a30_a_clock_that_goes_back_stops_no_schedule(world: World) -> None:
    works, first = Works(), world.clock.moment
    tasks = {"buena": replace(works.tasks["buena"], every_s=lambda _config: 10)}
    async with working(world, tasks):
        for number, moved_s in enumerate((0, 10, 3600, 0, 3600, 0), 1):
            world.clock.moment = first + timedelta(seconds=moved_s)
            await until(lambda number=number: is_so(lambda: len(works.done) == number))  # type: ignore[misc]


@pytest.mark.sqlite_alone
@pytest.mark.parametrize(("state", "tries"), [(State.ESPERA, 0), (State.EN_CURSO, 1)])
async def test_a30_a_job_of_a_clock_that_went_back_since_does_not_wait_for_its_hour(
    world: World, state: State, tries: int
) -> None:
    works = Works()
    async with open_context(world) as context, service.queue_of(context, works.tasks, QUICK) as queue:
        number = await queue.put("buena", {"unidad": "7"})
        later = (world.clock.moment + timedelta(hours=1)).isoformat(sep=" ").replace("+00:00", "")
        values = f"state = '{state.value}', tries = {tries}, due_at = '{later}', beat_at = '{later}'"
        execute(world.config, f"UPDATE jobs_job SET {values} WHERE id = {number}")  # noqa: S608 - ours
        async with working(world, works.tasks):
            await reaches(queue, number, State.HECHO)
    assert works.done == [{"unidad": "7"}]


@pytest.mark.both_databases
async def test_what_is_due_and_waits_is_measured_and_told(world: World) -> None:
    works = Works()
    async with open_context(world) as context, service.queue_of(context, works.tasks, QUICK) as queue:
        assert await queue.backlog() == Backlog(0, 0)
        number = await queue.put("larga", {})
        if world.config.database:
            execute(world.config, "UPDATE procrastinate_events SET at = now() - interval '400 s'")
        else:
            world.clock.moment += timedelta(seconds=400)
        told = await queue.backlog()
        assert (told.waiting, told.oldest_s // 10) == (1, 40)
        look = service.Look(queue)
        check = await look.check()
        assert (check.level, check.code, look.backlog.waiting) == (Level.WARNS, "S882", 1)
        await queue.cancel(number)
        assert (await look.check()).code == ""
