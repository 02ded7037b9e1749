"""The clock of a working server jumps, under load: nothing is refused for it, cuts go on, and the page says so."""

from datetime import timedelta

import pytest

from demo.waiting import wait_for
from server.prep.publication import Publication
from server.salud import textos
from tests.server.faults.clocked import LIBRARY, ClockedProcess
from tests.server.faults.stand import PATIENCE_S, Stand, bodies_of, configured, stand
from tests.server.harness import Process, World
from tests.soak.judging import judge

BUNDLES, EVERY_S = 30, 10
JUMPS = (timedelta(minutes=20), timedelta(hours=-1))
"""Ahead, and then behind."""

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="scripts/apt-packages.txt names libfaketime")


def cuts(world: World) -> int:
    return max(Publication(world.config.publication).numbers(), default=0)


def wait_for_cut(here: Stand, before: int) -> None:
    """Until one was published after the number ``before``."""
    wait_for(lambda: cuts(here.world) > before, "cuts go on", PATIENCE_S)


@pytest.mark.sqlite_alone
def test_a30_a_clock_that_jumps_refuses_nothing_stops_no_cut_and_is_told(world: World) -> None:
    configured(world, cut_every_s=EVERY_S)
    server = ClockedProcess(world)
    with stand(world, bodies_of(world, BUNDLES), server) as here:
        here.send(range(10), 1.0)
        here.wait_for_taken(10)
        wait_for_cut(here, 0)
        assert textos.CODES["S825"] not in here.page()
        for number, jump in enumerate(JUMPS, 1):
            here.send(range(number * 10, number * 10 + 10), 1.0)
            before = cuts(world)
            server.jump(jump)
            here.wait_for_page(textos.CODES["S825"])
            wait_for_cut(here, before)
            here.wait_for_page(textos.READY, gone=(textos.CODES["S826"],))
        sent = here.finish()
        assert sent.statuses.keys() == {200, 201}
        assert here.left == 0
    after = Process(world, verifiers=1)
    after.start()
    try:
        assert judge(world, after, sent, here.bodies).faults == ()
    finally:
        after.kill()
