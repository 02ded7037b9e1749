"""The emulated device in virtual time: receive buffer, head at line speed, answers in order and out of order.

It must not touch ptys, files or clocks: the caller passes the time in and takes answers and pieces of paper out.
"""

import re
from dataclasses import dataclass

from PIL import Image

from hardware.printer.controls import Personality, Trouble
from hardware.printer.emulator import parser
from hardware.printer.emulator.faults import GARBLED, Condition
from hardware.printer.emulator.painter import Painter
from hardware.printer.emulator.parser import Command, Kind
from hardware.printer.paper import HEAD_TO_CUTTER_DOTS, LINE_DOTS, Paper
from hardware.printer.wire import CLEAR_BUFFERS, PROCESS_ID_BYTES, PROCESS_ID_HEAD

_SECOND_NS = 1_000_000_000
_STATUS_HEAD = b"\x10\x04"
_TYPE_ID = (2, 50)
_MODEL = 67
_TYPE_WITH_CUTTER = 0x02
_NO_OLD_ID = b"0000"
_REAL_TIME_FIRST = re.compile(rb"[\x10\x1d]")
_LONGEST_HEARD = 16
_LATE_NS = 60 * _SECOND_NS
_START_NS = _SECOND_NS * 3 // 2
"""What a printer takes to start; what is sent to it meanwhile is lost."""
_CONDITIONS = {
    Trouble.PAPER_OUT: ("paper_left", 0),
    Trouble.COVER: ("cover_open", True),
    Trouble.JAM: ("jammed", True),
    Trouble.CUTTER: ("cutter_bad", True),
    Trouble.STALL: ("stalled", True),
    Trouble.SILENCE: ("silent", True),
    Trouble.GARBAGE: ("garbled", True),
    Trouble.VANISH: ("absent", True),
    Trouble.CABLE: ("cable_out", True),
}
"""What each trouble changes; all but those that lose what the printer holds do nothing more."""
_STOPPING = frozenset({Personality.STOP_AT_LINE, Personality.STALE_AT_LINE})
_LOSES = frozenset({Trouble.VANISH, Trouble.POWER_CYCLE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of paper that was cut off, and the bytes done since the cut before."""

    picture: Image.Image
    data: bytes


@dataclass(frozen=True, slots=True)
class Speeds:
    """How fast the paper moves, and how much waits in the printer: a command larger than that is never done."""

    lines_per_second: int
    buffer_bytes: int


def _done(process_id: bytes) -> bytes:
    return b"\x37\x22" + process_id + b"\x00"


class Machine:
    """One printer. Times are monotonic nanoseconds that never go back."""

    def __init__(self, speeds: Speeds, paper: Paper) -> None:
        self.condition = Condition()
        self._dots_per_second = speeds.lines_per_second * LINE_DOTS
        self._buffer_bytes = speeds.buffer_bytes
        self._model = f"EMULADA-{paper.width_mm}".encode()
        self._buffer = bytearray()
        self._tail = b""
        self._painter = Painter(paper)
        self._free_at_ns = 0
        self._pending: Command | None = None
        self._answers = bytearray()
        self._pieces: list[Piece] = []
        self._done_bytes = bytearray()
        self._old_id = _NO_OLD_ID
        self._now_ns = 0
        self._on_from_ns = 0
        self._piece_dots = 0
        self._line_dots = 0
        self._late: list[tuple[int, bytes]] = []

    def room(self) -> int:
        """Bytes that still fit into the buffer."""
        return max(0, self._buffer_bytes - len(self._buffer))

    def take_answers(self) -> bytes:
        """What the device says since the last call, as it goes over the line."""
        answers = bytes(self._answers)
        self._answers.clear()
        return answers

    def take_pieces(self) -> list[Piece]:
        """Pieces cut off since the last call."""
        pieces, self._pieces = self._pieces, []
        return pieces

    def receive(self, data: bytes, now_ns: int) -> None:
        """Bytes arrive: real-time commands act at once, wherever they stand, and everything goes to the buffer."""
        self.advance(now_ns)
        self.resume(now_ns)
        if now_ns < self._on_from_ns:
            return
        self._buffer += data
        self._listen(data)
        self.advance(now_ns)

    def resume(self, now_ns: int) -> None:
        """The head may have stood still until now: what it does next takes its time from now on."""
        if self._pending is None:
            self._free_at_ns = max(self._free_at_ns, now_ns)

    def trouble(self, trouble: Trouble) -> None:
        """It happens now. Without power, buffer and answers are lost, and the paper stays where it is."""
        self.condition.planned = None
        if trouble in _CONDITIONS:
            setattr(self.condition, *_CONDITIONS[trouble])
        if trouble is Trouble.POWER_CYCLE:
            self._on_from_ns = self._now_ns + _START_NS
        if trouble in _LOSES:
            self._drop()
            self._answers.clear()
            self._late.clear()
            self._tail = b""

    def next_due_ns(self) -> int | None:
        """When the command under the head will be done, or a late answer is said; None when nothing moves."""
        due = [at_ns for at_ns, _ in self._late]
        if self._pending is not None and self.condition.head_moves:
            due.append(self._free_at_ns)
        return min(due, default=None)

    def advance(self, now_ns: int) -> None:
        """Do what is due at `now_ns`. A command shows its effect when its paper has moved, and not before."""
        self._now_ns = now_ns
        if not self.condition.head_moves and self._pending is None:
            self._free_at_ns = max(self._free_at_ns, now_ns)
        while self.condition.head_moves:
            if self._pending is None and not self._begin_next():
                break
            if self._pending is None or self._free_at_ns > now_ns:
                break
            command, self._pending = self._pending, None
            self._finish(command)
        for said in [entry for entry in self._late if entry[0] <= now_ns]:
            self._late.remove(said)
            self._say(said[1])

    def _begin_next(self) -> bool:
        """Draw the next command and set when it will be done; False when there is none."""
        command = parser.next_command(bytes(self._buffer))
        if command is None or self._mute():
            return False
        self._done_bytes += self._buffer[: command.size]
        del self._buffer[: command.size]
        before = self._painter.dots
        if not self._throws_away(command):
            self._move(command)
        moved = self._painter.dots - before
        self._free_at_ns += moved * _SECOND_NS // self._dots_per_second
        self._pending = command
        self._count(moved)
        return True

    def _move(self, command: Command) -> None:
        if command.kind is not Kind.CUT:
            self._painter.paint(command)
        elif self.condition.cutter_bad:
            self.condition.cutter_failed = True
        else:
            self.condition.cutter_failed = self.condition.personality is Personality.ANSWERS_UNCUT
            feed = HEAD_TO_CUTTER_DOTS + command.data[1] if command.data[0] else 0
            self._painter.paint(Command(Kind.FEED_DOTS, bytes((feed,)), 0))

    def _count(self, moved: int) -> None:
        """Take `moved` dots from the roll, by lines."""
        self._piece_dots += moved
        self._line_dots += moved
        lines, self._line_dots = divmod(self._line_dots, LINE_DOTS)
        condition = self.condition
        if condition.paper_left is not None:
            condition.paper_left = max(0, condition.paper_left - lines)
        trouble, left = condition.planned or (None, None)
        if trouble is None or left is None:
            return
        condition.planned = (trouble, left - lines)
        if left <= lines:
            self.trouble(trouble)

    def _past_line(self) -> bool:
        return self._piece_dots // LINE_DOTS >= self.condition.line

    def _mute(self) -> bool:
        personality = self.condition.personality
        return personality in _STOPPING and self._past_line()

    def _throws_away(self, command: Command) -> bool:
        personality = self.condition.personality
        truncates = personality is Personality.TRUNCATE_AT_LINE and self._past_line()
        return personality is Personality.SWALLOW or (truncates and command.kind is not Kind.CUT)

    def _finish(self, command: Command) -> None:
        """The paper of `command` has moved: pieces and answers come out."""
        if command.kind is Kind.CUT:
            self._cut()
        for picture in self._painter.take_pieces():
            self._pieces.append(Piece(picture, bytes(self._done_bytes)))
            self._done_bytes.clear()
        match command.kind:
            case Kind.PROCESS_ID:
                self._answer_process_id(command.data)
            case Kind.PAPER_SENSOR:
                self._say(bytes((self.condition.paper_sensor(),)))
            case Kind.INFO if command.data[0] == _MODEL:
                self._say(b"\x5f" + self._model + b"\x00")
            case Kind.INFO if command.data[0] in _TYPE_ID:
                with_cutter = self.condition.personality is not Personality.NO_CUTTER
                self._say(bytes((_TYPE_WITH_CUTTER if with_cutter else 0,)))
            case _:
                pass

    def _cut(self) -> None:
        """The blade falls, unless it is stuck or there is none; a trouble planned for after the cut comes now."""
        if self.condition.cutter_failed:
            return
        self._piece_dots = 0
        if self.condition.personality not in {Personality.NO_CUTTER, Personality.SWALLOW}:
            self._painter.cut()
        if self.condition.planned is not None and self.condition.planned[1] is None:
            self.trouble(self.condition.planned[0])

    def _answer_process_id(self, data: bytes) -> None:
        personality = self.condition.personality
        process_id = data[2:]
        answered = personality in {Personality.SWALLOW, Personality.EARLY, Personality.NO_PROCESS_ID}
        if answered or data[:2] != b"00" or len(process_id) != PROCESS_ID_BYTES:
            return
        said = self._old_id if personality is Personality.REPEAT_OLD_ID else process_id
        self._old_id = process_id
        answer = _done(said)
        if personality is Personality.LATE:
            self._late.append((self._free_at_ns + _LATE_NS, answer))
        else:
            self._say(answer)

    def _listen(self, data: bytes) -> None:
        """Find real-time commands in what arrives, also when they come in two parts."""
        heard = self._tail + data
        at = 0
        while (found := _REAL_TIME_FIRST.search(heard, at)) is not None:
            at = found.start()
            taken = self._hear(heard[at : at + _LONGEST_HEARD])
            if taken == 0:
                self._tail = heard[at:]
                return
            at += taken
        self._tail = b""

    def _hear(self, heard: bytes) -> int:
        """Act on a real-time command at the head; how many bytes were taken, 0 when more must come."""
        liar = self.condition.personality in {Personality.SWALLOW, Personality.EARLY, Personality.STALE_AT_LINE}
        watched = {_STATUS_HEAD: 1, CLEAR_BUFFERS: 0} | ({PROCESS_ID_HEAD: PROCESS_ID_BYTES} if liar else {})
        for head, more in watched.items():
            if heard.startswith(head) and len(heard) >= len(head) + more:
                self._act(head, heard[len(head) : len(head) + more])
                return len(head) + more
            if head.startswith(heard[: len(head)]):
                return 0
        return 1

    def _act(self, head: bytes, data: bytes) -> None:
        if head == _STATUS_HEAD:
            self._say(bytes((self.condition.status(data[0]),)))
        elif head == CLEAR_BUFFERS:
            self._drop()
            self._say(b"\x37\x25\x00")
        elif self.condition.personality is Personality.STALE_AT_LINE:
            self._late.append((self._now_ns + _SECOND_NS, _done(self._old_id)))
        else:
            self._say(_done(data))

    def _drop(self) -> None:
        """Forget what waits. Paper that is moving comes to rest where it is."""
        self._buffer.clear()
        self._pending = None
        self._painter.reset()

    def _say(self, answer: bytes) -> None:
        if self.condition.silent:
            return
        self._answers += GARBLED if self.condition.garbled else answer
