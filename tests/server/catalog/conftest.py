"""A server whose lists were signed long ago, and the browser of Ana, who delivers files. It must not hold tests."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from tests.server.catalog.lists import fill, open_context
from tests.server.harness import World, apart


async def _filled(world: World) -> None:
    async with open_context(world) as context:
        await fill(context)


@pytest.fixture
def ana(empty_world: World) -> Iterator[TestClient]:
    apart(_filled(empty_world))
    with empty_world.client(Grant(Role.RESULTADOS)) as started:
        yield started
