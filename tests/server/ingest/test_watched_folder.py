"""A folder that is watched: what lies there and what appears is taken in by the same road as HTTP."""

import time
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from server.ingest import watch
from tests.server.databases import execute
from tests.server.harness import World

DEADLINE_S = 20.0


def counted(client: TestClient) -> int:
    number: int = client.get("/api/v1/avance").json()["contadas"]
    return number


def wait_for(client: TestClient, number: int) -> int:
    end = time.monotonic() + DEADLINE_S
    while counted(client) != number and time.monotonic() < end:
        time.sleep(0.05)  # between looks, not instead of one
    return counted(client)


def test_bundles_that_lie_and_appear_in_the_folder_are_taken_in(world: World) -> None:
    folder = world.folder / "buzon"
    folder.mkdir()
    first, second = world.bundle(0), world.bundle(1)
    (folder / first.name).write_bytes(first.public)
    watching = replace(world, config=replace(world.config, watched=folder))
    with watching.client() as client:
        assert wait_for(client, 1) == 1
        part = folder / "parte"
        part.write_bytes(second.public)
        part.rename(folder / second.name)
        assert wait_for(client, 2) == 2
        (folder / "enlace.public.zip").symlink_to(folder / first.name)
        (folder / "rota.public.zip").write_bytes(b"roto")
        end = time.monotonic() + DEADLINE_S
        while "R101" not in client.get("/apartados/rechazados").text and time.monotonic() < end:
            time.sleep(0.05)
        assert "R101" in client.get("/apartados/rechazados").text
        assert counted(client) == 2


REFUSING = "CREATE TRIGGER lleno BEFORE INSERT ON ingest_bundle BEGIN SELECT RAISE(ABORT, 'lleno'); END"


@pytest.mark.sqlite_alone
def test_a30_a_folder_whose_bundles_could_not_be_stored_is_taken_in_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "AGAIN_S", 0.1)
    folder = world.folder / "buzon"
    folder.mkdir()
    for place in range(2):
        (folder / world.bundle(place).name).write_bytes(world.bundle(place).public)
    execute(world.config, REFUSING)
    watching = replace(world, config=replace(world.config, watched=folder))
    with watching.client() as client:
        seen(client, "S881")
        assert counted(client) == 0
        execute(world.config, "DROP TRIGGER lleno")
        assert wait_for(client, 2) == 2
        (folder / world.bundle(2).name).write_bytes(world.bundle(2).public)
        assert wait_for(client, 3) == 3


def seen(client: TestClient, code: str) -> None:
    end = time.monotonic() + DEADLINE_S
    while code not in client.get("/salud").text and time.monotonic() < end:
        time.sleep(0.05)  # between looks, not instead of one
    assert code in client.get("/salud").text
