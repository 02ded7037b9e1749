"""A disk that is full, for real: senders are told to come back, nothing that was answered is lost, it goes on alone."""

from pathlib import Path

import pytest

from demo.simulated_institute import SimulatedInstitute
from server.salud import textos
from server.salud.rules import STOP_BYTES, WARN_BYTES
from tests.server.databases import DURABLE, cluster, execute
from tests.server.faults.disk import choke, disk_of, leave, relieve
from tests.server.faults.stand import Stand, bodies_of, stand
from tests.server.harness import ZIP, Process, World, apart, copy_world, import_theme, make_world
from tests.soak.judging import judge
from urna.devdock.disk import why_not

BUNDLES, FIRST = 40, 10
LARGE = WARN_BYTES + (1 << 30)
"""Of a file that is mostly hole."""
SMALL = 320 << 20
LONG_SINCE = "UPDATE accounts_session SET seen_at = datetime(seen_at, '-10 minutes')"
"""Whoever watches has not looked for a while: the next look would be noted."""
S822, S823, S881 = (textos.CODES[code] for code in ("S822", "S823", "S881"))

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "never")


def nothing_else_was_said(here: Stand) -> None:
    """Beside what was taken: come back, and when."""
    sent = here.finish()
    assert judge(here.world, here.server, sent, here.bodies).faults == ()
    assert sent.statuses.keys() == {200, 201, 503}, sent.statuses
    assert here.left == 0


def refused_thing(server: Process) -> tuple[int, str]:
    with server.connection() as connection:
        connection.request("POST", "/api/v1/bundles", b"nada", ZIP)
        response = connection.getresponse()
        response.read()
        return response.status, response.getheader("retry-after", "")


@pytest.mark.sqlite_alone
def test_a30_a_full_disk_of_the_server_is_told_and_recovered_from(imported: World) -> None:
    with disk_of(LARGE) as root:
        world = copy_world(imported, root / "instituto")
        with stand(world, bodies_of(world, BUNDLES)) as here:
            here.send(range(FIRST), 1.0)
            here.wait_for_taken(4)
            leave(root, WARN_BYTES // 2)
            here.wait_for_page(S823, textos.READY)
            leave(root, STOP_BYTES // 2)
            here.wait_for_page(S822, textos.NOT_READY)
            execute(world.config, LONG_SINCE)
            choke(root)
            here.send(range(FIRST, BUNDLES), 1.0)
            here.wait_for_status(503, 8)
            assert refused_thing(here.server) == (503, "2")
            here.wait_for_page(S822, S881, textos.NOT_READY)
            pid = here.server.pid
            relieve(root)
            here.wait_for_taken(BUNDLES)
            here.wait_for_page(textos.READY, gone=(S822, S823, S881))
            assert refused_thing(here.server)[0] == 422
            nothing_else_was_said(here)
            assert here.server.pid == pid, "nobody started it again"


def test_a30_a_full_disk_of_the_database_is_told_and_recovered_from(
    institute: SimulatedInstitute, tmp_path: Path
) -> None:
    with disk_of(SMALL) as root, cluster(DURABLE, root) as base:
        world = make_world(institute, tmp_path / "instituto", base.create())
        apart(import_theme(world))
        with stand(world, bodies_of(world, BUNDLES)) as here:
            here.send(range(FIRST), 1.0)
            here.wait_for_taken(4)
            choke(root)
            here.send(range(FIRST, BUNDLES), 1.0)
            here.wait_for_status(503, 8)
            here.wait_for_page(S881, textos.NOT_READY)
            relieve(root)
            if not base.runs:  # it ends where its log can grow no more; whoever looks after it starts it again
                base.start()
            here.wait_for_taken(BUNDLES)
            here.wait_for_page(textos.READY, gone=(S881,))
            nothing_else_was_said(here)
