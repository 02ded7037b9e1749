"""The trail of changes: whatever is done to it afterwards is found, at its place."""

import pytest

from server.audit import service
from server.audit.service import Change, TrailBroken
from server.context import make_context
from server.db.migrate import upgrade
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import moment_text, twin
from tests.server.databases import execute
from tests.server.harness import World, deliver

EDITS = [
    ("UPDATE audit_entry SET data = '{}' WHERE n = 3", TrailBroken(3, "contenido")),
    ("UPDATE audit_entry SET actor = 'nadie' WHERE n = 1", TrailBroken(1, "contenido")),
    ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE n = 2", TrailBroken(2, "contenido")),
    ("DELETE FROM audit_entry WHERE n = 2", TrailBroken(3, "hueco")),
    ("DELETE FROM audit_entry WHERE n = 1", TrailBroken(2, "hueco")),
    ("UPDATE audit_entry SET prev = hash WHERE n = 4", TrailBroken(4, "enlace")),
]


async def write(world: World, number: int) -> None:
    context = make_context(world.config, world.clock)
    await upgrade(context.engine)
    for each in range(number):
        async with context.writing() as session:
            change = Change("prueba", "audit", "recibir", f"casilla {each}", {"votos": each})
            await service.record(session, world.clock.now(), [change])
    await context.engine.dispose()


async def check(world: World) -> TrailBroken | int:
    context = make_context(world.config, world.clock)
    async with context.reading() as session:
        found = await service.check(session)
    await context.engine.dispose()
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize(("edit", "expected"), EDITS)
async def test_an_edited_trail_is_found_where_it_breaks(empty_world: World, edit: str, expected: TrailBroken) -> None:
    await write(empty_world, 5)
    assert await check(empty_world) == 5
    execute(empty_world.config, edit)
    assert await check(empty_world) == expected


async def test_every_change_of_the_reception_is_in_the_trail(world: World) -> None:
    with world.client() as client:
        before = await check(world)
        deliver(client, world.bundle(0).public)
        deliver(client, world.bundle(0, 50, urna=9).public)
        deliver(client, b"roto")
        page = client.get("/registro").text
    for words in ("Importó el tema", "Recibió un paquete", "Pasó a revisión", "Rechazó un archivo"):
        assert words in page
    assert isinstance(before, int)
    assert await check(world) == before + 4


async def test_entries_made_before_there_were_accounts_keep_their_hash(empty_world: World) -> None:
    await write(empty_world, 2)
    context = make_context(empty_world.config, empty_world.clock)
    async with context.reading() as session:
        newest, first = (await service.entries(session)).rows
    await context.engine.dispose()
    columns = ("n", "actor", "module", "action", "subject", "data", "prev")
    for row in (first, newest):
        before = {name: getattr(row, name) for name in columns} | {"at": moment_text(row.at)}
        assert sha256_hex(twin(before)) == row.hash


@pytest.mark.parametrize("column", ["role", "address", "before", "after", "outcome"])
async def test_what_accounts_add_to_an_entry_cannot_be_changed_either(empty_world: World, column: str) -> None:
    await write(empty_world, 3)
    execute(empty_world.config, f"UPDATE audit_entry SET {column} = 'otra cosa' WHERE n = 2")  # noqa: S608 - ours
    assert await check(empty_world) == TrailBroken(2, "contenido")
