"""How the parts of the urna are, each as a drawing with words. They must not tell a fault by colour alone."""

from urna.flow.screen import PartStatus
from urna.ui.geometry import Rect, grid
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TIGHT, TextSize
from urna.ui.widgets.drawing import DrawnShape
from urna.ui.widgets.parts import OF_PART
from urna.ui.widgets.shapes import Paint, Shape
from urna.ui.widgets.type import Style, TextBlock

ROW_MM, DRAWING_MM = 12.0, 9.0


class StatusBoard(Shape):
    """One tile for each part, in ``columns``; what needs a hand stands in a box of amber, in bold."""

    def __init__(self, stage: Stage, rect: Rect, parts: tuple[PartStatus, ...], columns: int) -> None:
        super().__init__(stage.tokens, rect)
        tokens = stage.tokens
        for cell, part in zip(grid(rect, columns, len(parts), tokens.mm(STEP_MM), row_px(stage)), parts, strict=True):
            self._draw(stage, cell, part)

    def _draw(self, stage: Stage, cell: Rect, part: PartStatus) -> None:
        tokens, palette, pad = stage.tokens, stage.tokens.palette, stage.tokens.mm(STEP_MM) // 2
        if not part.well:
            self.paint_box(cell, Paint(palette.amber, palette.amber_edge, 2))
        side = min(tokens.mm(DRAWING_MM), cell.height - pad)
        drawing = Rect(cell.x + pad, cell.y + (cell.height - side) // 2, side, side)
        self.add_widget(DrawnShape(tokens, drawing, OF_PART[part.part]))
        words = cell.after(side + 2 * pad)
        style = Style(TextSize.SMALL, bold=not part.well, leading=TIGHT)
        self.add_widget(TextBlock(tokens, stage.say(part.text), words, style))


def row_px(stage: Stage) -> int:
    """The height of one part: two lines of words fit."""
    return max(stage.tokens.mm(ROW_MM), stage.tokens.lines(2, TextSize.SMALL))


def status_px(stage: Stage, count: int, columns: int) -> int:
    """The height that so many parts need in so many columns."""
    rows = -(-count // columns)
    return rows * row_px(stage) + (rows - 1) * stage.tokens.mm(STEP_MM)
