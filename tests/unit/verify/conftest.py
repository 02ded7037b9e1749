import shutil
from pathlib import Path

import pytest

from tests.unit.verify.publications import Made, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("publicada"))


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A copy of the publication, as an auditor has it, to be spoilt."""
    folder = tmp_path / "copia"
    shutil.copytree(made.folder, folder, ignore=shutil.ignore_patterns("instituto"))
    return folder
