"""Ingest: public bundles verified and stored a second, beside a bare reference in the same run. It must not judge.

On PostgreSQL that flushes, and on SQLite. Where the machine is shared the rates say little: processor time of the
server, its verifiers and its database is measured beside them. The sealed file of a store stays on its media, so that
the row of large files is of bundles whose journal tells every turn of a day.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from demo.simulated_institute import SimulatedInstitute, demo_package
from shared.domain.ids import CasillaId, SeccionId
from shared.formats.theme_v1 import Theme
from tests.bench.rows import Row
from tests.bench.sender import Sent, send
from tests.server.databases import DURABLE, Bases, cluster
from tests.server.harness import World, make_world, night
from tests.server.machines.measure import of_postgres_ms, processor_ms

ROUNDS: Final = 2
CASILLAS: Final = 1200
WARM_UP: Final = 200
"""Bundles before the clock starts: statements are compiled and verifiers begin once in the life of a server."""
LARGE: Final = 32
LARGE_WARM_UP: Final = 8
VOTERS: Final = 250
"""Bundles of a whole journal, and the voters of each."""
BUDGET: Final = ">= 0.8 of the reference"
SERVER: Final = ("-m", "server", "run", "--config")
REFERENCE: Final = ("-m", "tests.bench.reference_ingest")


@dataclass(frozen=True, slots=True)
class Run:
    """What one server did with bundles: as its senders saw it, and processor milliseconds a bundle."""

    sent: Sent
    spent_ms: float


@dataclass(frozen=True, slots=True)
class Load:
    """Bundles to send, after some that nobody measures."""

    bodies: Sequence[bytes]
    warm_up: int


def measure() -> list[Row]:
    """Both servers take the same bundles in turn, on both databases."""
    package = demo_package()
    institute = SimulatedInstitute.create(_many_casillas(package.theme), package.assets)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="urna-bench-") as folder, cluster(DURABLE) as postgres:
        bench = _Bench(institute, Path(folder))
        small, large = Load(bench.bodies(), WARM_UP), Load(bench.large(), LARGE_WARM_UP)

        def spent() -> int:
            return of_postgres_ms(postgres)

        rows += bench.rows("PostgreSQL", small, (Bases(postgres), spent))
        rows += bench.rows("PostgreSQL", large, (Bases(postgres), spent))
        rows += bench.rows("SQLite", small, (Bases(None), lambda: 0))
    return rows


class _Bench:
    """Worlds of one institute, each new, with a server or the reference in it."""

    def __init__(self, institute: SimulatedInstitute, folder: Path) -> None:
        self._institute = institute
        self._folder = folder
        self._made = 0

    def bodies(self) -> list[bytes]:
        """One bundle a casilla."""
        world = self._world("")
        counts = [world.count(place, 300) for place in range(CASILLAS)]
        return [bundle.public for bundle in world.urnas.many(counts, 2)]

    def large(self) -> list[bytes]:
        """Bundles whose journal tells every turn."""
        world = self._world("")
        counts = [world.count(place, VOTERS, full=True) for place in range(LARGE)]
        return [bundle.public for bundle in world.urnas.many(counts, 2)]

    def rows(self, base: str, load: Load, around: tuple[Bases, Callable[[], int]]) -> list[Row]:
        """The best round of each."""
        ours: list[Run] = []
        bare: list[Run] = []
        for _ in range(ROUNDS):
            ours.append(self._run(SERVER, load, around))
            bare.append(self._run(REFERENCE, load, around))
        size = f"bundles of {sum(map(len, load.bodies)) // len(load.bodies) // 1000} kB"
        best, reference = (max(each, key=_rate).sent for each in (ours, bare))
        spent, least = (min(each.spent_ms for each in runs) for runs in (ours, bare))
        found = [
            Row(f"{size}, {base}", "/s", best.rate, reference.rate, BUDGET),
            Row("processor time of 1,000 of them", "s", spent, least, BUDGET, more_is_better=False),
        ]
        for name, share, budget in (("p50", 0.5, "—"), ("p99", 0.99, "<= 500 ms")):
            figures = best.percentile(share), reference.percentile(share)
            found.append(Row(f"answer to one, {name}", "ms", *figures, budget, more_is_better=False))
        return found

    def _world(self, database: str) -> World:
        self._made += 1
        return make_world(self._institute, self._folder / str(self._made), database)

    def _run(self, command: Sequence[str], load: Load, around: tuple[Bases, Callable[[], int]]) -> Run:
        bases, of_database = around
        world = self._world(bases.empty())
        path = world.folder / "servidor.toml"
        shift = int((night(world.institute) - datetime.now(UTC)).total_seconds())  # noqa: TID251 - the bench sets the clock
        path.write_text(path.read_text() + f"clock_shift_s = {shift}\nport = 0\n")
        line = [sys.executable, "-m", "server", "import-theme", "--config", str(path)]
        subprocess.run(line, check=True, capture_output=True)
        with _serving([*command, str(path)]) as (pid, port):
            send(port, load.bodies[: load.warm_up])
            before = of_family_ms(pid) + of_database()
            sent = send(port, load.bodies[load.warm_up :])
            spent = of_family_ms(pid) + of_database() - before
        if set(sent.statuses) != {201}:
            raise RuntimeError(f"statuses {sent.statuses}")
        return Run(sent, spent / len(sent.answers))


def of_family_ms(pid: int) -> int:
    """Processor time of a process and of all that it started."""
    children = [each for task in Path(f"/proc/{pid}/task").glob("*/children") for each in task.read_text().split()]
    return processor_ms(pid) + sum(of_family_ms(int(each)) for each in children)


def _many_casillas(theme: Theme) -> Theme:
    """The demo's theme with enough casillas that a round lasts seconds: shorter ones measure the scheduler."""
    model = theme.casillas[0]
    entidad = model.id.seccion.entidad
    places = (CasillaId.of(SeccionId(entidad, number), "B", 1, 0) for number in range(1, CASILLAS + 1))
    return replace(theme, casillas=tuple(replace(model, id=place) for place in places))


def _rate(run: Run) -> float:
    return run.sent.rate


@contextmanager
def _serving(command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The process and its port."""
    child = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    try:
        if child.stdout is None:
            raise RuntimeError("no output to read")
        yield child.pid, int(child.stdout.readline().rpartition(":")[2])
    finally:
        child.terminate()
        child.communicate()
