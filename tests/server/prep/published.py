"""A real server's parts, a few signed bundles and a published cut, for tests that look at whole publications."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from demo.simulated_institute import SimulatedInstitute, demo_institute
from demo.simulated_urnas import SimulatedBundle, SimulatedCount
from server.catalog import service as catalog
from server.config import ServerConfig
from server.context import Context, make_context
from server.db.migrate import upgrade
from server.ingest import reception
from server.ingest.watch import bundles_in, take_in
from server.kit.clock import FixedClock
from server.prep.schemas import Cut
from server.prep.service import publish_cut

NIGHT = datetime(2018, 7, 2, 4, 0, 30, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """An institute, its server's configuration and what its urnas signed."""

    institute: SimulatedInstitute
    config: ServerConfig
    bundles: tuple[SimulatedBundle, ...]

    @property
    def publication(self) -> Path:
        return self.config.publication


def build_house(folder: Path, casillas: int, arrived: int) -> House:
    """An institute of so many casillas, of which the first ``arrived`` sent their bundle."""
    institute = demo_institute(casillas)
    config = ServerConfig.load(institute.write(folder))
    contests = institute.theme.contests
    counts = [
        SimulatedCount(casilla.id, tuple(figures(contest.count_keys(), place) for contest in contests))
        for place, casilla in enumerate(institute.theme.casillas[:arrived])
    ]
    return house_of(institute, config, tuple(institute.urnas().many([_level(count) for count in counts])))


def house_of(institute: SimulatedInstitute, config: ServerConfig, bundles: tuple[SimulatedBundle, ...]) -> House:
    """The house of an institute whose bundles lie on a stick beside its server."""
    folder = config.data.parent
    (folder / "memoria").mkdir()
    for bundle in bundles:
        (folder / "memoria" / bundle.name).write_bytes(bundle.public)
    return House(institute, config, bundles)


def figures(keys: tuple[str, ...], place: int) -> Mapping[str, int]:
    """Small figures that differ from casilla to casilla."""
    return {key: (place * 5 + i * 11) % 17 for i, key in enumerate(keys)}


def _level(count: SimulatedCount) -> SimulatedCount:
    """Every voter marks every boleta: the contests' totals are made equal through NULOS."""
    most = max(sum(each.values()) for each in count.counts)
    even = tuple({**each, "NULOS": each["NULOS"] + most - sum(each.values())} for each in count.counts)
    return SimulatedCount(count.casilla, even)


def publish(house: House, at: datetime = NIGHT, *, take: bool = True) -> Cut:
    """Import the theme, take in the bundles, publish a cut."""
    return asyncio.run(_publish(make_context(house.config, FixedClock(at)), house, take=take))


async def _publish(context: Context, house: House, *, take: bool) -> Cut:
    try:
        await upgrade(context.engine)
        config = context.config
        body = catalog.read_signed_theme(config.theme_repository, config.theme_root.read_bytes(), context.clock.now())
        async with context.writing() as session:
            await catalog.import_theme(session, body, context.clock.now())
        if take:
            async with reception.running(context) as desk:
                paths = [config.data.parent / "memoria"]
                taken = [each async for each in take_in(desk, bundles_in(paths), "memoria")]
                assert len(taken) == len(house.bundles)
        return await publish_cut(context)
    finally:
        await context.engine.dispose()
