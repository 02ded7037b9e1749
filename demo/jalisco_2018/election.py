"""The steps from the real figures to a verified publication, each timed: ceremony, signing, delivery, cut, verifying.

It must not import the server, nor judge what comes out: whoever calls compares.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Final

from demo.jalisco_2018.source import Oddity, Source, counts_of, read_source, theme_of
from demo.processes import Supervisor
from demo.progress import Progress
from demo.server import Server, free_port
from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.simulated_urnas import SimulatedBundle, SimulatedCount
from demo.waiting import present_moment
from shared.domain.eleccion import Mode
from shared.verify.session import Verification, verify

SIGNERS: Final = 2
LINES: Final = 48
"""Connections that deliver at once, as urnas would."""
FULL: Final = 50
DELIVERED_AFTER: Final = timedelta(hours=3)
RESULTS: Final = "resultados"
COPY: Final = "copia"


@dataclass(frozen=True, slots=True)
class Times:
    """How long each step took, in milliseconds, in order."""

    steps: dict[str, int] = field(default_factory=dict)

    @property
    def total_ms(self) -> int:
        """From the first signature to the verifier's last word."""
        return sum(self.steps.values())

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Add the time of a block under ``name``."""
        start = time.monotonic_ns()
        yield
        self.steps[name] = (time.monotonic_ns() - start) // 1_000_000


@dataclass(frozen=True, slots=True)
class Result:
    """What came out; ``sealed`` are the images that a recount can open, beside their public files."""

    source: Source
    institute: SimulatedInstitute
    counts: tuple[SimulatedCount, ...]
    oddities: tuple[Oddity, ...]
    sealed: tuple[Path, ...]
    publication: Path
    verification: Verification
    times: Times


def hold(data: Path, out: Path, supervisor: Supervisor, progress: Progress, full: int = FULL) -> Result:
    """Run every step in the empty folder ``out``; the server runs until the supervisor ends it.

    ``full``: how many urnas keep every sealed vote, for recounts.
    """
    with progress.step("paso.leer"):
        source = read_source(data)
        package = demo_package()
    with progress.step("paso.ceremonia"):
        institute = SimulatedInstitute.create(theme_of(source, package.theme), package.assets)
        config = institute.write(out / "instituto")
        server = _server(config, institute, supervisor)
        counts, oddities = counts_of(source, institute.theme, full)
        server.start()
    times = Times()
    with progress.step("paso.firmar", cuantas=len(counts)), times.measure("firmar"):
        bundles = tuple(institute.urnas().many(counts, SIGNERS))
    sealed = _keep_sealed(bundles, out / RESULTS)
    with progress.step("paso.entregar", lineas=LINES), times.measure("entregar"):
        _deliver(server, bundles)
    with progress.step("paso.cortar"), times.measure("cortar"):
        server.cut()
    supervisor.end()
    publication = out / COPY
    copytree(out / "instituto" / "publicacion", publication)
    with progress.step("paso.verificar"), times.measure("verificar"):
        verification = verify(publication, Mode.OFICIAL, institute.anchor.fingerprint_hex, _quiet)
    return Result(source, institute, counts, oddities, sealed, publication, verification, times)


def _server(config: Path, institute: SimulatedInstitute, supervisor: Supervisor) -> Server:
    """A server on the institute's files whose clock stands a few hours after the close of the real jornada."""
    closed = institute.urnas().closed_at
    shift = int((_after(closed) - present_moment()).total_seconds())
    port = free_port()
    config.write_text(f"{config.read_text(encoding='utf-8')}port = {port}\nclock_shift_s = {shift}\n", encoding="utf-8")
    return Server(config, port, supervisor)


def _after(closed: datetime) -> datetime:
    return closed.astimezone(UTC) + DELIVERED_AFTER


def _keep_sealed(bundles: Sequence[SimulatedBundle], folder: Path) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for bundle in bundles:
        if bundle.sealed is not None:
            (folder / bundle.name).write_bytes(bundle.public)
            kept.append(folder / bundle.sealed_name)
            kept[-1].write_bytes(bundle.sealed)
    return tuple(kept)


def _deliver(server: Server, bundles: Sequence[SimulatedBundle]) -> None:
    """Every line takes its share and waits for each answer before it sends the next."""
    with ThreadPoolExecutor(LINES) as pool:
        shares = [[bundle.public for bundle in bundles[line::LINES]] for line in range(LINES)]
        list(pool.map(server.deliver, shares))


def _quiet(_done: int, _all: int) -> None:
    return
