"""The real urna in a window on somebody's display, as the dock starts and ends it. It must not touch its folder."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from demo.processes import Child, Supervisor, python

_LINES: Final = 12
_RAISER: Final = "xdotool"
_PATIENCE_S: Final = 10.0


class Window:
    """`Program` of the dock: ``python -m urna`` with a log of its own."""

    def __init__(self, supervisor: Supervisor, config: Path, display: str, name: str) -> None:
        self._supervisor = supervisor
        self._config = config
        self._display = display
        self._name = name
        self._child: Child | None = None

    @property
    def running(self) -> bool:
        """See `Program`."""
        return self._child is not None and self._child.alive

    def start(self, environment: Mapping[str, str]) -> None:
        """See `Program`."""
        command = python("-m", "urna", "--config", self._config)
        self._child = self._supervisor.start(self._name, command, {**environment, "DISPLAY": self._display})

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

    def show(self) -> None:
        """See `Program`."""
        if self._child is None or shutil.which(_RAISER) is None:
            return
        command = [_RAISER, "search", "--pid", str(self._child.process.pid), "windowraise", "%@"]
        environment = {**os.environ, "DISPLAY": self._display}
        subprocess.run(command, env=environment, check=False, capture_output=True, timeout=_PATIENCE_S)

    def _end(self, number: signal.Signals) -> None:
        if self._child is None or not self._child.alive:
            return
        os.killpg(self._child.process.pid, number)
        try:
            self._child.process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._child.process.pid, signal.SIGKILL)
            self._child.process.wait()
