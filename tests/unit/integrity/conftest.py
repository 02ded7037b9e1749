import shutil
from pathlib import Path

import pytest

from shared.crypto.tuf_repo import RepositoryKeys
from tests.unit.integrity.trees import Installed, install


@pytest.fixture(scope="session")
def signed_once(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(tmp_path_factory.mktemp("firmado"), RepositoryKeys.generate())


@pytest.fixture
def installed(signed_once: Installed, tmp_path: Path) -> Installed:
    """A copy that a test may change."""
    folder = tmp_path / "urna"
    shutil.copytree(signed_once.folder, folder)
    return Installed(folder, signed_once.keys)
