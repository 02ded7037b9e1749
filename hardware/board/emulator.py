"""`python -m hardware.board.emulator --link PATH --state FILE --control PATH`: an emulated board until told to stop.

It must not decide how a board behaves: the firmware does, in a process of its own. This gives it a line with accidents.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from hardware.board.circuit import Circuit
from hardware.board.controls import LineFault
from hardware.board.port import BoardStatus, Key, KeySwitch, VoterKey
from hardware.board.wire import KEYS, LAMP_MODES, LAMPS, SWITCHES, VOTER_KEYS
from hardware.emulated.station import Simple, Station
from hardware.protocol import messages as m
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameDecoder, decode_frame, encode_frame

_OTHER_VERSION = 255
_NOISE = bytes(range(255, 0, -1)) * 2
_PLAIN = frozenset({"press", "tap", "status", "break_memory"})
"""Orders that go to the circuit as they are."""


class EmulatedBoard(Simple):
    """`Device` of the station: the firmware's circuit, and what goes wrong on the line."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._decoder = FrameDecoder()
        self._faults: list[LineFault] = []
        self._said: list[bytes] = []
        self._last = b""
        self._extra = b""
        self._levels: dict[str, int] = {}
        self._version = PROTOCOL_VERSION

    def receive(self, data: bytes, now_ns: int) -> None:
        """See `Device`. Bytes pass as they are but where a fault has to look at frames."""
        del now_ns
        if LineFault.DROP_ACK not in self._faults and self._version == PROTOCOL_VERSION:
            self._circuit.tell_host(data)
            return
        for frame in self._decoder.feed(data):
            if frame.kind in (m.KEY_ACK, m.VOTER_KEY_ACK) and self._strikes(LineFault.DROP_ACK):
                continue
            frame.version = PROTOCOL_VERSION if frame.version == self._version else _OTHER_VERSION
            self._circuit.tell_host(encode_frame(frame))

    def advance(self, now_ns: int) -> None:
        """See `Device`: what the firmware says while the cable is out is lost."""
        del now_ns
        self._said = self._circuit.take_frames()

    def take_output(self, now_ns: int) -> bytes:
        """See `Device`."""
        del now_ns
        output, self._extra = bytearray(self._extra), b""
        for frame in self._said:
            self._last = self._versioned(frame)
            output += _garbled(self._last) if self._strikes(LineFault.GARBLE) else self._last
        self._said = []
        return bytes(output)

    def obey(self, order: str, details: dict[str, Any]) -> dict[str, object]:
        """See `Device`. Every answer carries the face and the number of presses that wait."""
        answer: dict[str, Any] = {}
        if order in _PLAIN:
            answer = {
                key: value
                for key, value in self._circuit.order(order, **_for_circuit(order, details)).items()
                if key == "taken"
            }
        elif order == "sense":
            self._levels = _levels(details)
            self._circuit.order("sense", levels=self._levels)
        elif order == "fault":
            self._disturb(LineFault(details["fault"]))
        elif order == "restart":
            self._restart()
        elif order == "on_air":
            self._circuit.tell_radio(bytes.fromhex(details["data"]))
        elif order == "hear_air":
            answer["frames"] = [frame.hex() for frame in self._circuit.take_radio()]
        elif order == "speak_version":
            self._version = int(details["version"])
        else:
            raise KeyError(order)
        return self._face() | answer

    def _restart(self) -> None:
        """Contacts stay as they are while the board has no power."""
        self._circuit.switch_off()
        self._circuit.switch_on()
        if self._levels:
            self._circuit.order("sense", levels=self._levels)

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
        seen = self._circuit.order("status")
        lamps = {number: lamp.value for lamp, number in LAMPS.items()}
        modes = {number: mode.value for mode, number in LAMP_MODES.items()}
        lit = {lamps[lamp]: modes[mode] for lamp, mode in seen["lamps"]}
        return seen | {"lines": [line.rstrip() for line in seen["lines"]], "lamps": lit}


def _for_circuit(order: str, details: dict[str, Any]) -> dict[str, object]:
    """A key by its number. Raises ValueError for one that there is not."""
    if order == "tap":
        return {"key": VOTER_KEYS[VoterKey(details["key"])]}
    return {"key": KEYS[Key(details["key"])]} if "key" in details else {}


def _levels(details: dict[str, Any]) -> dict[str, int]:
    """Levels of the contacts. Raises TypeError, ValueError for what no board senses."""
    wanted = BoardStatus(**(details | {"key_switch": KeySwitch(details["key_switch"])}))
    if not 0 <= wanted.battery_percent <= 100:
        raise ValueError("battery_percent")
    return {
        "mains": int(wanted.mains),
        "battery": wanted.battery_percent,
        "lid": int(wanted.lid_open),
        "case": int(wanted.case_open),
        "switch": SWITCHES[wanted.key_switch],
        "headphones": int(wanted.headphones),
    }


def _garbled(coded: bytes) -> bytes:
    at = len(coded) // 2
    return coded[:at] + bytes([coded[at] ^ 0x10]) + coded[at + 1 :]


def main(arguments: list[str]) -> int:
    """Run until the order `stop` or SIGTERM. Raises FirmwareDiedError."""
    options = argparse.ArgumentParser(prog="hardware.board.emulator", description="Emulated board on a pty")
    options.add_argument("--link", type=Path, required=True, help="symbolic link made to the pty")
    options.add_argument("--state", type=Path, required=True, help="file of the anti-rollback memory")
    options.add_argument("--control", type=Path, required=True, help="unix socket for orders")
    options.add_argument("--tethered", action="store_true", help="end when standard input does")
    given = options.parse_args(arguments)
    circuit = Circuit(given.state)
    try:
        board = EmulatedBoard(circuit)
        Station(given.link, given.control, board, tethered=given.tethered, wakes=circuit.wakes).run()
    finally:
        circuit.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
