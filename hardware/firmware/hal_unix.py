"""A pretended circuit on a PC, for MicroPython's unix port and for CPython: levels and bytes come over standard input.

It must not behave in any way of its own: contacts open and bytes arrive as whoever pretends says.

Packets both ways: one letter, length u16 little-endian, content. In: `H` bytes of the urna, `R` of the radio, `O` an
order in JSON. Out: `H` and `R` a frame, `A` the answer to the order in JSON.
"""

import json
import os
import select
import struct
import sys
import time

from hardware.firmware.hal import Hal
from hardware.firmware.power import millivolts_of
from hardware.firmware.ring import PAGE_BYTES, PAGES, SECTOR_BYTES, Flash
from hardware.protocol import messages as m

ROUND_MS = 10
HOST, RADIO, ORDER, ANSWER = b"HROA"
GAP_MS = 45
_HEAD = "<BH"
_HEAD_BYTES = 3
_CHUNK_BYTES = 4096


class FileFlash(Flash):
    """Flash in the file at `path`, made blank when absent. `broken` as a chip whose bus is cut."""

    sectors = 8

    def __init__(self, path: str) -> None:
        self.broken = False
        try:
            os.stat(path)  # noqa: PTH116 - same
        except OSError:
            with open(path, "wb") as fresh:  # noqa: PTH123 - MicroPython has no pathlib
                fresh.write(b"\xff" * (self.sectors * SECTOR_BYTES))
        self._file = open(path, "r+b")  # noqa: PTH123, SIM115 - same; open as long as the board

    def read(self, page: int) -> bytes:
        """See `Flash`."""
        self._seek(page)
        return self._file.read(PAGE_BYTES)

    def program(self, page: int, data: bytes) -> None:
        """See `Flash`."""
        self._write(page, data)

    def erase(self, sector: int) -> None:
        """See `Flash`."""
        self._write(sector * PAGES, b"\xff" * SECTOR_BYTES)

    def _write(self, page: int, data: bytes) -> None:
        """MicroPython's flush is the system's fsync; CPython needs both."""
        self._seek(page)
        self._file.write(data)
        self._file.flush()
        if hasattr(os, "fsync"):
            os.fsync(self._file.fileno())

    def _seek(self, page: int) -> None:
        if self.broken:
            raise OSError("broken")
        self._file.seek(page * PAGE_BYTES)


class Finger:
    """A finger on the keys: down until the board told what became of the press, then up long enough to be seen up.

    Long enough is a reading at least a gap after the first one, however seldom a busy computer lets the board read.
    """

    def __init__(self) -> None:
        self._key = 0
        self._lifting = False
        self._up_ms = -1

    def hold(self, key: int) -> None:
        """Press a key, as soon as the one before was seen up."""
        self._key = key

    def let_go(self, key: int) -> bool:
        """The board told what became of a press; whether it was this finger's."""
        if key != self._key:
            return False
        self._key, self._lifting, self._up_ms = 0, True, -1
        return True

    def down(self, now_ms: int) -> list[int]:
        """One reading of the keys."""
        if not self._lifting:
            return [self._key] if self._key else []
        if self._up_ms < 0:
            self._up_ms = now_ms
        self._lifting = now_ms - self._up_ms < GAP_MS
        return []


class UnixHal(Hal):
    """`Hal` whose world is at the other end of two pipes. `answer` ends an order; `over` when that world is gone."""

    board_id = b"\xe3\xa0\x00\x00\x00\x00\x00\x01"
    counter_kind = m.COUNTER_FILE

    def __init__(self, state: str) -> None:
        self.flash = self.file = FileFlash(state)
        self.over = False
        self.orders: list[tuple[str, int, dict[str, int]]] = []
        self._sensed: dict[str, int] = {"mains": 1, "battery": 100, "lid": 0, "case": 0, "switch": m.SWITCH_OPERATION}
        self._finger = Finger()
        self._voter_finger = Finger()
        self._round_ms = 0
        self._input = b""
        self._host = b""
        self._radio = b""
        self._poll = select.poll()
        self._poll.register(sys.stdin, select.POLLIN)

    def wait(self) -> None:
        """Sleep until bytes arrive, a round at most, and sort what came."""
        if self._poll.poll(ROUND_MS):
            data = sys.stdin.buffer.read(_CHUNK_BYTES)
            if not data:
                self.over = data is not None
                return
            self._input += data
        while len(self._input) >= _HEAD_BYTES:
            letter, length = struct.unpack(_HEAD, self._input[:_HEAD_BYTES])
            end = _HEAD_BYTES + length
            if len(self._input) < end:
                return
            self._sort(letter, self._input[_HEAD_BYTES:end])
            self._input = self._input[end:]

    def answer(self, answer: dict[str, object]) -> None:
        """The answer to the oldest order."""
        self._say(ANSWER, json.dumps(answer).encode())

    def sense(self, sensed: dict[str, int]) -> None:
        """Levels of the contacts from now on."""
        self._sensed = sensed

    def hold(self, key: int) -> None:
        """A finger on a key."""
        self._finger.hold(key)

    def hold_voter(self, key: int) -> None:
        """The voter's finger on a key of theirs."""
        self._voter_finger.hold(key)

    def now_ms(self) -> int:
        """See `Hal`."""
        self._round_ms = time.ticks_ms() if hasattr(time, "ticks_ms") else time.monotonic_ns() // 1_000_000
        return self._round_ms

    def feed_watchdog(self) -> None:
        """See `Hal`: who started this process is the watchdog."""

    def read_host(self) -> bytes:
        """See `Hal`."""
        data, self._host = self._host, b""
        return data

    def write_host(self, data: bytes) -> None:
        """See `Hal`."""
        self._say(HOST, data)

    def read_radio(self) -> bytes:
        """See `Hal`."""
        data, self._radio = self._radio, b""
        return data

    def write_radio(self, data: bytes) -> None:
        """See `Hal`."""
        self._say(RADIO, data)

    def keys_down(self) -> list[int]:
        """See `Hal`."""
        return self._finger.down(self._round_ms)

    def key_told(self, key: int, taken: bool) -> None:  # noqa: FBT001 - see `Hal`
        """See `Hal`."""
        if self._finger.let_go(key):
            self.answer({"taken": taken})

    def voter_keys_down(self) -> list[int]:
        """See `Hal`."""
        return self._voter_finger.down(self._round_ms)

    def voter_key_told(self, key: int, taken: bool) -> None:  # noqa: FBT001 - see `Hal`
        """See `Hal`."""
        if self._voter_finger.let_go(key):
            self.answer({"taken": taken})

    def headphones(self) -> bool:
        """See `Hal`."""
        return bool(self._sensed.get("headphones", 0))

    def switch(self) -> int:
        """See `Hal`."""
        return self._sensed["switch"]

    def lid_open(self) -> bool:
        """See `Hal`."""
        return bool(self._sensed["lid"])

    def case_open(self) -> bool:
        """See `Hal`."""
        return bool(self._sensed["case"])

    def mains(self) -> bool:
        """See `Hal`."""
        return bool(self._sensed["mains"])

    def battery_mv(self) -> int:
        """See `Hal`."""
        return millivolts_of(self._sensed["battery"])

    def set_lamp(self, lamp: int, lit: bool) -> None:  # noqa: FBT001 - see `Hal`
        """See `Hal`: nobody looks at this one."""

    def set_buzzer(self, sounding: bool) -> None:  # noqa: FBT001 - see `Hal`
        """See `Hal`: nobody hears this one."""

    def show(self, line1: str, line2: str) -> None:
        """See `Hal`: the face is asked of the core."""

    def _sort(self, letter: int, content: bytes) -> None:
        if letter == HOST:
            self._host += content
        elif letter == RADIO:
            self._radio += content
        else:
            order = json.loads(content)
            self.orders.append((order["order"], order.get("key", 0), order.get("levels", {})))

    def _say(self, letter: int, content: bytes) -> None:
        sys.stdout.buffer.write(struct.pack(_HEAD, letter, len(content)) + content)
        if hasattr(sys.stdout.buffer, "flush"):
            sys.stdout.buffer.flush()
