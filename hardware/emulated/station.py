"""An emulated device among other processes: its pty behind a link, and its control socket, in one loop.

It must not know what the device does; that is a `Device`.
"""

import contextlib
import json
import os
import selectors
import signal
import socket
import time
import tty
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

_TICK_S = 0.02
_CHUNK_BYTES = 4096
_MAX_ORDER_BYTES = 8192


class Device(Protocol):
    """What is emulated. Times are milliseconds of a monotonic clock."""

    def receive(self, data: bytes, now_ms: int) -> None:
        """The host sent bytes."""
        ...

    def take_output(self, now_ms: int) -> bytes:
        """Bytes for the host; called at least every 20 ms while plugged in."""
        ...

    def obey(self, order: str, details: dict[str, Any]) -> dict[str, object]:
        """Carry out an order of the control socket. Raises KeyError, TypeError or ValueError for a wrong one."""
        ...


class Station:
    """One device. It serves `unplug`, `plug` and `stop` itself, and `run` returns after `stop`, SIGTERM or SIGINT."""

    def __init__(self, link: Path, control: Path, device: Device) -> None:
        self._link = link
        self._control = control
        self._device = device
        self._selector = selectors.DefaultSelector()
        self._ends: tuple[int, int] | None = None
        self._said: dict[socket.socket, bytes] = {}
        self._stopping = False

    def run(self) -> None:
        """Serve the pty and the orders."""
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, self._leave)
        self._control.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            self._plug()
            door.bind(str(self._control))
            door.listen()
            self._selector.register(door, selectors.EVENT_READ)
            try:
                while not self._stopping:
                    self._turn(door)
            finally:
                self._unplug()
                for client in list(self._said):
                    self._dismiss(client)
                self._control.unlink(missing_ok=True)

    def _leave(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _plug(self) -> None:
        if self._ends is not None:
            return
        master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(master, False)
        self._ends = (master, slave)
        self._selector.register(master, selectors.EVENT_READ)
        fresh = self._link.with_name(self._link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(slave))
        fresh.replace(self._link)

    def _unplug(self) -> None:
        """Whoever has the device open gets an error; bytes on the way are lost."""
        if self._ends is None:
            return
        self._link.unlink(missing_ok=True)
        self._selector.unregister(self._ends[0])
        for end in self._ends:
            os.close(end)
        self._ends = None

    def _turn(self, door: socket.socket) -> None:
        for key, _ in self._selector.select(_TICK_S):
            if key.fileobj is door:
                client, _ = door.accept()
                self._said[client] = b""
                self._selector.register(client, selectors.EVENT_READ)
            elif isinstance(key.fileobj, socket.socket):
                self._hear(key.fileobj)
            else:
                self._receive()
        self._send()

    def _receive(self) -> None:
        if self._ends is None:
            return
        with contextlib.suppress(BlockingIOError):
            self._device.receive(os.read(self._ends[0], _CHUNK_BYTES), _now_ms())

    def _send(self) -> None:
        if self._ends is None:
            return
        output = self._device.take_output(_now_ms())
        if output:
            with contextlib.suppress(BlockingIOError):  # nobody reads: a device does not wait either
                os.write(self._ends[0], output)

    def _hear(self, client: socket.socket) -> None:
        try:
            data = client.recv(_CHUNK_BYTES)
        except ConnectionError:
            data = b""
        said = self._said[client] + data
        if not data or len(said) > _MAX_ORDER_BYTES:
            self._dismiss(client)
            return
        *lines, self._said[client] = said.split(b"\n")
        for line in lines:
            answer = json.dumps(self._obey(line)).encode() + b"\n"
            with contextlib.suppress(ConnectionError):
                client.sendall(answer)

    def _obey(self, line: bytes) -> dict[str, object]:
        try:
            details = json.loads(line)
            order = details.pop("order")
            answer = self._own(order) or self._device.obey(order, details)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return {"ok": False, "error": f"{type(error).__name__}: {error}"}
        self._send()
        return {"ok": True, "present": self._ends is not None, **answer}

    def _own(self, order: str) -> dict[str, object]:
        if order == "plug":
            self._plug()
        elif order == "unplug":
            self._unplug()
        elif order == "stop":
            self._stopping = True
        else:
            return {}
        return {"done": order}

    def _dismiss(self, client: socket.socket) -> None:
        self._selector.unregister(client)
        del self._said[client]
        client.close()


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
