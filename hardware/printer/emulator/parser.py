"""Cuts the bytes of a printer's buffer into commands.

It must not draw, answer or fail: what it does not know is skipped as a printer would, byte by byte.
"""

from dataclasses import dataclass
from enum import Enum, auto

MAX_PAYLOAD_BYTES = 1 << 17
_TEXT = frozenset(range(0x20, 0x100)) - {0x7F}


class Kind(Enum):
    """What a command asks for."""

    TEXT = auto()
    LINE_FEED = auto()
    INIT = auto()
    MODE = auto()
    CHAR_SIZE = auto()
    BOLD = auto()
    ALIGN = auto()
    CODE_PAGE = auto()
    SPACING = auto()
    SPACING_RESET = auto()
    FEED_LINES = auto()
    FEED_DOTS = auto()
    LEFT_MARGIN = auto()
    WIDTH = auto()
    RASTER = auto()
    SYMBOL = auto()
    CUT = auto()
    PROCESS_ID = auto()
    PAPER_SENSOR = auto()
    INFO = auto()
    IGNORED = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """A command, its arguments as bytes, and how many bytes of the buffer it took."""

    kind: Kind
    data: bytes
    size: int


_FIXED: dict[bytes, tuple[Kind, int]] = {
    b"\x1b@": (Kind.INIT, 0),
    b"\x1b!": (Kind.MODE, 1),
    b"\x1bE": (Kind.BOLD, 1),
    b"\x1ba": (Kind.ALIGN, 1),
    b"\x1bt": (Kind.CODE_PAGE, 1),
    b"\x1b2": (Kind.SPACING_RESET, 0),
    b"\x1b3": (Kind.SPACING, 1),
    b"\x1bd": (Kind.FEED_LINES, 1),
    b"\x1bJ": (Kind.FEED_DOTS, 1),
    b"\x1d!": (Kind.CHAR_SIZE, 1),
    b"\x1dL": (Kind.LEFT_MARGIN, 2),
    b"\x1dW": (Kind.WIDTH, 2),
    b"\x1dr": (Kind.PAPER_SENSOR, 1),
    b"\x1dI": (Kind.INFO, 1),
} | {
    prefix: (Kind.IGNORED, count)
    for count, prefixes in {
        0: (b"\x1c.", b"\x1c&"),
        1: (b"\x1b-", b"\x1bG", b"\x1bM", b"\x1bR", b"\x1b{", b"\x1b ", b"\x1dB", b"\x1db", b"\x1da", b"\x10\x04"),
        2: (b"\x1b$", b"\x1dP"),
        3: (b"\x1bp",),
    }.items()
    for prefix in prefixes
}


def next_command(buffer: bytes) -> Command | None:
    """The command at the head of `buffer`; None when it is empty or more bytes must come. Never raises."""
    if not buffer:
        return None
    first = buffer[0]
    if first in _TEXT:
        end = next((i for i, value in enumerate(buffer) if value not in _TEXT), len(buffer))
        return Command(Kind.TEXT, buffer[:end], end)
    if first == 0x0A:
        return Command(Kind.LINE_FEED, b"", 1)
    if first not in {0x10, 0x1B, 0x1C, 0x1D}:
        return Command(Kind.IGNORED, buffer[:1], 1)
    if len(buffer) < 2:
        return None
    return _escape(buffer)


def _escape(buffer: bytes) -> Command | None:
    prefix = buffer[:2]
    if prefix in _FIXED:
        kind, count = _FIXED[prefix]
        return _taken(kind, buffer, 2, count)
    if prefix == b"\x1dV":
        return _cut(buffer)
    if prefix == b"\x1dv":
        return _raster(buffer)
    if prefix == b"\x1d(":
        return _parenthesis(buffer)
    if prefix == b"\x10\x14":
        return _real_time_pulse(buffer)
    return Command(Kind.IGNORED, prefix, 2)


def _taken(kind: Kind, buffer: bytes, start: int, count: int) -> Command | None:
    end = start + count
    return Command(kind, buffer[start:end], end) if len(buffer) >= end else None


def _cut(buffer: bytes) -> Command | None:
    """GS V m, with one argument more for the modes that feed; data is (feeds to the cutter, dots)."""
    if len(buffer) < 3:
        return None
    if buffer[2] in {65, 66}:
        return Command(Kind.CUT, b"\x01" + buffer[3:4], 4) if len(buffer) >= 4 else None
    return Command(Kind.CUT, b"\x00\x00", 3)


def _raster(buffer: bytes) -> Command | None:
    """GS v 0 m xL xH yL yH data; data starts with the five numbers."""
    if len(buffer) < 8:
        return None
    count = int.from_bytes(buffer[4:6], "little") * int.from_bytes(buffer[6:8], "little")
    if buffer[2] != 0x30 or count > MAX_PAYLOAD_BYTES:
        return Command(Kind.IGNORED, buffer[:8], 8)
    return _taken(Kind.RASTER, buffer, 3, 5 + count)


def _parenthesis(buffer: bytes) -> Command | None:
    """GS ( x pL pH data."""
    if len(buffer) < 5:
        return None
    kind = {b"H": Kind.PROCESS_ID, b"k": Kind.SYMBOL}.get(buffer[2:3], Kind.IGNORED)
    return _taken(kind, buffer, 5, int.from_bytes(buffer[3:5], "little"))


def _real_time_pulse(buffer: bytes) -> Command | None:
    """DLE DC4, done on arrival; here it is only skipped."""
    if len(buffer) < 3:
        return None
    return _taken(Kind.IGNORED, buffer, 2, 8 if buffer[2] == 8 else 3)
