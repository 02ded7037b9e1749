"""Questions to the printer and its answers in time, over one link with one reader.

It must not decide what counts as printed: it files answers by kind, with the moment of their arrival.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hardware.printer import wire
from hardware.printer.link import Link
from hardware.printer.port import PaperLevel, PrinterFault, PrinterStatus

QUIET_MS = 30
_MS = 1_000_000
BITS_A_BYTE = 10


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An answer in sequence and when it arrived (monotonic, ns). The id is empty for one without id."""

    process_id: bytes
    at_ns: int


class Conversation:
    """One asker over a line of `baud`. Every method may raise LinkLostError.

    A question waits in the line behind what was sent before it: its time begins when the line is free.
    """

    def __init__(self, link: Link, monotonic_ns: Callable[[], int], answer_timeout_ms: int, baud: int) -> None:
        self._link = link
        self._now_ns = monotonic_ns
        self._timeout_ms = answer_timeout_ms
        self._byte_ns = BITS_A_BYTE * 1_000_000_000 // baud
        self._line_free_ns = 0
        self._demux = wire.Demultiplexer()
        self._real_time: deque[int] = deque()
        self._in_order: deque[Confirmed] = deque()
        self._in_order_values: deque[int] = deque()
        self._done: deque[Confirmed] = deque()
        self._cleared = False
        self._name: bytes | None = None
        self.garbage_bytes = 0

    def begin(self) -> None:
        """Forget what arrived before, waiting until the line is quiet."""
        deadline = self._now_ns() + self._timeout_ms * _MS
        while self._link.read(QUIET_MS) and self._now_ns() < deadline:
            continue
        self._demux.reset()
        self._forget()

    def _forget(self) -> None:
        for queue in (self._real_time, self._in_order_values):
            queue.clear()
        self._in_order.clear()
        self._done.clear()
        self._cleared = False
        self.garbage_bytes = 0

    @property
    def line_free_ns(self) -> int:
        """When the last byte sent so far will have left, by the speed of the line (monotonic, ns)."""
        return self._line_free_ns

    def send(self, data: bytes, timeout_ms: int) -> None:
        """Write without waiting for an answer."""
        begun_ns = max(self._line_free_ns, self._now_ns())
        self._link.write(data, timeout_ms)
        self._line_free_ns = begun_ns + len(data) * self._byte_ns

    def pump(self, timeout_ms: int) -> None:
        """Read once and file what came."""
        data = self._link.read(max(0, timeout_ms))
        at_ns = self._now_ns()
        for answer in self._demux.feed(data):
            match answer:
                case wire.RealTime(value):
                    self._real_time.append(value)
                case wire.ProcessDone(process_id):
                    self._done.append(Confirmed(process_id, at_ns))
                case wire.InOrder(value):
                    self._in_order.append(Confirmed(b"", at_ns))
                    self._in_order_values.append(value)
                case wire.Cleared():
                    self._cleared = True
                case wire.Name(name):
                    self._name = name
                case wire.Garbage():
                    self.garbage_bytes += 1

    def next_done(self) -> Confirmed | None:
        """The next process id that arrived, if any."""
        return self._done.popleft() if self._done else None

    def next_in_order(self) -> Confirmed | None:
        """The next single byte in order that arrived, if any."""
        return self._in_order.popleft() if self._in_order else None

    def status(self) -> PrinterStatus:
        """DLE EOT 1 to 4. A missing answer is SILENT, or GARBAGE when something else came instead."""
        values: list[int] = []
        for which in (1, 2, 3, 4):
            value = self._ask(wire.ask_status(which), self._real_time)
            if value is None:
                fault = PrinterFault.GARBAGE if self.garbage_bytes else PrinterFault.SILENT
                return PrinterStatus((fault,), PaperLevel.UNKNOWN)
            values.append(value)
        return wire.read_status(*values)

    def type_id(self) -> int | None:
        """GS I 2: the features of the model; None when it does not say."""
        value = self._ask(wire.ASK_TYPE_ID, self._in_order_values)
        self._in_order.clear()
        return value

    def model(self) -> str | None:
        """GS I 67: the name of the model; None when it does not say."""
        self._name = None
        self._wait_for(wire.ASK_MODEL, lambda: self._name is not None)
        name: bytes | None = self._name
        return name.decode("ascii", errors="replace") if name is not None else None

    def clear_printer(self) -> bool:
        """Drop what waits in the printer; whether it said that it did."""
        self._cleared = False
        self._wait_for(wire.CLEAR_BUFFERS, lambda: self._cleared)
        return self._cleared

    def _ask(self, question: bytes, answers: deque[int]) -> int | None:
        answers.clear()
        self._wait_for(question, lambda: bool(answers))
        return answers.popleft() if answers else None

    def _wait_for(self, question: bytes, answered: Callable[[], bool]) -> None:
        """Send a question and read until it is answered, or its time is over."""
        self.send(question, self._timeout_ms)
        deadline = self._line_free_ns + self._timeout_ms * _MS
        while not answered() and self._now_ns() < deadline:
            self.pump(self._left_ms(deadline))

    def _left_ms(self, deadline_ns: int) -> int:
        return max(1, (deadline_ns - self._now_ns()) // _MS)
