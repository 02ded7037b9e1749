"""Where the parts of a boleta stand: the same on each of its pages, whichever options it shows.

It must not draw nor import Kivy; the boxes themselves are those of `geometry`.
"""

import math
from dataclasses import dataclass

from urna.ui.geometry import (
    BUTTON_MM,
    FEW_OPTIONS,
    GAP_MM,
    NOTICE_MM,
    QUESTION_MM,
    Rect,
    boleta_boxes,
    button_height,
    grid,
)
from urna.ui.tokens import MIN_GAP_MM, MIN_TARGET_MM, Tokens

COUNT_MM = 66.0
COUNTED_MM = 14.5
TURN_MM = 74.0
TALLEST_ROW_MM, TALLEST_STACK_MM = 24.0, 40.0
WORDS_MM = 40.0
STEP_MM = 13.0


@dataclass(frozen=True, slots=True)
class Room:
    """What must fit: ordinary boxes of the fullest page, explicit ones.

    ``rows``: each option has a row of values; ``paged``: there are pages; ``counted``: marks are counted above.
    """

    ordinary: int
    explicit: int
    rows: bool = False
    paged: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Question or alert above, boxes, and the strip to turn pages below them (of no height where there are none)."""

    notice: Rect
    ordinary: tuple[Rect, ...]
    explicit: tuple[Rect, ...]
    strip: Rect


def places(tokens: Tokens, body: Rect, room: Room) -> Places:
    """The parts of every page of one boleta."""
    few = room.ordinary <= FEW_OPTIONS and not (room.rows or room.paged)
    least = tokens.mm(QUESTION_MM if few else COUNTED_MM if room.counted else NOTICE_MM)
    two_lines = tokens.lines(2) - 2 * tokens.air() if tokens.portrait or tokens.scale > 1 else 0
    notice = body.top(max(least, two_lines))
    strip = page_strip(tokens, body, paged=room.paged)
    gap = tokens.mm(GAP_MM)
    area = body.below(notice.height + gap)
    if room.paged:
        area = area.top(area.height - strip.height - gap)
    boxes = _rows(tokens, area, room) if room.rows else boleta_boxes(tokens, area, room.ordinary, room.explicit)
    return Places(notice, boxes[: room.ordinary], boxes[room.ordinary :], strip)


def page_strip(tokens: Tokens, body: Rect, *, paged: bool) -> Rect:
    """The lowest part of the body, where pages are turned."""
    button = button_height(tokens) if tokens.scale > 1 else tokens.mm(BUTTON_MM)
    height = button if paged else 0
    return Rect(body.x, body.bottom - height, body.width, height)


def steps(tokens: Tokens, row: Rect, count: int) -> tuple[Rect, ...]:
    """The values of a scale: at the right of an option's row, or below its words where these find no room beside."""
    gap, edge = math.ceil(MIN_GAP_MM * tokens.px_per_mm), tokens.mm(1)
    side, least = tokens.mm(STEP_MM), math.ceil(MIN_TARGET_MM * tokens.px_per_mm)
    height = min(max(row.height - 2 * edge, least), side)
    top = row.y + (row.height - height) // 2
    if row.width - count * (side + gap) < tokens.mm(WORDS_MM * max(1.0, tokens.scale)):
        top = row.bottom - height - 2 * edge
        side = min(side, max(least, (row.width - 4 * edge - (count - 1) * gap) // count))
    left = row.right - 2 * edge - count * side - (count - 1) * gap
    return tuple(Rect(left + i * (side + gap), top, side, height) for i in range(count))


def words_beside(row: Rect, values: tuple[Rect, ...], gap: int) -> Rect:
    """What the values of a scale leave of an option's row for its words: beside them, or above."""
    if values[0].y > row.y + (row.height - values[0].height) * 2 // 3:
        return Rect(row.x + 2 * gap, row.y, row.width - 4 * gap, values[0].y - row.y)
    return Rect(row.x + 2 * gap, row.y, values[0].x - row.x - 3 * gap, row.height)


def _rows(tokens: Tokens, area: Rect, room: Room) -> tuple[Rect, ...]:
    """One row for each option, all of one height, and the explicit boxes side by side below."""
    gap, lines = tokens.mm(GAP_MM), room.ordinary + (room.explicit > 0)
    tallest = TALLEST_STACK_MM if tokens.portrait or tokens.scale > 1 else TALLEST_ROW_MM
    share = (area.height - gap * (lines - 1)) // max(1, lines)
    low = min(share, tokens.mm(20)) if room.explicit else 0
    height = min((area.height - low - gap * (lines - 1)) // max(1, room.ordinary), tokens.mm(tallest))
    rows = grid(area, 1, room.ordinary, gap, height)
    below = area.below(room.ordinary * (height + gap))
    return rows + grid(below.top(low), max(1, room.explicit), room.explicit, gap, low)
