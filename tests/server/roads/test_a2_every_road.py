"""The same things by any road and in any order end in the same: what counts, what is apart, what paper says."""

import asyncio
import random  # noqa: TID251 - seeded, for the orders of a test
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from server.context import Context
from server.ingest import papers, reception
from server.ingest.reception import Reception
from server.ingest.schemas import Receipt
from server.ingest.watch import bundles_in, take_in
from tests.server.catalog.lists import open_context
from tests.server.databases import Bases, execute
from tests.server.harness import World, apart, copy_world
from tests.server.roads.papers import forged, printed, typed

SEED = 20270606
ROADS = ("http", "certificado", "memoria", "carpeta")
STATES = {
    "stores": "SELECT clave, status FROM ingest_store ORDER BY clave, store_id",
    "bundles": "SELECT sha256 FROM ingest_bundle ORDER BY sha256",
    "papers": "SELECT code, differs FROM ingest_paper ORDER BY code",
    "figures": "SELECT a.clave, f.contest, f.key, SUM(f.votes) FROM computos_figura f"
    " JOIN computos_acta a ON a.id = f.acta WHERE a.counted"
    " GROUP BY a.clave, f.contest, f.key ORDER BY a.clave, f.contest, f.key",
}


@dataclass(frozen=True)
class Arrival:
    """A bundle or the text of a paper."""

    name: str
    bundle: bytes = b""
    paper: str = ""


def arrivals(world: World, certificates: Path) -> list[Arrival]:
    """Of five casillas: one sound, one that paper contradicts, one of two bundles, paper alone, paper of two kinds."""
    found = []
    for place in range(5):
        urna = world.urnas.urna(100 + place)
        (certificates / f"{urna.id}.cert.pem").write_bytes(urna.certificate)
        bundle = world.urnas.bundle(world.count(place), urna)
        second = world.urnas.bundle(replace(world.count(place, 90), store=bundle.store), urna)
        true, false = typed(printed(world, bundle, urna)), typed(forged(world, bundle, urna))
        cases: dict[int, list[bytes | str]] = {
            0: [bundle.public, bundle.public, true],
            1: [bundle.public, false],
            2: [bundle.public, second.public, true],
            3: [true],
            4: [bundle.public, true, false],
        }
        found += [
            Arrival(f"{place}-{n}", part) if isinstance(part, bytes) else Arrival(f"{place}-{n}", paper=part)
            for n, part in enumerate(cases[place])
        ]
    return found


async def bring(world: World, order: Sequence[tuple[Arrival, str]], *, at_once: bool) -> str:
    """Bring things one after the other or all at once, each by its road; gives the road of the first bundle."""
    async with open_context(world) as context, reception.running(context) as desk:
        works = [_bring(context, desk, world.folder / str(n), each, road) for n, (each, road) in enumerate(order)]
        if at_once:
            await asyncio.gather(*works)
        else:
            for work in works:
                await work
    return next(road for each, road in order if not each.paper)


async def _bring(context: Context, desk: Reception, folder: Path, each: Arrival, road: str) -> None:
    if each.paper:
        await papers.deliver(context, desk, each.paper)
    else:
        await _by(desk, folder, each.bundle, road)


async def _by(desk: Reception, folder: Path, body: bytes, road: str) -> None:
    if road in {"http", "certificado"}:
        assert isinstance(await desk.receive(body, road), Receipt)
        return
    await asyncio.to_thread(folder.mkdir)
    await asyncio.to_thread((folder / "a.public.zip").write_bytes, body)
    assert [isinstance(each.answer, Receipt) async for each in take_in(desk, bundles_in([folder]), road)] == [True]


def state(world: World) -> dict[str, list[tuple[object, ...]]]:
    return {name: [tuple(row) for row in execute(world.config, query)] for name, query in STATES.items()}


@pytest.mark.both_databases
def test_a2_every_road_and_every_order_end_in_the_same(imported: World, bases: Bases, tmp_path: Path) -> None:
    certificates = tmp_path / "urnas"
    certificates.mkdir()
    things = arrivals(imported, certificates)
    chance = random.Random(SEED)  # noqa: S311 - the orders of a test
    ends = []
    for number in range(6):
        copied = copy_world(imported, tmp_path / f"instituto-{number}", bases.copy(imported.config))
        world = replace(copied, config=replace(copied.config, urna_certificates=certificates))
        order = [(each, chance.choice(ROADS)) for each in (chance.sample(things, len(things)) if number else things)]
        first = apart(bring(world, order, at_once=number % 2 == 1))
        rows = execute(world.config, "SELECT origin FROM ingest_bundle ORDER BY received_at, sha256")
        assert {origin for (origin,) in rows} <= set(ROADS)
        assert first in {origin for (origin,) in rows}, "the road by which it came first"
        ends.append(state(world))
    claves = [casilla.id.clave for casilla in imported.institute.theme.casillas[:5]]
    statuses = {str(clave): status for clave, status in ends[0]["stores"]}
    assert [statuses.get(clave) for clave in claves] == ["aceptado", "en_revision", "en_revision", None, "en_revision"]
    assert all(end == ends[0] for end in ends)
