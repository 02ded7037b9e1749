"""One box of a boleta: party mark, candidate's name and the square that the voter crosses.

It must not know which marks law allows together.
"""

import io
import math
from dataclasses import replace

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, Option, OptionKind
from shared.domain.voto import Mark
from urna.flow.input import OptionTouched
from urna.flow.paging import has_portraits, longest_name, marks_across
from urna.ui.geometry import Rect
from urna.ui.places import CHOSEN_BORDER_PX, Inside, Pictures, inside
from urna.ui.stage import Stage
from urna.ui.tokens import TIGHT, TextSize, contrast
from urna.ui.widgets.shapes import CrossBox, Paint, Shape
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock, needed_px, spare_px, width_px
from urna.ui.wording import letters_of, parties_of, party_line

PLAIN_BORDER_PX = 2
LONG_NAME = 30
LONGEST_NAME_MM = 3.0  # only names of more than 50 letters come below 3.5 mm, rather than be cut
SPACE_MM = 2.0  # between a name and the partidos after it
LETTERS_MM = 1.4  # letters of a mark are a picture of it; the words stand beside


class PartyMark(Shape):
    """The picture of an option, or its letters on its partido's colour when the theme brings none."""

    def __init__(self, stage: Stage, rect: Rect, option: Option) -> None:
        super().__init__(stage.tokens, rect)
        data = stage.source.asset(option.mark) if option.mark else None
        if data is not None:
            with self.canvas.before:
                Color(1, 1, 1, 1)
                place = (rect.x, self.bottom_of(rect))
                Rectangle(texture=_texture(data, rect.width, rect.height), pos=place, size=(rect.width, rect.height))
            return
        fill = stage.color_of(option)
        palette = stage.tokens.palette
        ink = max(palette.paper, palette.ink, key=lambda color: contrast(color, fill))
        self.paint_box(rect, Paint(fill, palette.ink, 1))
        style = Style(TextSize.SMALL, bold=True, color=ink, halign="center", smallest_mm=LETTERS_MM)
        self.add_widget(TextBlock(stage.tokens, letters_of(option), rect.inset(2), style))


def _texture(data: bytes, width: int, height: int) -> object:
    """The picture at its exact size on the glass, so that letters in it stay sharp."""
    with Image.open(fp=io.BytesIO(data)) as picture:
        exact = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    texture = Texture.create(size=(width, height), colorfmt="rgb")
    texture.blit_buffer(exact.tobytes(), colorfmt="rgb", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture


def has_mark(option: Option) -> bool:
    """Whether something stands at the left of the option's words."""
    return bool(option.mark) or bool(letters_of(option))


def portraits_of(contest: Contest, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The face of each candidatura that is postulated by ``options``, once, as what a mark is drawn from."""
    faces = {candidatura.id: candidatura.portrait for candidatura in contest.candidaturas}
    found = {faces.get(option.candidatura, ""): option for option in options if option.candidatura is not None}
    return tuple(replace(option, mark=portrait) for portrait, option in found.items() if portrait)


def marks_of(option: Option) -> tuple[Option, ...]:
    """What stands at the left of the words: its picture, or the letters of each of its partidos side by side."""
    if option.mark or len(option.partidos) < 2:
        return (option,) if has_mark(option) else ()
    return tuple(replace(option, partidos=(partido,)) for partido in option.partidos)


class OptionBox(Touchable):
    """A box that can be marked; marked it bears a heavy X or its place, a thick border and a tint."""

    def __init__(self, stage: Stage, rect: Rect, contest: Contest, index: int) -> None:
        option = contest.options[index]
        super().__init__(stage, rect, f"option:{option.id.value}", OptionTouched(index))
        self.option = option
        self.marked = False
        self.place = 0
        self._number: TextBlock | None = None
        parts = self._parts(contest)
        for face in portraits_of(contest, (option,)):
            self.add_widget(PartyMark(stage, parts.face, face))
        for place, each in zip(parts.marks, marks_of(option), strict=False):
            self.add_widget(PartyMark(stage, place, each))
        self._write(contest, parts.words)
        self._cross = CrossBox(stage.tokens, parts.cross)
        self.add_widget(self._cross)
        self.draw()

    def show(self, mark: Mark | None) -> None:
        """Mark it, with its place in a boleta of preferences, or unmark it."""
        marked, place = mark is not None, mark.value if mark is not None else 0
        if (marked, place) == (self.marked, self.place):
            return
        self.marked, self.place = marked, place
        self._cross.cross(marked=marked and not place)
        if self._number is not None:
            self._cross.remove_widget(self._number)
            self._number = None
        if place:
            style = Style(TextSize.DISPLAY, bold=True, halign="center")
            self._number = TextBlock(self.tokens, str(place), self._cross.rect.inset(3), style)
            self._cross.add_widget(self._number)
        self.draw()

    def draw(self) -> None:
        """Thick ink border and a tint when marked; darker while pressed."""
        palette = self.tokens.palette
        fill = palette.chosen if self.marked else ""  # the paper is there already
        border, width = (palette.ink, CHOSEN_BORDER_PX) if self.marked else (palette.edge, PLAIN_BORDER_PX)
        rect = self.rect.inset(PLAIN_BORDER_PX - width)  # it grows outwards: letters fill what is inside
        self.canvas.before.clear()
        self.paint_box(rect, Paint(palette.pressed if self.pressed else fill, border, width))

    def _parts(self, contest: Contest) -> Inside:
        """The same for all candidaturas of a boleta: none has less room for having more marks."""
        pictures = Pictures()
        if self.option.kind not in EXPLICIT_KINDS:
            large = self.tokens.scale <= 1 and longest_name(contest) <= LONG_NAME
            pictures = Pictures(has_portraits(contest), marks_across(contest), large)
        parts = inside(self.tokens, self.rect, pictures)
        return replace(parts, words=parts.words.airy(-PLAIN_BORDER_PX))

    def _write(self, contest: Contest, words: Rect) -> None:
        size = TextSize.BODY
        if self.option.kind is OptionKind.RESPUESTA and words.height > self.tokens.mm(24):
            size = TextSize.HUGE
        self._words = words
        bold = self.option.kind not in EXPLICIT_KINDS
        style = Style(size, bold=bold, leading=TIGHT, smallest_mm=LONGEST_NAME_MM, fills=True)
        self.name = TextBlock(self.tokens, self.option.label, words, style)
        self.add_widget(self.name)
        self._lines = (party_line(contest, self.option), parties_of(self.option))

    def line_fits(self, *, whole: bool) -> bool:
        """Whether the partidos find room beside the name at the size that it has now; ``whole``: and their coalicion.

        A whole line stands below the name; the partidos alone also after its last word.
        """
        line = self._lines[0 if whole else 1]
        if not line or self._with_line(line) <= self._room(line).height:
            return True
        return not whole and width_px(self.tokens, line, self._line_style) <= self._after().width

    def settle(self, *, whole: bool = True) -> None:
        """Write the partidos below the name, or after its last word where there is no line for them.

        ``whole``: with their coalicion, which all boxes of a boleta say or none. Call it where the line fits.
        """
        line = self._lines[0 if whole else 1]
        if not line:
            return
        both_px, line_px, room = self._with_line(line), self._line_px(line), self._room(line)
        if both_px > room.height:
            self.add_widget(TextBlock(self.tokens, line, self._after(), self._line_style))
            return
        top = room.y + (room.height - both_px) // 2
        self.name.place(Rect(self._words.x, top, self._words.width, self.name.needed_px))
        below = TextBlock(
            self.tokens,
            line,
            Rect(self._words.x, top + both_px - line_px, self._words.width, line_px),
            self._line_style,
        )
        below.air_px = max(below.air_px, self.name.needed_px + line_px - both_px)
        self.add_widget(below)

    def _room(self, line: str) -> Rect:
        """The place for the name and a line below it, and what a face leaves above the one and below the other."""
        above = math.floor(spare_px(self.name.text, int(self.name.font_size), bold=self.name.bold)[0])
        below = math.floor(spare_px(line, self._line_style.em, bold=False)[1])
        return Rect(self._words.x, self._words.y - above, self._words.width, self._words.height + above + below)

    def _after(self) -> Rect:
        """The place beside the last word of the name, up to the voter's cross."""
        line_px, name = self._line_px("M"), self.name
        x = name.rect.x + name.last_line_px() + self.tokens.mm(SPACE_MM)
        bottom = name.rect.y + (name.rect.height + name.needed_px) // 2
        return Rect(x, bottom - line_px, self._cross.rect.x - self.tokens.mm(1) - x, line_px)

    @property
    def _line_style(self) -> Style:
        """Never larger than the name, nor below what every voter reads."""
        tokens = self.tokens
        em = min(tokens.font(TextSize.SMALL), max(int(self.name.font_size), tokens.font_of(TextSize.BODY.value)))
        return Style(TextSize.SMALL, color=tokens.palette.ink_soft, leading=TIGHT, em=em)

    def _line_px(self, line: str) -> int:
        return needed_px(self.tokens, line, self._words.width, self._line_style)

    def _with_line(self, line: str) -> int:
        """The height of the name with a line below it, which stand as near as the lines of one text."""
        return self.name.needed_px + self._line_px(line) - self._line_px(line[0]) * 2 // 9  # leading TIGHT
