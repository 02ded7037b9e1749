"""Sounds that the program makes for a project, one or all of a language, while people work on.

It must not store them in the project: the same words, voice and rate give the same bytes again.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from shared.formats.theme_sounds import wav_of
from theme_builder.pieces import Pieces
from theme_builder.projects.background import Background, Work
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
class _Work(Work):
    language: str = ""
    total: int = 0
    done: int = 0


class Sounds:
    """Makes sounds, kept in one folder; one language of one project at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._background: Background[_Work] = Background("sonidos", "T627", (VoiceUnavailableError, OSError))

    def wav(self, words: str, voice: str, rate: int) -> bytes:
        """One sound; raises ``ProyectoInvalido`` T626 when the program does not speak."""
        try:
            return wav_of(Pieces(self._folder).say(words, voice, rate))
        except VoiceUnavailableError as error:
            raise ProyectoInvalido("T626", str(error)) from None

    def begin(self, project: int, language: str, voice: tuple[str, int], words: Sequence[str]) -> None:
        """Make all ``words`` by ``voice`` and its rate; raises ``ProyectoInvalido`` T627 while others are made."""
        work = _Work(project, language=language, total=len(words))
        self._background.begin(work, lambda work: self._speak(work, voice, tuple(words)))

    def stop(self, project: int, language: str) -> None:
        """Ask for the end; what was begun is finished."""
        self._background.stop(lambda work: (work.project, work.language) == (project, language))

    def seen(self, project: int, language: str) -> Made | None:
        """How far the last work of a language is; None for none."""
        found = self._background.seen(lambda work: (work.project, work.language) == (project, language))
        if found is None:
            return None
        work, running = found
        return Made(work.done, work.total, running, work.failed)

    def close(self) -> None:
        """Stop, and wait for what was begun."""
        self._background.close()

    def wait(self) -> None:
        """Wait for the end of what is being made."""
        self._background.wait()

    def _speak(self, work: _Work, voice: tuple[str, int], words: tuple[str, ...]) -> None:
        pieces = Pieces(self._folder)

        def say(each: str) -> None:
            if not work.stop.is_set():
                pieces.say(each, *voice)
                with self._lock:
                    work.done += 1

        with ThreadPoolExecutor(_AT_A_TIME) as crew:
            for _ in crew.map(say, words):
                pass
