"""One box of a boleta: party mark, candidate's name and the square that the voter crosses.

It must not know which marks law allows together.
"""

import io
from dataclasses import dataclass, replace

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, Option, OptionKind
from shared.domain.voto import Mark
from urna.flow.input import OptionTouched
from urna.flow.paging import longest_name
from urna.ui.geometry import Rect
from urna.ui.stage import Stage
from urna.ui.tokens import TIGHT, TextSize, contrast
from urna.ui.widgets.shapes import CrossBox, Paint, Shape
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock, needed_px
from urna.ui.wording import letters_of, party_line

CHOSEN_BORDER_PX = 6
PLAIN_BORDER_PX = 2
LARGEST_MARK_MM = 30.0
MARK_BESIDE_LONG_MM = 20.0
LONG_NAME = 30
LONGEST_NAME_MM = 3.0  # only names of more than 50 letters come below 3.5 mm, rather than be cut
LINE_FROM_MM = 20.0
LETTERS_MM = 2.0  # letters of a mark are a picture of it; the words stand beside


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


@dataclass(frozen=True, slots=True)
class _Parts:
    marks: tuple[Rect, ...]
    words: Rect
    cross: Rect


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
        pictures = (*portraits_of(contest, (option,)), *marks_of(option))
        for place, each in zip(parts.marks, pictures, strict=True):
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
        fill = palette.chosen if self.marked else palette.paper
        border, width = (palette.ink, CHOSEN_BORDER_PX) if self.marked else (palette.edge, PLAIN_BORDER_PX)
        self.canvas.before.clear()
        self.paint_box(self.rect, Paint(palette.pressed if self.pressed else fill, border, width))

    def _parts(self, contest: Contest) -> _Parts:
        rect, edge, gap = self.rect, CHOSEN_BORDER_PX + 2, self.tokens.mm(2)
        cross_px = min(rect.height - 2 * edge - 4, self.tokens.mm(14))
        cross_x = rect.right - edge - gap // 2 - cross_px
        cross = Rect(cross_x, rect.y + (rect.height - cross_px) // 2, cross_px, cross_px)
        faces, count = len(portraits_of(contest, (self.option,))), len(marks_of(self.option))
        wide, tall = cross_x - rect.x, rect.height - 2 * edge
        roomy = self.tokens.scale <= 1 and longest_name(contest) <= LONG_NAME
        mark_mm = LARGEST_MARK_MM if roomy else MARK_BESIDE_LONG_MM
        face_px = min(tall, self.tokens.mm(mark_mm), wide // 5) if faces else 0  # the same in all boxes of a boleta
        mark_px = min(tall, self.tokens.mm(mark_mm), (wide * 2 // 5 - face_px) // max(1, count))
        marks, left = [], rect.x + edge + 2
        for side in (face_px,) * faces + (mark_px,) * count:
            marks.append(Rect(left, rect.y + (rect.height - side) // 2, side, side))
            left += side + gap // 2
        words_x = marks[-1].right + gap if marks else rect.x + 2 * gap
        words = Rect(words_x, rect.y, cross_x - gap - words_x, rect.height).airy(self.tokens.air())
        return _Parts(tuple(marks), words, cross)

    def _write(self, contest: Contest, words: Rect) -> None:
        size = TextSize.BODY
        if self.option.kind is OptionKind.RESPUESTA and words.height > self.tokens.mm(24):
            size = TextSize.HUGE
        bold = self.option.kind not in EXPLICIT_KINDS
        below = party_line(contest, self.option)
        self._line: TextBlock | None = None
        self._words = words
        name = words
        style = Style(TextSize.SMALL, color=self.tokens.palette.ink_soft)
        small = needed_px(self.tokens, below, words.width, style) if below else 0
        if below and words.height - small >= max(self.tokens.mm(LINE_FROM_MM), self.tokens.lines(2, leading=TIGHT)):
            name = words.top(words.height - small)
            self._line = TextBlock(self.tokens, below, words.below(name.height).top(small), style)
            self.add_widget(self._line)
        style = Style(size, bold=bold, leading=TIGHT, smallest_mm=LONGEST_NAME_MM)
        self.name = TextBlock(self.tokens, self.option.label, name, style)
        self.add_widget(self.name)

    def settle(self) -> None:
        """Bring the partido's line right below the name, both in the middle, once the letters have their size."""
        if self._line is None:
            return
        line_px, name_px = self._line.rect.height, self.name.needed_px
        top = self._words.y + (self._words.height - name_px - line_px) // 2
        self.name.place(Rect(self._words.x, top, self._words.width, name_px))
        self._line.place(Rect(self._words.x, top + name_px, self._words.width, line_px))
