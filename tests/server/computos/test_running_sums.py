"""Running sums of distritos are those of the actas after whatever happens to them; where they are not, it is told."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text

from server.catalog.schemas import Unit
from server.computos import service
from server.context import Context, make_context
from server.ingest import service as ingest
from server.ingest.schemas import Unlawful
from shared.formats.results_v1 import BundleChecks
from tests.server.databases import execute
from tests.server.harness import Process, World, deliver, other_store

FIGURES = (
    "SELECT a.distrito, f.contest, f.key, sum(f.votes) FROM computos_figura f JOIN computos_acta a ON a.id = f.acta"
    " WHERE a.counted GROUP BY a.distrito, f.contest, f.key"
)
Totals = Mapping[int | str, Mapping[int, Mapping[str, int]]]


async def same(context: Context) -> Totals:
    """The totals by distrito, after seeing that they are those of the figures."""
    async with context.reading() as session:
        assert await service.drifted(session) == ()
        found = await service.totals(session, Unit.DISTRITO)
        added = [(d, contest, key, int(votes)) for d, contest, key, votes in await session.execute(text(FIGURES))]
        entidad = await service.totals(session, Unit.ENTIDAD)
        for distrito in found:
            assert await service.totals(session, Unit.ENTIDAD, (Unit.DISTRITO, distrito)) == {0: found[distrito]}
    told = [
        (d, c, key, votes) for d, each in found.items() for c, counts in each.items() for key, votes in counts.items()
    ]
    assert sorted(told) == sorted(added)
    whole: dict[tuple[int, str], int] = {}
    for _, contest, key, votes in added:
        whole[contest, key] = whole.get((contest, key), 0) + votes
    assert flat(entidad.get(0, {})) == whole
    return found


def flat(contests: Mapping[int, Mapping[str, int]]) -> dict[tuple[int, str], int]:
    return {(contest, key): votes for contest, counts in contests.items() for key, votes in counts.items()}


@pytest.mark.both_databases
async def test_sums_follow_arrivals_second_bundles_and_decisions(world: World) -> None:
    two = [world.bundle(3, voters, store=other_store("c")).public for voters in (100, 101)]
    context = make_context(world.config, world.clock)
    try:
        with world.client() as client:
            assert await same(context) == {}
            hashes = [deliver(client, body).json()["sha256"] for body in (two[0], world.bundle(1).public)]
            one = await same(context)
            deliver(client, two[1])
            apart = await same(context)
            assert apart != one, "a store with two bundles does not count"
            deliver(client, world.bundle(1, 40, urna=77).public)
            assert await same(context) == {}, "no acta counts, and no distrito is told with zeros"
            deliver(client, world.bundle(5).public)
        for chosen in ((hashes[0],), (), (hashes[0],)):
            await decide(context, world, chosen)
            await same(context)
    finally:
        await context.engine.dispose()


async def decide(context: Context, world: World, chosen: tuple[str, ...]) -> None:
    checks = BundleChecks(context.anchor, world.clock.now(), world.institute.theme, context.config.mode)
    async with context.writing() as session:
        done = await ingest.choose(session, world.institute.theme.casillas[3].id.clave, chosen, checks)
        assert not isinstance(done, Unlawful)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE computos_figura SET votes = votes + 1 WHERE acta = 1 AND contest = 0",
        "UPDATE computos_suma SET votes = votes + 1 WHERE contest = 1",
        "UPDATE computos_acta SET counted = (1 = 0) WHERE id = 1",
        "DELETE FROM computos_suma WHERE contest = 0",
        "INSERT INTO computos_suma VALUES (77, 0, 'NULOS', 3, 1)",
    ],
)
def test_a27_whoever_changes_a_figure_behind_the_servers_back_is_told(world: World, spoilt: str) -> None:
    with world.client() as client:
        assert deliver(client, world.bundle(1).public).status_code == 201
    server = Process(world)
    assert server.command("verify-trail").exit_code == 0
    execute(world.config, spoilt)
    done: Any = server.command("verify-trail")
    assert done.exit_code == 1
    assert "no son las de sus actas" in done.output
