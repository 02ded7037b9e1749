"""One night on several machines, of which one dies again and again: what was answered counts, and counts once."""

import json
import random  # noqa: TID251 - seeded, for the moments of a test
from pathlib import Path

import pytest

from demo.waiting import wait_for
from server.prep import service as prep
from server.prep.publication import Publication
from tests.server.catalog.lists import open_context
from tests.server.databases import Cluster, execute
from tests.server.harness import Process, World, apart
from tests.server.machines.night import Night, Program, make_big_world, night

SEED = 20270606
JALISCO = 9829
FIGURES = (
    "SELECT f.key, SUM(f.votes) FROM computos_figura f JOIN computos_acta a ON a.id = f.acta"
    " WHERE a.counted AND f.contest = 0 GROUP BY f.key"
)


async def publish(world: World) -> None:
    async with open_context(world) as context:
        await prep.publish_cut(context)


def kill_in_turn(running: Night, moments: list[int], chance: random.Random) -> None:
    """At each moment, of so many answers, one program dies and starts again; each has its turn."""
    order: list[Program] = []
    for moment in moments:
        running.wait_for_answers(moment)
        order = order or chance.sample(running.programs, len(running.programs))
        program = order.pop()
        program.kill()
        program.start()


def one_night(world: World, folder: Path, kills: int) -> None:
    casillas = len(world.institute.theme.casillas)
    counts = [world.count(place, 100 + place % 7) for place in range(casillas)]
    bodies = [bundle.public for bundle in world.urnas.many(counts)]
    chance = random.Random(SEED)  # noqa: S311 - the moments of a test
    moments = sorted(chance.sample(range(1, casillas), kills))
    with night(world, folder) as running:
        senders = running.send_all(bodies)
        kill_in_turn(running, moments, chance)
        for sender in senders:
            sender.join()
        publication = Publication(world.config.publication)
        wait_for(lambda: bool(publication.numbers()), "a cut by itself")
    expected: dict[str, int] = {}
    for count in counts:
        for key, votes in count.counts[0].items():
            expected[key] = expected.get(key, 0) + votes
    assert len(running.answered) == casillas
    assert set(running.answered.values()) <= {200, 201}
    assert {key: int(votes) for key, votes in execute(world.config, FIGURES)} == expected
    numbers = [number for (number,) in execute(world.config, "SELECT id FROM computos_acta ORDER BY id")]
    assert numbers == list(range(1, casillas + 1))
    assert Process(world).command("verify-trail").exit_code == 0
    apart(publish(world))
    last = publication.numbers()
    assert last == tuple(range(1, len(last) + 1))
    contest = json.loads(publication.read(last[-1], "resultados.json"))["contests"][0]
    assert contest["totals"] == {key: expected.get(key, 0) for key in contest["keys"]}


@pytest.mark.postgres_alone
def test_a30_a_night_on_several_machines_of_which_one_dies_again_and_again(
    kind: str, cluster: Cluster, tmp_path: Path
) -> None:
    one_night(make_big_world(200, tmp_path / "instituto", cluster.create()), tmp_path / "nginx", 4)


@pytest.mark.long
@pytest.mark.postgres_alone
def test_a30_a_whole_night_of_jalisco_on_several_machines(kind: str, cluster: Cluster, tmp_path: Path) -> None:
    one_night(make_big_world(JALISCO, tmp_path / "instituto", cluster.create()), tmp_path / "nginx", 40)
