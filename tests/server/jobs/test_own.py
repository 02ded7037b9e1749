"""The queue of SQLite: a database that fails while a job is done takes no worker with it."""

import pytest

from server.jobs.schemas import State
from tests.server.databases import execute
from tests.server.harness import World
from tests.server.jobs.test_queues import Works, queue_of, reaches, worker

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
