import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.institute import found
from tests.power_real.archive import Archive
from tests.power_real.site import Site, open_site, prepare, prepare_restart
from urna.devdock.disk import why_not


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A prepared site. Its folder is not pytest's: unix sockets have short paths."""
    if why_not():
        pytest.skip(f"no real power cuts: {why_not()}")
    with tempfile.TemporaryDirectory(prefix="urna") as name:
        folder = Path(name)
        archive = Archive(folder / "a", found(folder))
        with open_site(folder / "s", archive) as opened:
            prepare(opened)
            prepare_restart(opened)
            yield opened
