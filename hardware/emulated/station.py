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

TICK_NS = 20_000_000
_CHUNK_BYTES = 4096
_STDIN = 0
_MAX_ORDER_BYTES = 8192


class Device(Protocol):
    """What is emulated. Times are nanoseconds of a monotonic clock."""

    @property
    def plugged(self) -> bool:
        """Whether its cable is in; the station shows and hides its link accordingly."""
        ...

    def room(self, now_ns: int) -> int:
        """How many bytes it takes now; 0 while it is busy, and they wait in the line."""
        ...

    def due_ns(self, now_ns: int) -> int:
        """When it wants to be called next though nothing arrives."""
        ...

    def receive(self, data: bytes, now_ns: int) -> None:
        """The host sent bytes."""
        ...

    def advance(self, now_ns: int) -> None:
        """Time has passed, whether the cable is in or not."""
        ...

    def take_output(self, now_ns: int) -> bytes:
        """What the device says to the host; asked only while plugged in."""
        ...

    def obey(self, order: str, details: dict[str, Any]) -> dict[str, object]:
        """Carry out an order of the control socket. Raises KeyError, TypeError or ValueError for a wrong one."""
        ...


class Simple:
    """A device that always listens, is called every 20 ms, and whose cable only the station pulls."""

    plugged = True

    def room(self, now_ns: int) -> int:  # noqa: ARG002 (the same at any time)
        """See `Device`."""
        return _CHUNK_BYTES

    def due_ns(self, now_ns: int) -> int:
        """See `Device`."""
        return now_ns + TICK_NS

    def advance(self, now_ns: int) -> None:
        """See `Device`."""


class Station:
    """One device. It serves `unplug`, `plug` and `stop` itself, and `run` returns after `stop`, SIGTERM or SIGINT.

    `tethered`: it also ends when its standard input does, that is, when the process that started it is gone.
    `wakes`: a descriptor of the device's own; when it is readable the device is called, and reads it in `advance`.
    """

    def __init__(
        self, link: Path, control: Path, device: Device, *, tethered: bool = False, wakes: int | None = None
    ) -> None:
        self._link = link
        self._control = control
        self._device = device
        self._tethered = tethered
        self._wakes = wakes
        self._selector = selectors.DefaultSelector()
        self._ends: tuple[int, int] | None = None
        self._said: dict[socket.socket, bytes] = {}
        self._pulled = False
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
            if self._tethered:
                self._selector.register(_STDIN, selectors.EVENT_READ)
            if self._wakes is not None:
                self._selector.register(self._wakes, selectors.EVENT_READ)
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
        fresh = self._link.with_name(self._link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(slave))
        fresh.replace(self._link)

    def _unplug(self) -> None:
        """Whoever has the device open gets an error; bytes on the way are lost."""
        if self._ends is None:
            return
        self._link.unlink(missing_ok=True)
        self._listen(wanted=False)
        for end in self._ends:
            os.close(end)
        self._ends = None

    def _listen(self, *, wanted: bool) -> None:
        """Bytes of the host wake the loop only while the device takes some."""
        if self._ends is None:
            return
        listening = self._ends[0] in self._selector.get_map()
        if wanted and not listening:
            self._selector.register(self._ends[0], selectors.EVENT_READ)
        if listening and not wanted:
            self._selector.unregister(self._ends[0])

    def _turn(self, door: socket.socket) -> None:
        now_ns = time.monotonic_ns()
        self._listen(wanted=self._device.room(now_ns) > 0)
        patience_ns = max(0, self._device.due_ns(now_ns) - now_ns)
        for key, _ in self._selector.select(patience_ns / 1_000_000_000):
            if key.fileobj is door:
                client, _ = door.accept()
                self._said[client] = b""
                self._selector.register(client, selectors.EVENT_READ)
            elif key.fd == _STDIN:
                self._stopping = not os.read(_STDIN, _CHUNK_BYTES)
            elif isinstance(key.fileobj, socket.socket):
                self._hear(key.fileobj)
            elif key.fd != self._wakes:
                self._receive()
        self._send()

    def _receive(self) -> None:
        if self._ends is None:
            return
        now_ns = time.monotonic_ns()
        with contextlib.suppress(BlockingIOError):
            self._device.receive(os.read(self._ends[0], min(_CHUNK_BYTES, self._device.room(now_ns))), now_ns)

    def _send(self) -> None:
        now_ns = time.monotonic_ns()
        self._device.advance(now_ns)
        self._show()
        output = self._device.take_output(now_ns) if self._ends is not None else b""
        if output and self._ends is not None:
            with contextlib.suppress(BlockingIOError):  # nobody reads: a device does not wait either
                os.write(self._ends[0], output)

    def _show(self) -> None:
        """The link is there when the cable is in."""
        if self._device.plugged and not self._pulled:
            self._plug()
        else:
            self._unplug()

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
        self._send()
        try:
            details = json.loads(line)
            order = details.pop("order")
            answer = self._own(order) or self._device.obey(order, details)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return {"ok": False, "error": f"{type(error).__name__}: {error}"}
        self._send()
        return {"ok": True, "present": self._ends is not None, **answer}

    def _own(self, order: str) -> dict[str, object]:
        if order in {"plug", "unplug"}:
            self._pulled = order == "unplug"
            self._show()
        elif order == "stop":
            self._stopping = True
        else:
            return {}
        return {"done": order}

    def _dismiss(self, client: socket.socket) -> None:
        self._selector.unregister(client)
        del self._said[client]
        client.close()
