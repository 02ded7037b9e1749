"""The child processes of the demonstration: started with a log each, watched, and ended all of them at the end.

It must not know what they do. A child dies with the thread that started it: the main one starts those that stay.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, current_thread, main_thread
from types import TracebackType
from typing import Self

from demo.progress import DemoFailedError
from demo.settings import ROOT

_DIE_WITH_US = ("setpriv", "--pdeathsig", "TERM", "sh", "-c", '[ "$PPID" = "$0" ] && exec "$@"')
"""util-linux: the kernel ends the child when the thread that started it ends; one begun too late ends at once."""
_ENDING = (signal.SIGINT, signal.SIGTERM)
_PATIENCE_S = 5.0
_TAIL_CHARS = 1500


@dataclass(frozen=True, slots=True)
class Child:
    """One process and what it says."""

    name: str
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def check(self) -> None:
        """Raise ``DemoFailedError`` when it has ended."""
        if not self.alive:
            raise DemoFailedError(f"{self.name}: {self.process.returncode}", self.log)


@dataclass(slots=True)
class Supervisor:
    """Starts children and ends every one of them when its ``with`` block is left."""

    logs: Path
    children: list[Child] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _leaving: bool = False

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._leaving = True  # another thread may be about to start one more
        self.end()

    def start(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None, keep: Sequence[int] = ()
    ) -> Child:
        """Start a child; its output goes to ``<logs>/<name>.log``. ``keep`` are open files that it inherits."""
        log = self.logs / f"{name}.log"
        with self._lock, _uninterrupted(), log.open("ab") as out:
            if self._leaving:
                raise DemoFailedError(f"{name}: the demonstration is ending", log)
            process = subprocess.Popen(
                [*_DIE_WITH_US, str(os.getpid()), *(str(part) for part in command)],
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=tuple(keep),
                start_new_session=True,
            )
            child = Child(name, log, process)
            self.children.append(child)
        return child

    def run(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None, timeout_s: float = 120
    ) -> str:
        """Run a command to its end and give what it said; raises ``DemoFailedError`` if it fails or takes too long."""
        return self.finish(self.start(name, command, env), timeout_s)

    def finish(self, child: Child, timeout_s: float = 120) -> str:
        """Wait for the end of a child that was started before; gives and raises as ``run``."""
        try:
            code = child.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise DemoFailedError(f"{child.name}: {timeout_s:.0f} s", child.log) from None
        said = child.log.read_text(encoding="utf-8", errors="replace")
        if code != 0:
            raise DemoFailedError(f"{child.name}: {code}\n{said[-_TAIL_CHARS:]}", child.log)
        return said

    def check(self, *names: str) -> None:
        """Raise ``DemoFailedError`` when one of the named children has ended."""
        for child in self.children:
            if child.name in names:
                child.check()

    def end(self, but: frozenset[str] = frozenset()) -> None:
        """Ask every living child but the named ones to end, newest first, and insist after a while."""
        with self._lock:
            living = [child for child in reversed(self.children) if child.alive and child.name not in but]
        for child in living:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + _PATIENCE_S
        for child in living:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.process.wait()


def missing_programs(names: Sequence[str]) -> tuple[str, ...]:
    """Those of some programs of the system that are not found."""
    return tuple(name for name in names if shutil.which(name) is None)


def python(*arguments: str | Path) -> tuple[str | Path, ...]:
    """The command that runs a module with this interpreter: ``python("-m", "urna", ...)``."""
    return (sys.executable, *arguments)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off what a signal raises in the main thread: between its birth and the list, a child would be nobody's."""
    if current_thread() is not main_thread():
        yield
        return
    came: list[int] = []
    before = {each: signal.signal(each, lambda number, _: came.append(number)) for each in _ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in came[:1]:
            signal.raise_signal(number)


def _signal(child: Child, number: signal.Signals) -> None:
    try:
        os.killpg(child.process.pid, number)
    except ProcessLookupError:
        return
