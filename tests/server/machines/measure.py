"""What a bundle costs on PostgreSQL, in processor time and in bytes: what the page of scale is reckoned from.

python -m tests.server.machines.measure [CASILLAS]      prints; it judges nothing

Processor time and bytes, unlike rates, hardly depend on what else the machine does.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from demo.server import free_port
from server.prep import service as prep
from tests.server import databases
from tests.server.catalog.lists import open_context
from tests.server.databases import Cluster, execute
from tests.server.harness import Process, World, apart
from tests.server.machines.night import Night, Program, machine, make_big_world

USUAL: Final = 2000
AT_ONCE: Final = 4, 32
"""Senders: with more of them, more bundles share a commit."""
TICKS: Final = os.sysconf("SC_CLK_TCK")


def processor_ms(pid: int) -> int:
    """Processor time of a process and of its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(each) for each in fields[11:15]) * 1000 // TICKS


def of_postgres_ms(cluster: Cluster) -> int:
    """The same of PostgreSQL with all of its processes."""
    first = int((cluster.folder / "datos" / "postmaster.pid").read_text().split()[0])
    others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return sum(map(processor_ms, [first, *map(int, others)]))


def ingest(world: World, cluster: Cluster, bodies: list[bytes]) -> None:
    """Send them all to one server, which verifies in a thread of its own: half by few senders, half by many."""
    Process(world, verifiers=0)
    port = free_port()
    program = Program(machine(world, 0, port), "run")
    program.start()
    half = len(bodies) // 2
    try:
        for senders, share in zip(AT_ONCE, (bodies[:half], bodies[half:]), strict=True):
            before = processor_ms(program.pid), of_postgres_ms(cluster)
            for sender in Night(world, port, (program,)).send_all(share, senders):
                sender.join()
            after = processor_ms(program.pid), of_postgres_ms(cluster)
            server, base = ((late - soon) / len(share) for soon, late in zip(before, after, strict=True))
            _tell(f"processor time a bundle, {senders} at once: server {server:.2f} ms, PostgreSQL {base:.2f} ms")
    finally:
        program.kill()


async def cut(world: World) -> None:
    """One full cut of all of it."""
    async with open_context(world) as context:
        await prep.publish_cut(context)


def main(casillas: int) -> None:
    """Print what one bundle, and one cut, cost."""
    with databases.cluster() as cluster, tempfile.TemporaryDirectory() as name:
        world = make_big_world(casillas, Path(name) / "instituto", cluster.create())
        bodies = [bundle.public for bundle in world.urnas.many([world.count(place, 300) for place in range(casillas)])]
        empty = execute(world.config, "SELECT pg_database_size(current_database())")[0][0]
        ingest(world, cluster, bodies)
        full = execute(world.config, "SELECT pg_database_size(current_database())")[0][0]
        _tell(f"bytes a bundle: {sum(map(len, bodies)) // casillas} sent, {(full - empty) // casillas} in the database")
        begun = time.process_time()
        apart(cut(world))
        spent = (time.process_time() - begun) * 1000 / casillas
        _tell(f"processor time a casilla of a full cut, its bundles written: {spent:.2f} ms")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else USUAL)
