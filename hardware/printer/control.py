"""The client of an emulated printer: starts it, gives it orders, waits for its slips.

It must not be imported by a program that serves an election; demonstrations and tests use it.
"""

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.printer.controls import Personality

_POLL_S = 0.02
_ANSWER_S = 5.0
_START_S = 20.0


class EmulatorError(Exception):
    """The emulator did not answer, refused an order, or did not print in time."""


@dataclass(frozen=True, slots=True)
class EmulatorStatus:
    """What the emulator says of itself. `slips` counts pieces of paper cut off so far."""

    slips: int
    stopped: bool
    present: bool
    personality: Personality


class EmulatorControl:
    """`Controls` of an emulator, over its control socket. `out` is its folder of slips."""

    def __init__(self, control: Path, out: Path) -> None:
        self._control = control
        self._out = out

    def status(self) -> EmulatorStatus:
        """What the emulator says. Raises EmulatorError."""
        answer = self._order("status")
        return EmulatorStatus(answer["slips"], answer["stopped"], answer["present"], Personality(answer["personality"]))

    def wait_ready(self, timeout_s: float = _START_S) -> None:
        """Wait until the emulator takes orders. Raises EmulatorError after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while True:
            with contextlib.suppress(OSError):
                self._order("status")
                return
            if time.monotonic() >= deadline:
                raise EmulatorError(f"no emulator at {self._control}")
            time.sleep(_POLL_S)

    def wait_for_slips(self, count: int, timeout_s: float = _ANSWER_S) -> list[Path]:
        """The pictures of the slips so far, once there are at least `count`. Raises EmulatorError after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while (slips := self.status().slips) < count:
            if time.monotonic() >= deadline:
                raise EmulatorError(f"{slips} of {count} slips after {timeout_s} s")
            time.sleep(_POLL_S)
        return [self._out / f"{number:04d}.png" for number in range(1, slips + 1)]

    def paper_out(self, at_line: int = 0) -> None:
        """See `Controls`."""
        self._order("paper_out", at_line=at_line)

    def paper_near_end(self) -> None:
        """See `Controls`."""
        self._order("paper_near_end")

    def refill(self) -> None:
        """See `Controls`."""
        self._order("refill")

    def cover(self, *, is_open: bool) -> None:
        """See `Controls`."""
        self._order("cover", open=is_open)

    def jam(self) -> None:
        """See `Controls`."""
        self._order("jam")

    def cutter_fault(self) -> None:
        """See `Controls`."""
        self._order("cutter_fault")

    def stall(self) -> None:
        """See `Controls`."""
        self._order("stall")

    def silence(self) -> None:
        """See `Controls`."""
        self._order("silence")

    def garbage(self) -> None:
        """See `Controls`."""
        self._order("garbage")

    def vanish(self) -> None:
        """See `Controls`."""
        self._order("vanish")

    def come_back(self) -> None:
        """See `Controls`."""
        self._order("come_back")

    def repair(self) -> None:
        """See `Controls`."""
        self._order("repair")

    def personality(self, personality: Personality, line: int = 0) -> None:
        """See `Controls`."""
        self._order("personality", name=personality.value, line=line)

    def stop(self) -> None:
        """The emulator ends."""
        self._order("stop")

    def _order(self, order: str, **details: object) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_ANSWER_S)
            line.connect(str(self._control))
            line.sendall(json.dumps({"order": order, **details}).encode() + b"\n")
            said = line.makefile("rb").readline()
        answer: dict[str, Any] = json.loads(said or b'{"ok": false, "error": "no answer"}')
        if not answer["ok"]:
            raise EmulatorError(f"{order}: {answer['error']}")
        return answer


@dataclass(frozen=True, slots=True)
class RunningEmulator:
    """An emulator in a process of its own. `link` is the tty to give to the driver."""

    link: Path
    out: Path
    control: EmulatorControl
    process: "subprocess.Popen[bytes]"


@contextlib.contextmanager
def running_emulator(folder: Path, *options: str) -> Iterator[RunningEmulator]:
    """An emulator under `folder` (`tty`, `slips/`, `control`), ended at exit. Raises EmulatorError.

    `options` are further ones of its command line. The path of a unix socket is short: about 100 characters.
    """
    folder.mkdir(parents=True, exist_ok=True)
    link, out, socket_path = folder / "tty", folder / "slips", folder / "control"
    places = ["--link", str(link), "--out", str(out), "--control", str(socket_path)]
    process = subprocess.Popen([sys.executable, "-m", "hardware.printer.emulator", *places, *options])
    control = EmulatorControl(socket_path, out)
    try:
        control.wait_ready()
        yield RunningEmulator(link, out, control, process)
    finally:
        process.terminate()
        process.wait(timeout=_ANSWER_S)
