"""The urna's typeface and blocks of text that shrink until they fit. It must not cut a word or hide a line silently."""

import bisect
import math
import string
import unicodedata
from dataclasses import dataclass
from importlib import resources

from kivy.core.text import Label as CoreLabel
from kivy.core.text import LabelBase
from kivy.uix.label import Label

from urna.ui.geometry import Rect
from urna.ui.tokens import LINE_HEIGHT, SMALLEST_MM, TextSize, Tokens, rgba

FACE = "NotoSans"
MARKS = frozenset("\u0301\u0303\u0308")
"""Acute, tilde and diaeresis: over a small letter they are no taller than an ascender, and never a tail."""
PLAIN = frozenset(string.ascii_letters + string.digits + " .,\u00b7")
TAILS = frozenset("gjpqyJQ,")
OVER_CAPITAL, OVER_ACCENT, OVER_BOLD_ACCENT = 0.303, 0.125, 0.135
UNDER_LINE, UNDER_TAIL = 0.27, 0.053
CLEAR_PX = 2  # between letters and the end of their room, where there is so much
"""Noto Sans, in ems: what a line leaves above and below such letters."""


def register_faces() -> None:
    """Make the shipped Noto Sans known to Kivy; its own face lacks letters of our languages."""
    fonts = resources.files("urna.ui").joinpath("assets", "fonts")
    regular, bold = fonts.joinpath("NotoSans-Regular.ttf"), fonts.joinpath("NotoSans-Bold.ttf")
    LabelBase.register(name=FACE, fn_regular=str(regular), fn_bold=str(bold))


@dataclass(frozen=True, slots=True)
class Style:
    """How a block of text is set; ``em`` in pixels stands for that of ``size`` where it is given.

    ``fills``: the place is for the letters themselves, and what a face leaves above and below them may stand out of it.
    """

    size: TextSize = TextSize.BODY
    bold: bool = False
    color: str = ""
    halign: str = "left"
    valign: str = "middle"
    leading: float = LINE_HEIGHT
    smallest_mm: float = SMALLEST_MM
    em: int = 0
    fills: bool = False

    def wanted(self, tokens: Tokens) -> int:
        """The em in pixels at which text is set where it has room."""
        return self.em or tokens.font(self.size)


def spare_px(text: str, em: int, *, bold: bool) -> tuple[float, float]:
    """The pixels that the lines of a text leave above its highest letter and below its deepest."""
    letters = [unicodedata.normalize("NFD", letter) for letter in text]
    accent = OVER_BOLD_ACCENT if bold else OVER_ACCENT
    over = OVER_CAPITAL if all(map(_is_low, letters)) else accent
    under = UNDER_LINE if set("".join(letters)) <= PLAIN - TAILS | MARKS else UNDER_TAIL
    return em * over, em * under


def _is_low(letter: str) -> bool:
    """Whether a letter, decomposed, is known to be no taller than a capital or an ascender."""
    base, marks = letter[0], letter[1:]
    return base in PLAIN and (not marks or (base.islower() and marks in MARKS))


def needed_px(tokens: Tokens, text: str, width: int, style: Style) -> int:
    """The height that a text needs at its full size in a place of that width, in pixels."""
    size = style.wanted(tokens)
    label = CoreLabel(text=text, font_name=FACE, font_size=size, bold=style.bold, line_height=style.leading)
    label.text_size = (width, None)
    label.resolve_font_name()
    return int(label.render()[1])


def width_px(tokens: Tokens, text: str, style: Style) -> int:
    """The width of a text in one line at its full size, in pixels."""
    label = CoreLabel(font_name=FACE, font_size=style.wanted(tokens), bold=style.bold)
    return int(label.get_extents(text)[0])


class TextBlock(Label):
    """Text inside a rectangle; ``overflows`` says whether it did not fit even at the smallest size."""

    def __init__(self, tokens: Tokens, text: str, rect: Rect, style: Style) -> None:
        super().__init__(
            font_name=FACE,
            text=text,
            bold=style.bold,
            halign=style.halign,
            valign=style.valign,
            color=rgba(style.color or tokens.palette.ink),
            line_height=style.leading,
            size_hint=(None, None),
            size=(rect.width, rect.height),
            pos=(rect.x, tokens.size.height - rect.bottom),
        )
        self.rect = self._room = rect
        self.air_px = tokens.air()
        self.overflows = False
        self.needed_px = 0
        self._tokens = tokens
        self._style = style
        self.fit(style.wanted(tokens))

    def fit(self, wanted: int) -> None:
        """Set the text at ``wanted`` pixels, or at the next size below that fits."""
        smallest = min(wanted, self._tokens.font_of(self._style.smallest_mm))
        sizes = self._tokens.ladder(wanted, smallest, fine=self._style.fills)
        self.overflows = not self._fits(sizes[0])
        if self.overflows:  # halving: smaller letters never need more room
            found = bisect.bisect_left(sizes, True, lo=1, key=self._fits)
            self.overflows = not self._fits(sizes[min(found, len(sizes) - 1)])
        if self._style.fills:
            self.place(self._among(self._room))
        else:
            self.place(self.rect)

    def _among(self, room: Rect) -> Rect:
        """The block in the middle of its room, or as near to that as keeps its letters inside."""
        above, below = spare_px(self.text, int(self.font_size), bold=self.bold)
        first, last = room.y - above, room.bottom + below - self.needed_px
        if last - first < 2 * CLEAR_PX:
            top = round((first + last) / 2)
        else:
            middle = room.y + (room.height - self.needed_px) / 2
            top = math.floor(max(min(middle, last - CLEAR_PX), first + CLEAR_PX))
        return Rect(room.x, top, room.width, self.needed_px)

    def last_line_px(self) -> int:
        """The width of the last line as it is set; words go to the next line as Kivy sends them there."""
        probe = CoreLabel(font_name=FACE, font_size=self.font_size, bold=self.bold)
        line = ""
        for word in self.text.split():
            longer = f"{line} {word}".strip()
            line = word if probe.get_extents(longer)[0] > self.rect.width else longer
        return int(probe.get_extents(line)[0])

    def place(self, rect: Rect) -> None:
        """Move the block, as it is set, to another rectangle."""
        self.rect = rect
        self.size = (rect.width, rect.height)
        self.pos = (rect.x, self._tokens.size.height - rect.bottom)
        self.text_size = (rect.width, rect.height)
        self.texture_update()

    def _fits(self, em: int) -> bool:
        self.font_size = em
        if not self.text:
            return True
        probe = CoreLabel(font_name=FACE, font_size=em, bold=self.bold)
        if max(probe.get_extents(word)[0] for word in self.text.split() or [""]) > self.rect.width:
            return False
        self.text_size = (self.rect.width, None)  # type: ignore[assignment]
        self.texture_update()
        self.needed_px = int(self.texture_size[1])
        spare = sum(spare_px(self.text, em, bold=self.bold)) if self._style.fills else 0
        return self.needed_px <= self._room.height + spare
