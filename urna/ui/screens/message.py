"""Screens with one message for the voter: waiting, enabled, printing, the testigo's question, thanks.

It must not show anything of the choice: a helper may stand beside the urna.
"""

from urna.flow.screen import Action, VoterMessageScreen
from urna.ui.geometry import GAP_MM, NOTICE_MM, Rect
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.button import Weight
from urna.ui.widgets.emblem import Emblem
from urna.ui.widgets.type import Style, TextBlock

ALERT_MM = 20.0


class MessageView(View):
    """A drawing at the left, title and message at the right, answers below when the screen is a question."""

    def __init__(self, stage: Stage, screen: VoterMessageScreen) -> None:
        super().__init__(stage)
        tokens, body = stage.tokens, stage.frame.body
        self.draw_band(stage.word(f"banda.{screen.id.value}"))
        self.draw_corner("")
        if screen.alert is not None:
            self.add_widget(Banner(stage, body.top(tokens.mm(ALERT_MM)), screen.alert))
        area = body.below(tokens.mm(ALERT_MM) if screen.alert is not None else tokens.mm(NOTICE_MM))
        question = bool(screen.actions) and not any(action.primary for action in screen.actions)
        if question:
            area = self._draw_answers(area, screen.actions)
        else:
            self.draw_actions(screen.actions)
        self._draw_message(area, screen)
        if not screen.actions:
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
        """Answers of equal weight across the body; gives what is left above them."""
        tokens = self.stage.tokens
        gap, height = tokens.mm(2 * GAP_MM), tokens.mm(26)
        width = (area.width - gap * (len(actions) - 1)) // len(actions)
        y = self.stage.frame.primary.bottom - height
        for i, action in enumerate(actions):
            self.add_button(Rect(area.x + i * (width + gap), y, width, height), action, Weight.SECONDARY)
        return Rect(area.x, area.y, area.width, y - gap - area.y)

    def _draw_message(self, area: Rect, screen: VoterMessageScreen) -> None:
        stage, tokens = self.stage, self.stage.tokens
        side = min(area.height, tokens.mm(62))
        emblem = Rect(area.x + tokens.mm(4), area.y + (area.height - side) // 2, side, side)
        self.add_widget(Emblem(tokens, emblem, screen.id))
        words = area.after(side + tokens.mm(14))
        bar_px = tokens.mm(16) if screen.progress is not None else 0
        block_px = min(words.height - bar_px, tokens.mm(84))
        top = words.y + (words.height - block_px - bar_px) // 2
        title = Rect(words.x, top, words.width, block_px * 2 // 5)
        message = Rect(words.x, title.bottom + tokens.mm(2), words.width, block_px - title.height - tokens.mm(2))
        self.add_widget(
            TextBlock(tokens, stage.say(screen.title), title, Style(TextSize.DISPLAY, True, "", "left", "bottom"))
        )
        style = Style(TextSize.BODY, valign="top")
        self.add_widget(TextBlock(tokens, stage.say(screen.message), message, style))
        if screen.progress is not None:
            bar = Rect(words.x, message.bottom + tokens.mm(4), words.width, tokens.mm(8))
            self.draw_progress(bar, screen.progress)
