"""What each server takes of the machine while a night runs. It must not change anything."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

PERIOD_S: Final = 0.5
LEAST: Final = 60
"""Samples of one process below which nothing is said of it: it has just begun."""
MEMORY_SLACK: Final = 1.15
MEMORY_FREE_MB: Final = 8.0
FILES_FREE: Final = 8
ESTABLISHED: Final = "01"


@dataclass(frozen=True)
class Watched:
    """A process by the name that people know it by."""

    name: str
    pid: int
    alive: bool


@dataclass(frozen=True)
class Sample:
    """Resident megabytes, and open descriptors but those of connections that a client still holds."""

    memory_mb: float
    files: int


@dataclass
class Watch:
    """Looks at what runs until it is told to end."""

    look: Callable[[], Sequence[Watched]]
    samples: dict[tuple[str, int], list[Sample]] = field(default_factory=lambda: defaultdict(list))
    died: list[str] = field(default_factory=list)
    _over: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._run, name="watch")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(PERIOD_S):
            for each in self.look():
                if not each.alive and each.name not in self.died:
                    self.died.append(each.name)
                with suppress(OSError, StopIteration):
                    self.samples[each.name, each.pid].append(sample(each.pid))


def sample(pid: int) -> Sample:
    """What a process has now. Raises OSError when it is gone."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    memory = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return Sample(memory / 1024, len(list(_open(pid))))


def _open(pid: int) -> Iterator[str]:
    held = held_by_clients()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since the folder was read
            if (leads := str(link.readlink())) not in held:
                yield leads


def held_by_clients() -> frozenset[str]:
    """TCP connections of this machine that are established: a sender that never ends holds one, and it is no leak.

    One that its client left and the server keeps is in another state, and counts; so do those to a database, which
    are no TCP here.
    """
    rows = [
        line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text("ascii").splitlines()
    ]
    return frozenset(f"socket:[{row[9]}]" for row in rows if row[3] == ESTABLISHED)


def growing(samples: Sequence[Sample]) -> list[str]:
    """What a process takes more of in the last third of its life than in the middle one; nothing of a short life."""
    if len(samples) < LEAST:
        return []
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    before, after = (statistics.median(each.memory_mb for each in part) for part in (middle, last))
    found = []
    if after > before * MEMORY_SLACK + MEMORY_FREE_MB:
        found.append(f"memory {before:.0f} -> {after:.0f} MB")
    files = [max(each.files for each in part) for part in (middle, last)]
    if files[1] > files[0] + FILES_FREE:
        found.append(f"descriptors {files[0]} -> {files[1]}")
    return found
