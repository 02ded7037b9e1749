"""Says what the demonstration does and for how long it has been doing it, and names the step that failed.

It must not decide what a step is: callers open steps and this keeps the time.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TextIO

from demo.texts import Words

_NS = 1_000_000_000


class DemoFailedError(Exception):
    """A step that could not be finished; ``log`` is where to look, when one file is the place."""

    def __init__(self, what: str, log: Path | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.log = log
        self.step = ""


class Progress:
    """Lines on a stream, each with the time since the start. May be used by several threads."""

    def __init__(self, words: Words, stream: TextIO = sys.stdout) -> None:
        self.words = words
        self._stream = stream
        self._start_ns = time.monotonic_ns()
        self._lock = Lock()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return (time.monotonic_ns() - self._start_ns) / _NS

    def say(self, key: str, **params: object) -> None:
        """One line of the catalogue."""
        seconds = self.elapsed_s
        line = f"[{int(seconds) // 60:02d}:{seconds % 60:04.1f}] {self.words(key, **params)}"
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()

    def plain(self, text: str) -> None:
        """Text as it is, for the summary."""
        with self._lock:
            self._stream.write(text + "\n")
            self._stream.flush()

    @contextmanager
    def step(self, key: str, **params: object) -> Iterator[None]:
        """Say the step at its start; a failure inside bears its name, the innermost step's when steps nest."""
        self.say(key, **params)
        try:
            yield
        except DemoFailedError as error:
            error.step = error.step or self.words(key, **params)
            raise
        except Exception as error:
            failed = DemoFailedError(f"{type(error).__name__}: {error}")
            failed.step = self.words(key, **params)
            raise failed from error
