"""The real printer: sends the job, asks for the confirmation in sequence, and believes nothing else.

It must not compose documents, and must not raise for anything that a device may do.
"""

import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from hardware.printer import layout, wire
from hardware.printer.conversation import BITS_A_BYTE, Confirmed, Conversation
from hardware.printer.encode import Encoder, Job
from hardware.printer.link import Link, LinkLostError, SerialLink
from hardware.printer.paper import HEAD_TO_CUTTER_DOTS, LINE_DOTS
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
    Remains,
    Slip,
    Text,
)
from hardware.printer.profile import Confirmation, PrinterProfile
from hardware.printer.raster import LineFonts

_MS = 1_000_000
_POLL_MS = 150
"""How often the status is asked while the confirmation is awaited, so that a fault is told at once."""
_PART_BYTES = 1024
"""Each part of a job is confirmed; two or three of them wait in the printer, so that the head does not.

On a slow line it is what a second carries: no printer that loses power starts again so fast that it takes the end of a
part, and answers for it, without its beginning.
"""
_SPARE_BYTES = 256
"""Room left in the printer's buffer for questions."""
_UNCUT = frozenset(PrinterFault) - {PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN}
"""Faults that, told after the confirmation, say that the cut is not to be trusted; paper and cover no longer matter."""


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
        self._talk = Conversation(link, monotonic_ns, profile.answer_timeout_ms, profile.baud)
        self._unfinished = False
        self._held = False

    def close(self) -> None:
        """Let go of the device. The next call opens it again."""
        self._link.close()

    def rendered(self, slip: Slip) -> tuple[str, ...]:
        """See `Printer`."""
        return layout.rendered(slip, self._profile.paper)

    def paper_lines(self, slip: Slip) -> int:
        """See `Printer`."""
        return -(-(self._encoder.encode(slip).paper_dots + HEAD_TO_CUTTER_DOTS) // LINE_DOTS)

    @property
    def near_end_lines(self) -> int:
        """See `Printer`."""
        return self._profile.near_end_lines

    def status(self) -> PrinterStatus:
        """See `Printer`."""
        try:
            self._talk.begin()
            status = self._talk.status()
            if self._held:
                self._held = not self._talk.clear_printer()
        except LinkLostError:
            return PrinterStatus((PrinterFault.OFFLINE,), PaperLevel.UNKNOWN)
        if self._held and status.ready:
            return PrinterStatus((PrinterFault.NO_CONFIRMATION,), status.paper)
        return status

    def suspect(self) -> None:
        """See `Printer`."""
        self._unfinished = True
        self._held = True

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
        uncut = self._lacks_cutter()
        if uncut is not None:
            return Incapable(uncut)
        if self._profile.model and self._talk.model() != self._profile.model:
            return Incapable(PrinterFault.OTHER_MODEL)
        return Capable(status.paper)

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """See `Printer`. Raises ValueError or OSError for a slip that cannot be encoded, before anything is sent."""
        job = self._encoder.encode(slip)
        try:
            self._talk.begin()
            fault = self._prepare()
            if fault is not None:
                return NotPrinted(fault, Remains.NOTHING)
        except LinkLostError:
            return NotPrinted(PrinterFault.OFFLINE, Remains.NOTHING)
        if self._unfinished:
            job = self._encoder.encode(self._interrupted) + job
        self._unfinished = True
        outcome = self._print(job, timeout_ms)
        self._unfinished = isinstance(outcome, NotPrinted)
        if isinstance(outcome, NotPrinted):
            self._drop()
            return replace(outcome, held=self._held)
        return outcome

    def _prepare(self) -> PrinterFault | None:
        """Why nothing can be sent now, if so; what still waited in the printer is dropped.

        The cutter is asked for each time: a printer may be exchanged during the day.
        """
        status = self._talk.status()
        if not status.ready:
            return status.faults[0]
        if self._unfinished:
            self._held = not self._talk.clear_printer()
        if self._held:
            return PrinterFault.NO_CONFIRMATION
        return self._lacks_cutter()

    def _lacks_cutter(self) -> PrinterFault | None:
        type_id = self._talk.type_id()
        if type_id is None:
            return PrinterFault.NO_CONFIRMATION
        return None if type_id & wire.TYPE_ID_CUTTER else PrinterFault.NO_CUTTER

    def _print(self, job: Job, timeout_ms: int) -> PrintOutcome:
        """Everything but the last cut, confirmed; then the cut, confirmed. What was never told to cut is no slip."""
        deadline_ns = self._now_ns() + timeout_ms * _MS
        remains = Remains.PIECE
        try:
            fault = self._print_body(job, deadline_ns)
            if fault is not None:
                return NotPrinted(fault, remains)
            remains = Remains.PERHAPS_WHOLE
            return self._cut(job, deadline_ns)
        except LinkLostError:
            return NotPrinted(PrinterFault.OFFLINE, remains)

    def _print_body(self, job: Job, deadline_ns: int) -> PrinterFault | None:
        """Hand over all but the cut, in parts that are confirmed, and never more than the buffer takes."""
        begun_ns = self._now_ns()
        waiting: deque[tuple[bytes, int]] = deque()
        for part in job.body(min(_PART_BYTES, self._profile.baud // BITS_A_BYTE)):
            answer = self._make_room(waiting, len(part), deadline_ns)
            if isinstance(answer, PrinterFault):
                return answer
            waiting.append((self._ask_confirmation(part, self._left_ms(deadline_ns)), len(part)))
        answer = self._make_room(waiting, self._profile.buffer_bytes, deadline_ns)
        if isinstance(answer, PrinterFault):
            return answer
        too_soon = answer is None or answer.at_ns - begun_ns < self.least_ns(job.paper_dots)
        return PrinterFault.NO_CONFIRMATION if too_soon else None

    def _cut(self, job: Job, deadline_ns: int) -> PrintOutcome:
        """Order the cut, which feeds the slip to the blade, and ask how the printer is."""
        begun_ns = self._now_ns()
        expected = self._ask_confirmation(job.cut, self._left_ms(deadline_ns))
        answer = self._await(expected, deadline_ns)
        if isinstance(answer, PrinterFault):
            return NotPrinted(answer, Remains.PIECE if answer is PrinterFault.CUTTER else Remains.PERHAPS_WHOLE)
        if answer.at_ns - begun_ns < self.least_ns(HEAD_TO_CUTTER_DOTS):
            return NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PERHAPS_WHOLE)
        return self._after(answer)

    def _after(self, answer: Confirmed) -> PrintOutcome:
        """The last word: a confirmed slip counts unless the cutter failed, or the printer says nothing sensible."""
        failed = [fault for fault in self._talk.status().faults if fault in _UNCUT]
        if not failed:
            return Printed(answer.process_id)
        return NotPrinted(failed[0], Remains.PIECE if failed[0] is PrinterFault.CUTTER else Remains.PERHAPS_WHOLE)

    def least_ns(self, paper_dots: int) -> int:
        """The time in which no printer of this profile can have moved that much paper."""
        return paper_dots * 1_000_000_000 // (LINE_DOTS * self._profile.max_lines_per_second)

    def _make_room(
        self, waiting: "deque[tuple[bytes, int]]", size_bytes: int, deadline_ns: int
    ) -> Confirmed | PrinterFault | None:
        """Wait until the printer confirmed so much that as many bytes more fit into its buffer: its last answer."""
        room = self._profile.buffer_bytes - _SPARE_BYTES - size_bytes
        answer: Confirmed | PrinterFault | None = None
        while waiting and sum(size for _, size in waiting) > room:
            answer = self._await(waiting.popleft()[0], deadline_ns)
            if isinstance(answer, PrinterFault):
                return answer
        return answer

    def _ask_confirmation(self, data: bytes, timeout_ms: int) -> bytes:
        """Send `data` and the question behind it; the id that the answer must bear."""
        if self._profile.confirmation is Confirmation.PAPER_SENSOR:
            self._talk.send(data + wire.ASK_PAPER_SENSOR, timeout_ms)
            return b""
        expected = fresh_process_id()
        self._talk.send(data + wire.ask_process_id(expected), timeout_ms)
        return expected

    def _left_ms(self, deadline_ns: int) -> int:
        return max(1, (deadline_ns - self._now_ns()) // _MS)

    def _await(self, expected: bytes, deadline_ns: int) -> Confirmed | PrinterFault:
        """The expected answer, or why there is none. Answers with another id are no answers."""
        poll_ns = max(self._now_ns(), self._talk.line_free_ns) + _POLL_MS * _MS
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
        self._held = True
        try:
            self._held = not self._talk.clear_printer()
        except LinkLostError:
            self._link.close()


def open_printer(
    path: str, profile: PrinterProfile, fonts: LineFonts, interrupted: tuple[Block, ...] = (Text("* * *"),)
) -> EscposPrinter:
    """The printer at a tty `path`. It need not be there yet: absence is the fault OFFLINE."""
    return EscposPrinter(SerialLink(path, profile.baud), profile, fonts, interrupted)
