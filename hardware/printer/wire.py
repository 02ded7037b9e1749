"""Bytes of ESC/POS that carry questions and answers: confirmations, statuses, and their demultiplexer.

It must not print, wait or open anything; what is on the paper is encoded in `encode.py`.
"""

from dataclasses import dataclass

from hardware.printer.port import PaperLevel, PrinterFault, PrinterStatus

PROCESS_ID_BYTES = 4
PROCESS_ID_FIRST = 32
PROCESS_ID_LAST = 126
MAX_BLOCK_BYTES = PROCESS_ID_BYTES + 3

ASK_PAPER_SENSOR = b"\x1dr\x01"
ASK_TYPE_ID = b"\x1dI\x02"
TYPE_ID_CUTTER = 0x02
ASK_MODEL = b"\x1dI\x43"
MAX_NAME_BYTES = 80
CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: drops what waits in the printer, even when it is stopped."""
PROCESS_ID_HEAD = b"\x1d(H\x06\x00\x30\x30"

_BLOCK_HEAD = 0x37
_BLOCK_PROCESS_ID = 0x22
_BLOCK_CLEARED = 0x25
_NAME_HEAD = 0x5F


def ask_status(which: int) -> bytes:
    """DLE EOT: 1 printer, 2 cause of offline, 3 errors, 4 paper. It overtakes what is being printed."""
    return bytes((0x10, 0x04, which))


def ask_process_id(process_id: bytes) -> bytes:
    """GS ( H function 48: repeat these four bytes when everything before is done.

    Raises ValueError unless there are four bytes from 32 to 126.
    """
    if len(process_id) != PROCESS_ID_BYTES or not all(PROCESS_ID_FIRST <= b <= PROCESS_ID_LAST for b in process_id):
        raise ValueError("a process id is of four bytes from 32 to 126")
    return PROCESS_ID_HEAD + process_id


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT; which of the four is known only by who asked."""

    value: int


@dataclass(frozen=True, slots=True)
class ProcessDone:
    """`37 22 d1 d2 d3 d4 00`."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """`37 25 00`: the buffers were dropped."""


@dataclass(frozen=True, slots=True)
class Name:
    """`5F name 00`: answer to GS I 67, the name of the model."""

    name: bytes


@dataclass(frozen=True, slots=True)
class InOrder:
    """One byte in answer to GS r or GS I."""

    value: int


@dataclass(frozen=True, slots=True)
class Garbage:
    """A byte that is no answer."""

    value: int


Answer = RealTime | ProcessDone | Cleared | Name | InOrder | Garbage


class Demultiplexer:
    """Separates the answers that share one line. Blocks arrive whole; single bytes only between blocks."""

    def __init__(self) -> None:
        self._block = bytearray()

    def reset(self) -> None:
        """Forget a block that began and did not end."""
        self._block.clear()

    def feed(self, data: bytes) -> list[Answer]:
        """The answers completed by `data`, in order. Never raises."""
        answers: list[Answer] = []
        for value in data:
            answers.extend(self._take(value))
        return answers

    def _take(self, value: int) -> list[Answer]:
        if not self._block:
            return self._single(value)
        self._block.append(value)
        if self._block[0] == _NAME_HEAD:
            return self._name()
        kind = self._block[1]
        if kind == _BLOCK_CLEARED and len(self._block) == 3:
            return self._close(Cleared())
        if kind == _BLOCK_PROCESS_ID and len(self._block) == MAX_BLOCK_BYTES:
            return self._close(ProcessDone(bytes(self._block[2:-1])))
        if kind not in {_BLOCK_PROCESS_ID, _BLOCK_CLEARED}:
            return self._break_up()
        return []

    def _name(self) -> list[Answer]:
        if self._block[-1] == 0:
            return self._close(Name(bytes(self._block[1:-1])))
        return self._break_up() if len(self._block) > MAX_NAME_BYTES else []

    def _single(self, value: int) -> list[Answer]:
        if value in {_BLOCK_HEAD, _NAME_HEAD}:
            self._block.append(value)
            return []
        if value & 0x93 == 0x12:
            return [RealTime(value)]
        if value & 0x90 == 0x00:
            return [InOrder(value)]
        return [Garbage(value)]

    def _close(self, answer: Answer) -> list[Answer]:
        if self._block[-1] != 0:
            return self._break_up()
        self._block.clear()
        return [answer]

    def _break_up(self) -> list[Answer]:
        """A block that is none: its head is garbage and the rest is looked at again."""
        head, *rest = self._block
        self._block.clear()
        return [Garbage(head), *self.feed(bytes(rest))]


def read_status(printer: int, cause: int, errors: int, paper: int) -> PrinterStatus:
    """The four answers to DLE EOT 1 to 4 as one status (meaning of bits: ESC/POS, DLE EOT)."""
    level = PaperLevel.OUT if paper & 0x60 else PaperLevel.NEAR_END if paper & 0x0C else PaperLevel.OK
    found = {
        PrinterFault.COVER_OPEN: cause & 0x04,
        PrinterFault.PAPER_OUT: paper & 0x60 or cause & 0x20,
        PrinterFault.CUTTER: errors & 0x08,
        PrinterFault.JAM: errors & 0x04,
        PrinterFault.BROKEN: errors & 0x20,
        PrinterFault.OVERHEATED: errors & 0x40,
    }
    faults = [fault for fault, bits in found.items() if bits]
    if not faults and (printer & 0x08 or cause & 0x40):
        faults.append(PrinterFault.OFFLINE)
    return PrinterStatus(tuple(faults), level)
