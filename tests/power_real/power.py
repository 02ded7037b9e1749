"""Media whose power goes at one fsync, and that may forget fsyncs on order. It must not write anything itself."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from urna.devdock.disk import cut
from urna.store.durable import RealFiles

CUT: Final = 99
"""The exit code of a process whose power went."""
BEFORE, AFTER, KILL = "antes", "despues", "muere"
"""The power goes just before or just after the fsync; or only the process dies after it, which cuts nothing."""


@dataclass(slots=True)
class Power:
    """The power of both media: counts their fsyncs, writes each down, and goes at number ``at`` (0: never).

    ``forgotten`` names sites whose fsync is not done.
    """

    roots: tuple[Path, ...]
    tell: Callable[[str, object], None]
    at: int = 0
    mode: str = AFTER
    forgotten: frozenset[str] = frozenset()
    count: int = 0
    lock: Lock = field(default_factory=Lock)

    def sync(self, site: str, action: Callable[[], None]) -> None:
        """One fsync of the urna."""
        with self.lock:
            self.count += 1
            self.tell("fsync", [self.count, site])
            if self.count == self.at and self.mode == BEFORE:
                self._go()
            if site not in self.forgotten:
                action()
            if self.count == self.at:
                self._go()

    def _go(self) -> None:
        if self.mode != KILL:
            for root in self.roots:
                cut(root)
        os._exit(CUT)


class PoweredFiles(RealFiles):
    """`RealFiles` on that power; ``label`` names the medium in sites like ``usb fsync imagen.b``."""

    def __init__(self, label: str, root: Path, power: Power) -> None:
        super().__init__(root)
        self._label = label
        self._power = power

    def fsync(self, path: str) -> None:
        self._power.sync(f"{self._label} fsync {kind(path)}", lambda: super(PoweredFiles, self).fsync(path))

    def fsync_dir(self, path: str) -> None:
        self._power.sync(f"{self._label} fsync_dir {kind(path)}", lambda: super(PoweredFiles, self).fsync_dir(path))


def kind(path: str) -> str:
    """What a path is, without what differs between two urnas: ``imagen.b``, ``resultados/public.zip.nuevo``."""
    folder, _, name = path.rpartition("/")
    if folder.startswith("resultados"):
        name = ".".join(name.split(".")[1:])
    return f"{folder}/{name}".strip("/") or "raiz"


class Diary:
    """What the process saw and did, line by line, in a file outside of both media."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(self, what: str, value: object) -> None:
        """One line; it is there also when the process ends with the next instruction."""
        os.write(self._handle, json.dumps([what, value]).encode() + b"\n")


def read_diary(path: Path) -> list[tuple[str, object]]:
    """The lines of a diary."""
    return [(what, value) for what, value in map(json.loads, path.read_text(encoding="utf-8").splitlines())]
