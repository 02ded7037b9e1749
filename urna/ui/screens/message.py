"""Screens with one message for the voter: waiting, enabled, printing, the testigo's question, thanks.

It must not show anything of the choice: a helper may stand beside the urna.
"""

from urna.flow.screen import Action, VoterMessageScreen
from urna.ui.geometry import GAP_MM, MARGIN_MM, NOTICE_MM, Rect, grid
from urna.ui.screens.strip import draw_strip
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TIGHT, TextSize
from urna.ui.widgets.banner import Banner, banner_px
from urna.ui.widgets.button import Weight
from urna.ui.widgets.drawing import DrawnShape
from urna.ui.widgets.emblem import Emblem
from urna.ui.widgets.parts import remedy
from urna.ui.widgets.type import Style, TextBlock, needed_px

ALERT_MM = 20.0
EMBLEM_MM = 62.0
SMALLEST_EMBLEM_MM = 40.0
BAR_MM = 8.0
TITLE = Style(TextSize.DISPLAY, bold=True, valign="top")
MESSAGE = Style(TextSize.BODY, valign="top")


class MessageView(View):
    """A drawing, title and message, answers below when the screen is a question; words in full come before drawings."""

    def __init__(self, stage: Stage, screen: VoterMessageScreen) -> None:
        super().__init__(stage)
        tokens, body = stage.tokens, stage.frame.body
        self.draw_band(stage.word(f"banda.{screen.id.value}"))
        self.draw_corner("")
        area = body.below(tokens.mm(NOTICE_MM) if stage.viewing is None else 0)
        if screen.alert is not None:
            alert_px = max(tokens.mm(ALERT_MM), banner_px(stage, body.width, screen.alert))
            self.add_widget(Banner(stage, body.top(alert_px), screen.alert))
            area = body.below(alert_px + tokens.mm(STEP_MM))
        if screen.actions and not any(action.primary for action in screen.actions):
            area = self._draw_answers(area, screen.actions)
        else:
            self.draw_actions(screen.actions)
        self._draw_message(draw_strip(self, area, screen.status), screen)
        if stage.viewing is None:
            self._draw_identity()

    def _draw_identity(self) -> None:
        """Election, institute and the theme's code where the actions would be, so that anyone may compare the code."""
        stage, tokens, theme = self.stage, self.stage.tokens, self.stage.source.theme()
        if theme is None:
            return
        body = stage.frame.body
        place = Rect(body.x, stage.frame.primary.y, body.width, stage.frame.primary.height)
        words = stage.word("espera.identidad", eleccion=theme.election.name, codigo=theme.short_code)
        style = Style(TextSize.SMALL, color=tokens.palette.ink_soft)
        self.add_widget(TextBlock(tokens, words, place, style))

    def _draw_answers(self, area: Rect, actions: tuple[Action, ...]) -> Rect:
        """Answers of equal weight across the body, or one above the other; gives what is left for the words."""
        tokens, frame = self.stage.tokens, self.stage.frame
        gap, height = tokens.mm(2 * GAP_MM), max(tokens.mm(26), tokens.even(tokens.lines(3, leading=TIGHT)))
        stacked = frame.rail or tokens.portrait
        columns, rows = (1, len(actions)) if stacked else (len(actions), 1)
        all_px = rows * (height + gap) - gap
        place = Rect(area.x, frame.primary.bottom - all_px, area.width, all_px)
        left = Rect(area.x, area.y, area.width, place.y - gap - area.y)
        if frame.rail:
            place, left = Rect(frame.primary.x, place.y, frame.primary.width, all_px), area
        for rect, action in zip(grid(place, columns, len(actions), gap, height), actions, strict=True):
            self.add_button(rect, action, Weight.SECONDARY)
        return left

    def _draw_message(self, area: Rect, screen: VoterMessageScreen) -> None:
        tokens = self.stage.tokens
        area = self._draw_emblem(area, screen)
        title_px, message_px, bar_px = self._heights(area.width, screen)
        gap = tokens.mm(STEP_MM)
        if title_px + gap + message_px + bar_px > area.height:
            title_px, gap = 0, 0  # the band has a heading too: no words shrink for this one
        message_px = min(message_px, area.height - title_px - gap - bar_px)
        top = area.y + (area.height - title_px - gap - message_px - bar_px) // 2
        message = Rect(area.x, top + title_px + gap, area.width, message_px)
        if title_px:
            title = Rect(area.x, top, area.width, title_px)
            self.add_widget(TextBlock(tokens, self.stage.say(screen.title), title, TITLE))
        self.add_widget(TextBlock(tokens, self.stage.say(screen.message), message, MESSAGE))
        if screen.progress is not None:
            self.draw_progress(area.below(message.bottom - area.y).top(bar_px), screen.progress)

    def _draw_emblem(self, area: Rect, screen: VoterMessageScreen) -> Rect:
        """The drawing beside the words, or above them on an upright glass, if the words leave room; gives theirs."""
        tokens, gap = self.stage.tokens, self.stage.tokens.mm(14)
        side = min(area.height, tokens.mm(EMBLEM_MM))
        margin = tokens.mm(MARGIN_MM)
        if tokens.portrait:
            words = sum(self._heights(area.width, screen)) + tokens.mm(STEP_MM)
            side = min(side, area.height - words - gap)
            top = area.y + (area.height - side - gap - words) // 2
            rect = Rect(area.x + (area.width - side) // 2, top, side, side)
            rest = Rect(area.x, rect.bottom + gap, area.width, words)
        else:
            rect = Rect(area.x + margin, area.y + (area.height - side) // 2, side, side)
            rest = area.after(side + gap)
            if sum(self._heights(rest.width, screen)) + tokens.mm(STEP_MM) > area.height:
                return area
        if side < tokens.mm(SMALLEST_EMBLEM_MM):
            return area
        found = remedy(screen.alert.key) if screen.alert is not None else None
        self.add_widget(Emblem(tokens, rect, screen.id) if found is None else DrawnShape(tokens, rect, found))
        return rest

    def _heights(self, width: int, screen: VoterMessageScreen) -> tuple[int, int, int]:
        """What title, message and bar need at that width."""
        tokens, stage = self.stage.tokens, self.stage
        bar_px = 0 if screen.progress is None else tokens.even(max(tokens.mm(2 * BAR_MM), tokens.lines(1)))
        title = needed_px(tokens, stage.say(screen.title), width, TITLE)
        return title, needed_px(tokens, stage.say(screen.message), width, MESSAGE), bar_px
