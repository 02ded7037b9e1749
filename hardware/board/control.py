"""The client of an emulated board. It must not be imported by a program that serves an election."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.board.controls import Face, LineFault
from hardware.board.port import BoardStatus, Key, Lamp, LampMode, VoterKey
from hardware.emulated.client import ControlClient, running

_AIR_BYTES = 2048


class BoardControl(ControlClient):
    """`Controls` of the emulator that listens at `control`."""

    def press(self, key: Key) -> bool:
        """See `Controls`."""
        return bool(self.order("press", key=key.value)["taken"])

    def tap(self, key: VoterKey) -> bool:
        """See `Controls`."""
        return bool(self.order("tap", key=key.value)["taken"])

    def waiting(self) -> int:
        """Presses that the host has not acknowledged."""
        return int(self.order("status")["waiting"])

    def sense(self, status: BoardStatus) -> None:
        """See `Controls`."""
        self.order(
            "sense",
            mains=status.mains,
            battery_percent=status.battery_percent,
            lid_open=status.lid_open,
            case_open=status.case_open,
            key_switch=status.key_switch.value,
            headphones=status.headphones,
        )

    def fault(self, fault: LineFault) -> None:
        """See `Controls`."""
        self.order("fault", fault=fault.value)

    def restart(self) -> None:
        """See `Controls`."""
        self.order("restart")

    def break_memory(self) -> None:
        """See `Controls`."""
        self.order("break_memory")

    def speak_version(self, version: int) -> None:
        """The firmware speaks another version of the protocol from now on."""
        self.order("speak_version", version=version)

    def on_air(self, data: bytes) -> None:
        """Somebody sends `data` on the frequency of the keypad; the board has heard all of it on return."""
        for at in range(0, len(data), _AIR_BYTES):
            self.order("on_air", data=data[at : at + _AIR_BYTES].hex())

    def hear_air(self) -> list[bytes]:
        """Frames that the board sent on the air since the last call, the newest 64."""
        return [bytes.fromhex(frame) for frame in self.order("hear_air")["frames"]]

    def face(self) -> Face:
        """See `Controls`."""
        answer = self.order("status")
        line1, line2 = answer["lines"]
        lamps = {Lamp(lamp): LampMode(mode) for lamp, mode in answer["lamps"].items()}
        return Face((line1, line2), lamps, answer["buzzes"])


@dataclass(frozen=True, slots=True)
class RunningBoard:
    """An emulated board in a process of its own. `link` is the tty for the driver."""

    link: Path
    state: Path
    control: BoardControl


@contextlib.contextmanager
def running_emulator(folder: Path) -> Iterator[RunningBoard]:
    """A board under `folder` (`board.tty`, `board.state`, `board.control`), ended at exit. Raises EmulatorError."""
    folder.mkdir(parents=True, exist_ok=True)
    link, state, socket_path = folder / "board.tty", folder / "board.state", folder / "board.control"
    places = ["--link", str(link), "--state", str(state), "--control", str(socket_path)]
    with running("hardware.board.emulator", *places):
        control = BoardControl(socket_path)
        control.wait_ready()
        yield RunningBoard(link, state, control)
