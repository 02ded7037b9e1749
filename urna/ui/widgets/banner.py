"""Alerts: what happened, what is safe, what to do. Red is for faults alone; a sign stands beside the colour."""

from urna.ui.geometry import Rect
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.shapes import Paint, Shape
from urna.ui.widgets.type import Style, TextBlock


class Banner(Shape):
    """An alert with its sign; ``fault`` paints it red instead of amber."""

    def __init__(self, stage: Stage, rect: Rect, text: str, *, fault: bool = False) -> None:
        super().__init__(stage.tokens, rect)
        palette, edge = stage.tokens.palette, stage.tokens.mm(1.2)
        fill, border = (palette.red, palette.red_edge) if fault else (palette.amber, palette.amber_edge)
        self.paint_box(rect, Paint(fill, border, 3))
        side = min(rect.height - 2 * edge, stage.tokens.mm(11))
        sign = Rect(rect.x + 2 * edge, rect.y + (rect.height - side) // 2, side, side)
        self._draw_sign(sign, palette.ink)
        words = rect.after(side + 4 * edge)
        words = Rect(words.x, words.y + 3, words.width - 2 * edge, words.height - 6)
        self.block = TextBlock(stage.tokens, text, words, Style(TextSize.SMALL, bold=True))
        self.add_widget(self.block)

    def _draw_sign(self, rect: Rect, color: str) -> None:
        """A triangle with an exclamation mark."""
        middle, width = rect.x + rect.width / 2, max(2.0, rect.width / 22)
        top, bottom = rect.y + rect.height * 0.08, rect.y + rect.height * 0.9
        sides = (rect.x + 1.0, bottom, middle, top, rect.right - 1.0, bottom, rect.x + 1.0, bottom)
        stem = (middle, rect.y + rect.height * 0.4, middle, rect.y + rect.height * 0.62)
        dot = (middle, rect.y + rect.height * 0.76, middle, rect.y + rect.height * 0.765)
        self.paint_strokes(color, width, (sides, stem, dot))
