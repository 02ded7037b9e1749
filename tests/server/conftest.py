"""Fixtures of the server's tests: one ceremony a session, one server folder a test. It must not hold tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_institute
from tests.server.harness import World, apart, copy_world, import_theme, make_world


@pytest.fixture(scope="session")
def institute() -> SimulatedInstitute:
    return demo_institute(40)


@pytest.fixture
def empty_world(institute: SimulatedInstitute, tmp_path: Path) -> World:
    """A server without a theme."""
    return make_world(institute, tmp_path / "instituto")


@pytest.fixture(scope="session")
def imported(institute: SimulatedInstitute, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A server with its theme, to copy: the migrations and the import run once a session and not once a test."""
    made = make_world(institute, tmp_path_factory.mktemp("importado") / "instituto")
    apart(import_theme(made))
    return made


@pytest.fixture
def world(imported: World, tmp_path: Path) -> World:
    return copy_world(imported, tmp_path / "instituto")


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as started:
        yield started
