"""The client of an emulated device's control socket, and its process for demonstrations and tests.

It must not be imported by a program that serves an election.
"""

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

POLL_S = 0.02
_ANSWER_S = 5.0
_START_S = 20.0


class EmulatorError(Exception):
    """The emulator did not answer, refused an order, or did not do something in time."""


class ControlClient:
    """Orders to the emulator that listens at `control`, a short path (about 100 characters)."""

    def __init__(self, control: Path) -> None:
        self._control = control

    def order(self, name: str, **details: object) -> dict[str, Any]:
        """Carry out one order and give its answer. Raises EmulatorError, OSError."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_ANSWER_S)
            line.connect(str(self._control))
            line.sendall(json.dumps({"order": name, **details}).encode() + b"\n")
            said = line.makefile("rb").readline()
        if not said:
            raise EmulatorError(f"{name}: no answer")
        answer: dict[str, Any] = json.loads(said)
        if not answer["ok"]:
            raise EmulatorError(f"{name}: {answer['error']}")
        return answer

    def wait_ready(self, timeout_s: float = _START_S) -> None:
        """Wait until the emulator takes orders. Raises EmulatorError."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self.order("status")
                return
            time.sleep(POLL_S)
        raise EmulatorError(f"no emulator at {self._control}")

    def unplug(self) -> None:
        """Pull the cable; bytes on the way are lost. The device keeps its own power."""
        self.order("unplug")

    def plug(self) -> None:
        """Put the cable back."""
        self.order("plug")

    def stop(self) -> None:
        """The emulator ends."""
        self.order("stop")


@contextlib.contextmanager
def running(module: str, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`python -m module` while inside, ended at exit, and by itself when this process is gone, however it ended."""
    command = [sys.executable, "-m", module, *arguments, "--tethered"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.terminate()
        try:
            process.wait(timeout=_START_S)
        except subprocess.TimeoutExpired:  # a busy machine: nothing of it is needed any more
            process.kill()
            process.wait()
