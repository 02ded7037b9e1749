"""Draws a party's mark as letters on its colour, so that a theme needs no one else's emblem.

It must give the same bytes for the same letters and colour on every machine: the theme's hash depends on them.
"""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

KEPT = 200
"""Marks as drawn: every theme of a lot has the same."""
SIDE_PX = 192
INSET_PX = 8
RADIUS_PX = 28
LIGHT = "#ffffff"
DARK = "#161616"
FONT = Path(__file__).parent / "assets" / "NotoSans-Bold.ttf"


@lru_cache(maxsize=KEPT)
def draw_mark(letters: str, color: str) -> bytes:
    """A PNG of 192 x 192 px: ``letters`` (1-7) in white or near-black, whichever contrasts more, on ``#rrggbb``."""
    image = Image.new("RGB", (SIDE_PX, SIDE_PX), LIGHT)
    draw = ImageDraw.Draw(image)
    box = (INSET_PX, INSET_PX, SIDE_PX - INSET_PX, SIDE_PX - INSET_PX)
    draw.rounded_rectangle(box, radius=RADIUS_PX, fill=color, outline=DARK, width=3)
    font = _fitting_font(letters)
    draw.text((SIDE_PX / 2, SIDE_PX / 2), letters, font=font, fill=ink_for(color), anchor="mm")
    stream = io.BytesIO()
    image.quantize(32).save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def ink_for(color: str) -> str:
    """White or near-black, whichever has the higher WCAG contrast on ``#rrggbb``."""
    luminance = relative_luminance(color)
    on_light = 1.05 / (luminance + 0.05)
    on_dark = (luminance + 0.05) / (relative_luminance(DARK) + 0.05)
    return LIGHT if on_light >= on_dark else DARK


def relative_luminance(color: str) -> float:
    """WCAG 2.2 relative luminance, 0 to 1, of ``#rrggbb``."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _fitting_font(letters: str) -> ImageFont.FreeTypeFont:
    room = SIDE_PX - 2 * INSET_PX - 24
    for size in range(88, 20, -2):
        font = ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)
        left, _top, right, _bottom = font.getbbox(letters)
        if right - left <= room:
            return font
    return ImageFont.truetype(FONT, 20, layout_engine=ImageFont.Layout.BASIC)
