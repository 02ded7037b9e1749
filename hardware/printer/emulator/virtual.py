"""An emulated printer at the end of a line in virtual time: the real driver is tested against it without waiting.

It must not look at a real clock: time passes only when the driver reads, writes, or the test lets it pass.
"""

from hardware.printer.emulator.machine import Machine
from hardware.printer.link import LinkLostError

_CHUNK_BYTES = 16
_MS = 1_000_000
_SECOND_NS = 1_000_000_000
_BITS_A_BYTE = 10


class VirtualLine:
    """`Link` to a machine, and the clock of both. `baud` 0 carries any number of bytes in no time."""

    def __init__(self, machine: Machine, baud: int = 0) -> None:
        self._machine = machine
        self._byte_ns = _BITS_A_BYTE * _SECOND_NS // baud if baud else 0
        self._now_ns = _SECOND_NS
        self.sent = bytearray()

    def now_ns(self) -> int:
        """The clock, for the driver."""
        return self._now_ns

    def wait(self, time_ms: int) -> None:
        """Let time pass."""
        self._pass(self._now_ns + time_ms * _MS)

    def write(self, data: bytes, timeout_ms: int) -> None:
        """See `Link`. A busy printer makes the line wait."""
        until_ns = self._now_ns + timeout_ms * _MS
        for start in range(0, len(data), _CHUNK_BYTES):
            chunk = data[start : start + _CHUNK_BYTES]
            self._wait_for_room(len(chunk), until_ns)
            self._pass(self._now_ns + len(chunk) * self._byte_ns)
            self._check()
            self.sent += chunk
            self._machine.receive(chunk, self._now_ns)

    def read(self, timeout_ms: int) -> bytes:
        """See `Link`."""
        until_ns = self._now_ns + timeout_ms * _MS
        while True:
            self._check()
            if answers := self._machine.take_answers():
                self._now_ns += len(answers) * self._byte_ns
                return answers
            if self._now_ns >= until_ns:
                return b""
            self._step(until_ns)

    def close(self) -> None:
        """See `Link`: answers that nobody reads are lost."""
        self._machine.take_answers()

    def _wait_for_room(self, size_bytes: int, until_ns: int) -> None:
        while self._machine.room() < size_bytes:
            self._check()
            if self._now_ns >= until_ns:
                raise LinkLostError("the printer takes no more bytes")
            self._step(until_ns)

    def _step(self, until_ns: int) -> None:
        """To the next moment at which the machine does something, at most to `until_ns`."""
        due_ns = self._machine.next_due_ns()
        self._pass(until_ns if due_ns is None else max(self._now_ns, min(due_ns, until_ns)))

    def _pass(self, now_ns: int) -> None:
        self._now_ns = now_ns
        self._machine.advance(now_ns)

    def _check(self) -> None:
        condition = self._machine.condition
        if condition.absent or condition.cable_out:
            self._machine.take_answers()
            raise LinkLostError("nobody is there")
