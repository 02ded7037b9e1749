"""The firmware in a process of its own, on MicroPython where there is one, and the pipes that pretend its circuit.

It must not know what the firmware does: bytes and orders go in, frames and answers come out.
"""

import contextlib
import importlib.util
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hardware.firmware.hal_unix import ANSWER, HOST, ORDER, RADIO

HEAP = "heapsize=192k"
"""What a Pico leaves to a program: 264 KiB of RAM less the interpreter's own."""
_ROOT = Path(__file__).parents[2]
_MAIN = _ROOT / "hardware" / "firmware" / "main_unix.py"
_HEAD = struct.Struct("<BH")
_CHUNK_BYTES = 65_536
_AIR_BYTES = 1024
_KEPT_FRAMES = 64
_PATIENCE_S = 20.0


class FirmwareDiedError(Exception):
    """The firmware ended, or said what is not a packet: its last words are the message."""


def interpreter() -> tuple[str, ...]:
    """The command that runs firmware: MicroPython's unix port, or CPython where it is not installed (not on x86-64)."""
    if importlib.util.find_spec("micropython_unix") is None:
        return (sys.executable,)
    return (sys.executable, "-m", "micropython_unix", "-X", HEAP)


class Circuit:
    """One board that may be switched off and on. `wakes` is readable when it said something."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self.wakes, self._mouth = os.pipe()
        os.set_blocking(self.wakes, False)
        self._process: subprocess.Popen[bytes] | None = None
        self._world: socket.socket | None = None
        self._heard = b""
        self._answers: list[dict[str, Any]] = []
        self._frames: list[bytes] = []
        self._radio: list[bytes] = []
        self.switch_on()

    def switch_on(self) -> None:
        """Start, and wait until it runs. Raises FirmwareDiedError."""
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)  # the firmware asks for what is there
        command = [*interpreter(), str(_MAIN), str(_ROOT), str(self._state)]
        self._process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=self._mouth, cwd=_ROOT)
        theirs.close()
        self._world = ours
        self._answer()

    def switch_off(self) -> None:
        """Take its power: what it was saying is torn off."""
        if self._process is None or self._world is None:
            return
        self._process.kill()
        self._process.wait()
        self._world.close()
        self._process = self._world = None
        self._listen()
        self._heard, self._frames, self._radio, self._answers = b"", [], [], []

    def close(self) -> None:
        """Switch off for good."""
        self.switch_off()
        os.close(self.wakes)
        os.close(self._mouth)

    def tell_host(self, data: bytes) -> None:
        """Bytes of the urna."""
        self._say(HOST, data)

    def tell_radio(self, data: bytes) -> None:
        """Bytes on the air."""
        for at in range(0, len(data), _AIR_BYTES):
            self._say(RADIO, data[at : at + _AIR_BYTES])

    def order(self, name: str, **details: object) -> dict[str, Any]:
        """Do something to the circuit, and see what came of it. Raises FirmwareDiedError."""
        self._say(ORDER, json.dumps({"order": name, **details}).encode())
        return self._answer()

    def take_frames(self) -> list[bytes]:
        """Frames for the urna since the last call."""
        self._listen()
        frames, self._frames = self._frames, []
        return frames

    def take_radio(self) -> list[bytes]:
        """Frames on the air since the last call."""
        self._listen()
        frames, self._radio = self._radio, []
        return frames

    def _say(self, letter: int, content: bytes) -> None:
        if self._world is None:
            raise FirmwareDiedError("it is switched off")
        with contextlib.suppress(BrokenPipeError, ConnectionError):  # its last words tell why, at the next answer
            self._world.sendall(_HEAD.pack(letter, len(content)) + content)

    def _answer(self) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE_S
        while not self._answers:
            left = deadline - time.monotonic()
            if left <= 0 or self._process is None or self._process.poll() is not None:
                self._listen()
                raise FirmwareDiedError(self._heard.decode(errors="replace") or "it does not answer")
            select.select([self.wakes], [], [], min(left, 0.5))
            self._listen()
        return self._answers.pop(0)

    def _listen(self) -> None:
        """Take what it said. A traceback is no packet: it stays in `_heard` as its last words."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self._heard += os.read(self.wakes, _CHUNK_BYTES)
        while len(self._heard) >= _HEAD.size:
            letter, length = _HEAD.unpack_from(self._heard)
            if letter not in (HOST, RADIO, ANSWER) or len(self._heard) < _HEAD.size + length:
                return
            content, self._heard = self._heard[_HEAD.size : _HEAD.size + length], self._heard[_HEAD.size + length :]
            if letter == ANSWER:
                self._answers.append(json.loads(content))
            else:
                (self._frames if letter == HOST else self._radio).append(content)
                del self._radio[:-_KEPT_FRAMES]  # nobody may be listening on the air
