"""Sizes, colours and spacing of every screen, from millimetres on the glass. It must not draw nor import Kivy.

Source of the numbers: VVSG 2.0 part 7 (text from 3.5 mm, default 4.8 mm; targets of 12.7 mm with 2.5 mm between).
Letters are measured by their capitals, the stricter reading.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.palettes import PALETTES, Palette

LADDER_FOOT_MM, LADDER_RATIO, LADDER_STEPS = 2.0, 1.07, 40
CAPITAL_OF_EM = 0.714  # Noto Sans: height of a capital in ems
AIR_OF_EM = 0.1  # less than its face leaves above capitals and below descenders
LINE_OF_EM = 1.37  # Noto Sans: from one baseline to the next, in ems
LINE_HEIGHT = 0.88
TIGHT = 0.78
SMALLEST_MM = 3.5
STEP_MM = 2  # all spacing, but the gap between targets, is a multiple of it
MIN_TARGET_MM = 12.7
MIN_GAP_MM = 2.5


class TextSize(Enum):
    """Height of a capital in millimetres at the usual size, on a scale of ratio 1.25."""

    SMALL = 3.6
    BODY = 4.8
    TITLE = 6.0
    DISPLAY = 7.5
    HUGE = 11.7


FLOORS_MM: Mapping[Letters, float] = {
    Letters.SMALL: 3.6,
    Letters.NORMAL: 4.8,
    Letters.LARGE: 6.4,
    Letters.LARGEST: 9.0,
}
"""Least capital of what a voter reads at each size; headings stand as far above it as ever."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The look for one screen size; lengths come in pixels from ``mm``, letters from ``font``.

    ``floor_mm`` is the capital that no text should come below; ``scale`` that of the body to its usual 4.8 mm.
    """

    size: WindowSize
    palette: Palette
    scale: float = 1.0
    floor_mm: float = SMALLEST_MM

    @property
    def portrait(self) -> bool:
        """Whether the glass stands upright."""
        return self.size.height > self.size.width

    @property
    def px_per_mm(self) -> float:
        """Pixels in one millimetre of the glass."""
        return math.hypot(self.size.width, self.size.height) / self.size.diagonal_mm

    def mm(self, length_mm: float) -> int:
        """A length of the glass in whole pixels, rounded up so that no minimum is missed."""
        return math.ceil(length_mm * self.px_per_mm)

    def font(self, text_size: TextSize) -> int:
        """The em of a text size in pixels."""
        body = TextSize.BODY.value
        above = max(0.0, text_size.value - body)  # headings keep their step: their ratio would fill the glass
        return self.font_of(max(min(text_size.value, body) * self.scale + above, self.floor_mm))

    def lines(self, count: int, text_size: TextSize = TextSize.BODY, leading: float = LINE_HEIGHT) -> int:
        """The pixels that ``count`` lines of a text size need, the room above capitals included."""
        return math.ceil(self.font(text_size) * LINE_OF_EM * (1 + (count - 1) * leading))

    def air(self, text_size: TextSize = TextSize.BODY) -> int:
        """The pixels that a line may stand out of its place above and below without any letter doing so."""
        return math.floor(self.font(text_size) * AIR_OF_EM)

    def even(self, pixels: int) -> int:
        """As many pixels or more: a whole number of steps of 2 mm."""
        return self.mm(STEP_MM * math.ceil(pixels / (STEP_MM * self.px_per_mm)))

    @property
    def smallest_font(self) -> int:
        """The em, in pixels, that no text should come below."""
        return self.font_of(self.floor_mm)

    def ladder(self, wanted: int, smallest: int, *, fine: bool = False) -> tuple[int, ...]:
        """Sizes to try, from ``wanted`` down to ``smallest``: a few common steps, since Kivy keeps a font for each.

        ``fine``: with one more between each two.
        """
        base, halves = self.font_of(LADDER_FOOT_MM), 2 if fine else 1
        rungs = (round(base * LADDER_RATIO ** (i / halves)) for i in range(LADDER_STEPS * halves))
        steps = sorted({self.smallest_font, *rungs})
        return (wanted, *(size for size in reversed(steps) if smallest < size < wanted), smallest)

    def font_of(self, capital_mm: float) -> int:
        """The em in pixels of letters whose capitals are that tall."""
        return math.ceil(capital_mm * self.px_per_mm / CAPITAL_OF_EM)


def tokens_for(size: WindowSize, viewing: Viewing | None = None) -> Tokens:
    """The tokens of a screen as its voter wants to see it; without a voter, those of the mesa's screens."""
    if viewing is None:
        return Tokens(size, PALETTES[Viewing().contrast])
    floor_mm = FLOORS_MM[viewing.letters]
    return Tokens(size, PALETTES[viewing.contrast], floor_mm / TextSize.BODY.value, floor_mm)


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast of two ``#rrggbb`` colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgba(color: str) -> tuple[float, float, float, float]:
    """``#rrggbb`` as four parts of 0 to 1, opaque."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue, 1.0)


def _luminance(color: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgba(color)[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
