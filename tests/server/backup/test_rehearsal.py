"""A copy made under writing, brought back elsewhere: what it says it holds is there, and sending all again adds up."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from server.access import Grant, Role
from server.audit import service as audit
from server.backup.making import back_up, held_by
from server.backup.manifest import MANIFEST_NAME, Manifest, RespaldoInvalido, sign
from server.backup.restoring import restore
from server.config import ServerConfig
from server.db.engine import POSTGRES, make_engine
from server.ingest import reception
from server.ingest.schemas import Outcome, Refusal
from shared.crypto.signing import SigningKey
from tests.server.catalog.lists import open_context
from tests.server.databases import Bases, execute
from tests.server.harness import Process, World, apart, make_world, open_account

PLACES = range(16)
BEFORE = 4


async def send(world: World, bodies: Sequence[bytes]) -> list[Outcome]:
    async with open_context(world) as context, reception.running(context) as desk:
        answers = await asyncio.gather(*(desk.receive(data, "http") for data in bodies))
    return [each.outcome for each in answers if not isinstance(each, Refusal)]


async def copied_while_writing(world: World, bodies: Sequence[bytes], into: Path) -> tuple[Path, Manifest]:
    async with open_context(world) as context, reception.running(context) as desk:
        for data in (*bodies[:BEFORE], b"roto"):
            await desk.receive(data, "http")
        rest = [asyncio.create_task(desk.receive(data, "http")) for data in bodies[BEFORE:]]
        made = await back_up(context, into)
        await asyncio.gather(*rest)
    return made


def elsewhere(world: World, bases: Bases, folder: Path) -> World:
    """The same institute with another machine, which has no database yet."""
    return make_world(world.institute, folder, bases.empty())


@pytest.mark.both_databases
async def test_a30_a_copy_made_under_writing_comes_back_elsewhere_and_adds_up(
    world: World, bases: Bases, tmp_path: Path
) -> None:
    bodies = [world.bundle(place).public for place in PLACES]
    folder, manifest = await copied_while_writing(world, bodies, tmp_path / "respaldos")
    other = elsewhere(world, bases, tmp_path / "otra")
    assert await restore(other.config, folder) == manifest
    assert len(bodies) >= manifest.held.rows["ingest_bundle"] >= BEFORE
    assert len([path for path in (other.config.data / "rechazados").rglob("*") if path.is_file()]) == 1
    again = await send(other, bodies)
    assert again.count(Outcome.REPETIDO) == manifest.held.rows["ingest_bundle"]
    figures = "SELECT SUM(votes) FROM computos_figura JOIN computos_acta ON id = acta WHERE counted AND contest = 0"
    everything = sum(sum(world.count(place).counts[0].values()) for place in PLACES)
    assert execute(world.config, figures) == execute(other.config, figures) == [(everything,)]
    async with open_context(other) as context, context.reading() as session:
        assert await audit.check(session) == 1 + len(PLACES) + 1  # the theme, every bundle, what was refused


async def refused(config: ServerConfig, folder: Path) -> str:
    with pytest.raises(RespaldoInvalido) as error:
        await restore(config, folder)
    return error.value.code


@pytest.mark.both_databases
async def test_nothing_is_restored_over_a_database_nor_from_a_damaged_copy(
    world: World, bases: Bases, tmp_path: Path
) -> None:
    async with open_context(world) as context:
        folder, manifest = await back_up(context, tmp_path)
        other = elsewhere(world, bases, tmp_path / "otra")
        if other.config.database:
            engine = make_engine(other.config.database)
            async with engine.connect():
                assert await refused(other.config, folder) == "S803"
            await engine.dispose()
    another = "" if other.config.database else f"{POSTGRES}://urna@/otra"
    assert await refused(replace(other.config, database=another), folder) == "S807"
    before = await held(world)
    assert await refused(world.config, folder) == "S802"
    assert await held(world) == before
    key = SigningKey.from_pem(world.config.key.read_bytes())
    for changed, code in (
        ({"held": manifest.held.model_copy(update={"version": "9999"})}, "S804"),
        ({"held": manifest.held.model_copy(update={"trail": 7})}, "S805"),
        ({"files": ("rechazados/../../secreto",)}, "S801"),
        ({"kind": "sqlite" if other.config.database else "postgres"}, "S801"),
    ):
        forged = Manifest.model_validate({**manifest.model_dump(), **changed})
        (folder / MANIFEST_NAME).write_bytes(forged.to_bytes())
        assert await refused(other.config, folder) == "S801", "nobody signed it"
        (folder / "respaldo.sig").write_bytes(sign(forged, key))
        assert await refused(other.config, folder) == code
    (folder / MANIFEST_NAME).write_bytes(manifest.to_bytes())
    (folder / "respaldo.sig").write_bytes(sign(manifest, key))
    assert await restore(other.config, folder) == manifest, "what was refused before left nothing behind"


async def held(world: World) -> object:
    async with open_context(world) as context, context.reading() as session:
        return await held_by(session)


@pytest.mark.both_databases
async def test_every_flipped_byte_of_a_copy_is_noticed(world: World, bases: Bases, tmp_path: Path) -> None:
    async with open_context(world) as context:
        folder, _ = await back_up(context, tmp_path)
    other = elsewhere(world, bases, tmp_path / "otra")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        sound = path.read_bytes()
        for place in (0, len(sound) // 2, len(sound) - 1):
            path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
            assert await refused(other.config, folder) == "S801", path.name
        path.unlink()
        assert await refused(other.config, folder) == "S801", path.name
        path.write_bytes(sound)
    await restore(other.config, folder)


async def test_a_broken_trail_or_a_damaged_file_is_not_copied_in_silence(world: World, tmp_path: Path) -> None:
    await send(world, [b"roto"])
    stored = next(path for path in (world.config.data / "rechazados").rglob("*") if path.is_file())
    stored.write_bytes(b"otro")
    with pytest.raises(RespaldoInvalido) as damaged:
        async with open_context(world) as context:
            await back_up(context, tmp_path / "uno")
    stored.write_bytes(b"roto")
    execute(world.config, "UPDATE audit_entry SET actor = 'nadie' WHERE n = 1")
    with pytest.raises(RespaldoInvalido) as broken:
        async with open_context(world) as context:
            await back_up(context, tmp_path / "dos")
    assert (damaged.value.code, broken.value.code) == ("S808", "S805")
    assert await asyncio.to_thread(lambda: list(tmp_path.glob("*/respaldo*"))) == []


def test_the_commands_copy_and_bring_back_and_no_copy_holds_a_key(world: World, bases: Bases, tmp_path: Path) -> None:
    apart(open_account(world, (Grant(Role.RESULTADOS),)))
    command = Process(world).command
    copied = command("backup", str(tmp_path / "respaldos"))
    assert copied.exit_code == 0, copied.output
    (folder,) = (tmp_path / "respaldos").iterdir()
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for secret in (world.config.key, world.config.data / "boveda.key"):
        assert secret.read_bytes()[:32] not in whole
    other = elsewhere(world, bases, tmp_path / "otra")
    brought = Process(other).command("restore", str(folder))
    assert (brought.exit_code, "firmada" in copied.output) == (0, True), brought.output
    assert Process(other).command("verify-trail").exit_code == 0
