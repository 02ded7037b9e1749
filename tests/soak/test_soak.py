"""A short night with everything that goes wrong in a long one, and what its judges must notice."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise

import pytest

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.waiting import wait_for
from tests.server.databases import Cluster, cluster, execute
from tests.server.faults.disk import disk_of
from tests.server.harness import Process, World, apart, import_theme, make_world
from tests.soak.__main__ import bundles, many_casillas
from tests.soak.judging import kept, promised, sums
from tests.soak.night import Night, Told, run
from tests.soak.page import page
from tests.soak.plan import HALF_H, NIGHT_H, Kind, arrivals, faults, hours_until
from tests.soak.watching import LEAST, Sample, growing, sample
from urna.devdock.disk import why_not

BUNDLES = 120
NIGHT = Night(BUNDLES, 16.0)


@pytest.fixture(scope="module")
def base() -> Iterator[Cluster]:
    with ExitStack() as stack:
        disk = None if why_not() else stack.enter_context(disk_of(1 << 30))
        yield stack.enter_context(cluster(place=disk))


@pytest.fixture(scope="module")
def world(base: Cluster, tmp_path_factory: pytest.TempPathFactory) -> World:
    package = demo_package()
    institute = SimulatedInstitute.create(many_casillas(package.theme, BUNDLES), package.assets)
    made = make_world(institute, tmp_path_factory.mktemp("noche") / "instituto", base.create())
    apart(import_theme(made))
    return made


@pytest.fixture(scope="module")
def bodies(world: World) -> list[bytes]:
    return bundles(world, BUNDLES)


@pytest.fixture(scope="module")
def told(base: Cluster, world: World, bodies: list[bytes]) -> Told:
    return run(NIGHT, world, base, bodies)


def test_a30_what_was_answered_is_stored_and_nothing_twice_whatever_is_killed(told: Told) -> None:
    assert told.wrong == ()
    assert {fault.kind for fault in told.happened} == set(Kind) - ({Kind.FULL} if why_not() else set())
    assert "Nothing was lost" in page(NIGHT, told, "2026-01-01")
    assert sum(told.sent.statuses.values()) >= BUNDLES + BUNDLES // 20


def test_a30_each_thing_that_is_lost_or_doubled_is_noticed(told: Told, world: World, bodies: list[bytes]) -> None:
    few = replace(told.sent, answered={n: told.sent.answered[n] for n in range(4)})
    server = Process(world)
    server.start()
    try:
        assert promised(server, few, bodies[:4]) == []
        assert promised(server, few, bodies[:5]) == ["bundle 4: never answered"]
        few.answered[2] = {"0" * 64}
        assert promised(server, few, bodies[:4]) == ["bundle 2: answered and lost (404)"]
        assert promised(server, few, [bodies[1], *bodies[1:4]])[0] == "bundle 0: answered and lost (200)"
        assert sums(world, server, BUNDLES) == []
        execute(world.config, "UPDATE computos_suma SET votes = votes + 1 WHERE key = 'NULOS'")
        assert len(sums(world, server, BUNDLES)) == 2
        execute(world.config, "UPDATE computos_suma SET votes = votes - 1 WHERE key = 'NULOS'")
    finally:
        server.kill()
    assert kept(world, BUNDLES) == []
    execute(world.config, "DELETE FROM computos_figura WHERE acta = 9", "DELETE FROM computos_acta WHERE id = 9")
    lacking, drifted = kept(world, BUNDLES)
    assert (lacking, drifted.startswith("trail: ")) == (f"{BUNDLES - 1} actas of {BUNDLES}", True)
    assert "**Wrong:**" in page(NIGHT, replace(told, wrong=("bundle 3: never answered",)), "2026-01-01")


def test_half_of_a_night_is_in_after_two_hours_and_the_rest_takes_its_time() -> None:
    night = arrivals(10_000, NIGHT_H, 1)
    assert sorted(each.number for each in night) == list(range(10_000))
    assert hours_until(0.5) == HALF_H
    assert 5_000 <= sum(each.due_s <= HALF_H for each in night) < 5_600, "half, and what a burst brought forward"
    assert sum(each.due_s > 5 for each in night) > 500
    assert night == arrivals(10_000, NIGHT_H, 1) != arrivals(10_000, NIGHT_H, 2)
    per_minute = [sum(low <= each.due_s * 60 < high for each in night) for low, high in pairwise(range(0, 840, 2))]
    assert max(per_minute) > 4 * sorted(per_minute)[-8], "once they come at several times their pace"
    assert len(faults(100, tuple(Kind), 3, 1)) == 3 * len(Kind)


@pytest.mark.parametrize(("memory", "files", "said"), [(0.0, 0, 0), (1.0, 0, 1), (0.0, 1, 1), (1.0, 1, 2)])
def test_what_grows_is_noticed_and_what_is_flat_is_not(memory: float, files: int, said: int) -> None:
    samples = [Sample(100 + memory * n, 20 + files * n) for n in range(3 * LEAST)]
    assert len(growing(samples)) == said
    assert growing(samples[: LEAST - 1]) == []


def test_a_connection_that_a_client_holds_is_no_leak_and_one_that_it_left_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        before = sample(os.getpid()).files
        client = socket.create_connection(server.getsockname())
        kept, _ = server.accept()
        assert sample(os.getpid()).files == before, "both ends are this process's, and both are held"
        client.close()
        wait_for(lambda: sample(os.getpid()).files == before + 1, "the end that nobody closed", 10)
        kept.close()
        assert sample(os.getpid()).files == before
