"""One option of a scale: its words, and a button for each value. It must not know what a value means."""

from shared.domain.eleccion import Contest
from shared.domain.voto import Mark
from urna.flow.input import OptionTouched
from urna.ui.geometry import Rect
from urna.ui.places import CHOSEN_BORDER_PX, steps, words_beside
from urna.ui.stage import Stage
from urna.ui.tokens import TIGHT, TextSize, rgba
from urna.ui.widgets.option_box import LONGEST_NAME_MM, PLAIN_BORDER_PX, PartyMark, has_mark
from urna.ui.widgets.shapes import Paint, Shape
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock


class ValueButton(Touchable):
    """One value; the one given is white on black, so that it is told without colour."""

    def __init__(self, stage: Stage, rect: Rect, option: tuple[int, str], value: int) -> None:
        place, name = option
        super().__init__(stage, rect, f"option:{name}@{value}", OptionTouched(place, value))
        self.given = False
        style = Style(TextSize.TITLE, bold=True, halign="center")
        self._label = TextBlock(stage.tokens, str(value), rect.inset(2), style)
        self.add_widget(self._label)
        self.draw()

    def give(self, *, given: bool) -> None:
        """Draw it as the value given, or as one that may be."""
        if given != self.given:
            self.given = given
            self.draw()

    def draw(self) -> None:
        """Ink on paper with an edge, or paper on ink."""
        palette = self.tokens.palette
        fill, ink = (palette.ink, palette.paper) if self.given else (palette.paper, palette.ink)
        if self.pressed:
            fill, ink = palette.pressed, palette.ink
        self.canvas.before.clear()
        self.paint_box(self.rect, Paint(fill, palette.edge, 3))
        self._label.color = rgba(ink)


class ScaleRow(Shape):
    """A row that can be given a value; with one it bears a thick border and a tint."""

    def __init__(self, stage: Stage, rect: Rect, contest: Contest, index: int) -> None:
        super().__init__(stage.tokens, rect)
        self.option = contest.options[index]
        self.value = 0
        gap, edge = stage.tokens.mm(2), CHOSEN_BORDER_PX + 2
        places = steps(stage.tokens, rect, contest.scale_max)
        words = words_beside(rect, places, gap).airy(-edge)
        if has_mark(self.option):
            self.add_widget(PartyMark(stage, words.left(words.height), self.option))
            words = words.after(words.height + gap)
        style = Style(bold=True, leading=TIGHT, smallest_mm=LONGEST_NAME_MM)
        self.name = TextBlock(stage.tokens, self.option.label, words, style)
        self.add_widget(self.name)
        numbered = enumerate(places, start=1)
        self.values = {n: ValueButton(stage, place, (index, self.option.id.value), n) for n, place in numbered}
        for button in self.values.values():
            self.add_widget(button)
        self.draw()

    def show(self, mark: Mark | None) -> None:
        """Give it the value of a mark, or none."""
        value = mark.value if mark is not None else 0
        if value != self.value:
            self.value = value
            for number, button in self.values.items():
                button.give(given=number == value)
            self.draw()

    def line_fits(self, *, whole: bool) -> bool:  # noqa: ARG002 - as the boxes of other boletas are asked
        """There is no line below the words."""
        return True

    def settle(self, *, whole: bool = True) -> None:
        """Nothing moves once the letters have their size."""

    def draw(self) -> None:
        """Border and ground."""
        palette = self.tokens.palette
        border, width = (palette.ink, CHOSEN_BORDER_PX) if self.value else (palette.edge, PLAIN_BORDER_PX)
        self.canvas.before.clear()
        self.paint_box(self.rect, Paint(palette.chosen if self.value else "", border, width))
