"""The servers of a night: started, killed and watched from outside, as an init system does. It must not judge them."""

import os
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from demo.waiting import wait_for
from server.kit.clock import FixedClock
from tests.server.databases import Cluster
from tests.server.faults.disk import choke, relieve
from tests.server.harness import Process, World
from tests.soak.watching import Watched

BACK: Final = timedelta(hours=-1)
STOPPED_S: Final = 3.0


class Place:
    """``apis`` servers on one database; ``cluster`` where it is PostgreSQL, and SQLite takes one server alone."""

    def __init__(self, world: World, cluster: Cluster | None, apis: int) -> None:
        self.world = world
        self.cluster = cluster
        self.begun = monotonic()
        self._lock = Lock()
        self._servers = [self._process() for _ in range(apis if cluster else 1)]
        self._stopping: set[int] = set()

    def start(self) -> None:
        """Start every server."""
        for server in self._servers:
            server.start()

    def end(self) -> None:
        """End them all."""
        for server in self._servers:
            server.kill()

    @property
    def ports(self) -> list[int]:
        """Where they listen, those that died included: a sender does not know."""
        with self._lock:
            return [server.port for server in self._servers]

    @property
    def first(self) -> Process:
        """The one that is asked in the morning."""
        return self._servers[0]

    def watched(self) -> list[Watched]:
        """Every server that runs now, with its verifiers."""
        with self._lock:
            alive = [(n, server) for n, server in enumerate(self._servers) if n not in self._stopping]
            return [Watched(f"server {n + 1}", server.pid, _alive(server.pid)) for n, server in alive]

    def kill(self, number: int, jump: timedelta = timedelta()) -> None:
        """SIGKILL to one server, and start it again, its clock ``jump`` away."""
        which = number % len(self._servers)
        with self._lock:
            self._stopping.add(which)
        self._servers[which].kill()
        anew = self._process(jump)
        wait_for(lambda: _started(anew), "the server starts again")
        with self._lock:
            self._servers[which] = anew
            self._stopping.discard(which)

    def stop_for_a_while(self, number: int) -> None:
        """SIGSTOP to one server and its verifiers, as a machine that hangs; then SIGCONT."""
        server = self._servers[number % len(self._servers)]
        family = [server.pid, *server.verifiers]
        _tell(family, signal.SIGSTOP)
        begun = monotonic()
        wait_for(lambda: monotonic() - begun > STOPPED_S, "the pause ends")
        _tell(family, signal.SIGCONT)

    def kill_database(self) -> None:
        """SIGKILL to PostgreSQL, and start it again; the servers are told nothing."""
        if self.cluster is not None:
            self.cluster.kill()
            self.cluster.start()

    @property
    def disk(self) -> Path | None:
        """The file system that PostgreSQL has for itself, where it has one."""
        place = self.cluster.folder.parent if self.cluster else None
        return place if place and place.is_mount() else None

    def fill_disk_for_a_while(self) -> None:
        """Not a block is free for PostgreSQL; then there is room, and it is started again where it ended by itself."""
        if self.cluster is None or self.disk is None:
            return
        choke(self.disk)
        begun = monotonic()
        wait_for(lambda: monotonic() - begun > STOPPED_S, "the pause ends")
        relieve(self.disk)
        if not self.cluster.runs:
            self.cluster.start()

    def _process(self, jump: timedelta = timedelta()) -> Process:
        moment = self.world.clock.moment + timedelta(seconds=monotonic() - self.begun) + jump
        return Process(replace(self.world, clock=FixedClock(moment)), verifiers=1)


def _started(server: Process) -> bool:
    """Start it; false where it ended at once, as before a database that is not there: an init system tries again."""
    try:
        server.start()
    except ValueError:
        server.kill()
        return False
    return True


def _tell(family: list[int], what: signal.Signals) -> None:
    for pid in family:
        if _alive(pid):
            os.kill(pid, what)


def _alive(pid: int) -> bool:
    """Whether it runs: a zombie has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False
