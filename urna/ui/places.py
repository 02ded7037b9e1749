"""Where the parts of a boleta stand: the same on each of its pages, whichever options it shows.

It must not draw nor import Kivy; the boxes themselves are those of `geometry`.
"""

import math
from dataclasses import dataclass

from urna.ui.geometry import (
    BUTTON_MM,
    FEW_OPTIONS,
    GAP_MM,
    QUESTION_MM,
    Rect,
    boleta_boxes,
    button_height,
    grid,
    notice_height,
)
from urna.ui.tokens import MIN_GAP_MM, MIN_TARGET_MM, TIGHT, Tokens

COUNT_MM = 66.0
TURN_MM = 82.0
TALLEST_ROW_MM, TALLEST_STACK_MM = 24.0, 46.0
SPACE_MM = 1.6  # below the notice, which is no target
WORDS_MM = 40.0
STEP_MM = 13.0
CHOSEN_BORDER_PX = 6
CROSS_MM = 12.8
FACE_MM, LARGEST_MARK_MM, MARK_BESIDE_LONG_MM, LOW_MARK_MM = 36.0, 30.0, 20.0, 11.0
NAME_MM = 62.0  # a name of 30 letters stands in two lines of the usual size
NARROW_NAME_MM, TALL_BOX_MM = 50.0, 22.0  # and in three in a box of this height


@dataclass(frozen=True, slots=True)
class Room:
    """What must fit: ordinary boxes of the fullest page, explicit ones.

    ``rows``: each option has all the width; ``paged``: there are pages; ``counted``: marks are counted above.
    """

    ordinary: int
    explicit: int
    rows: bool = False
    paged: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Pictures:
    """What stands beside the name in the fullest box of a boleta, and so takes its room in every box of it.

    ``face``: there are portraits; ``marks`` side by side; ``large``: names are short enough for large pictures.
    """

    face: bool = False
    marks: int = 0
    large: bool = True


@dataclass(frozen=True, slots=True)
class Inside:
    """The parts of one box: portrait (of no width where there is none), marks of partidos, words, the voter's cross."""

    face: Rect
    marks: tuple[Rect, ...]
    words: Rect
    cross: Rect


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
    count_px = count_height(tokens) if room.counted and tokens.portrait else 0
    notice = body.top(max(tokens.mm(QUESTION_MM) if few else 0, notice_height(tokens) + count_px))
    strip = page_strip(tokens, body, paged=room.paged)
    gap = tokens.mm(GAP_MM)
    area = body.below(notice.height + tokens.mm(SPACE_MM))
    if room.paged:
        area = area.top(area.height - strip.height - gap)
    boxes = _rows(tokens, area, room) if room.rows else boleta_boxes(tokens, area, room.ordinary, room.explicit)
    return Places(notice, boxes[: room.ordinary], boxes[room.ordinary :], strip)


def page_strip(tokens: Tokens, body: Rect, *, paged: bool) -> Rect:
    """The lowest part of the body, where pages are turned; on an upright glass with a line of words above."""
    if tokens.scale > 1:
        button = button_height(tokens)
    else:
        button = max(tokens.mm(BUTTON_MM), tokens.lines(2, leading=TIGHT) - 2 * tokens.air())
    words = turn_words_height(tokens) if tokens.portrait else 0
    height = words + button if paged else 0
    return Rect(body.x, body.bottom - height, body.width, height)


def turn_words_height(tokens: Tokens) -> int:
    """The line above the buttons that turn pages on an upright glass, which leaves it no room between them."""
    return tokens.lines(1) - 2 * tokens.air() + tokens.mm(1)


def count_height(tokens: Tokens) -> int:
    """The line below the question that counts marks, on an upright glass."""
    return tokens.lines(1) - 2 * tokens.air()


def inside(tokens: Tokens, rect: Rect, pictures: Pictures) -> Inside:
    """The parts of a box, the same in all boxes of one size: portrait, marks, name and cross from left to right.

    Several marks that would leave the name no room stand below it.
    """
    edge, gap = CHOSEN_BORDER_PX + 2, tokens.mm(2)
    tall, left = rect.height - 2 * edge, rect.x + edge + 2
    cross_px = min(tall - 4, tokens.mm(CROSS_MM))
    cross = Rect(rect.right - edge - gap // 2 - cross_px, rect.y + (rect.height - cross_px) // 2, cross_px, cross_px)
    face_px = min(tall, tokens.mm(FACE_MM), (cross.x - left) * 3 // 10) if pictures.face else 0
    face = Rect(left, rect.y + (rect.height - face_px) // 2, face_px, face_px)
    words = Rect(rect.x + 2 * gap, rect.y, cross.x - gap - rect.x - 2 * gap, rect.height)
    if face_px:
        words = Rect(face.right + gap, rect.y, cross.x - 2 * gap - face.right, rect.height)
    if not pictures.marks:
        return Inside(face, (), words, cross)
    start = face.right + gap // 2 if face_px else left
    narrow = pictures.marks == 1 and rect.height >= tokens.mm(TALL_BOX_MM * tokens.scale)
    name_mm = NARROW_NAME_MM if narrow else NAME_MM
    room = (cross.x - start - 2 * gap - tokens.mm(name_mm * max(1.0, tokens.scale))) // pictures.marks - gap // 2
    least, most = tokens.mm(LOW_MARK_MM), tokens.mm(LARGEST_MARK_MM if pictures.large else MARK_BESIDE_LONG_MM)
    if pictures.marks == 1 or room >= least:
        side = min(tall, most, max(least, room))
        first = Rect(start, rect.y + (rect.height - side) // 2, side, side)
        marks = _side_by_side(first, pictures.marks, gap // 2)
        words = Rect(marks[-1].right + gap, rect.y, cross.x - 2 * gap - marks[-1].right, rect.height)
        return Inside(face, marks, words, cross)
    side = min(tall // 3, words.width // pictures.marks - gap // 2, tokens.mm(CROSS_MM))
    first = Rect(words.x, rect.bottom - edge - 2 - side, side, side)
    return Inside(face, _side_by_side(first, pictures.marks, gap // 2), words.top(first.y - words.y), cross)


def _side_by_side(first: Rect, count: int, gap: int) -> tuple[Rect, ...]:
    return tuple(Rect(first.x + i * (first.width + gap), first.y, first.width, first.height) for i in range(count))


def steps(tokens: Tokens, row: Rect, count: int) -> tuple[Rect, ...]:
    """The values of a scale: at the right of an option's row, or below its words where these find no room beside.

    Below them in two lines when one is too short for targets of the least size.
    """
    gap, edge = math.ceil(MIN_GAP_MM * tokens.px_per_mm), tokens.mm(1)
    side, least = tokens.mm(STEP_MM), math.ceil(MIN_TARGET_MM * tokens.px_per_mm)
    height = min(max(row.height - 2 * edge, least), side)
    top, lines = row.y + (row.height - height) // 2, 1
    if row.width - count * (side + gap) < tokens.mm(WORDS_MM * max(1.0, tokens.scale)):
        wide = row.width - 2 * edge + gap
        lines = 1 if count * (least + gap) <= wide else 2
        height = least if lines > 1 else height
        top = row.bottom - lines * (height + gap) + gap - (2 if lines == 1 else 1) * edge
        side = min(side, max(least, wide // math.ceil(count / lines) - gap))
    columns = math.ceil(count / lines)
    left = row.right - 2 * edge - columns * side - (columns - 1) * gap
    return tuple(
        Rect(left + i % columns * (side + gap), top + i // columns * (height + gap), side, height) for i in range(count)
    )


def words_beside(row: Rect, values: tuple[Rect, ...], gap: int) -> Rect:
    """What the values of a scale leave of an option's row for its words: beside them, or above."""
    if values[-1].y > row.y + (row.height - values[0].height) * 2 // 3:
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
