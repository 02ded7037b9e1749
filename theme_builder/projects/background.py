"""One work at a time beside people's own: begun, seen, asked to stop, waited for. It must not know what the work is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from theme_builder.projects.documents import ProyectoInvalido


@dataclass(slots=True)
class Work:
    """A work of one project; ``stop`` is set when somebody asks for its end, ``failed`` says what else ended it."""

    project: int
    stop: Event = field(default_factory=Event)
    failed: str = ""


W = TypeVar("W", bound=Work)


class Background(Generic[W]):
    """Does one work in a thread, and keeps the last one to be seen."""

    def __init__(self, name: str, busy: str, expected: tuple[type[Exception], ...]) -> None:
        """``busy`` is the code for a second work meanwhile; ``expected`` errors end a work with what they say."""
        self._name = name
        self._busy = busy
        self._expected = expected
        self._lock = Lock()
        self._last: W | None = None
        self._thread: Thread | None = None

    def begin(self, work: W, do: Callable[[W], None]) -> None:
        """Do ``work``; raises ``ProyectoInvalido`` (``busy``) while another is being done."""
        with self._lock:
            if self._last is not None and self._runs():
                raise ProyectoInvalido(self._busy, f"project {self._last.project} is in hand")
            self._last = work
            self._thread = Thread(target=self._run, args=(work, do), name=self._name)
            self._thread.start()

    def seen(self, whose: Callable[[W], bool]) -> tuple[W, bool] | None:
        """The last work, if it is one of those, and whether it is being done."""
        with self._lock:
            return (self._last, self._runs()) if self._last is not None and whose(self._last) else None

    def stop(self, whose: Callable[[W], bool]) -> None:
        """Ask for the end of the last work, if it is one of those; what was begun in it is finished."""
        with self._lock:
            if self._last is not None and whose(self._last):
                self._last.stop.set()

    def close(self) -> None:
        """Ask for the end, and wait for it."""
        self.stop(lambda _: True)
        self.wait()

    def wait(self) -> None:
        """Wait for the end of what is being done."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _runs(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self, work: W, do: Callable[[W], None]) -> None:
        try:
            do(work)
        except self._expected as error:
            work.stop.set()
            work.failed = str(error) or type(error).__name__
