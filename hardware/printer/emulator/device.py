"""The emulated printer as a device of a station: the machine in real time, its line's speed, its folder of slips.

It must not decide how a printer behaves; that is `machine.py`.
"""

from pathlib import Path
from typing import Any

from hardware.printer.emulator.hands import Hands, obey
from hardware.printer.emulator.machine import Machine

_IDLE_NS = 100_000_000
_DPI = (203, 203)
_SLICES = 50
"""A slow line hands over what it carries in a fiftieth of a second."""


class EmulatedPrinter:
    """`Device` of the station. `bytes_per_second` is the speed of its line, 0 for unlimited."""

    def __init__(self, machine: Machine, out: Path, bytes_per_second: int) -> None:
        self._machine = machine
        self._hands = Hands(machine)
        self._out = out
        self._rate = bytes_per_second
        self._allowed_ns = 0
        out.mkdir(parents=True, exist_ok=True)
        self._slips = len(list(out.glob("[0-9][0-9][0-9][0-9].png")))

    @property
    def plugged(self) -> bool:
        """See `Device`."""
        return not (self._machine.condition.absent or self._machine.condition.cable_out)

    def room(self, now_ns: int) -> int:
        """See `Device`: what the buffer takes, in slices of what the line carries."""
        if now_ns < self._allowed_ns:
            return 0
        room = self._machine.room()
        return min(room, max(1, self._rate // _SLICES)) if self._rate else room

    def due_ns(self, now_ns: int) -> int:
        """See `Device`."""
        due = [now_ns + _IDLE_NS]
        if (head_ns := self._machine.next_due_ns()) is not None:
            due.append(head_ns)
        if self._allowed_ns > now_ns:
            due.append(self._allowed_ns)
        return min(due)

    def receive(self, data: bytes, now_ns: int) -> None:
        """See `Device`."""
        if self._rate:
            self._allowed_ns = now_ns + len(data) * 1_000_000_000 // self._rate
        with (self._out / "received.bin").open("ab") as record:
            record.write(data)
        self._machine.receive(data, now_ns)

    def advance(self, now_ns: int) -> None:
        """See `Device`. Pieces of paper that were cut off are kept as `0001.bin` and `0001.png`."""
        self._machine.advance(now_ns)
        for piece in self._machine.take_pieces():
            name = f"{self._slips + 1:04d}"
            (self._out / f"{name}.bin").write_bytes(piece.data)
            fresh = self._out / f"{name}.png.new"
            piece.picture.save(fresh, format="PNG", dpi=_DPI)
            fresh.replace(self._out / f"{name}.png")
            self._slips += 1

    def take_output(self, now_ns: int) -> bytes:
        """See `Device`."""
        self.advance(now_ns)
        return self._machine.take_answers()

    def obey(self, order: str, details: dict[str, Any]) -> dict[str, object]:
        """See `Device`. Every answer carries the state after the order."""
        obey(self._hands, order, details)
        condition = self._machine.condition
        return {
            "slips": self._slips,
            "stopped": condition.stopped,
            "stalled": condition.stalled,
            "present": self.plugged,
            "personality": condition.personality.value,
        }
