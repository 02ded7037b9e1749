"""Sounds that the program makes for a project, one or all of a language, while people work on.

It must not store them in the project: the same words, voice and rate give the same bytes again.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from shared.formats.theme_sounds import wav_of
from theme_builder.pieces import Pieces
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.voices import VoiceUnavailableError

_AT_A_TIME: Final = 2


@dataclass(frozen=True, slots=True)
class Made:
    """How far the sounds of a language are: ``failed`` says why the program did not speak."""

    done: int
    total: int
    running: bool
    failed: str = ""


@dataclass(slots=True)
class _Work:
    whose: tuple[int, str]
    total: int
    stop: Event = field(default_factory=Event)
    done: int = 0
    failed: str = ""
    thread: Thread | None = None


class Sounds:
    """Makes sounds, kept in one folder; one language of one project at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._work: _Work | None = None

    def wav(self, words: str, voice: str, rate: int) -> bytes:
        """One sound; raises ``ProyectoInvalido`` T626 when the program does not speak."""
        try:
            return wav_of(Pieces(self._folder).say(words, voice, rate))
        except VoiceUnavailableError as error:
            raise ProyectoInvalido("T626", str(error)) from None

    def begin(self, project: int, language: str, voice: tuple[str, int], words: Sequence[str]) -> None:
        """Make all ``words`` by ``voice`` and its rate; raises ``ProyectoInvalido`` T627 while others are made."""
        with self._lock:
            if self._work is not None and self._is_running(self._work):
                raise ProyectoInvalido("T627", f"project {self._work.whose[0]} is being spoken")
            self._work = work = _Work((project, language), len(words))
            work.thread = Thread(target=self._run, args=(work, voice, tuple(words)), name="sonidos")
            work.thread.start()

    def stop(self, project: int, language: str) -> None:
        """Ask for the end; what was begun is finished."""
        with self._lock:
            if self._work is not None and self._work.whose == (project, language):
                self._work.stop.set()

    def seen(self, project: int, language: str) -> Made | None:
        """How far the last work of a language is; None for none."""
        with self._lock:
            work = self._work
        if work is None or work.whose != (project, language):
            return None
        return Made(work.done, work.total, self._is_running(work), work.failed)

    def close(self) -> None:
        """Stop, and wait for what was begun."""
        with self._lock:
            work = self._work
        if work is not None and work.thread is not None:
            work.stop.set()
            work.thread.join()

    def wait(self) -> None:
        """Wait for the end of what is being made."""
        if self._work is not None and self._work.thread is not None:
            self._work.thread.join()

    def _run(self, work: _Work, voice: tuple[str, int], words: tuple[str, ...]) -> None:
        pieces = Pieces(self._folder)

        def say(each: str) -> None:
            if not work.stop.is_set():
                pieces.say(each, *voice)
                with self._lock:
                    work.done += 1

        try:
            with ThreadPoolExecutor(_AT_A_TIME) as crew:
                for _ in crew.map(say, words):
                    pass
        except (VoiceUnavailableError, OSError) as error:
            work.stop.set()
            work.failed = str(error)

    @staticmethod
    def _is_running(work: _Work) -> bool:
        return work.thread is not None and work.thread.is_alive()
