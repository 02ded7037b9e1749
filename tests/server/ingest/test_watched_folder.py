"""A folder that is watched: what lies there and what appears is taken in by the same road as HTTP."""

import time
from dataclasses import replace

from starlette.testclient import TestClient

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
