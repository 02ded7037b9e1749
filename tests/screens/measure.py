"""Measures letters in a picture: their contrast and their height. It must not know a widget or a token.

The ground is the commonest colour of the place, and the ink the one that differs most from it: the middle of a stroke.
What a face blurs at the edge of a stroke is thus left out, and a picture drawn by another driver measures the same.
"""

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image

from urna.ui.tokens import contrast as computed

ASCENDERS, PLAIN = frozenset("bdfhkl"), frozenset("acemnorsuvwxz ACEFHIKLMNPRTVXYZ0123456789")
ASCENDER_OF_CAPITAL = 1.07
"""Noto Sans: an ascender stands this much taller than a capital."""


@lru_cache(maxsize=100_000)
def contrast(first: str, second: str) -> float:
    """The computed contrast, remembered: a picture has few colours and many pieces."""
    return computed(first, second)


def pair(picture: Image.Image) -> tuple[str, str]:
    """Ground and ink of a piece of a picture, as ``#rrggbb``."""
    colors = picture.getcolors(picture.width * picture.height)
    if not colors:
        raise ValueError("an empty piece")
    ground = _hex(max(colors)[1])
    return ground, max((_hex(color) for _, color in colors), key=lambda color: contrast(ground, color))


def contrast_in(picture: Image.Image) -> float:
    """The contrast of the letters in a piece of a picture, 1 to 21."""
    return contrast(*pair(picture))


def capital_px(picture: Image.Image, text: str) -> float | None:
    """The height of a capital of one line of plain letters, in pixels; None for a text that tells nothing of it."""
    letters = set(text)
    if not letters <= PLAIN | ASCENDERS or not letters & (ASCENDERS | frozenset("ACEFHIKLMNPRTVXYZ")):
        return None
    ground, ink = pair(picture)
    far = 0.5 * contrast(ground, ink)
    rows = [y for y in range(picture.height) if any(contrast(ground, color) >= far for color in _row(picture, y))]
    height = rows[-1] - rows[0] + 1
    return height / ASCENDER_OF_CAPITAL if letters & ASCENDERS else height


def _row(picture: Image.Image, y: int) -> Iterator[str]:
    colors = picture.crop((0, y, picture.width, y + 1)).getcolors(picture.width) or []
    for _, color in colors:
        yield _hex(color)


def _hex(color: object) -> str:
    if not isinstance(color, tuple):
        raise TypeError("a picture that is not RGB")
    return "#{:02x}{:02x}{:02x}".format(*color)
