"""How far the names of a boleta must shrink at the largest letters of the urna, told without drawing them.

It must not be taken for the drawing: its boxes are none larger than the urna's, and its widths those of most names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.formats.theme_info import lines_of, width_of


@dataclass(frozen=True, slots=True)
class Box:
    """Room for a name: hundredths of an em of the largest letters, across and high."""

    across: int
    high: int


PLAIN: Final = (Box(950, 150), Box(860, 182))
FACES: Final = (Box(730, 275), Box(570, 375))
ROWS: Final = (Box(920, 176), Box(940, 240))
ROWS_WITH_FACES: Final = (Box(825, 176), Box(665, 240))
"""On the broad and the upright glass: the least of every glass in use, with the marks beside the name."""
USUAL: Final = 53
"""Per cent of the largest letters (9.0 mm) that are the usual ones (4.8 mm): below these nobody chose to read."""
_LINE, _SPARE = 107, 18
"""From one line to the next, and what all lines leave above the first and below the last, in hundredths of an em."""
_STEP: Final = 2


def boxes_of(*, faces: bool, rows: bool) -> tuple[Box, Box]:
    """The boxes of a boleta with portraits, and of one whose options have the marks of several partidos."""
    if rows:
        return ROWS_WITH_FACES if faces else ROWS
    return FACES if faces else PLAIN


def share_of(name: str, boxes: Iterable[Box]) -> int:
    """The per cent of the largest letters at which a name stands whole in all boxes; 0 for none above a quarter."""
    widths = [width_of(word) for word in name.split()]  # the broadest plain letters of a kind are as broad as bold ones
    sizes = range(100, 25, -_STEP)
    return min(next((size for size in sizes if _stands(widths, box, size)), 0) for box in boxes)


def _stands(widths: list[int], box: Box, size: int) -> bool:
    across, high = box.across * 100 // size, box.high * 100 // size
    return max(widths, default=0) <= across and lines_of(widths, across) * _LINE <= high + _SPARE
