"""The lots of projects: every theme of one as it stood after a change, built in processes while people work on.

It must not build: `theme_builder.lote` does. One lot is built at a time; what one leaves another goes on with.
"""

import os
import shutil
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.domain.errors import DatoInvalido
from theme_builder.lote import MOST_WORKERS, Order, Progress, build_lote, progress_in
from theme_builder.projects.background import Background, Work

SOURCE: Final = "fuente"
THEMES: Final = "temas"


@dataclass(frozen=True, slots=True)
class Lote:
    """The lot of one project after change ``number``; ``failed`` says what ended it otherwise than its end."""

    number: int
    folder: Path
    progress: Progress
    running: bool
    failed: str = ""


@dataclass(slots=True)
class _Work(Work):
    number: int = 0
    progress: Progress | None = None


class Lotes:
    """The lots below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._background: Background[_Work] = Background("lote", "T631", (DatoInvalido, OSError, BrokenProcessPool))

    def begin(self, project: int, number: int, files: Mapping[str, bytes]) -> None:
        """Build the themes of a source, or go on with them; raises ``ProyectoInvalido`` T631 while another is built."""
        folder = self._of(project, number)

        def do(work: _Work) -> None:
            _write_source(folder / SOURCE, files)
            order = Order(folder / SOURCE, None, folder / THEMES, min(MOST_WORKERS, os.cpu_count() or 1))
            work.progress = build_lote(order, lambda _: None, work.stop.is_set)

        self._background.begin(_Work(project, number=number), do)

    def stop(self, project: int) -> None:
        """Ask the lot of a project to stop; themes that were begun are finished."""
        self._background.stop(lambda work: work.project == project)

    def seen(self, project: int, number: int) -> Lote:
        """How far the lot of a project after change ``number`` is."""
        folder = self._of(project, number)
        found = self._background.seen(lambda work: (work.project, work.number) == (project, number))
        if found is None:
            return Lote(number, folder / THEMES, progress_in(folder / THEMES), running=False)
        work, running = found
        progress = work.progress if work.progress and not running else progress_in(folder / THEMES)
        return Lote(number, folder / THEMES, progress, running, work.failed)

    def close(self) -> None:
        """Stop, and wait for what was begun."""
        self._background.close()

    def wait(self) -> None:
        """Wait for the end of what is being built."""
        self._background.wait()

    def _of(self, project: int, number: int) -> Path:
        return self._folder / f"{project}-{number}"


def _write_source(folder: Path, files: Mapping[str, bytes]) -> None:
    """The same files give the same source again: a lot that was left goes on."""
    if folder.is_dir():
        shutil.rmtree(folder)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
