"""The emulated printer among other processes: its pty, its folder of slips and its control socket, in one loop.

It must not decide how a printer behaves; that is `machine.py`.
"""

import contextlib
import json
import os
import selectors
import socket
import time
import tty
from dataclasses import dataclass
from pathlib import Path

from hardware.printer.emulator.machine import Machine
from hardware.printer.emulator.orders import obey

_MS = 1_000_000
_IDLE_MS = 1000
_CHUNK_BYTES = 4096
_DPI = (203, 203)
_MAX_ORDER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Places:
    """Where the printer is found, where its paper falls, and where it takes orders."""

    link: Path
    out: Path
    control: Path


class Station:
    """One emulated printer. `run` returns after the order `stop`."""

    def __init__(self, places: Places, machine: Machine, bytes_per_second: int) -> None:
        self._places = places
        self._machine = machine
        self._rate = bytes_per_second
        self._selector = selectors.DefaultSelector()
        self._ends: tuple[int, int] | None = None
        self._allowed_at_ns = 0
        self._clients: dict[socket.socket, bytearray] = {}
        places.out.mkdir(parents=True, exist_ok=True)
        self.slips = len(list(places.out.glob("[0-9][0-9][0-9][0-9].png")))
        self.stopping = False

    @property
    def machine(self) -> Machine:
        """The device itself."""
        return self._machine

    def plug(self) -> None:
        """Appear at the link. Nothing happens when it is already there."""
        if self._ends is not None:
            return
        master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(master, False)
        self._ends = (master, slave)
        self._selector.register(master, selectors.EVENT_READ)
        fresh = self._places.link.with_name(self._places.link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(slave))
        fresh.replace(self._places.link)
        self._machine.condition.absent = False
        self._machine.resume(time.monotonic_ns())

    def unplug(self) -> None:
        """Disappear; whoever has the device open gets an error."""
        if self._ends is None:
            return
        self._places.link.unlink(missing_ok=True)
        with contextlib.suppress(KeyError):
            self._selector.unregister(self._ends[0])
        for end in self._ends:
            os.close(end)
        self._ends = None
        self._machine.condition.absent = True
        self._machine.unplug()

    def run(self) -> None:
        """Serve the pty and the orders until told to stop."""
        self._places.control.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            self.plug()
            door.bind(str(self._places.control))
            door.listen()
            self._selector.register(door, selectors.EVENT_READ)
            try:
                while not self.stopping:
                    self._turn(door)
            finally:
                self.unplug()
                for client in list(self._clients):
                    self._dismiss(client)
                self._places.control.unlink(missing_ok=True)

    def _turn(self, door: socket.socket) -> None:
        self._listen_or_not()
        for key, _ in self._selector.select(self._patience_s()):
            if key.fileobj is door:
                client, _ = door.accept()
                self._clients[client] = bytearray()
                self._selector.register(client, selectors.EVENT_READ)
            elif isinstance(key.fileobj, socket.socket):
                self._hear(key.fileobj)
            else:
                self._receive()
        self._machine.advance(time.monotonic_ns())
        self._keep_pieces()
        self._answer()

    def _patience_s(self) -> float:
        now_ns = time.monotonic_ns()
        due = [now_ns + _IDLE_MS * _MS]
        if (head_ns := self._machine.next_due_ns()) is not None:
            due.append(head_ns)
        if self._allowed_at_ns > now_ns:
            due.append(self._allowed_at_ns)
        return max(0, min(due) - now_ns) / 1_000_000_000

    def _listen_or_not(self) -> None:
        """Bytes stay in the line while the buffer is full or the line is slow."""
        if self._ends is None:
            return
        wanted = self._machine.room() > 0 and time.monotonic_ns() >= self._allowed_at_ns
        listening = self._ends[0] in self._selector.get_map()
        if wanted and not listening:
            self._selector.register(self._ends[0], selectors.EVENT_READ)
        if listening and not wanted:
            self._selector.unregister(self._ends[0])

    def _receive(self) -> None:
        if self._ends is None:
            return
        size = min(_CHUNK_BYTES, self._machine.room())
        if self._rate:
            size = min(size, max(1, self._rate // 50))
        try:
            data = os.read(self._ends[0], size)
        except BlockingIOError:
            return
        now_ns = time.monotonic_ns()
        if self._rate:
            self._allowed_at_ns = now_ns + len(data) * 1_000_000_000 // self._rate
        with (self._places.out / "received.bin").open("ab") as record:
            record.write(data)
        self._machine.receive(data, now_ns)

    def _keep_pieces(self) -> None:
        for piece in self._machine.take_pieces():
            name = f"{self.slips + 1:04d}"
            (self._places.out / f"{name}.bin").write_bytes(piece.data)
            fresh = self._places.out / f"{name}.png.new"
            piece.picture.save(fresh, format="PNG", dpi=_DPI)
            fresh.replace(self._places.out / f"{name}.png")
            self.slips += 1

    def _answer(self) -> None:
        answers = self._machine.take_answers()
        if answers and self._ends is not None:
            with contextlib.suppress(BlockingIOError):  # nobody reads: a printer does not wait either
                os.write(self._ends[0], answers)

    def _hear(self, client: socket.socket) -> None:
        said = self._clients[client]
        try:
            data = client.recv(_CHUNK_BYTES)
        except ConnectionError:
            data = b""
        said += data
        if not data or len(said) > _MAX_ORDER_BYTES:
            self._dismiss(client)
            return
        while b"\n" in said:
            line, _, rest = bytes(said).partition(b"\n")
            said[:] = rest
            answer = obey(line, self)
            self._machine.resume(time.monotonic_ns())
            with contextlib.suppress(ConnectionError):
                client.sendall(json.dumps(answer).encode() + b"\n")

    def _dismiss(self, client: socket.socket) -> None:
        self._selector.unregister(client)
        del self._clients[client]
        client.close()
