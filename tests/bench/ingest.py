"""Ingest: public bundles verified and stored a second, beside a bare reference in the same run. It must not judge."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from demo.simulated_institute import SimulatedInstitute, demo_package
from shared.domain.ids import CasillaId, SeccionId
from shared.formats.theme_v1 import Theme
from tests.bench.rows import Row
from tests.bench.sender import Sent, send
from tests.server.harness import World, make_world, night

ROUNDS = 3
CASILLAS = 2000
WARM_UP = 200
"""Bundles before the clock starts: statements are compiled and verifiers begin once in the life of a server."""
BUDGET = ">= 0.8 of the reference"


def measure() -> list[Row]:
    """Both servers take the same bundles in turn, several rounds; the best round of each counts."""
    package = demo_package()
    institute = SimulatedInstitute.create(_many_casillas(package.theme), package.assets)
    ours: list[Sent] = []
    reference: list[Sent] = []
    with tempfile.TemporaryDirectory(prefix="urna-bench-") as folder:
        bodies = _bodies(make_world(institute, Path(folder) / "urnas"))
        for number in range(ROUNDS):
            world = make_world(institute, Path(folder) / f"nuestro-{number}")
            ours.append(_run(world, ["-m", "server", "run", "--config"], bodies))
            world = make_world(institute, Path(folder) / f"referencia-{number}")
            reference.append(_run(world, ["-m", "tests.bench.reference_ingest"], bodies))
    best, bare = max(ours, key=_rate), max(reference, key=_rate)
    size = f"public bundles of about {len(bodies[0]) // 1000} kB verified and stored"
    return [
        Row(size, "/s", best.rate, bare.rate, f"{BUDGET} (SQLite here)"),
        Row("answer to a bundle, p99", "ms", best.percentile(0.99), bare.percentile(0.99), "<= 500 ms", False),
    ]


def _many_casillas(theme: Theme) -> Theme:
    """The demo's theme with enough casillas that a round lasts seconds: shorter ones measure the scheduler."""
    model = theme.casillas[0]
    entidad = model.id.seccion.entidad
    places = (CasillaId.of(SeccionId(entidad, number), "B", 1, 0) for number in range(1, CASILLAS + 1))
    return replace(theme, casillas=tuple(replace(model, id=place) for place in places))


def _rate(sent: Sent) -> float:
    return sent.rate


def _bodies(world: World) -> list[bytes]:
    counts = [world.count(place, 300) for place in range(len(world.institute.theme.casillas))]
    return [bundle.public for bundle in world.urnas.many(counts, 2)]


def _run(world: World, command: Sequence[str], bodies: Sequence[bytes]) -> Sent:
    path = world.folder / "servidor.toml"
    shift = int((night(world.institute) - datetime.now(UTC)).total_seconds())  # noqa: TID251 - the bench sets the clock
    path.write_text(path.read_text() + f"clock_shift_s = {shift}\nport = 0\n")
    line = [sys.executable, "-m", "server", "import-theme", "--config", str(path)]
    subprocess.run(line, check=True, capture_output=True)
    with _serving([*command, str(path)]) as port:
        send(port, bodies[:WARM_UP])
        sent = send(port, bodies[WARM_UP:])
    if set(sent.statuses) != {201}:
        raise RuntimeError(f"statuses {sent.statuses}")
    return sent


@contextmanager
def _serving(command: Sequence[str]) -> Iterator[int]:
    child = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    try:
        if child.stdout is None:
            raise RuntimeError("no output to read")
        yield int(child.stdout.readline().rpartition(":")[2])
    finally:
        child.terminate()
        child.communicate()
