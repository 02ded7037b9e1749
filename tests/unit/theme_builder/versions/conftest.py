"""Versions of a small theme, and the keys of those who sign it: made once, since every test may share them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.crypto.tuf_repo import RepositoryKeys, create_root
from tests.unit.theme_builder.projects.test_service import FILES
from tests.unit.theme_builder.test_theme_source import people_text
from theme_builder.finding import Finding, Severity
from theme_builder.projects.database import open_database
from theme_builder.projects.history import By
from theme_builder.projects.service import Projects
from theme_builder.reasons import mark_of
from theme_builder.versions.answers import Version
from theme_builder.versions.service import Seen, Versions

NOON = datetime(2018, 6, 18, 18, tzinfo=UTC)
KEYS = RepositoryKeys.generate(signers=3)
ROOT = create_root(KEYS.public, KEYS.root, NOON + timedelta(days=200))
ONLINE = (KEYS.snapshot, KEYS.timestamp)
FEW = b"\n".join(FILES["casillas.csv"].splitlines()[:4]) + b"\n"
SILENT = [Finding("T547", Severity.WARNING, "tema.toml", 0, "voices", (("language", each),)) for each in ("en", "es")]
"""Languages without sounds: two warnings, each with a reason."""
REASONS = "".join(
    f'[[razones]]\nid = "{mark_of(each)}"\ntext = "es un ensayo sin voces"\nauthor = "Carla"\n' for each in SILENT
)
SOURCE = {
    **FILES,
    "casillas.csv": FEW,
    "personas.toml": people_text().encode(),
    "razones.toml": REASONS.encode(),
}


@dataclass
class Desk:
    """A project, its versions, and what people do with them."""

    engine: Engine
    projects: Projects
    versions: Versions
    project: int = field(default=0)

    def sent(self, person: str = "Ana") -> Version:
        """The version that somebody sends as it stands."""
        made = self.versions.send(self.project, Seen(person, self.projects.opened(self.project).number))
        assert isinstance(made, Version), made
        return made

    def signs(self, version: Version, person: str, which: int) -> object:
        """What becomes of a signature by one of the keys."""
        return self.versions.sign(self.project, version.number, person, KEYS.targets[which], version.code)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = open_database(tmp_path / "proyectos.sqlite")
    projects = Projects(engine, lambda: NOON)
    made = Desk(engine, projects, Versions(engine, projects, lambda: NOON))
    made.project = projects.create("Prueba", SOURCE, By("Carla", "importacion"))
    yield made
    engine.dispose()
