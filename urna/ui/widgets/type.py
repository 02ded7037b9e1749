"""The urna's typeface and blocks of text that shrink until they fit. It must not cut a word or hide a line silently."""

from dataclasses import dataclass
from importlib import resources

from kivy.core.text import Label as CoreLabel
from kivy.core.text import LabelBase
from kivy.uix.label import Label

from urna.ui.geometry import Rect
from urna.ui.tokens import LINE_HEIGHT, SMALLEST_MM, TextSize, Tokens, rgba

FACE = "NotoSans"


def register_faces() -> None:
    """Make the shipped Noto Sans known to Kivy; its own face lacks letters of our languages."""
    fonts = resources.files("urna.ui").joinpath("assets", "fonts")
    regular, bold = fonts.joinpath("NotoSans-Regular.ttf"), fonts.joinpath("NotoSans-Bold.ttf")
    LabelBase.register(name=FACE, fn_regular=str(regular), fn_bold=str(bold))


@dataclass(frozen=True, slots=True)
class Style:
    """How a block of text is set; ``em`` in pixels stands for that of ``size`` where it is given."""

    size: TextSize = TextSize.BODY
    bold: bool = False
    color: str = ""
    halign: str = "left"
    valign: str = "middle"
    leading: float = LINE_HEIGHT
    smallest_mm: float = SMALLEST_MM
    em: int = 0

    def wanted(self, tokens: Tokens) -> int:
        """The em in pixels at which text is set where it has room."""
        return self.em or tokens.font(self.size)


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
        self.rect = rect
        self.air_px = tokens.air()
        self.overflows = False
        self.needed_px = 0
        self._tokens = tokens
        self._style = style
        self.fit(style.wanted(tokens))

    def fit(self, wanted: int) -> None:
        """Set the text at ``wanted`` pixels, or at the next size below that fits."""
        smallest = min(wanted, self._tokens.font_of(self._style.smallest_mm))
        for em in self._tokens.ladder(wanted, smallest):
            self.font_size = em
            if self._fits(em):
                self.overflows = False
                break
        else:
            self.overflows = True
        self.text_size = (self.rect.width, self.rect.height)
        self.texture_update()

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
        if not self.text:
            return True
        probe = CoreLabel(font_name=FACE, font_size=em, bold=self.bold)
        if max(probe.get_extents(word)[0] for word in self.text.split() or [""]) > self.rect.width:
            return False
        self.text_size = (self.rect.width, None)  # type: ignore[assignment]
        self.texture_update()
        self.needed_px = int(self.texture_size[1])
        return self.needed_px <= self.rect.height
