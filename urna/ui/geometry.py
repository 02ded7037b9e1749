"""Where things stand on a screen: rectangles in pixels from the top left. It must not draw nor import Kivy."""

import math
from dataclasses import dataclass

from urna.ui.tokens import Tokens

BAND_MM = 14.6
FOOTER_MM = 18.0
MARGIN_MM = 4.0
GAP_MM = 2.6
BUTTON_MM = 13.6
NOTICE_MM = 12.0
QUESTION_MM = 24.0
FEW_OPTIONS = 4
PRIMARY_WIDTH_MM = 82.0
TITLE_SHARE = 0.64
SECONDARY_SLOTS = 3
TWO_COLUMNS_UP_TO = 14


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

    def left(self, width: int) -> "Rect":
        """Its left part."""
        return Rect(self.x, self.y, width, self.height)

    def after(self, width: int) -> "Rect":
        """What is left of it to the right of a part of that width."""
        return Rect(self.x + width, self.y, self.width - width, self.height)

    def overlaps(self, other: "Rect") -> bool:
        """Whether they share a pixel."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts that stand at the same place on every screen."""

    band: Rect
    title: Rect
    body: Rect
    primary: Rect
    secondary: tuple[Rect, ...]


def frame(tokens: Tokens) -> Frame:
    """Band above, body, and the row of actions below with the primary one at its right."""
    width, height = tokens.size.width, tokens.size.height
    band_px, margin, gap, button = (tokens.mm(v) for v in (BAND_MM, MARGIN_MM, GAP_MM, BUTTON_MM))
    footer_px = tokens.mm(FOOTER_MM)
    button_y = height - footer_px + (footer_px - button) // 2
    primary_px = tokens.mm(PRIMARY_WIDTH_MM)
    primary = Rect(width - margin - primary_px, button_y, primary_px, button)
    slot = (primary.x - margin - SECONDARY_SLOTS * gap) // SECONDARY_SLOTS
    secondary = tuple(Rect(margin + i * (slot + gap), button_y, slot, button) for i in range(SECONDARY_SLOTS))
    return Frame(
        band=Rect(0, 0, width, band_px),
        title=Rect(0, 0, int(width * TITLE_SHARE), band_px),
        body=Rect(margin, band_px + gap, width - 2 * margin, height - footer_px - band_px - 2 * gap),
        primary=primary,
        secondary=secondary,
    )


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

    Up to 14 boxes stand in two columns, more in three.
    """
    gap = tokens.mm(GAP_MM)
    columns = 2 if ordinary + explicit <= TWO_COLUMNS_UP_TO else 3
    ordinary_columns = min(columns, max(1, ordinary))
    explicit_columns = columns
    rows = math.ceil(ordinary / ordinary_columns)
    explicit_rows = math.ceil(explicit / explicit_columns)
    row_px = (area.height - gap * (rows + explicit_rows - 1)) // max(1, rows + explicit_rows)
    low = min(row_px, tokens.mm(20))
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
