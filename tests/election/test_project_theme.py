"""A theme that was made in a project, approved, signed and published there, in a whole election: the verifier agrees.

Nothing of it passes through the command ``tema``: the bytes that the project published are those that the urna loads.
"""

import shutil
from pathlib import Path

import pytest

from demo import theme
from demo.ceremony import ONLINE, SIGNERS, Ceremony
from demo.election import Election
from demo.intentions import expected, intentions
from demo.processes import Supervisor, python
from demo.progress import Progress
from demo.settings import CASILLAS_WITH_URNA, Places, Settings
from demo.texts import load_words
from demo.waiting import present_moment
from shared.crypto.tuf_repo import ThemeKey
from shared.domain.hora import ZONE
from shared.formats.theme_v1 import Theme, parse_theme
from tests.election.remaining import processes_about
from theme_builder.projects.archive import read_archive, write_archive
from theme_builder.projects.database import open_database
from theme_builder.projects.documents import PERSONAS, RAZONES, read_document
from theme_builder.projects.editing import put_row
from theme_builder.projects.history import By, Made
from theme_builder.projects.judging import judged
from theme_builder.projects.service import Projects
from theme_builder.reasons import blocking, mark_of
from theme_builder.versions.answers import Version
from theme_builder.versions.publishing import write_to
from theme_builder.versions.rules import Paso
from theme_builder.versions.service import Seen, Versions
from theme_builder.workspace import TARGETS, write_file

VOTERS, CASILLAS, SEED = 4, 6, "proyecto"
pytestmark = [
    pytest.mark.election,
    pytest.mark.screen,
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb, xdotool"),
]


class Office:
    """The people who make the theme in a project: one writes, another approves, two sign."""

    def __init__(self, places: Places, ceremony: Ceremony) -> None:
        self._places = places
        self._passphrase = ceremony.passphrase.encode()
        self._projects = Projects(open_database(places.theme / "proyectos.sqlite"), present_moment)
        self._versions = Versions(self._projects.engine, self._projects, present_moment)

    def publish(self, source: Path) -> Theme:
        """From a source that was brought to the stick; gives the theme as it was published."""
        files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
        brought, _ = read_archive(write_archive(files))
        project = self._projects.create("Jalisco", brought, By("Carla", "importacion"))
        people = read_document(PERSONAS, (self._places.theme / "personas.toml").read_bytes())
        self._edit(project, "personas", lambda state: {**state, PERSONAS: people})
        review = judged(self._projects, project)
        for finding in blocking(review.findings, review.reasons):
            mark = mark_of(finding)
            row = {"id": mark, "text": "así es la demostración", "author": "Carla"}
            self._edit(project, "razon", put_row(RAZONES, "razones", mark, row))
        self._sign(project)
        files_of = self._versions.files(project, 1)
        for name in files_of:
            if name.startswith(f"{TARGETS}/"):
                write_file(self._places.theme / "construido" / name, files_of[name])
        write_to(self._places.theme, files_of, self._places.theme_root.read_bytes())
        self._projects.close()
        return parse_theme(next((self._places.repository / "targets" / "temas").rglob("theme.json")).read_bytes())

    def _edit(self, project: int, kind: str, change: object) -> None:
        by = By("Carla", kind, "", self._projects.opened(project).number)
        assert isinstance(self._projects.edit(project, by, change), Made)  # type: ignore[arg-type]

    def _sign(self, project: int) -> None:
        versions = self._versions
        sent = versions.send(project, Seen("Ana", self._projects.opened(project).number))
        assert isinstance(sent, Version), sent
        versions.bring_root(self._places.theme_root.read_bytes(), "Ana")
        assert isinstance(versions.take(project, 1, Paso.APROBAR, "Beto"), Version)
        for person, name in zip(("Ana", "Beto"), SIGNERS, strict=True):
            assert isinstance(versions.sign(project, 1, person, self._key(name), sent.code), Version)
        snapshot, hour = (self._key(name) for name in ONLINE)
        assert isinstance(versions.publish(project, 1, "Ana", (snapshot, hour)), Version)

    def _key(self, name: str) -> ThemeKey:
        return ThemeKey.from_pem((self._places.keys / f"{name}.pem").read_bytes(), self._passphrase)


class ProjectElection(Election):
    """The demonstration with a theme from a project."""

    def _publish_theme(self, ceremony: Ceremony) -> Theme:
        today = self._now.astimezone(ZONE).date()
        source = theme.dated_source(self._places, self._now, today)
        theme.give_voices(source)
        (source / "voces.toml").unlink()
        made = Office(self._places, ceremony).publish(source)
        draw = ("-m", "urna.ui.layout", "--theme", theme.built(self._places), "--out", self._places.layout)
        self._supervisor.run("disposicion", python(*draw))
        return made


def test_a_theme_made_in_a_project_runs_an_election_that_the_verifier_agrees_with(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "demo", SEED, 1, VOTERS, CASILLAS, once=True)
    with Supervisor(settings.places.logs) as supervisor:
        summary = ProjectElection(settings, supervisor, Progress(load_words())).run()
    [outcome] = summary.outcomes
    published = parse_theme(next((settings.places.repository / "targets").rglob("theme.json")).read_bytes())
    assert outcome.acta.theme_hash == published.hash_hex
    people = intentions(published.contests, VOTERS, f"{SEED}/{CASILLAS_WITH_URNA[0]}")
    wanted = [dict(each) for each in expected(published.contests, people)]
    assert [dict(contest.counts) for contest in outcome.acta.contests] == wanted
    assert not processes_about(settings.places.logs.parent)
