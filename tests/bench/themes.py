"""A project of Jalisco's size: how long its import, its opening and all its themes take. It must not judge.

125 municipios, 20 distritos, 9,829 casillas; each votes 12 boletas, 4 of each ámbito. Themes have their sounds. The
reference is the same source read and checked from memory. The lot is then frozen, signed by two and published, and
written to the stick of one urna. Run: ``python -m tests.bench themes``.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.crypto.tuf_repo import RepositoryKeys, create_root
from tests.bench.rows import Row
from tests.bench.state_source import JALISCO, state_files
from theme_builder.checks import check
from theme_builder.lote import Order, build_lote, progress_in
from theme_builder.projects.archive import read_archive, write_archive
from theme_builder.projects.database import open_database
from theme_builder.projects.history import By
from theme_builder.projects.lotes import Lote
from theme_builder.projects.review_kept import KeptOnDisk
from theme_builder.projects.service import Projects
from theme_builder.source import load_source
from theme_builder.sticks import Whose
from theme_builder.versions.answers import Version
from theme_builder.versions.publishing import write_to
from theme_builder.versions.rules import Paso
from theme_builder.versions.service import Seen, Versions
from theme_builder.web.pages import Desk, Pages

ANA = By("Ana", "importacion")


def measure() -> list[Row]:
    """One round of each, in seconds."""
    files = state_files(replace(JALISCO, voices=True))
    with TemporaryDirectory(prefix="bench-temas-") as name:
        folder = Path(name)
        reference = _seconds(lambda: check(load_source(folder, None, files)))
        projects = Projects(open_database(folder / "proyectos.sqlite"), lambda: datetime(2027, 3, 1, tzinfo=UTC))
        archive = write_archive(files)
        brought = _seconds(lambda: _bring(projects, archive, folder))
        opened = _seconds(lambda: _open(projects, folder))
        built = _seconds(lambda: _build(files, folder))
        desk = _Desk(Versions(projects.engine, projects, projects.now), folder)
        frozen, published, stick = _seconds(desk.send), _seconds(desk.publish), _seconds(desk.stick)
        projects.close()
    return [
        Row("themes: import and review a state", "s", brought, reference, "< 20 s", more_is_better=False),
        Row("themes: open it in a new process", "s", opened, reference, "< 1 s", more_is_better=False),
        Row("themes: build all its themes", "s", built, reference, "< 300 s", more_is_better=False),
        Row("themes: freeze all as one version", "s", frozen, reference, "", more_is_better=False),
        Row("themes: sign twice and publish", "s", published, reference, "", more_is_better=False),
        Row("themes: the stick of one urna", "s", stick, reference, "", more_is_better=False),
    ]


@dataclass(frozen=True)
class _Desk:
    """Two people who sign the lot of the project."""

    versions: Versions
    folder: Path
    keys: RepositoryKeys = field(default_factory=RepositoryKeys.generate)

    def send(self) -> None:
        lote = Lote(1, self.folder / "temas", progress_in(self.folder / "temas"), running=False)
        _done(self.versions.send_lote(1, Seen("Ana", 1), lote))

    def publish(self) -> None:
        root = create_root(self.keys.public, self.keys.root, datetime(2028, 1, 1, tzinfo=UTC))
        self.versions.bring_root(root, "Ana")
        sent = _done(self.versions.take(1, 1, Paso.APROBAR, "Beto"))
        for person, key in zip(("Ana", "Beto"), self.keys.targets, strict=True):
            _done(self.versions.sign(1, 1, person, key, sent.code))
        _done(self.versions.publish(1, 1, "Ana", (self.keys.snapshot, self.keys.timestamp)))

    def stick(self) -> None:
        lote = self.versions.lote(1, 1)
        if lote is None:
            raise RuntimeError("one theme alone")
        whose = Whose(casilla=lote.themes[0].casillas[0])
        write_to(self.folder, self.versions.files(1, 1), self.versions.root_texts()[0], whose)


def _done(made: object) -> Version:
    if not isinstance(made, Version):
        raise RuntimeError(made)  # noqa: TRY004 - a step that was refused, whatever said so
    return made


def _bring(projects: Projects, archive: bytes, folder: Path) -> None:
    files, _ = read_archive(archive)
    projects.create("Estado", files, ANA)
    _open(projects, folder)


def _open(projects: Projects, folder: Path) -> Desk:
    return Pages(projects, KeptOnDisk(folder / "revisiones")).desk(1)


def _build(files: dict[str, bytes], folder: Path) -> None:
    root = folder / "fuente"
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    order = Order(root, None, folder / "temas", os.cpu_count() or 1)
    made = build_lote(order, lambda _: None, lambda: False)
    if not made.is_whole:
        raise RuntimeError([each.render() for each in made.findings][:5])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
