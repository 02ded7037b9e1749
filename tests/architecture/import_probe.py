"""Imports every module of a tree and reports what our own lines did meanwhile. It must run in a process of its own.

    python -m tests.architecture.import_probe ROOT      one violation a line; exit code 1 when there is one

An event counts when a line of the tree caused it: what a library does to itself while it is imported is not ours, what
our line asks of a library is. A library that reads its own files (plugins, catalogues) when asked is let be.
"""

import importlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from tests.architecture.tree import PROGRAMS, python_files

WATCHED = frozenset(
    {
        "open",
        "subprocess.Popen",
        "os.fork",
        "os.mkdir",
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.system",
        "os.posix_spawn",
    }
    | {"os.putenv", "socket.__new__", "socket.connect", "socket.bind", "sqlite3.connect", "thread"}
    | {"tempfile.mkdtemp", "tempfile.mkstemp"}
)
# Not modules of ours: MicroPython's, and the scripts that Alembic runs.
FOREIGN = (
    *("hardware/firmware/", "server/migrations/env", "server/migrations/versions/", "server/db/migrations/"),
    *("theme_builder/migrations/env", "theme_builder/migrations/versions/"),
)


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def our_frame(frame: FrameType | None, ours: tuple[str, ...], *, reading: bool) -> FrameType | None:
    """The frame of the tree that caused an event, or None when a library's import (or reading of its files) did."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(ours):
            return frame
        if name.startswith("<frozen importlib") or (reading and "site-packages" in name):
            return None
        frame = frame.f_back
    return None


def is_reading(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an event is a file opened for reading alone."""
    flags = arguments[2] if event == "open" and len(arguments) > 2 else WRITING
    return isinstance(flags, int) and not flags & WRITING


def module_names(root: Path) -> Iterator[str]:
    """Dotted names of every module of the programs."""
    for path in python_files(root, *(name for name in PROGRAMS if (root / name).is_dir())):
        relative = path.relative_to(root).as_posix()
        if not relative.startswith(FOREIGN):
            yield relative.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def probe(root: Path) -> list[str]:
    """What the tree's modules did while being imported: files, threads, sockets, processes, a window."""
    found: list[str] = []
    ours = tuple(f"{root}/{program}/" for program in PROGRAMS)
    watching = [False]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and event in WATCHED:
            frame = our_frame(sys._getframe(1), ours, reading=is_reading(event, arguments))
            if frame is not None:
                where = frame.f_code.co_filename.removeprefix(f"{root}/")
                found.append(f"{where}:{frame.f_lineno}: {event} {str(arguments[:1])[:100]}")

    sys.addaudithook(hook)
    _announce_threads()
    watching[0] = True
    for name in module_names(root):
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - whatever it is, the module cannot be imported, and that is reported
            found.append(f"{name}: cannot be imported: {type(error).__name__}: {error}")
        if "kivy.core.window" in sys.modules and not any("window" in line for line in found):
            found.append(f"{name}: importing it makes Kivy's window")
    watching[0] = False
    return found


def _announce_threads() -> None:
    """Makes the start of a thread an event of its own: CPython 3.11 has none."""
    start = threading.Thread.start

    def announced(thread: threading.Thread) -> None:
        sys.audit("thread", thread.name)
        start(thread)

    threading.Thread.start = announced  # type: ignore[method-assign,assignment]  # in this process alone


def main() -> int:
    """Probes the tree named as the only argument."""
    root = Path(sys.argv[1]).resolve()
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(root))
    found = probe(root)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
