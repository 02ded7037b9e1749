import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.institute import Institute, found
from tests.flows.table import Table, config_for, memory_table
from urna.store.durable import RealFiles


@pytest.fixture(scope="session")
def institute(tmp_path_factory: pytest.TempPathFactory) -> Institute:
    return found(tmp_path_factory.mktemp("institute"))


@pytest.fixture(scope="session")
def ready(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna that may be opened, on media in memory, to be forked."""
    table = memory_table(institute, tmp_path_factory.mktemp("ready"))
    table.load()
    table.prepare()
    return table


@pytest.fixture(scope="session")
def opened(ready: Table) -> Table:
    """The same, opened."""
    table = ready.fork()
    table.open()
    return table


@pytest.fixture
def on_disk(institute: Institute) -> Iterator[Table]:
    """An opened urna on real folders, of a short path."""
    with tempfile.TemporaryDirectory(prefix="urna-") as folder:
        config = config_for(institute, Path(folder))
        table = Table.set_up(institute, Path(folder), RealFiles(config.internal), RealFiles(config.usb))
        table.open_day()
        yield table
