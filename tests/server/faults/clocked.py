"""A server whose clock somebody moves while it works, by libfaketime before the machine's. It must not assert."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.server.harness import Process, World

LIBRARY: Final = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


class ClockedProcess(Process):
    """See ``Process``; its clock, and its verifiers', goes as ``jump`` says. What measures spans is left alone."""

    def __init__(self, world: World) -> None:
        super().__init__(world, verifiers=1)
        self._folder = world.folder
        self._file = world.folder / "hora"
        self._program: subprocess.Popen[str] | None = None

    def jump(self, to: timedelta) -> None:
        """The clock is so far from the true one from now on."""
        fresh = self._file.with_suffix(".nueva")
        fresh.write_text(f"{to.total_seconds():+.0f}\n")
        fresh.replace(self._file)

    @property
    def pid(self) -> int:
        """Process id of the server itself."""
        if self._program is None:
            raise RuntimeError("the server does not run")
        return self._program.pid

    def start(self) -> None:
        """As a program of its own: the library is put before it when it begins."""
        self.jump(timedelta())
        moved = {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        line = [sys.executable, "-m", "server", "run", "--config", str(self._folder / "servidor.toml")]
        self._program = subprocess.Popen(line, env=os.environ | moved, stdout=subprocess.PIPE, text=True)
        if self._program.stdout is not None:
            self.port = int(self._program.stdout.readline().rpartition(":")[2])

    def kill(self) -> None:
        """SIGKILL: nothing is said to the process."""
        if self._program is not None:
            self._program.kill()
            self._program.communicate()
            self._program = None
