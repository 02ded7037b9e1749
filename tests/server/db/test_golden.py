"""Databases that earlier versions left are read by this one: same trail, same sums, same bytes, on both."""

import pytest

from server.audit import service as audit
from server.catalog.schemas import Unit
from server.catalog.service import Themes
from server.computos import service as computos
from server.context import make_context
from server.db.migrate import is_current, upgrade
from server.ingest import service as ingest
from shared.crypto.hashing import sha256_hex
from tests.server.databases import Cluster
from tests.server.db.dumps import POSTGRES, SQLITE, Golden, all_golden, told
from tests.server.harness import World

KEPT = all_golden()


def test_the_first_version_and_the_last_before_postgres_are_kept_on_both() -> None:
    assert {(each.version, each.kind) for each in KEPT} >= {
        (v, k) for v in ("0001", "0009") for k in (SQLITE, POSTGRES)
    }


async def read(world: World, golden: Golden) -> None:
    golden.load(world.config)
    expected = golden.expected()
    context = make_context(world.config, world.clock)
    try:
        assert not await is_current(context.engine) or golden.version not in {"0001", "0009"}
        await upgrade(context.engine)
        assert await is_current(context.engine)
        assert told(world.config) == expected
        async with context.reading() as session:
            assert await audit.check(session) == expected["trail"][0]
            advance = await computos.advance(session, await Themes().current(session))
            assert (advance.contadas, advance.recibidas) == (3, 4)
            assert await computos.drifted(session) == ()
            assert (await computos.totals(session, Unit.ENTIDAD))[0][0] == expected["figures"]
            for sha256 in expected["bundles"]:
                assert sha256_hex((await ingest.bundle(session, sha256))[1]) == sha256
    finally:
        await context.engine.dispose()


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("golden", [each for each in KEPT if each.kind == SQLITE], ids=lambda each: each.version)
async def test_a_database_of_sqlite_of_an_earlier_version_is_read(bare_world: World, golden: Golden) -> None:
    await read(bare_world, golden)


@pytest.mark.postgres_alone
@pytest.mark.parametrize("golden", [each for each in KEPT if each.kind == POSTGRES], ids=lambda each: each.version)
async def test_a_database_of_postgres_of_an_earlier_version_is_read(
    bare_world: World, golden: Golden, cluster: Cluster
) -> None:
    await read(bare_world, golden)
