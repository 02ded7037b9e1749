"""The review: every choice with its marks, and a way back to each. It must not change a choice itself."""

from urna.flow.screen import Action, ReviewScreen
from urna.ui.geometry import GAP_MM, NOTICE_MM, Rect
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.button import Weight
from urna.ui.widgets.option_box import PartyMark, has_mark
from urna.ui.widgets.shapes import Paint, Panel
from urna.ui.widgets.type import Style, TextBlock
from urna.ui.wording import ChoiceWords, choice_words

CORRECT_PREFIX = "corregir"


class ReviewView(View):
    """A card for each boleta with what was chosen and its own button to correct it."""

    def __init__(self, stage: Stage, screen: ReviewScreen) -> None:
        super().__init__(stage)
        tokens = stage.tokens
        self.draw_band(stage.word("banda.revision"))
        self.draw_corner("")
        rect = self.notice_rect()
        if screen.alert is not None:
            self.add_widget(Banner(stage, rect, screen.alert))
        else:
            self.add_widget(TextBlock(tokens, stage.word("revision.instruccion"), rect, Style(TextSize.SMALL)))
        corrections = [action for action in screen.actions if action.id.startswith(CORRECT_PREFIX)]
        gap = tokens.mm(GAP_MM)
        area = stage.frame.body.below(tokens.mm(NOTICE_MM) + gap)
        count = max(1, len(screen.choices))
        height = min((area.height - gap * (count - 1)) // count, tokens.mm(42))
        for i, choice in enumerate(screen.choices):
            card = Rect(area.x, area.y + i * (height + gap), area.width, height)
            correction = corrections[i] if len(corrections) == len(screen.choices) else None
            contest = stage.contest(choice[0])
            self._draw_card(card, contest.title, choice_words(contest, choice[1]), correction)
        self.draw_actions(tuple(action for action in screen.actions if action not in corrections))

    def _draw_card(self, card: Rect, title: str, words: ChoiceWords, correction: Action | None) -> None:
        tokens, palette = self.stage.tokens, self.stage.tokens.palette
        pad = tokens.mm(2.4)
        self.add_widget(Panel(tokens, card, Paint(palette.paper, palette.edge, 2)))
        inner = card.inset(pad)
        button_px = tokens.mm(72)
        if correction is not None:
            height = min(tokens.mm(13.6), inner.height)
            button = Rect(inner.right - button_px, card.y + (card.height - height) // 2, button_px, height)
            self.add_button(button, correction, Weight.SECONDARY)
            inner = inner.left(inner.width - button_px - pad)
        title_px = tokens.mm(7)
        style = Style(TextSize.SMALL, color=palette.ink_soft)
        self.add_widget(TextBlock(tokens, title, inner.top(title_px), style))
        self._draw_choice(inner.below(title_px), words)

    def _draw_choice(self, area: Rect, words: ChoiceWords) -> None:
        tokens = self.stage.tokens
        if words.is_blank:
            self.add_widget(TextBlock(tokens, self.stage.word("revision.blanco"), area, Style(TextSize.BODY)))
            return
        side, gap = min(area.height, tokens.mm(17)), tokens.mm(1.6)
        marks = [option for option in words.options if has_mark(option)]
        for i, option in enumerate(marks):
            rect = Rect(area.x + i * (side + gap), area.y + (area.height - side) // 2, side, side)
            self.add_widget(PartyMark(self.stage, rect, option))
        text = area.after(len(marks) * (side + gap) + (gap if marks else 0))
        main_px = area.height * 11 // 20 if words.detail else area.height
        heading = Style(TextSize.TITLE, bold=True, valign="bottom" if words.detail else "middle")
        self.add_widget(TextBlock(tokens, words.main, text.top(main_px), heading))
        if words.detail:
            self.add_widget(TextBlock(tokens, words.detail, text.below(main_px), Style(TextSize.SMALL, valign="top")))
