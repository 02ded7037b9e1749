"""Ten times what there is room for, all at once: who finds none is told to come back, does, and nothing is lost."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from server.salud import textos
from tests.server.faults.stand import Stand, bodies_of, configured, stand
from tests.server.harness import World
from tests.soak.judging import judge
from tests.soak.page import three

BUNDLES, ROOM = 40, 4


@contextmanager
def stopped(here: Stand) -> Iterator[None]:
    """The processes that verify hang meanwhile: nothing that came in leaves."""
    family = here.server.verifiers
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in family:
            os.kill(pid, signal.SIGCONT)


def measured(here: Stand, name: str) -> int:
    found = re.search(rf"^{re.escape(name)} (\S+)$", here.server.read("/metrics")[1].decode(), re.MULTILINE)
    return int(float(found.group(1))) if found else 0


def test_a29_a_burst_is_sent_back_within_bounds_is_told_and_loses_nothing(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    bodies = bodies_of(world, BUNDLES)
    largest = max(map(len, bodies))
    configured(world, max_body_bytes=largest, max_waiting_bytes=ROOM * largest)
    with stand(world, bodies) as here:
        here.send(range(2), 0.0)
        here.wait_for_taken(2)
        with stopped(here):
            here.send(range(2, BUNDLES), 0.0)
            here.wait_for_status(429, BUNDLES)
            here.wait_for_page(textos.CODES["S824"], textos.READY)
            assert 0 < measured(here, "servidor_ingest_waiting_bytes") <= ROOM * largest
            assert len(here.sent.answered) == 2
        here.wait_for_taken(BUNDLES)
        here.wait_for_page(textos.READY, gone=(textos.CODES["S824"],))
        sent = here.finish()
        assert judge(world, here.server, sent, bodies).faults == ()
        assert sent.statuses.keys() <= {200, 201, 429}, sent.statuses
        assert measured(here, 'servidor_ingest_refusals_total{code="S105"}') == sent.statuses[429]
        record_property("p50, p99 and worst of an answer, ms", three(sent.seconds))
