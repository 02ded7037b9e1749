"""Where things stand on a screen: rectangles in pixels from the top left. It must not draw nor import Kivy."""

import math
from dataclasses import dataclass

from urna.ui.tokens import STEP_MM, TIGHT, Tokens

BAND_MM = 14.0
MARGIN_MM = 4.0
GAP_MM = 2.6  # the least that VVSG 2.0 leaves between targets, and a little
BUTTON_MM = 14.0
NOTICE_MM = 12.0
NOTICE_EDGE_PX = 1
QUESTION_MM = 24.0
FEW_OPTIONS = 4
PRIMARY_WIDTH_MM = 82.0
ADJUST_WIDTH_MM = 44.0
TITLE_SHARE = 0.52
SECONDARY_SLOTS = 3
LOWEST_BOX_MM = 12.8
TWO_COLUMNS_UP_TO = 8  # in two columns, nine leave no room for names of two lines
RAIL_FROM_MM = 26.0  # buttons this tall stand in a column at the right: four of them leave no room side by side


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: ``x`` and ``y`` of its top left corner, from the top left of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below it."""
        return self.y + self.height

    def inset(self, by: int) -> "Rect":
        """The same with ``by`` pixels less on each side."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def top(self, height: int) -> "Rect":
        """Its upper strip."""
        return Rect(self.x, self.y, self.width, height)

    def below(self, height: int) -> "Rect":
        """What is left of it under a strip of that height."""
        return Rect(self.x, self.y + height, self.width, self.height - height)

    def above(self, by: int) -> "Rect":
        """The same, ``by`` pixels higher up."""
        return Rect(self.x, self.y - by, self.width, self.height)

    def airy(self, by: int) -> "Rect":
        """The same, ``by`` pixels taller above and below: a place for text whose letters stay inside of this one."""
        return Rect(self.x, self.y - by, self.width, self.height + 2 * by)

    def left(self, width: int) -> "Rect":
        """Its left part."""
        return Rect(self.x, self.y, width, self.height)

    def after(self, width: int) -> "Rect":
        """What is left of it to the right of a part of that width."""
        return Rect(self.x + width, self.y, self.width - width, self.height)

    def sides(self, thick: int) -> tuple["Rect", "Rect", "Rect", "Rect"]:
        """Its frame, inside of it: top, bottom, and between them left and right, so that no pixel is painted twice."""
        high = self.height - 2 * thick
        return (
            self.top(thick),
            self.below(self.height - thick),
            Rect(self.x, self.y + thick, thick, high),
            Rect(self.right - thick, self.y + thick, thick, high),
        )

    def overlaps(self, other: "Rect") -> bool:
        """Whether they share a pixel."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts that stand at the same place on every screen; ``adjust`` is the button of the voter's settings."""

    band: Rect
    title: Rect
    corner: Rect
    adjust: Rect
    body: Rect
    primary: Rect
    secondary: tuple[Rect, ...]

    @property
    def rail(self) -> bool:
        """Whether the actions stand in a column at the right of the body."""
        return self.primary.x >= self.body.right


def frame(tokens: Tokens) -> Frame:
    """Band above, body, and the actions below with the primary one at its right.

    The largest letters have the actions in a column at the right. On an upright glass the band has two rows, and so
    have the actions.
    """
    width, height = tokens.size.width, tokens.size.height
    row_px = tokens.even(max(tokens.mm(BAND_MM), tokens.lines(1) - tokens.air()))
    band = Rect(0, 0, width, row_px * 2 if tokens.portrait else row_px)
    body, primary, secondary = _places(tokens, Rect(0, band.bottom, width, height - band.bottom))
    return Frame(band, *_band_parts(tokens, band, row_px), body, primary, secondary)


def button_height(tokens: Tokens) -> int:
    """The height of a button: two lines of the body's letters fit."""
    return tokens.even(max(tokens.mm(BUTTON_MM), tokens.lines(2, leading=TIGHT) - 2 * tokens.air()))


def notice_height(tokens: Tokens) -> int:
    """The height of an alert of two lines to a voter."""
    return max(tokens.mm(NOTICE_MM), tokens.lines(2, leading=TIGHT) - 2 * tokens.air() + 2 * NOTICE_EDGE_PX)


def _band_parts(tokens: Tokens, band: Rect, row_px: int) -> tuple[Rect, Rect, Rect]:
    """Title, corner and the button of the settings."""
    margin, gap = tokens.mm(MARGIN_MM), tokens.mm(GAP_MM)
    adjust_px = tokens.mm(ADJUST_WIDTH_MM * max(1.0, tokens.scale))
    title_px = band.width if tokens.portrait else int(band.width * TITLE_SHARE)
    y = band.bottom - row_px
    adjust = Rect(band.right - margin - adjust_px, y, adjust_px, row_px)
    x = margin if tokens.portrait else title_px
    return band.left(title_px).top(row_px), Rect(x, y, adjust.x - gap - x, row_px), adjust


def _places(tokens: Tokens, area: Rect) -> tuple[Rect, Rect, tuple[Rect, ...]]:
    """Body, primary action and slots of the others in what the band leaves."""
    margin, gap, button = tokens.mm(MARGIN_MM), tokens.mm(GAP_MM), button_height(tokens)
    pad = tokens.mm(STEP_MM)
    primary_px = tokens.mm(PRIMARY_WIDTH_MM)
    primary = Rect(area.right - margin - primary_px, area.bottom - pad - button, primary_px, button)
    if tokens.portrait:
        left = Rect(margin, primary.y, primary.x - gap - margin, button)
        above = Rect(margin, primary.y - gap - button, area.width - 2 * margin, button)
        half = (above.width - gap) // 2
        secondary: tuple[Rect, ...] = (left, above.left(half), above.after(half + gap))
        floor = above.y
    elif button >= tokens.mm(RAIL_FROM_MM):
        button = min(button, (area.height - 2 * gap - pad - SECONDARY_SLOTS * gap) // (SECONDARY_SLOTS + 1))
        primary = Rect(primary.x, area.bottom - pad - button, primary.width, button)
        rail = tuple(primary.above(i * (button + gap)) for i in range(SECONDARY_SLOTS, 0, -1))
        body = Rect(margin, area.y + gap, primary.x - 2 * gap - margin, area.height - gap - pad)
        return body, primary, rail
    else:
        slot = (primary.x - margin - SECONDARY_SLOTS * gap) // SECONDARY_SLOTS
        secondary = tuple(Rect(margin + i * (slot + gap), primary.y, slot, button) for i in range(SECONDARY_SLOTS))
        floor = primary.y
    body = Rect(margin, area.y + gap, area.width - 2 * margin, floor - 2 * gap - area.y)
    return body, primary, secondary


def grid(area: Rect, columns: int, count: int, gap: int, tallest: int) -> tuple[Rect, ...]:
    """Equal cells row by row; rows are as tall as they fit, up to ``tallest``."""
    rows = max(1, math.ceil(count / columns))
    width = (area.width - gap * (columns - 1)) // columns
    step = (area.width - width) / max(1, columns - 1)
    height = min(tallest, (area.height - gap * (rows - 1)) // rows)
    return tuple(
        Rect(area.x + math.floor(i % columns * step), area.y + (i // columns) * (height + gap), width, height)
        for i in range(count)
    )


def boleta_boxes(tokens: Tokens, area: Rect, ordinary: int, explicit: int) -> tuple[Rect, ...]:
    """One box for each option: ordinary ones first, then those for "no registrada" and "nulo" in a row of their own.

    Up to 8 ordinary boxes stand in two columns, more in three; on an upright glass, and with larger letters, in one
    that holds them.
    """
    gap = tokens.mm(GAP_MM)
    columns = 2 if ordinary <= TWO_COLUMNS_UP_TO else 3
    if tokens.portrait:
        columns = min(columns, 2)
    ordinary_columns = min(columns, max(1, ordinary))
    lowest = max(tokens.mm(LOWEST_BOX_MM), tokens.lines(1) - 2 * tokens.air())
    if (tokens.portrait or tokens.scale > 1) and (area.height + gap) // (ordinary + 1) - gap >= lowest:
        ordinary_columns = 1
    explicit_columns = columns
    rows = math.ceil(ordinary / ordinary_columns)
    explicit_rows = math.ceil(explicit / explicit_columns)
    row_px = (area.height - gap * (rows + explicit_rows - 1)) // max(1, rows + explicit_rows)
    low = tokens.lines(2, leading=TIGHT) - 2 * tokens.air()
    low = min(row_px, tokens.mm(20)) if tokens.scale > 1 else max(min(row_px, tokens.mm(LOWEST_BOX_MM)), low)
    tall = min((area.height - explicit_rows * (low + gap) - gap * (rows - 1)) // max(1, rows), tokens.mm(52))
    first = grid(
        Rect(area.x, area.y, area.width, rows * tall + gap * (rows - 1)), ordinary_columns, ordinary, gap, tall
    )
    start = area.y + (rows * (tall + gap) if ordinary else 0)
    second = grid(
        Rect(area.x, start, area.width, explicit_rows * low + gap * (explicit_rows - 1)),
        explicit_columns,
        explicit,
        gap,
        low,
    )
    return first + second


def keypad_keys(tokens: Tokens, area: Rect, count: int, columns: int) -> tuple[Rect, ...]:
    """Keys of a code, row by row."""
    return grid(area, columns, count, tokens.mm(GAP_MM), tokens.mm(17))
