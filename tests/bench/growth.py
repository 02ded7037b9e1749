"""Growth: what ingest, cuts, pages and memory take with more and more actas in PostgreSQL. It must not judge.

python -m tests.bench growth 10000 100000     one process a size; seconds and megabytes, and their growth

Some bundles are taken in by the reception; the rest are their rows with other ids, put in by COPY, with figures that
differ and a body of a few bytes: no page, sum or decision reads the bodies, and a cut writes each as a file.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, select, text
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.simulated_urnas import SimulatedCount
from demo.simulated_votes import spread
from server.access import Grant, Role
from server.audit.repository import ENTRY
from server.computos import repository as computos
from server.computos.repository_sums import ACTA, FIGURA
from server.context import Context
from server.db.bulk import add_rows
from server.ingest import reception
from server.ingest.repository import BODY, BUNDLE, STORE
from server.ingest.schemas import Receipt
from server.prep import service as prep
from shared.domain.ids import CasillaId, DistritoId, EntidadId, MunicipioId, SeccionId
from shared.formats.theme_model import CasillaTema, Distrito, Municipio
from shared.formats.theme_v1 import seal_theme
from tests.bench.rows import grown
from tests.server.catalog.lists import open_context
from tests.server.databases import DURABLE, Cluster, cluster
from tests.server.harness import ANSWERS, WEIGHTS, World, deliver, import_theme, make_world, other_store
from tests.server.machines.measure import of_postgres_ms

SIZES: Final = 10_000, 100_000
MODELS: Final = 40
"""Bundles whose rows are multiplied."""
MORE: Final = 300
"""Bundles that are taken in when the others are there."""
LATER: Final = 10
"""Bundles between one cut and the next."""
TRUE: Final = MODELS + MORE + LATER
OF_THEME: Final = 11_000
"""Casillas of the theme, which reads 12,000 at most. Actas beyond are of casillas that it does not name."""
DISTRITOS: Final = 300
AT_ONCE: Final = 32
PORTION: Final = 5_000
ROUNDS: Final = 5
ENTIDAD: Final = EntidadId(14)
STAFF: Final = tuple(Grant(role) for role in (Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA))
PAGES: Final = (
    "/", "/resultados/distrito", "/resultados/distrito/7", "/resultados/seccion/7", "/casillas", "/noche",
    "/noche/retrasos", "/apartados", "/revision", "/registro", "/salud", "/api/v1/avance",
    "/api/v1/resultados/entidad",
)  # fmt: skip
Figures = dict[str, float]


def main(sizes: Sequence[str]) -> None:
    """Measure each size in a process of its own and print them side by side."""
    found: dict[int, Figures] = {}
    for size in [int(each) for each in sizes] or SIZES:
        line = [sys.executable, "-m", "tests.bench.growth", str(size)]
        done = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True)
        found[size] = json.loads(done.stdout)
        sys.stdout.write(grown(found) + "\n\n")


def one(size: int) -> Figures:
    """All figures with ``size`` actas."""
    casillas = many_casillas(TRUE + 1 + size)
    base = demo_package().theme
    units = {casilla.distrito: casilla.municipio for casilla in casillas}
    theme = replace(
        base,
        distritos=tuple(Distrito(each, f"Distrito {each.number}") for each in sorted(units)),
        municipios=tuple(Municipio(each, f"Municipio {each.number}") for each in sorted(units.values())),
        casillas=casillas[:OF_THEME],
    )
    institute = SimulatedInstitute.create(seal_theme(theme), demo_package().assets)
    with tempfile.TemporaryDirectory(prefix="urna-growth-") as folder, cluster(DURABLE) as postgres:
        made = make_world(institute, Path(folder) / "instituto", postgres.create())
        asyncio.run(import_theme(made))
        bodies = list(_bodies(made, TRUE))
        world = replace(made, clock=type(made.clock)(made.clock.now() + timedelta(hours=4)))
        found = asyncio.run(_inside(world, casillas[TRUE + 1 :], bodies, postgres))
        return found | _pages(world, postgres)


def many_casillas(number: int) -> tuple[CasillaTema, ...]:
    """The demo's first casilla so many times, in distritos and municipios of their own."""
    model = demo_package().theme.casillas[0]
    return tuple(
        replace(
            model,
            id=_clave(n),
            distrito=DistritoId(ENTIDAD, 1 + n % DISTRITOS),
            municipio=MunicipioId(ENTIDAD, 1 + n % DISTRITOS),
        )
        for n in range(number)
    )


def _clave(number: int) -> CasillaId:
    """Sixty casillas a seccion: secciones have four digits."""
    seccion, place = divmod(number, 60)
    return CasillaId.of(SeccionId(ENTIDAD, 1 + seccion), "BCE"[place % 3], 1 + place // 3, 0)


def _bodies(world: World, number: int) -> Iterator[bytes]:
    """True bundles of the first casillas."""
    counts = [_count(world, place, 100 + place % 90) for place in range(number)]
    return (bundle.public for bundle in world.urnas.many(counts, 2))


def _count(world: World, place: int, voters: int, **changes: Any) -> SimulatedCount:  # noqa: ANN401 - fields of a count
    theme = world.institute.theme
    casilla = theme.casillas[place]
    weights = (WEIGHTS, ANSWERS)
    counts = (spread(c, voters, casilla.id.clave, w) for c, w in zip(theme.contests, weights, strict=True))
    return replace(SimulatedCount(casilla.id, tuple(counts)), **changes)


async def _inside(world: World, casillas: Sequence[CasillaTema], bodies: Sequence[bytes], postgres: Cluster) -> Figures:
    """What the server does without being asked by pages."""
    found: Figures = {}
    async with open_context(world) as context, reception.running(context) as desk:

        async def take(share: Sequence[bytes]) -> None:
            waiting = iter(share)

            async def some() -> None:
                for body in waiting:
                    if not isinstance(await desk.receive(body, "http"), Receipt):
                        raise TypeError("a bundle was refused")

            await asyncio.gather(*(some() for _ in range(AT_ONCE)))

        await take(bodies[:MODELS])
        began = time.perf_counter()
        await _multiply(context, casillas)
        found["filled [s]"] = time.perf_counter() - began
        clock = _Clock(postgres)
        await take(bodies[MODELS : MODELS + MORE])
        found["ingest of 1,000 more [s of server]"], found["ingest of 1,000 more [s of PostgreSQL]"] = (
            each * 1000 / MORE for each in clock.spent()
        )
        for name, share in (("full cut", ()), ("incremental cut", bodies[MODELS + MORE :])):
            await take(share)
            clock = _Clock(postgres)
            await prep.publish_cut(context)
            found[f"{name} [s]"] = clock.passed()
            found[f"{name} [s of processor]"] = sum(clock.spent())
        found["memory at its most, cut included [MB]"] = _memory_mb()
    return found


class _Clock:
    """Seconds since it was made, of the wall and of processors."""

    def __init__(self, postgres: Cluster) -> None:
        self._postgres = postgres
        self._began = time.perf_counter()
        self._server, self._base = time.process_time(), of_postgres_ms(postgres)

    def passed(self) -> float:
        """Seconds of the wall."""
        return time.perf_counter() - self._began

    def spent(self) -> tuple[float, float]:
        """Seconds of processor: of this process, of PostgreSQL."""
        return time.process_time() - self._server, (of_postgres_ms(self._postgres) - self._base) / 1000


async def _multiply(context: Context, casillas: Sequence[CasillaTema]) -> None:
    """The rows of the bundles that are there, with other ids, one for each of ``casillas``."""
    models = await _models(context)
    rest, number = iter(enumerate(casillas)), len(models)
    while portion := list(islice(rest, PORTION)):
        rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in (STORE, BUNDLE, BODY, ACTA, FIGURA, ENTRY)}
        for place, casilla in portion:
            number += 1
            for table, values in _copied(models[place % len(models)], casilla, number):
                rows[table].append(values)
        async with context.writing() as session:
            await computos.add(session, rows.pop(ACTA), rows.pop(FIGURA))
            for table, more in rows.items():
                await add_rows(session, table, more)
    async with context.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))


async def _models(context: Context) -> list[dict[str, Any]]:
    """What the reception wrote of each bundle."""
    async with context.reading() as session:
        stores, bundles, actas = [
            {row["store_id"]: dict(row) for row in (await session.execute(select(table))).mappings()}
            for table in (STORE, BUNDLE, ACTA)
        ]
        figures: dict[int, list[dict[str, Any]]] = {}
        for row in (await session.execute(select(FIGURA))).mappings():
            figures.setdefault(row["acta"], []).append(dict(row))
        entries = {row["subject"]: dict(row) for row in (await session.execute(select(ENTRY))).mappings()}
    return [
        {"store": s, "bundle": bundles[i], "acta": a, "figures": figures[a["id"]], "entry": entries[a["clave"]]}
        for i, s in stores.items()
        if (a := actas[i])
    ]


def _copied(model: dict[str, Any], casilla: CasillaTema, number: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    store, sha256, clave = f"{number:032x}", f"{number:064x}", casilla.id.clave
    place = {
        "distrito": casilla.distrito.number,
        "municipio": casilla.municipio.number,
        "seccion": casilla.id.seccion.number,
    }
    id_ = number + 100
    yield STORE, {**model["store"], "store_id": store, "clave": clave}
    yield BUNDLE, {**model["bundle"], "store_id": store, "sha256": sha256}
    yield BODY, {"sha256": sha256, "body": sha256.encode()}
    yield ACTA, {**model["acta"], **place, "id": id_, "store_id": store, "clave": clave, "bundle": sha256}
    for figure in model["figures"]:
        yield FIGURA, {**figure, "acta": id_, "votes": figure["votes"] + number % 7}
    yield ENTRY, {**model["entry"], "n": number + 1000, "subject": clave, "hash": sha256, "prev": sha256}


def _pages(world: World, postgres: Cluster) -> Figures:
    """Each page, in milliseconds; among them a case and the effect of its decision."""
    theme = world.institute.theme
    two = [world.urnas.bundle(_count(world, TRUE, voters, store=other_store("a"))).public for voters in (100, 101)]
    clave = theme.casillas[TRUE].id
    with world.client(*STAFF) as client:
        chosen, _ = [deliver(client, body).json()["sha256"] for body in two]
        case = {
            "a case": f"/revision/{clave}",
            "effect of a decision": f"/revision/{clave}/decision?opcion={chosen}",
            "an acta": f"/noche/actas/{chosen}",
            "a casilla": f"/casillas/{clave}",
        }
        asked = {**{path: path for path in PAGES}, **case}
        found: Figures = {}
        for name, path in asked.items():
            found[f"{name} [ms]"], found[f"{name} [ms of processor]"] = _looked_at(client, path, postgres)
    return found | {"memory at its most, pages included [MB]": _memory_mb()}


def _looked_at(client: TestClient, path: str, postgres: Cluster) -> tuple[float, float]:
    """The best of some rounds by the wall, and the mean by processors."""
    _got(client, path)
    whole, times = _Clock(postgres), []
    for _ in range(ROUNDS):
        one_round = _Clock(postgres)
        _got(client, path)
        times.append(one_round.passed())
    return min(times) * 1000, sum(whole.spent()) * 1000 / ROUNDS


def _got(client: TestClient, path: str) -> None:
    if client.get(path, follow_redirects=False).status_code != 200:
        raise RuntimeError(f"{path} was not answered")


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(one(int(sys.argv[1]))))
