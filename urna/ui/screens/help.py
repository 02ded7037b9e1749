"""Help for the mesa: its topics at one side, and the steps of one of them with a drawing each. It must show no vote."""

from urna.flow.screen import HelpScreen
from urna.ui.geometry import GAP_MM, Rect, grid
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.choice import ChoiceButton
from urna.ui.widgets.drawing import DrawnShape
from urna.ui.widgets.parts import OF_STEP
from urna.ui.widgets.type import Style, TextBlock

TOPICS_MM, TOPIC_MM, HEADING_MM = 72.0, 16.0, 14.0
DRAWING_MM, NUMBER_MM = 46.0, 9.0
BETWEEN_MM = 6.0


class HelpView(View):
    """Topics in a column at the left and steps side by side; on an upright glass one below another."""

    def __init__(self, stage: Stage, screen: HelpScreen) -> None:
        super().__init__(stage)
        tokens, body, gap = stage.tokens, stage.frame.body, stage.tokens.mm(GAP_MM)
        self.draw_band(stage.word("banda.ayuda"))
        self.draw_corner("")
        columns = 2 if tokens.portrait else 1
        rows = -(-len(screen.topics) // columns)
        height = min(tokens.mm(TOPIC_MM), (body.height + gap) // rows - gap)
        if tokens.portrait:
            area, rest = body.top(rows * (height + gap)), body.below(rows * (height + gap) + gap)
        else:
            area, rest = body.left(tokens.mm(TOPICS_MM)), body.after(tokens.mm(TOPICS_MM + BETWEEN_MM))
        for rect, topic in zip(grid(area, columns, len(screen.topics), gap, height), screen.topics, strict=True):
            self.add_widget(ChoiceButton(stage, rect, topic, (stage.say(topic.action.text), tokens)))
        heading = rest.top(tokens.mm(HEADING_MM))
        self.add_widget(TextBlock(tokens, stage.say(screen.title), heading, Style(TextSize.TITLE, bold=True)))
        self._draw_steps(rest.below(heading.height), screen)
        self.draw_actions(screen.actions)

    def _draw_steps(self, area: Rect, screen: HelpScreen) -> None:
        tokens = self.stage.tokens
        upright, count = tokens.portrait, len(screen.steps)
        gap = tokens.mm(BETWEEN_MM)
        cells = grid(area, 1 if upright else count, count, gap, area.height)
        drawings = OF_STEP[screen.topic]
        for place, (cell, words, drawing) in enumerate(zip(cells, screen.steps, drawings, strict=True)):
            side = min(tokens.mm(DRAWING_MM), cell.height if upright else cell.width - tokens.mm(NUMBER_MM))
            picture = Rect(cell.x + tokens.mm(NUMBER_MM), cell.y, side, side)
            number = Rect(cell.x, cell.y, tokens.mm(NUMBER_MM), tokens.mm(NUMBER_MM))
            self.add_widget(TextBlock(tokens, str(place + 1), number, Style(TextSize.DISPLAY, bold=True, valign="top")))
            self.add_widget(DrawnShape(tokens, picture, drawing))
            beside = cell.after(side + tokens.mm(NUMBER_MM) + gap) if upright else cell.below(side + tokens.mm(GAP_MM))
            style = Style(TextSize.SMALL, valign="middle" if upright else "top")
            self.add_widget(TextBlock(tokens, self.stage.say(words), beside, style))
