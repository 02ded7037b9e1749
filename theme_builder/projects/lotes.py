"""The lots of projects: every theme of one as it stood after a change, built in processes while people work on.

It must not build: `theme_builder.lote` does. One lot is built at a time; what one leaves another goes on with.
"""

import os
import shutil
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from shared.domain.errors import DatoInvalido
from theme_builder.lote import MOST_WORKERS, Order, Progress, build_lote, progress_in
from theme_builder.projects.documents import ProyectoInvalido

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
class _Work:
    project: int
    number: int
    stop: Event
    failed: str = ""
    progress: Progress | None = None
    thread: Thread | None = None


class Lotes:
    """The lots below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._work: _Work | None = None

    def begin(self, project: int, number: int, files: Mapping[str, bytes]) -> None:
        """Build the themes of a source, or go on with them; raises ``ProyectoInvalido`` T631 while another is built."""
        with self._lock:
            if self._work is not None and self._is_running(self._work):
                raise ProyectoInvalido("T631", f"project {self._work.project} is being built")
            folder = self._of(project, number)
            _write_source(folder / SOURCE, files)
            order = Order(folder / SOURCE, None, folder / THEMES, min(MOST_WORKERS, os.cpu_count() or 1))
            self._work = work = _Work(project, number, Event())
            work.thread = Thread(target=_run, args=(order, work), name="lote")
            work.thread.start()

    def stop(self, project: int) -> None:
        """Ask the lot of a project to stop; themes that were begun are finished."""
        with self._lock:
            if self._work is not None and self._work.project == project:
                self._work.stop.set()

    def seen(self, project: int, number: int) -> Lote:
        """How far the lot of a project after change ``number`` is."""
        folder = self._of(project, number)
        with self._lock:
            work = self._work
        if work is None or (work.project, work.number) != (project, number):
            return Lote(number, folder / THEMES, progress_in(folder / THEMES), running=False)
        running = self._is_running(work)
        progress = work.progress if work.progress and not running else progress_in(folder / THEMES)
        return Lote(number, folder / THEMES, progress, running, work.failed)

    def close(self) -> None:
        """Stop, and wait for what was begun."""
        with self._lock:
            work = self._work
        if work is not None and work.thread is not None:
            work.stop.set()
            work.thread.join()

    def wait(self) -> None:
        """Wait for the end of what is being built."""
        if self._work is not None and self._work.thread is not None:
            self._work.thread.join()

    def _of(self, project: int, number: int) -> Path:
        return self._folder / f"{project}-{number}"

    @staticmethod
    def _is_running(work: _Work) -> bool:
        return work.thread is not None and work.thread.is_alive()


def _run(order: Order, work: _Work) -> None:
    try:
        work.progress = build_lote(order, lambda _: None, work.stop.is_set)
    except (DatoInvalido, OSError, BrokenProcessPool) as error:
        work.failed = str(error) or type(error).__name__


def _write_source(folder: Path, files: Mapping[str, bytes]) -> None:
    """The same files give the same source again: a lot that was left goes on."""
    if folder.is_dir():
        shutil.rmtree(folder)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
