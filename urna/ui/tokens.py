"""Sizes, colours and spacing of every screen, from millimetres on the glass. It must not draw nor import Kivy.

Source of the numbers: VVSG 2.0 part 7 (text from 3.5 mm, default 4.8 mm; targets of 12.7 mm with 2.5 mm between).
Letters are measured by their capitals, the stricter reading.
"""

import math
from dataclasses import dataclass
from enum import Enum

from urna.ui.environment import WindowSize

LADDER_FOOT_MM, LADDER_RATIO, LADDER_STEPS = 2.0, 1.07, 30
CAPITAL_OF_EM = 0.714  # Noto Sans: height of a capital in ems
SMALLEST_MM = 3.5
MIN_TARGET_MM = 12.7
MIN_GAP_MM = 2.5


class TextSize(Enum):
    """Height of a capital in millimetres, on a scale of ratio 1.25."""

    SMALL = 3.6
    BODY = 4.8
    TITLE = 6.0
    DISPLAY = 7.5
    HUGE = 11.7


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``: greys and one deep teal; amber for attention and red for faults alone."""

    paper: str = "#ffffff"
    surface: str = "#f3f3f1"
    line: str = "#b9b9b5"
    edge: str = "#4d4d4a"
    ink: str = "#141414"
    ink_soft: str = "#333331"
    action: str = "#06434a"
    action_pressed: str = "#032a2e"
    on_action: str = "#ffffff"
    chosen: str = "#dfe9e9"
    pressed: str = "#d5d5d1"
    disabled: str = "#e6e6e3"
    on_disabled: str = "#333331"
    amber: str = "#ffdf94"
    amber_edge: str = "#8a5a00"
    red: str = "#fbe3e0"
    red_edge: str = "#8f1111"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The look for one screen size; lengths come in pixels from ``mm``, letters from ``font``."""

    size: WindowSize
    palette: Palette
    text_scale: float = 1.0

    @property
    def px_per_mm(self) -> float:
        """Pixels in one millimetre of the glass."""
        return math.hypot(self.size.width, self.size.height) / self.size.diagonal_mm

    def mm(self, length_mm: float) -> int:
        """A length of the glass in whole pixels, rounded up so that no minimum is missed."""
        return math.ceil(length_mm * self.px_per_mm)

    def font(self, text_size: TextSize) -> int:
        """The em of a text size in pixels."""
        return math.ceil(text_size.value * self.text_scale * self.px_per_mm / CAPITAL_OF_EM)

    @property
    def smallest_font(self) -> int:
        """The em, in pixels, below which no text is ever shrunk (3.5 mm capitals)."""
        return self.font_of(SMALLEST_MM)

    def ladder(self, wanted: int, smallest: int) -> tuple[int, ...]:
        """Sizes to try, from ``wanted`` down to ``smallest``: a few common steps, since Kivy keeps a font for each."""
        base = self.font_of(LADDER_FOOT_MM)
        steps = [round(base * LADDER_RATIO**i) for i in range(LADDER_STEPS)]
        return (wanted, *(size for size in reversed(steps) if smallest < size < wanted), smallest)

    def font_of(self, capital_mm: float) -> int:
        """The em in pixels of letters whose capitals are that tall."""
        return math.ceil(capital_mm * self.px_per_mm / CAPITAL_OF_EM)


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
