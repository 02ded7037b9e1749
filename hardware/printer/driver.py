"""The real printer: sends the job, asks for the confirmation in sequence, and believes nothing else.

It must not compose documents, and must not raise for anything that a device may do.
"""

import os
import time
from collections.abc import Callable

from hardware.printer import wire
from hardware.printer.conversation import Confirmed, Conversation
from hardware.printer.encode import Encoder, Job
from hardware.printer.link import Link, LinkLostError, SerialLink
from hardware.printer.port import (
    Block,
    Capable,
    HelloOutcome,
    Incapable,
    NotPrinted,
    PaperLevel,
    Printed,
    PrinterFault,
    PrinterStatus,
    PrintOutcome,
    Slip,
    Text,
)
from hardware.printer.profile import LINE_DOTS, Confirmation, PrinterProfile
from hardware.printer.raster import LineFonts

_MS = 1_000_000
_POLL_MS = 150
"""How often the status is asked while the confirmation is awaited, so that a fault is told at once."""


def fresh_process_id() -> bytes:
    """Four bytes from 33 to 126 that no earlier answer can contain but by a chance of one in 78 million."""
    return bytes(33 + byte % 94 for byte in os.urandom(wire.PROCESS_ID_BYTES))


class EscposPrinter:
    """A `Printer` over a link.

    After a slip that does not count, what waits in the printer is dropped at once, and before the next slip the
    unfinished piece is marked with `interrupted` and cut off, so that it cannot be taken for a document.
    """

    def __init__(
        self,
        link: Link,
        profile: PrinterProfile,
        fonts: LineFonts,
        interrupted: tuple[Block, ...] = (Text("* * *"),),
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._link = link
        self._profile = profile
        self._encoder = Encoder(profile, fonts)
        self._interrupted = Slip("interrupted", interrupted)
        self._now_ns = monotonic_ns
        self._talk = Conversation(link, monotonic_ns, profile.answer_timeout_ms)
        self._unfinished = False

    def close(self) -> None:
        """Let go of the device. The next call opens it again."""
        self._link.close()

    def status(self) -> PrinterStatus:
        """See `Printer`."""
        try:
            self._talk.begin()
            return self._talk.status()
        except LinkLostError:
            return PrinterStatus((PrinterFault.OFFLINE,), PaperLevel.UNKNOWN)

    def hello(self) -> HelloOutcome:
        """See `Printer`. A printer with a fault now is incapable with that fault."""
        try:
            return self._hello()
        except LinkLostError:
            return Incapable(PrinterFault.OFFLINE)

    def _hello(self) -> HelloOutcome:
        self._talk.begin()
        status = self._talk.status()
        if not status.ready:
            return Incapable(status.faults[0])
        expected = self._ask_confirmation(b"", self._profile.answer_timeout_ms)
        deadline_ns = self._now_ns() + self._profile.answer_timeout_ms * _MS
        if isinstance(self._await(expected, deadline_ns), PrinterFault):
            return Incapable(PrinterFault.UNSUPPORTED)
        if not self._talk.clear_printer():
            return Incapable(PrinterFault.UNSUPPORTED)
        type_id = self._talk.type_id()
        if type_id is None or not type_id & wire.TYPE_ID_CUTTER:
            return Incapable(PrinterFault.NO_CUTTER)
        return Capable(status.paper)

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """See `Printer`. Raises ValueError or OSError for a slip that cannot be encoded, before anything is sent."""
        job = self._encoder.encode(slip)
        try:
            self._talk.begin()
            outcome = self._begin_and_print(job, timeout_ms)
        except LinkLostError:
            outcome = NotPrinted(PrinterFault.OFFLINE)
        if isinstance(outcome, NotPrinted) and self._unfinished:
            self._drop()
        return outcome

    def _begin_and_print(self, job: Job, timeout_ms: int) -> PrintOutcome:
        status = self._talk.status()
        if not status.ready:
            return NotPrinted(status.faults[0])
        if self._unfinished:
            if not self._talk.clear_printer():
                return NotPrinted(PrinterFault.NO_CONFIRMATION)
            remains = self._encoder.encode(self._interrupted)
            job = Job(remains.data + job.data, remains.paper_dots + job.paper_dots)
        self._unfinished = True
        outcome = self._print(job, timeout_ms)
        self._unfinished = isinstance(outcome, NotPrinted)
        return outcome

    def _print(self, job: Job, timeout_ms: int) -> PrintOutcome:
        begun_ns = self._now_ns()
        expected = self._ask_confirmation(job.data, timeout_ms)
        answer = self._await(expected, begun_ns + timeout_ms * _MS)
        if isinstance(answer, PrinterFault):
            return NotPrinted(answer)
        if answer.at_ns - begun_ns < self.least_ns(job):
            return NotPrinted(PrinterFault.NO_CONFIRMATION)
        after = self._talk.status()
        return Printed(answer.process_id) if after.ready else NotPrinted(after.faults[0])

    def least_ns(self, job: Job) -> int:
        """The time in which no printer of this profile can have moved that much paper."""
        return job.paper_dots * 1_000_000_000 // (LINE_DOTS * self._profile.max_lines_per_second)

    def _ask_confirmation(self, data: bytes, timeout_ms: int) -> bytes:
        """Send `data` and the question behind it; the id that the answer must bear."""
        if self._profile.confirmation is Confirmation.PAPER_SENSOR:
            self._talk.send(data + wire.ASK_PAPER_SENSOR, timeout_ms)
            return b""
        expected = fresh_process_id()
        self._talk.send(data + wire.ask_process_id(expected), timeout_ms)
        return expected

    def _await(self, expected: bytes, deadline_ns: int) -> Confirmed | PrinterFault:
        """The expected answer, or why there is none. Answers with another id are no answers."""
        poll_ns = self._now_ns() + _POLL_MS * _MS
        while (now_ns := self._now_ns()) < deadline_ns:
            answer = self._answer(expected)
            if answer is not None:
                return answer
            if now_ns >= poll_ns:
                status = self._talk.status()
                if not status.ready:
                    return status.faults[0]
                poll_ns = self._now_ns() + _POLL_MS * _MS
            self._talk.pump(max(1, (min(deadline_ns, poll_ns) - now_ns) // _MS))
        late = self._answer(expected)
        missing = PrinterFault.GARBAGE if self._talk.garbage_bytes else PrinterFault.NO_CONFIRMATION
        return late or missing

    def _answer(self, expected: bytes) -> Confirmed | None:
        if self._profile.confirmation is Confirmation.PAPER_SENSOR:
            return self._talk.next_in_order()
        while (answer := self._talk.next_done()) is not None:
            if answer.process_id == expected:
                return answer
        return None

    def _drop(self) -> None:
        """Nothing of a slip that does not count may come out later. If it fails, the next slip begins with it."""
        try:
            self._talk.clear_printer()
        except LinkLostError:
            self._link.close()


def open_printer(
    path: str, profile: PrinterProfile, fonts: LineFonts, interrupted: tuple[Block, ...] = (Text("* * *"),)
) -> EscposPrinter:
    """The printer at a tty `path`. It need not be there yet: absence is the fault OFFLINE."""
    return EscposPrinter(SerialLink(path, profile.baud), profile, fonts, interrupted)
