"""Cards, shares and their codes: who is asked, what was typed, and the keys. It must never show a code.

A line of a card or share is shown as it is typed, to be held against the paper.
"""

from urna.flow.auth import CODE_LENGTH
from urna.flow.screen import CodeScreen, Screen
from urna.flow.screens_help import HELP
from urna.flow.writing import ACCEPT, CHARACTERS, ERASE
from urna.ui.geometry import GAP_MM, NOTICE_MM, Rect, keypad_keys
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize, Tokens
from urna.ui.widgets.banner import Banner, banner_px
from urna.ui.widgets.button import Key, Weight
from urna.ui.widgets.emblem import Emblem
from urna.ui.widgets.shapes import Paint, Shape
from urna.ui.widgets.type import Style, TextBlock

COLUMNS, UPRIGHT_COLUMNS = 11, 7
KEY_MM = 17.0

WIDEST = "W"
"""What letters of a line are measured by: each then stands in its slot at the same size."""


class Slots(Shape):
    """One slot for each character: of a code, full when it was typed; of a line, with the character in it."""

    def __init__(self, tokens: Tokens, rect: Rect, screen: CodeScreen) -> None:
        super().__init__(tokens, rect)
        gap = tokens.mm(1.6)
        side = min((rect.width - gap * CODE_LENGTH) // (CODE_LENGTH + 1), rect.height)
        y = rect.y + (rect.height - side) // 2
        apart = [gap * 2 if i >= CODE_LENGTH // 2 else 0 for i in range(CODE_LENGTH)]
        self._places = [Rect(rect.x + i * (side + gap) + apart[i], y, side, side) for i in range(CODE_LENGTH)]
        style = Style(TextSize.TITLE, bold=True, halign="center", fills=True)
        self._letters = (
            [TextBlock(tokens, WIDEST, place.inset(4), style) for place in self._places] if screen.line else []
        )
        for letter in self._letters:
            self.add_widget(letter)
        self.show(screen)

    def show(self, screen: CodeScreen) -> None:
        """Draw what was typed."""
        palette, text = self.tokens.palette, screen.line.text if screen.line is not None else ""
        self.canvas.before.clear()
        for i, place in enumerate(self._places):
            self.paint_box(place, Paint(palette.paper, palette.edge, 2))
            if screen.line is None and i < screen.typed_length:
                self.paint_box(place.inset(place.width * 3 // 10), Paint(palette.ink))
        for i, letter in enumerate(self._letters):
            letter.text = text[i : i + 1]
            letter.texture_update()


class CodeView(View):
    """Waits for a card or slip; once its holder is known, shows dots and keys."""

    def __init__(self, stage: Stage, screen: CodeScreen) -> None:
        super().__init__(stage)
        self._screen = screen
        self._slots: Slots | None = None
        self.draw_band(stage.word("banda.autenticacion"))
        self.draw_corner("")
        self.draw_in_band(HELP)
        tokens = stage.tokens
        area = stage.frame.body
        if screen.alert is not None:
            alert_px = tokens.mm(NOTICE_MM)
            if tokens.portrait:
                alert_px = max(alert_px, banner_px(stage, area.width, screen.alert))
            self.add_widget(Banner(stage, area.top(alert_px), screen.alert))
            area = area.below(alert_px + tokens.mm(GAP_MM))
        if screen.holder is not None:
            self._draw_keys(self._draw_words(area, screen), screen)
        else:
            self._draw_waiting(area, screen)
        self.draw_actions(screen.actions)

    def accept(self, screen: Screen) -> bool:
        """Take another count of typed characters of the same request."""
        if not isinstance(screen, CodeScreen) or self._slots is None or not _same_request(screen, self._screen):
            return False
        self._slots.show(screen)
        self._screen = screen
        return True

    def _draw_words(self, area: Rect, screen: CodeScreen) -> Rect:
        stage, tokens = self.stage, self.stage.tokens
        title_px, words_px = tokens.mm(12), tokens.mm(14)
        style = Style(TextSize.TITLE, bold=True)
        self.add_widget(TextBlock(tokens, stage.say(screen.title), area.top(title_px), style))
        area = area.below(title_px)
        style = Style(TextSize.SMALL, valign="top")
        self.add_widget(TextBlock(tokens, stage.say(screen.instruction), area.top(words_px), style))
        return area.below(words_px)

    def _draw_waiting(self, area: Rect, screen: CodeScreen) -> None:
        """No card yet: a drawing and large words."""
        stage, tokens = self.stage, self.stage.tokens
        side = min(area.height, tokens.mm(62))
        emblem = Rect(area.x + tokens.mm(4), area.y + (area.height - side) // 2, side, side)
        self.add_widget(Emblem(tokens, emblem, screen.id))
        words = area.after(side + tokens.mm(14))
        half = words.height * 2 // 5
        style = Style(TextSize.DISPLAY, bold=True, valign="bottom")
        self.add_widget(TextBlock(tokens, stage.say(screen.title), words.top(half), style))
        instruction = words.below(half + tokens.mm(3))
        self.add_widget(TextBlock(tokens, stage.say(screen.instruction), instruction, Style(valign="top")))

    def _draw_keys(self, area: Rect, screen: CodeScreen) -> None:
        stage, tokens, gap = self.stage, self.stage.tokens, self.stage.tokens.mm(GAP_MM)
        columns = UPRIGHT_COLUMNS if tokens.portrait else COLUMNS
        rows = -(-(len(CHARACTERS) + 1) // columns)
        keys_px = rows * tokens.mm(KEY_MM) + (rows - 1) * gap
        pad = Rect(area.x, area.bottom - keys_px, area.width, keys_px)
        line = Rect(area.x, area.y, area.width, min(pad.y - gap - area.y, tokens.mm(14)))
        holder = stage.say(screen.holder) if screen.holder is not None else ""
        share = line.width * 2 // 5
        self.add_widget(TextBlock(tokens, holder, line.left(share), Style(TextSize.BODY, bold=True)))
        self._slots = Slots(tokens, line.after(share), screen)
        self.add_widget(self._slots)
        rects = keypad_keys(tokens, pad, len(CHARACTERS) + 1, columns)
        for character, rect in zip(CHARACTERS, rects, strict=False):
            self.add_widget(Key(stage, rect, character, character, Weight.SECONDARY))
        self.add_widget(Key(stage, rects[-1], ERASE, stage.word("teclado.borrar"), Weight.SECONDARY))
        if screen.line is None:
            accept = stage.word("teclado.aceptar")
            self.add_widget(Key(stage, stage.frame.primary, ACCEPT, accept, Weight.PRIMARY))


def _same_request(first: CodeScreen, second: CodeScreen) -> bool:
    """Whether only what was typed differs."""
    return (first.id, first.title, first.instruction, first.holder, first.alert, first.actions) == (
        second.id,
        second.title,
        second.instruction,
        second.holder,
        second.alert,
        second.actions,
    )
