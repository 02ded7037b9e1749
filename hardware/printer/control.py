"""The client of an emulated printer: starts it, gives it orders, waits for its slips.

It must not be imported by a program that serves an election; demonstrations and tests use it.
"""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.emulated.client import POLL_S, ControlClient, EmulatorError, running
from hardware.printer.controls import Personality, Trouble

_SLIPS_S = 5.0


@dataclass(frozen=True, slots=True)
class EmulatorStatus:
    """What the emulator says of itself. `slips` counts pieces of paper cut off so far; `stalled`: see `Controls`."""

    slips: int
    stopped: bool
    stalled: bool
    present: bool
    personality: Personality


class EmulatorControl(ControlClient):
    """`Controls` of an emulator, over its control socket. `out` is its folder of slips."""

    def __init__(self, control: Path, out: Path) -> None:
        super().__init__(control)
        self._out = out

    def status(self) -> EmulatorStatus:
        """What the emulator says. Raises EmulatorError."""
        answer = self.order("status")
        states = (answer["stopped"], answer["stalled"], answer["present"])
        return EmulatorStatus(answer["slips"], *states, Personality(answer["personality"]))

    def wait_for_slips(self, count: int, timeout_s: float = _SLIPS_S) -> list[Path]:
        """The pictures of the slips so far, once there are at least `count`. Raises EmulatorError after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while (slips := self.status().slips) < count:
            if time.monotonic() >= deadline:
                raise EmulatorError(f"{slips} of {count} slips after {timeout_s} s")
            time.sleep(POLL_S)
        return [self._out / f"{number:04d}.png" for number in range(1, slips + 1)]

    def paper_out(self, at_line: int = 0) -> None:
        """See `Controls`."""
        self.order("paper_out", at_line=at_line)

    def paper_near_end(self) -> None:
        """See `Controls`."""
        self.order("paper_near_end")

    def refill(self) -> None:
        """See `Controls`."""
        self.order("refill")

    def cover(self, *, is_open: bool) -> None:
        """See `Controls`."""
        self.order("cover", is_open=is_open)

    def jam(self) -> None:
        """See `Controls`."""
        self.order("jam")

    def cutter_fault(self) -> None:
        """See `Controls`."""
        self.order("cutter_fault")

    def stall(self) -> None:
        """See `Controls`."""
        self.order("stall")

    def silence(self) -> None:
        """See `Controls`."""
        self.order("silence")

    def garbage(self) -> None:
        """See `Controls`."""
        self.order("garbage")

    def vanish(self) -> None:
        """See `Controls`."""
        self.order("vanish")

    def pull_cable(self) -> None:
        """See `Controls`."""
        self.order("pull_cable")

    def power_cycle(self) -> None:
        """See `Controls`."""
        self.order("power_cycle")

    def come_back(self) -> None:
        """See `Controls`."""
        self.order("come_back")

    def at_line(self, trouble: Trouble, line: int) -> None:
        """See `Controls`."""
        self.order("at_line", trouble=trouble.value, line=line)

    def after_cut(self, trouble: Trouble) -> None:
        """See `Controls`."""
        self.order("after_cut", trouble=trouble.value)

    def repair(self) -> None:
        """See `Controls`."""
        self.order("repair")

    def personality(self, personality: Personality, line: int = 0) -> None:
        """See `Controls`."""
        self.order("personality", personality=personality.value, line=line)


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
    with running("hardware.printer.emulator", *places, *options) as process:
        control = EmulatorControl(socket_path, out)
        control.wait_ready()
        yield RunningEmulator(link, out, control, process)
