"""Two programs on one database: one order of the trail, and a store's second bundle never counts, whoever takes it."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy.exc import DBAPIError

from server.audit import service as audit
from server.catalog.service import Themes
from server.computos import service as computos
from server.context import Context, make_context
from server.ingest import reception
from server.ingest.reception import Reception
from server.ingest.schemas import Outcome, Refusal
from tests.server.databases import execute
from tests.server.harness import World, other_store

HONEST, DOUBLE = range(12), range(12, 20)
CHANGE = audit.Change("prueba", "audit", "recibir", "casilla", {})


async def opened(stack: AsyncExitStack, world: World) -> Context:
    """What one program holds: nothing of it is shared with another."""
    context = make_context(world.config, world.clock)
    stack.push_async_callback(context.engine.dispose)
    return context


async def desk(stack: AsyncExitStack, world: World) -> Reception:
    return await stack.enter_async_context(reception.running(await opened(stack, world)))


@pytest.mark.both_databases
async def test_a2_two_programs_give_one_order_and_count_no_store_twice(world: World) -> None:
    honest = [world.bundle(place).public for place in HONEST]
    stores = {place: other_store(f"{place % 16:x}") for place in DOUBLE}
    pairs = [tuple(world.bundle(place, votes, store=stores[place]).public for votes in (100, 101)) for place in DOUBLE]
    async with AsyncExitStack() as stack:
        one, two = await desk(stack, world), await desk(stack, world)
        sent = [each.receive(data, "http") for data in honest for each in (one, two)]
        sent += [each.receive(data, "http") for pair in pairs for each, data in zip((one, two), pair, strict=True)]
        answers = await asyncio.gather(*sent)
        outcomes = [each.outcome for each in answers[: 2 * len(honest)] if not isinstance(each, Refusal)]
        assert sorted(outcomes) == [Outcome.GUARDADO] * len(honest) + [Outcome.REPETIDO] * len(honest)
        async with (await opened(stack, world)).reading() as session:
            advance = await computos.advance(session, await Themes().current(session))
            trail = await audit.check(session)
    assert (advance.recibidas, advance.contadas) == (len(HONEST) + len(DOUBLE), len(HONEST))
    assert execute(world.config, "SELECT count(*) FROM audit_entry") == [(trail,)]
    numbers = [number for (number,) in execute(world.config, "SELECT id FROM computos_acta ORDER BY id")]
    assert numbers == list(range(1, len(HONEST) + len(DOUBLE) + 1))


@pytest.mark.both_databases
async def test_whoever_writes_waits_for_the_other_and_sees_what_was_written(world: World) -> None:
    async with AsyncExitStack() as stack:
        one, two = await opened(stack, world), await opened(stack, world)

        async def write(context: Context) -> None:
            async with context.writing() as session:
                await audit.record(session, world.clock.now(), [CHANGE])

        await asyncio.gather(*(write(each) for each in (one, two) * 10))
        async with one.reading() as session:
            assert await audit.check(session) == 21


@pytest.mark.both_databases
async def test_every_query_of_a_reading_sees_one_moment_and_a_reading_never_writes(world: World) -> None:
    async with AsyncExitStack() as stack:
        one, two = await opened(stack, world), await opened(stack, world)
        async with one.reading() as reading:
            before = (await audit.entries(reading)).total
            async with two.writing() as session:
                await audit.record(session, world.clock.now(), [CHANGE])
            assert (await audit.entries(reading)).total == before
        if world.config.database:
            with pytest.raises(DBAPIError, match="read-only"):
                async with one.reading() as reading:
                    await audit.record(reading, world.clock.now(), [CHANGE])
        async with one.reading() as reading:
            assert await audit.check(reading) == before + 1
