"""The voter's settings, or the list of languages: each value as it looks, all as was chosen. It must show no vote."""

from urna.flow.adjusting import chosen
from urna.flow.screen import Choice, Setting, SettingsScreen
from urna.ui.geometry import GAP_MM, Rect, grid
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TextSize
from urna.ui.widgets.choice import ChoiceButton
from urna.ui.widgets.type import Style, TextBlock

CHOICE_MM = 34.0


class SettingsView(View):
    """One row of choices for each setting, under its name; two rows each on an upright glass."""

    def __init__(self, stage: Stage, screen: SettingsScreen) -> None:
        super().__init__(stage)
        tokens, area = stage.tokens, stage.frame.body
        self.draw_band(stage.word(f"banda.{screen.id.value}"))
        self.draw_mode()
        notice = area.top(tokens.lines(1))
        self.add_widget(TextBlock(tokens, stage.word("ajustes.instruccion"), notice, Style(TextSize.BODY)))
        area = area.below(notice.height + tokens.mm(STEP_MM))
        share = area.height // max(1, len(screen.settings))
        for i, setting in enumerate(screen.settings):
            self._draw_setting(Rect(area.x, area.y + i * share, area.width, share), setting)
        self.draw_actions(screen.actions)

    def _draw_setting(self, area: Rect, setting: Setting) -> None:
        tokens, gap = self.stage.tokens, self.stage.tokens.mm(GAP_MM)
        title_px = tokens.lines(1)
        style = Style(TextSize.BODY, bold=True)
        self.add_widget(TextBlock(tokens, self.stage.say(setting.text), area.top(title_px), style))
        cells = area.below(title_px)
        cells = cells.top(cells.height - gap)
        columns = 2 if tokens.portrait or self.stage.frame.rail else len(setting.choices)
        places = grid(cells, columns, len(setting.choices), gap, tokens.mm(CHOICE_MM))
        for rect, choice in zip(places, setting.choices, strict=True):
            self._draw_choice(rect, choice)

    def _draw_choice(self, rect: Rect, choice: Choice) -> None:
        viewing = self.stage.viewing
        wanted = None if viewing is None else chosen(viewing, choice.action.id) or viewing
        words = self.stage.say(choice.action.text)
        self.add_widget(ChoiceButton(self.stage, rect, choice, (words, self.stage.viewed(wanted).tokens)))
