"""Measures letters in a picture: their contrast and their height. It must not know a widget or a token.

A place is drawn with its letters and without them: what differs is ink, whatever stands beside or below. The ground is
the commonest colour of the bare place, and the ink the one that differs most from it: the middle of a stroke. What a
face blurs at the edge of a stroke is thus left out, and a picture drawn by another driver measures the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PIL import Image, ImageChops

from urna.ui.tokens import contrast as computed

ASCENDERS, PLAIN = frozenset("bdfhkl"), frozenset("acemnorsuvwxz ACEFHIKLMNPRTVXYZ0123456789")
ASCENDER_OF_CAPITAL = 1.07
"""Noto Sans: an ascender stands this much taller than a capital."""


@lru_cache(maxsize=100_000)
def contrast(first: str, second: str) -> float:
    """The computed contrast, remembered: a picture has few colours and many pieces."""
    return computed(first, second)


@dataclass(frozen=True)
class Piece:
    """A piece of a picture with its letters and without them: RGB, of one size."""

    written: Image.Image
    bare: Image.Image

    @cached_property
    def ground(self) -> str:
        """The commonest colour of the bare place, as ``#rrggbb``."""
        colors = self.bare.getcolors(self.bare.width * self.bare.height)
        if not colors:
            raise ValueError("an empty piece")
        return _hex(max(colors)[1])

    @cached_property
    def rows(self) -> tuple[frozenset[str], ...]:
        """The colours of ink in each row, from the top."""
        changed = ImageChops.difference(self.written, self.bare).convert("L").point(lambda value: 255 * (value > 0))
        width, height = self.written.size
        drawn = Image.composite(self.written.convert("RGBA"), Image.new("RGBA", (width, height)), changed)
        return tuple(frozenset(_inks(drawn.crop((0, y, width, y + 1)))) for y in range(height))

    @cached_property
    def contrast(self) -> float:
        """The contrast of the letters, 1 (there are none) to 21."""
        return max((contrast(self.ground, color) for row in self.rows for color in row), default=1.0)

    def capital_px(self, text: str) -> float | None:
        """The height of a capital of one line of plain letters, in pixels; None for a text that tells nothing of it."""
        letters = set(text)
        if not letters <= PLAIN | ASCENDERS or not letters & (ASCENDERS | frozenset("ACEFHIKLMNPRTVXYZ")):
            return None
        far = 0.5 * self.contrast
        rows = [y for y, row in enumerate(self.rows) if any(contrast(self.ground, color) >= far for color in row)]
        height = rows[-1] - rows[0] + 1
        return height / ASCENDER_OF_CAPITAL if letters & ASCENDERS else height


def _inks(row: Image.Image) -> Iterator[str]:
    for _, color in row.getcolors(row.width) or []:
        if isinstance(color, tuple) and color[3]:
            yield _hex(color[:3])


def _hex(color: object) -> str:
    if not isinstance(color, tuple):
        raise TypeError("a picture that is not RGB")
    return "#{:02x}{:02x}{:02x}".format(*color)
