"""Staff pages and doors with a Jalisco of 9,829 casillas, two of three counted: what each takes. It must not judge.

Rows of actas are put into the tables as reception leaves them; the case that is weighed is of true bundles. The
reference is a page of one's own account. Run: ``python -m tests.bench staff``.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.simulated_urnas import SimulatedCount
from demo.simulated_votes import spread
from server.access import Grant, Role
from server.catalog.marco import Lista
from server.computos import repository
from server.context import make_context
from server.kit.clock import FixedClock
from shared.formats.theme_v1 import CasillaTema, Theme, seal_theme
from tests.bench.cut import source
from tests.bench.rows import Row
from tests.server.catalog.lists import csv_of, fill, open_context
from tests.server.harness import WEIGHTS, World, deliver, import_theme, make_world, other_store

STAFF = tuple(Grant(role) for role in (Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA))
ROUNDS = 5
BUDGET = "<= 150 ms"
PLAIN = "/cuenta"
CASE = 4
"""The place of the casilla whose case is weighed."""


def measure() -> list[Row]:
    """The best of a few rounds of each page, and one round of an import, in milliseconds."""
    given = source()
    theme = seal_theme(replace(given.theme, casillas=tuple(_votable(each) for each in given.theme.casillas)))
    institute = SimulatedInstitute.create(theme, demo_package().assets)
    with tempfile.TemporaryDirectory(prefix="urna-bench-") as folder:
        made = make_world(institute, Path(folder) / "instituto")
        asyncio.run(import_theme(made))
        asyncio.run(_filled(made, given.actas))
        world = replace(made, clock=FixedClock(made.clock.now() + timedelta(hours=4)))
        with world.client(*STAFF) as client:
            chosen, _ = [deliver(client, each).json()["sha256"] for each in _two(world, theme)]
            return [*_pages(client, theme.casillas[CASE], chosen), *_imports(client, theme)]


def _two(world: World, theme: Theme) -> list[bytes]:
    """Two bundles of one store."""
    place, contest, urnas = theme.casillas[CASE], theme.contests[0], world.urnas
    counts = [spread(contest, voters, place.id.clave, WEIGHTS) for voters in (100, 101)]
    return [urnas.bundle(SimulatedCount(place.id, (each,), store=other_store("a"))).public for each in counts]


def _votable(casilla: CasillaTema) -> CasillaTema:
    return replace(casilla, boletas=casilla.lista_nominal + 2)


async def _filled(world: World, actas: Iterable[Any]) -> None:
    """Rows of two of three actas as reception leaves them, and the institute's lists."""
    context, theme = make_context(world.config, world.clock), world.institute.theme
    places = {each.id: each for each in theme.casillas}
    rows, figures = [], []
    keys = theme.contests[0].count_keys()
    for number, acta in enumerate(each for n, each in enumerate(actas, start=1) if n % 3 and n != CASE + 1):
        place, at = places[acta.casilla], world.clock.now() + timedelta(seconds=number)
        rows.append(
            {
                "id": number + 1,
                "store_id": f"{number:032x}",
                "clave": acta.casilla.clave,
                "distrito": place.distrito.number,
                "municipio": place.municipio.number,
                "seccion": acta.casilla.seccion.number,
                "urna": f"SIM-{number:05d}",
                "bundle": f"{number:064x}",
                "emitidos": sum(acta.figures),
                "habilitaciones": sum(acta.figures),
                "closed_at": at,
                "received_at": at,
                "counted": True,
            }
        )
        figures += [
            {"acta": number + 1, "contest": 0, "key": key, "votes": votes}
            for key, votes in zip(keys, acta.figures, strict=True)
        ]
    try:
        async with context.writing() as session:
            await repository.add(session, rows, figures)
    finally:
        await context.engine.dispose()
    async with open_context(world) as opened:
        await fill(opened, _lists(theme))


def _lists(theme: Theme) -> dict[Lista, list[tuple[Any, ...]]]:
    secciones = {c.id.seccion.number: (c.distrito.number, c.municipio.number) for c in theme.casillas}
    return {
        Lista.ENTIDADES: [(14, "Jalisco")],
        Lista.DISTRITOS: [(each.id.number, each.name) for each in theme.distritos],
        Lista.MUNICIPIOS: [(each.id.number, each.name) for each in theme.municipios],
        Lista.SECCIONES: [(number, *place) for number, place in sorted(secciones.items())],
        Lista.CASILLAS: [(each.id.clave, 1, "Domicilio conocido") for each in theme.casillas],
        Lista.LISTA_NOMINAL: [(each.id.clave, each.lista_nominal) for each in theme.casillas],
    }


def _pages(client: TestClient, case: CasillaTema, chosen: str) -> list[Row]:
    distrito, seccion = case.distrito.number, case.id.seccion.number
    paths = (
        "/noche", "/api/v1/noche", "/noche/retrasos", f"/noche/actas/{chosen}", "/apartados", "/revision",
        f"/revision/{case.id}", f"/revision/{case.id}/decision?opcion={chosen}", f"/casillas/{case.id}", "/",
        "/resultados/distrito", f"/resultados/distrito/{distrito}", f"/resultados/seccion/{seccion}",
        "/resultados/municipio", "/api/v1/avance", "/api/v1/resultados/entidad", "/api/v1/resultados/distrito",
        "/api/v1/resultados/seccion", "/api/v1/resultados/casilla", "/catalogo", "/catalogo/casillas",
        "/catalogo/casillas?busca=0100&distrito=8", "/catalogo/lista_nominal", "/api/v1/catalogo/casillas?pagina=90",
        "/catalogo/casillas?formato=csv", "/noche/retrasos?formato=csv", "/registro",
    )  # fmt: skip
    plain = _best(partial(_got, client, PLAIN))
    return [
        Row(path.replace(chosen, "…"), "ms", _best(partial(_got, client, path)), plain, BUDGET, more_is_better=False)
        for path in paths
    ]


def _got(client: TestClient, path: str) -> None:
    if client.get(path, follow_redirects=False).status_code != 200:
        raise RuntimeError(f"{path} was not answered")


def _imports(client: TestClient, theme: Theme) -> list[Row]:
    """A list of every casilla tried and delivered."""
    rows = [(each.id.clave, each.lista_nominal + 1) for each in theme.casillas]
    data, found = csv_of(Lista.LISTA_NOMINAL, rows), []
    for path in ("prueba", "cargas"):
        start = time.perf_counter()
        answer = client.post(f"/api/v1/catalogo/lista_nominal/{path}", content=data)
        if answer.status_code not in {200, 201}:
            raise RuntimeError(answer.text)
        took = (time.perf_counter() - start) * 1000
        found.append(Row(f"lista_nominal: {path}, {len(rows):,} rows", "ms", took, None, "—"))
    return found


def _best(work: Callable[[], object]) -> float:
    found = []
    work()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found) * 1000
