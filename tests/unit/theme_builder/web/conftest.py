"""A small project that is there already: brought once for all tests, copied for each. It must not judge anything."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from shared.crypto.randomness import SystemRandomness
from tests.unit.theme_builder.projects.test_service import ANA, FILES, NOON
from theme_builder.projects.database import open_database
from theme_builder.projects.service import Projects
from theme_builder.web.app import create_app
from theme_builder.web.door import Door
from theme_builder.web.makers import Makers

PORT = 8770
FEW = {**FILES, "casillas.csv": b"\n".join(FILES["casillas.csv"].splitlines()[:3]) + b"\n"}


@dataclass(frozen=True)
class Bench:
    """Somebody inside, with a name, before the project of ``address``."""

    client: TestClient
    projects: Projects
    csrf: str
    address: str = "/p/1"

    def get(self, end: str) -> str:
        """The text of a page of the project."""
        return str(self.client.get(self.address + end).text)

    def post(
        self,
        end: str,
        fields: Mapping[str, str] | None = None,
        file: bytes | None = None,
        *,
        read: int = 0,
        live: bool = False,
    ) -> Response:
        """Send a form as the page that saw change ``read`` (0: the last) would; ``live``: one that saves by itself."""
        number = read or self.projects.opened(1).number
        data = {"csrf": self.csrf, "leido": str(number), **(fields or {})}
        files = None if file is None else {"archivo": ("archivo", file, "application/octet-stream")}
        headers = {"hx-request": "true"} if live else {}
        made: Response = self.client.post(self.address + end, data=data, files=files, headers=headers)
        return made

    def source(self) -> dict[str, bytes]:
        """The files of the project's source."""
        return self.projects.exported(1)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration's source and two casillas."""
    path = tmp_path_factory.mktemp("proyectos") / "proyectos.sqlite"
    projects = Projects(open_database(path), lambda: NOON)
    projects.create("Demostración", FEW, ANA)
    projects.close()
    return path


@pytest.fixture
def bench(stock: Path, tmp_path: Path) -> Iterator[Bench]:
    for part in stock.parent.glob(f"{stock.name}*"):
        shutil.copy(part, tmp_path / part.name)
    projects, door = Projects(open_database(tmp_path / stock.name), lambda: NOON), Door(PORT, SystemRandomness())
    makers = Makers.below(tmp_path)
    application, here = create_app(projects, door, makers), f"http://127.0.0.1:{PORT}"
    with TestClient(application, here, follow_redirects=False) as client:
        client.get(door.address)
        found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
        assert found is not None
        client.post("/quien", data={"csrf": found[1], "nombre": "Ana"})
        yield Bench(client, projects, found[1])
    makers.close()
    projects.close()
