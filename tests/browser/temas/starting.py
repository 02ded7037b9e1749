"""The theme builder's pages in a process of their own. It must not open a browser."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Builder:
    """The address that opens once, and where the pages are."""

    key: str
    address: str


@contextmanager
def started(folder: Path) -> Iterator[Builder]:
    """The pages on a folder of projects, until the block ends."""
    command = [sys.executable, "-m", "theme_builder", "web", "--carpeta", str(folder), "--puerto", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said = ""
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/entrar\?llave=\w+", said)):
            line = process.stdout.readline() if process.stdout else ""
            assert line, said
            said += line
        yield Builder(found[0], found[1])
    finally:
        process.terminate()
        process.wait()
