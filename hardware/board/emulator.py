"""`python -m hardware.board.emulator --link PATH --state FILE --control PATH`: an emulated board until told to stop.

It must not decide how a board behaves (that is `hardware.protocol.board_core`); it gives it a line with accidents.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from hardware.board.controls import LineFault
from hardware.board.port import BoardStatus, CounterKind, Key, KeySwitch
from hardware.board.state_file import StateFile
from hardware.board.wire import CAPABILITIES, COUNTER_KINDS, KEYS, LAMP_MODES, LAMPS, SWITCHES
from hardware.emulated.station import Simple, Station
from hardware.protocol import messages as m
from hardware.protocol.board_core import BoardCore
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameDecoder, decode_frame, encode_frame

BOARD_ID = bytes.fromhex("e3a0000000000001")
FIRMWARE = (0, 1, 0)
_OTHER_VERSION = 255
_NOISE = bytes(range(255, 0, -1)) * 2


class EmulatedBoard(Simple):
    """`Device` of the station: the core, its memory in a file, and what goes wrong on the line."""

    def __init__(self, memory: StateFile) -> None:
        self._memory = memory
        self._core = self._start()
        self._decoder = FrameDecoder()
        self._faults: list[LineFault] = []
        self._last = b""
        self._extra = b""
        self._version = PROTOCOL_VERSION

    def receive(self, data: bytes, now_ns: int) -> None:
        """See `Device`."""
        del now_ns
        for frame in self._decoder.feed(data):
            if frame.kind == m.KEY_ACK and self._strikes(LineFault.DROP_ACK):
                continue
            frame.version = PROTOCOL_VERSION if frame.version == self._version else _OTHER_VERSION
            self._core.receive(frame)

    def take_output(self, now_ns: int) -> bytes:
        """See `Device`."""
        self._core.tick(now_ns // 1_000_000)
        output, self._extra = bytearray(self._extra), b""
        for frame in self._core.take_output():
            self._last = self._versioned(frame)
            output += _garbled(self._last) if self._strikes(LineFault.GARBLE) else self._last
        return bytes(output)

    def obey(self, order: str, details: dict[str, Any]) -> dict[str, object]:
        """See `Device`. Every answer carries the face and the number of presses that wait."""
        answer: dict[str, object] = {}
        if order == "press":
            answer["taken"] = self._core.press(KEYS[Key(details["key"])])
        elif order == "sense":
            self._sense(details)
        elif order == "fault":
            self._disturb(LineFault(details["fault"]))
        elif order == "restart":
            self._core = self._start(self._core.status)
        elif order == "break_memory":
            self._memory.broken = True
        elif order == "speak_version":
            self._version = int(details["version"])
        elif order != "status":
            raise KeyError(order)
        return answer | self._face()

    def _start(self, status: m.Status | None = None) -> BoardCore:
        capabilities = sum(CAPABILITIES.values())
        card = m.HelloAck(BOARD_ID, FIRMWARE, (capabilities, COUNTER_KINDS[CounterKind.FILE]))
        card.boots = self._memory.count_boot()
        core = BoardCore(self._memory, card)
        core.status = status or core.status
        return core

    def _sense(self, details: dict[str, Any]) -> None:
        if not 0 <= details["battery_percent"] <= 100:
            raise ValueError("battery_percent")
        wanted = BoardStatus(**(details | {"key_switch": KeySwitch(details["key_switch"])}))
        status = m.Status()
        status.mains, status.battery_percent = wanted.mains, wanted.battery_percent
        status.lid_open, status.case_open = wanted.lid_open, wanted.case_open
        status.switch = SWITCHES[wanted.key_switch]
        self._core.status = status

    def _disturb(self, fault: LineFault) -> None:
        if fault is LineFault.REPEAT:
            self._extra += self._last
        elif fault is LineFault.NOISE:
            self._extra += _NOISE
        else:
            self._faults.append(fault)

    def _strikes(self, fault: LineFault) -> bool:
        if fault not in self._faults:
            return False
        self._faults.remove(fault)
        return True

    def _versioned(self, coded: bytes) -> bytes:
        if self._version == PROTOCOL_VERSION:
            return coded
        frame = decode_frame(coded[1:-1])
        return encode_frame(Frame(frame.kind, frame.sequence, frame.payload, self._version))

    def _face(self) -> dict[str, object]:
        lamps = {number: lamp.value for lamp, number in LAMPS.items()}
        modes = {number: mode.value for mode, number in LAMP_MODES.items()}
        return {
            "lines": [line.rstrip() for line in self._core.lines],
            "lamps": {lamps[lamp]: modes[mode] for lamp, mode in self._core.lamps.items()},
            "buzzes": self._core.buzzes,
            "waiting": self._core.waiting(),
        }


def _garbled(coded: bytes) -> bytes:
    at = len(coded) // 2
    return coded[:at] + bytes([coded[at] ^ 0x10]) + coded[at + 1 :]


def main(arguments: list[str]) -> int:
    """Run until the order `stop` or SIGTERM. Raises DamagedStateError."""
    options = argparse.ArgumentParser(prog="hardware.board.emulator", description="Emulated board on a pty")
    options.add_argument("--link", type=Path, required=True, help="symbolic link made to the pty")
    options.add_argument("--state", type=Path, required=True, help="file of the anti-rollback memory")
    options.add_argument("--control", type=Path, required=True, help="unix socket for orders")
    options.add_argument("--tethered", action="store_true", help="end when standard input does")
    given = options.parse_args(arguments)
    Station(given.link, given.control, EmulatedBoard(StateFile(given.state)), tethered=given.tethered).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
