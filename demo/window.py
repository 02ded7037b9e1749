"""The real urna in a window on somebody's display, as the dock starts and ends it. It must not touch its folder."""

import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from demo.processes import Child, Supervisor, python

_LINES: Final = 12
_PATIENCE_S: Final = 10.0


class Window:
    """`Program` of the dock: ``python -m urna`` with a log of its own."""

    def __init__(self, supervisor: Supervisor, config: Path, display: str) -> None:
        self._supervisor = supervisor
        self._config = config
        self._display = display
        self._child: Child | None = None

    @property
    def running(self) -> bool:
        """See `Program`."""
        return self._child is not None and self._child.alive

    def start(self, environment: Mapping[str, str]) -> None:
        """See `Program`."""
        command = python("-m", "urna", "--config", self._config)
        self._child = self._supervisor.start("urna", command, {**environment, "DISPLAY": self._display})

    def kill(self) -> None:
        """See `Program`."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """See `Program`; one that does not listen is killed."""
        self._end(signal.SIGTERM)

    def said(self) -> str:
        """See `Program`."""
        if self._child is None:
            return ""
        return "\n".join(self._child.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES:])

    def _end(self, number: signal.Signals) -> None:
        if self._child is None or not self._child.alive:
            return
        os.killpg(self._child.process.pid, number)
        try:
            self._child.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._child.process.pid, signal.SIGKILL)
            self._child.process.wait()
