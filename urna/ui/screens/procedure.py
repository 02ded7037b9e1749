"""The mesa's screens: what to do in one sentence, a checklist, facts and actions. It must never show a vote."""

from urna.flow.screen import Action, ProcedureScreen, ScreenId
from urna.ui.geometry import GAP_MM, Rect, grid
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.button import Weight
from urna.ui.widgets.checklist import Checklist, FactTable
from urna.ui.widgets.shapes import WorkBar
from urna.ui.widgets.type import Style, TextBlock

ALERT_MM = 16.0
HEADING_MM = 11.0
INSTRUCTION_MM = 13.0


class ProcedureView(View):
    """Heading and sentence above; then checklist and facts side by side; menus as a grid of buttons."""

    def __init__(self, stage: Stage, screen: ProcedureScreen) -> None:
        super().__init__(stage)
        tokens = stage.tokens
        self.draw_band(stage.word(f"banda.{screen.id.value}"))
        self.draw_corner("")
        area = stage.frame.body
        if screen.alert is not None:
            fault = screen.id is ScreenId.FUERA_DE_SERVICIO
            self.add_widget(Banner(stage, area.top(tokens.mm(ALERT_MM)), stage.say(screen.alert), fault=fault))
            area = area.below(tokens.mm(ALERT_MM) + tokens.mm(GAP_MM))
        area = self._draw_words(area, screen)
        menu = self.draw_actions(screen.actions)
        if menu:
            area = self._draw_menu(area, menu)
        if screen.progress is not None:
            bar = Rect(area.x, area.bottom - tokens.mm(8), area.width, tokens.mm(7))
            self.add_widget(WorkBar(tokens, bar, *screen.progress))
            area = area.top(area.height - tokens.mm(8) - tokens.mm(GAP_MM))
        self._draw_contents(area, screen)

    def _draw_words(self, area: Rect, screen: ProcedureScreen) -> Rect:
        stage, tokens = self.stage, self.stage.tokens
        heading = stage.say(screen.title)
        if heading != stage.word(f"banda.{screen.id.value}"):
            style = Style(TextSize.TITLE, bold=True)
            self.add_widget(TextBlock(tokens, heading, area.top(tokens.mm(HEADING_MM)), style))
            area = area.below(tokens.mm(HEADING_MM))
        words = area.top(tokens.mm(INSTRUCTION_MM))
        self.add_widget(TextBlock(tokens, stage.say(screen.instruction), words, Style(TextSize.SMALL)))
        return area.below(tokens.mm(INSTRUCTION_MM) + tokens.mm(GAP_MM))

    def _draw_menu(self, area: Rect, actions: tuple[Action, ...]) -> Rect:
        """Many actions: two columns in the body; gives what is left below them."""
        tokens = self.stage.tokens
        gap = tokens.mm(GAP_MM)
        rects = grid(area, 2 if len(actions) <= 12 else 3, len(actions), gap, tokens.mm(15))
        for rect, action in zip(rects, actions, strict=True):
            self.add_button(rect, action, Weight.SECONDARY)
        used = rects[-1].bottom - area.y + gap
        return area.below(min(used, area.height))

    def _draw_contents(self, area: Rect, screen: ProcedureScreen) -> None:
        stage = self.stage
        facts = tuple((stage.say(label), value) for label, value in screen.facts)
        if screen.lines and facts:
            gap = stage.tokens.mm(8)
            left = area.left((area.width - gap) * 11 // 20)
            self.add_widget(Checklist(stage, left, screen.lines))
            self.add_widget(FactTable(stage, area.after(left.width + gap), facts))
        elif screen.lines:
            self.add_widget(Checklist(stage, area, screen.lines))
        elif facts:
            self._draw_facts(area, facts)

    def _draw_facts(self, area: Rect, facts: tuple[tuple[str, str], ...]) -> None:
        """Facts alone: one column, or two when there are many."""
        gap = self.stage.tokens.mm(10)
        if len(facts) <= 6:
            self.add_widget(FactTable(self.stage, area.left(area.width * 3 // 4), facts))
            return
        half = (len(facts) + 1) // 2
        width = (area.width - gap) // 2
        self.add_widget(FactTable(self.stage, area.left(width), facts[:half]))
        self.add_widget(FactTable(self.stage, area.after(width + gap), facts[half:]))
