"""Fixtures of the server's tests: one ceremony a session, one server folder a test. It must not hold tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_institute
from tests.server.harness import World, import_theme, make_world


@pytest.fixture(scope="session")
def institute() -> SimulatedInstitute:
    return demo_institute(40)


@pytest.fixture
def empty_world(institute: SimulatedInstitute, tmp_path: Path) -> World:
    """A server without a theme."""
    return make_world(institute, tmp_path / "instituto")


@pytest.fixture
async def world(empty_world: World) -> World:
    await import_theme(empty_world)
    return empty_world


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as started:
        yield started
