"""Whether the server takes bundles in, and why not: what is broken on purpose is seen, and by whom."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.app import create_app
from server.context import make_context
from server.db.migrate import upgrade
from server.ingest.judging import InThread
from server.ingest.reception import Reception
from server.kit import health
from server.kit.health import Check, Health, Level, ready
from server.prep.service import publish_cut
from server.salud import rules, textos
from server.salud.service import Watch
from tests.server.harness import World, apart, deliver, machine_token

NOON = datetime(2027, 6, 6, 18, tzinfo=UTC)
FINE = {"base", "disco", "tema", "llave", "reloj", "corte", "cola", "guardar", "trabajos", "objetos"}


async def found(world: World) -> dict[str, Check]:
    """What a watch over a server of this world finds."""
    context = make_context(world.config, world.clock)
    try:
        watch = Watch(context)
        watch.register()
        return {check.name: check for check in await watch.checks()}
    finally:
        await context.engine.dispose()


def asked(client: TestClient, token: str) -> dict[str, str]:
    """Codes by check, as a machine is told."""
    told = client.get("/api/v1/salud", headers={"authorization": f"Bearer {token}"}).json()
    return {check["name"]: check["code"] for check in told["checks"]}


def test_a_sound_server_is_alive_and_ready(world: World, client: TestClient) -> None:
    token = apart(machine_token(world, Grant(Role.VIGILANCIA)))
    assert client.get("/salud/viva").json() == {"viva": True}
    assert client.get("/salud/lista").json() == {"lista": True}
    codes = asked(client, token)
    assert codes.keys() == FINE
    unflushed = "S849" if world.config.database else ""  # the tests' PostgreSQL does not wait for its disk
    assert codes["base"] == unflushed
    assert {codes[name] for name in FINE - {"disco", "base"}} == {""}  # the disk may be nearly full
    assert client.get("/metrics", headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_a_server_without_theme_is_alive_and_not_ready(empty_world: World) -> None:
    token = apart(machine_token(empty_world, Grant(Role.VIGILANCIA)))
    with empty_world.stranger() as client:
        assert client.get("/salud/viva").status_code == 200
        answer = client.get("/salud/lista")
        assert (answer.status_code, answer.json()) == (503, {"lista": False})
        assert asked(client, token)["tema"] == "S827"


async def test_a_database_that_lost_its_tables_makes_it_unready(bare_world: World) -> None:
    checks = await found(bare_world)  # nothing made the tables
    assert (checks["base"].level, checks["base"].code) == (Level.STOPS, "S821")
    assert not ready(tuple(checks.values()))


@pytest.mark.sqlite_alone
async def test_a_database_that_does_not_answer_makes_it_unready(world: World) -> None:
    (world.config.data / "servidor.sqlite3").write_bytes(b"no es una base de datos" * 400)
    checks = await found(world)
    assert (checks["base"].level, checks["base"].code) == (Level.STOPS, health.BROKEN)


async def test_a_key_that_cannot_be_read_warns_and_bundles_are_still_taken(world: World) -> None:
    context = make_context(world.config, world.clock)
    watch = Watch(context)
    watch.register()
    world.config.key.chmod(0o640)
    checks = {check.name: check for check in await watch.checks()}
    await context.engine.dispose()
    assert (checks["llave"].level, checks["llave"].code) == (Level.WARNS, "S820")
    assert ready((checks["base"], checks["tema"], checks["llave"]))


class Usage(NamedTuple):
    free: int


@pytest.mark.parametrize(
    ("free", "level", "code"),
    [(rules.WARN_BYTES, Level.FINE, ""), (rules.WARN_BYTES - 1, Level.WARNS, "S823"), (0, Level.STOPS, "S822")],
)
async def test_the_space_of_the_disk(
    world: World, monkeypatch: pytest.MonkeyPatch, free: int, level: Level, code: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(free))
    disk = (await found(world))["disco"]
    assert (disk.level, disk.code, disk.value) == (level, code, free)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=3)])
def test_a25_a_clock_that_jumps_is_told_for_an_hour(jump: timedelta) -> None:
    watch = rules.ClockWatch()
    assert watch.look(NOON, 0.0).code == ""
    assert watch.look(NOON + timedelta(seconds=10), 10.5).code == ""  # clocks drift
    after = NOON + timedelta(seconds=20) + jump
    told = watch.look(after, 20.5)
    assert (told.code, watch.jumps) == ("S825", 1)
    assert abs(timedelta(seconds=told.value or 0) - jump) <= timedelta(seconds=1)
    assert watch.look(after + timedelta(minutes=59), 20.5 + 59 * 60).code == "S825"
    assert watch.look(after + timedelta(minutes=61), 20.5 + 61 * 60).code == ""


def test_a_cut_is_late_when_actas_count_and_none_was_published() -> None:
    assert rules.cut(None, 0).code == ""
    assert rules.cut(None, 1).code == "S826"
    assert rules.cut(rules.CUT_LATE, 1).code == ""
    assert rules.cut(rules.CUT_LATE + timedelta(seconds=1), 0).code == "S826"


def test_the_age_of_the_last_cut_is_that_of_what_was_published(world: World) -> None:
    with world.client() as client:
        deliver(client, world.bundle(0).public).raise_for_status()

    async def look(*, publish: bool) -> Check:
        context = make_context(world.config, world.clock)
        if publish:
            await publish_cut(context)
        await context.engine.dispose()
        return (await found(world))["corte"]

    assert apart(look(publish=False)).code == "S826"
    assert apart(look(publish=True)).code == ""
    world.clock.moment += timedelta(minutes=21)
    late = apart(look(publish=False))
    assert (late.code, late.value) == ("S826", 21 * 60)


async def test_a_probe_that_hangs_or_breaks_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE_S", 0)
    probes = Health()
    waits = asyncio.Event()

    async def hangs() -> Check:
        await waits.wait()
        return Check("nunca", Level.FINE)

    async def breaks() -> Check:
        raise OverflowError("a secret of the inside")

    probes.add("espera", hangs)
    probes.add("rota", breaks, Level.WARNS)
    checks = await probes.look()
    assert [(c.name, c.level, c.code) for c in checks] == [
        ("espera", Level.STOPS, "S828"),
        ("rota", Level.WARNS, "S828"),
    ]
    assert not ready(())
    assert not ready(checks)


async def test_a29_a_queue_near_its_limit_warns(world: World) -> None:
    context = make_context(world.config, world.clock)
    desk = Reception(context, InThread(context.anchor, world.config.mode))
    assert (await desk.queue()).code == ""
    size, most = world.config.max_body_bytes, world.config.max_waiting_bytes
    waiting = [asyncio.create_task(desk.receive(bytes(size), "http")) for _ in range(most // size)]
    await asyncio.sleep(0)  # each has asked; nothing of this reception verifies
    full = await desk.queue()
    assert (full.level, full.code, full.value) == (Level.WARNS, "S824", most)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert (await desk.queue()).value == 0
    await context.engine.dispose()


def test_the_page_says_what_to_do(empty_world: World) -> None:
    with empty_world.client(Grant(Role.DIRECCION)) as client:
        page = client.get("/salud").text
    assert textos.NOT_READY in page
    assert textos.CODES["S827"] in page
    assert "S827" in page


async def test_asking_often_asks_the_database_no_more_than_the_watch(world: World) -> None:
    context = make_context(world.config, world.clock)
    await upgrade(context.engine)
    steady = [0.0]
    watch = Watch(context, steady=lambda: steady[0])
    looks = []

    async def probe() -> Check:
        looks.append(1)
        return Check("x", Level.FINE)

    context.health.add("x", probe)
    for _ in range(50):
        await watch.checks()
    assert len(looks) == 1
    steady[0] = 2.5
    await watch.checks()
    assert len(looks) == 2
    await context.engine.dispose()


def test_every_code_of_a_check_has_its_words(world: World) -> None:
    app = create_app(world.config, world.clock)
    with TestClient(app, base_url="http://127.0.0.1"):
        names = {check.name for check in apart(found(world)).values()} | {"cola"}
    assert names <= set(textos.NAMES)


@pytest.mark.both_databases
async def test_a_database_that_does_not_wait_for_its_disk_is_told_and_goes_on(world: World) -> None:
    checks = await found(world)
    said = (Level.WARNS, "S849") if world.config.database else (Level.FINE, "")
    assert (checks["base"].level, checks["base"].code) == said
