"""Checklists of diagnosis and procedures, and tables of facts. They must not tell states apart by colour alone."""

from urna.flow.screen import ChecklistLine, StepStatus
from urna.ui.geometry import Rect
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.shapes import Paint, Panel, Shape
from urna.ui.widgets.type import Style, TextBlock

ROW_MM, TALL_ROW_MM = 14.0, 26.0
LETTER_OF_EM = 0.58  # mean width of a letter, for guessing which facts need two lines


class StatusSign(Shape):
    """Empty circle, dots, check or cross."""

    def __init__(self, stage: Stage, rect: Rect, status: StepStatus) -> None:
        super().__init__(stage.tokens, rect)
        palette = stage.tokens.palette
        x, y, side = rect.x, rect.y, rect.width
        pen = side / 13
        match status:
            case StepStatus.DONE:
                check = (x + 0.12 * side, y + 0.55 * side, x + 0.4 * side, y + 0.82 * side)
                self.paint_strokes(palette.action, pen, ((*check, x + 0.9 * side, y + 0.18 * side),))
            case StepStatus.FAILED:
                cross = (
                    (x + 0.15 * side, y + 0.15 * side, x + 0.85 * side, y + 0.85 * side),
                    (x + 0.15 * side, y + 0.85 * side, x + 0.85 * side, y + 0.15 * side),
                )
                self.paint_strokes(palette.red_edge, pen, cross)
            case StepStatus.RUNNING:
                for share in (0.14, 0.5, 0.86):
                    self.paint_dot(palette.ink, x + share * side, y + side / 2, side / 4.5)
            case StepStatus.PENDING:
                self.paint_box(rect.inset(int(side * 0.15)), Paint(palette.paper, palette.edge, 2))


class Checklist(Shape):
    """Lines with their state; each may carry a detail below its words."""

    def __init__(self, stage: Stage, rect: Rect, lines: tuple[ChecklistLine, ...]) -> None:
        super().__init__(stage.tokens, rect)
        self._stage = stage
        tallest = TALL_ROW_MM if stage.tokens.portrait and any(line.detail for line in lines) else ROW_MM
        row = min(rect.height // max(1, len(lines)), stage.tokens.mm(tallest))
        for i, line in enumerate(lines):
            self._draw_line(Rect(rect.x, rect.y + i * row, rect.width, row), line)

    def _draw_line(self, row: Rect, line: ChecklistLine) -> None:
        tokens = self._stage.tokens
        side = min(row.height - 4, tokens.mm(6))
        sign = Rect(row.x + tokens.mm(1), row.y + (row.height - side) // 2, side, side)
        self.add_widget(StatusSign(self._stage, sign, line.status))
        words = row.after(side + tokens.mm(4))
        bold = line.status in (StepStatus.RUNNING, StepStatus.FAILED)
        style = Style(TextSize.SMALL, bold=bold)
        if line.detail is None:
            self.add_widget(TextBlock(tokens, self._stage.say(line.text), words, style))
        else:
            share = words.width * 11 // 20
            self.add_widget(TextBlock(tokens, self._stage.say(line.text), words.left(share), style))
            soft = Style(TextSize.SMALL, color=tokens.palette.ink_soft, halign="right")
            self.add_widget(TextBlock(tokens, self._stage.say(line.detail), words.after(share), soft))
        rule = Rect(row.x, row.bottom - 1, row.width, 1)
        self.add_widget(Panel(tokens, rule, Paint(tokens.palette.line)))


class FactTable(Shape):
    """Labels at the left, values at the right in bold tabular figures."""

    def __init__(self, stage: Stage, rect: Rect, facts: tuple[tuple[str, str], ...]) -> None:
        super().__init__(stage.tokens, rect)
        tokens = stage.tokens
        soft = Style(TextSize.SMALL, color=tokens.palette.ink_soft)
        strong = Style(TextSize.SMALL, bold=True, halign="right")
        y = rect.y
        for (label, value), row in zip(facts, self._heights(facts), strict=True):
            line = Rect(rect.x, y, rect.width, row)
            label_px = int(line.width * _label_share(label, value))
            self.add_widget(TextBlock(tokens, label, line.left(label_px), soft))
            self.add_widget(TextBlock(tokens, value, line.after(label_px), strong))
            self.add_widget(Panel(tokens, Rect(line.x, line.bottom - 1, line.width, 1), Paint(tokens.palette.line)))
            y += row

    def _heights(self, facts: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
        """Rows of one or two lines; what is left over is shared, up to the height of comfort."""
        tokens = self.tokens
        letters = int(self.rect.width / (tokens.font(TextSize.SMALL) * LETTER_OF_EM))
        low, high, comfort = tokens.mm(7.4), tokens.mm(13.5), tokens.mm(13.5)
        least = [high if len(label) + len(value) + 2 > letters else low for label, value in facts]
        spare = max(0, self.rect.height - sum(least)) // max(1, len(facts))
        return tuple(max(row, min(row + spare, comfort)) for row in least)


def _label_share(label: str, value: str) -> float:
    """The part of the width for the label: by the lengths of both, never less than a third for either."""
    return min(0.67, max(0.33, (len(label) + 2) / (len(label) + len(value) * 1.15 + 4)))
