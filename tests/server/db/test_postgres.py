"""What PostgreSQL alone can do to this server: an order of words, letters that it does not take, a death in between."""

from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from server.config import ConfigInvalida
from server.context import make_context
from server.db.engine import BaseInadecuada, check_database
from server.db.migrate import is_current, upgrade
from tests.server.databases import Cluster, execute
from tests.server.harness import World, deliver


@pytest.mark.both_databases
async def test_migrations_run_once_and_again(bare_world: World) -> None:
    context = make_context(bare_world.config, bare_world.clock)
    try:
        assert not await is_current(context.engine)
        for _ in range(2):
            await upgrade(context.engine)
            assert await is_current(context.engine)
    finally:
        await context.engine.dispose()


@pytest.mark.both_databases
def test_what_no_column_takes_is_refused_and_breaks_nothing(world: World) -> None:
    """A letter that PostgreSQL does not know is out of form; it is no failure of the database."""
    with world.client() as client:
        for path in ("/apartados?busca=%00", "/api/v1/registro?texto=%00", "/registro?texto=%00"):
            assert client.get(path).status_code in {200, 404, 422}, path
        assert deliver(client, world.bundle(0).public).status_code == 201


@pytest.mark.postgres_alone
def test_an_order_of_words_that_is_not_of_bytes_is_refused(world: World, cluster: Cluster) -> None:
    engine = create_engine(cluster.create_ordered("es-MX"))
    with engine.connect() as connection, pytest.raises(BaseInadecuada) as error:
        check_database(connection)
    engine.dispose()
    assert error.value.code == "S013"
    with pytest.raises(ConfigInvalida) as refused:
        replace(world.config, database="mysql://urna@/servidor")
    assert refused.value.code == "S012"


@pytest.mark.postgres_alone
async def test_what_is_answered_is_flushed_whatever_the_cluster_does_by_default(world: World) -> None:
    execute(world.config, "ALTER ROLE urna SET synchronous_commit = off")
    context = make_context(world.config, world.clock)
    try:
        async with context.writing() as session:
            assert await session.scalar(text("SHOW synchronous_commit")) == "on"
    finally:
        await context.engine.dispose()
        execute(world.config, "ALTER ROLE urna RESET synchronous_commit")


@pytest.mark.postgres_alone
def test_a30_a_database_that_was_killed_and_started_again_goes_on(world: World, cluster: Cluster) -> None:
    first, second = (world.bundle(place).public for place in range(2))
    with world.client() as client:
        assert deliver(client, first).status_code == 201
        cluster.kill()
        answer = deliver(client, second)
        assert (answer.status_code, answer.json()["code"]) == (503, "S106")
        cluster.start()
        assert [deliver(client, data).status_code for data in (second, first)] == [201, 200]
        assert client.get("/api/v1/avance").json()["contadas"] == 2
