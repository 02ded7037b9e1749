"""Fixtures of the server's tests: one ceremony a session, one server folder a test. It must not hold tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_institute
from tests.server import databases
from tests.server.databases import Bases, Cluster
from tests.server.harness import World, apart, bring_up, copy_world, make_imported, make_world

SQLITE, POSTGRES = "sqlite", "postgres"
MARKS = {"both_databases": (SQLITE, POSTGRES), "sqlite_alone": (SQLITE,), "postgres_alone": (POSTGRES,)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of the server run on SQLite, or on PostgreSQL where ``--postgres`` asks; those marked say themselves."""
    if "kind" not in metafunc.fixturenames:
        return
    kinds: tuple[str, ...] = (POSTGRES if metafunc.config.getoption("--postgres") else SQLITE,)
    for mark, wanted in MARKS.items():
        if metafunc.definition.get_closest_marker(mark) is not None:
            kinds = wanted
    names = [*kinds] if len(kinds) > 1 else [pytest.HIDDEN_PARAM]
    metafunc.parametrize("kind", kinds, indirect=True, scope="session", ids=names)


@pytest.fixture(scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the server of this test has."""
    return str(request.param)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for the tests of one process."""
    with databases.cluster() as made:
        yield made


@pytest.fixture(scope="session")
def institute() -> SimulatedInstitute:
    return demo_institute(40)


@pytest.fixture(scope="session")
def bases(kind: str, request: pytest.FixtureRequest) -> Bases:
    """Where the servers of the tests have their databases."""
    return Bases(request.getfixturevalue("cluster") if kind == POSTGRES else None)


@pytest.fixture
def bare_world(institute: SimulatedInstitute, bases: Bases, tmp_path: Path) -> World:
    """A server that was never started: its database has no table."""
    return make_world(institute, tmp_path / "instituto", bases.empty())


@pytest.fixture(scope="session")
def migrated(institute: SimulatedInstitute, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A server without a theme, to copy: the migrations run once a session and not once a test."""
    made = make_world(institute, tmp_path_factory.mktemp("vacio") / "instituto", bases.empty())
    apart(bring_up(made))
    return made


@pytest.fixture
def empty_world(migrated: World, bases: Bases, tmp_path: Path) -> World:
    """A server without a theme."""
    return copy_world(migrated, tmp_path / "instituto", bases.copy(migrated.config))


@pytest.fixture(scope="session")
def imported(institute: SimulatedInstitute, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A server with its theme, to copy: the migrations and the import run once a session and not once a test."""
    return make_imported(institute, tmp_path_factory.mktemp("importado") / "instituto", bases.empty())


@pytest.fixture
def world(imported: World, bases: Bases, tmp_path: Path) -> World:
    return copy_world(imported, tmp_path / "instituto", bases.copy(imported.config))


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as started:
        yield started
