from pathlib import Path

import pytest

from tests.flows.institute import Institute, found
from tests.flows.table import Table, memory_table


@pytest.fixture(scope="session")
def institute(tmp_path_factory: pytest.TempPathFactory) -> Institute:
    return found(tmp_path_factory.mktemp("institute"))


@pytest.fixture(scope="session")
def opened(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna just opened, to be forked by each test."""
    table = memory_table(institute, tmp_path_factory.mktemp("opened"))
    table.open_day()
    return table


@pytest.fixture
def table(opened: Table) -> Table:
    return opened.fork()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place
