"""Signed checkpoints: whoever rewrites the whole trail makes a chain that holds, and is found all the same."""

from datetime import timedelta

from server.audit import checkpoints, service
from server.audit.schemas import Checkpoint
from server.audit.service import Change, TrailBroken
from server.context import Context, make_context
from server.db.migrate import upgrade
from shared.crypto.signing import SigningKey
from shared.domain.hora import ZONE
from tests.server.databases import execute
from tests.server.harness import World


class Trail:
    """A trail, the key that signs it, and a pen for whoever holds the database."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.key = SigningKey.from_pem(world.config.key.read_bytes())
        self.context: Context = make_context(world.config, world.clock)

    async def write(self, *votes: int) -> None:
        async with self.context.writing() as session:
            changes = [Change("prueba", "audit", "recibir", f"casilla {n}", {"votos": v}) for n, v in enumerate(votes)]
            await service.record(session, self.world.clock.now(), changes)

    async def sign(self) -> object:
        async with self.context.writing() as session:
            return await checkpoints.sign_today(session, self.key, self.world.clock.now())

    async def check(self) -> TrailBroken | int:
        async with self.context.reading() as session:
            assert not isinstance(await service.check(session), TrailBroken)
            return await checkpoints.check(session, self.key.public)

    def edit(self, *statements: str) -> None:
        execute(self.world.config, *statements)


async def made(world: World) -> Trail:
    trail = Trail(world)
    await upgrade(trail.context.engine)
    await trail.write(1, 2, 3)
    return trail


async def test_each_day_is_signed_once_and_only_when_something_changed(empty_world: World) -> None:
    trail = await made(empty_world)
    assert isinstance(await trail.sign(), Checkpoint)
    await trail.write(4)
    assert await trail.sign() is None, "today's is there"
    empty_world.clock.moment += timedelta(days=1)
    assert isinstance(await trail.sign(), Checkpoint)
    empty_world.clock.moment += timedelta(days=1)
    assert await trail.sign() is None, "nothing changed"
    assert await trail.check() == 2
    await trail.context.engine.dispose()


async def test_a_trail_written_anew_holds_together_and_is_found(empty_world: World) -> None:
    trail = await made(empty_world)
    await trail.sign()
    trail.edit("DELETE FROM audit_entry")
    await trail.write(1, 2, 300)
    assert await trail.check() == TrailBroken(3, "punto")
    await trail.context.engine.dispose()


async def test_a_checkpoint_moved_along_does_not_verify(empty_world: World) -> None:
    trail = await made(empty_world)
    await trail.sign()
    trail.edit("DELETE FROM audit_entry")
    await trail.write(1, 2, 300)
    trail.edit("UPDATE audit_checkpoint SET hash = (SELECT hash FROM audit_entry WHERE n = 3)")
    assert await trail.check() == TrailBroken(3, "firma")
    await trail.context.engine.dispose()


async def test_a_broken_trail_is_not_signed(empty_world: World) -> None:
    trail = await made(empty_world)
    trail.edit("UPDATE audit_entry SET data = '{}' WHERE n = 2")
    assert await trail.sign() == TrailBroken(2, "contenido")
    await trail.context.engine.dispose()


def test_a_running_server_signs_by_itself(world: World) -> None:
    with world.client() as client:
        page = client.get("/registro").text
    assert world.clock.now().astimezone(ZONE).date().isoformat() in page
