"""Cards, shares and their codes: who is asked, dots for what was typed, and the keys. It must never show the code."""

from urna.flow.screen import CodeScreen, Screen
from urna.ui.geometry import GAP_MM, NOTICE_MM, Rect, keypad_keys
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.button import Key, Weight
from urna.ui.widgets.emblem import Emblem
from urna.ui.widgets.shapes import Paint, Shape
from urna.ui.widgets.type import Style, TextBlock

CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 10
COLUMNS = 11
KEY_MM = 17.0
ERASE = "BORRAR"
ACCEPT = "ACEPTAR"


class CodeDots(Shape):
    """One slot for each character of a code, full when it was typed."""

    def show(self, typed: int) -> None:
        """Draw ``typed`` full slots."""
        palette, gap = self.tokens.palette, self.tokens.mm(1.6)
        side = min((self.rect.width - gap * CODE_LENGTH) // (CODE_LENGTH + 1), self.rect.height)
        self.canvas.before.clear()
        for i in range(max(CODE_LENGTH, typed)):
            x = self.rect.x + i * (side + gap) + (gap * 2 if i >= CODE_LENGTH // 2 else 0)
            slot = Rect(x, self.rect.y + (self.rect.height - side) // 2, side, side)
            self.paint_box(slot, Paint(palette.paper, palette.edge, 2))
            if i < typed:
                self.paint_box(slot.inset(side * 3 // 10), Paint(palette.ink))


class CodeView(View):
    """Waits for a card or slip; once its holder is known, shows dots and keys."""

    def __init__(self, stage: Stage, screen: CodeScreen) -> None:
        super().__init__(stage)
        self._screen = screen
        self._dots: CodeDots | None = None
        self.draw_band(stage.word("banda.autenticacion"))
        self.draw_corner("")
        tokens = stage.tokens
        rect = self.notice_rect()
        if screen.alert is not None:
            self.add_widget(Banner(stage, rect, screen.alert))
        area = stage.frame.body.below(tokens.mm(NOTICE_MM) + tokens.mm(GAP_MM))
        if screen.alert is None:
            area = stage.frame.body
        if screen.holder is not None:
            self._draw_keys(self._draw_words(area, screen), screen)
        else:
            self._draw_waiting(area, screen)
        self.draw_actions(screen.actions)

    def accept(self, screen: Screen) -> bool:
        """Take another count of typed characters of the same request."""
        if not isinstance(screen, CodeScreen) or self._dots is None or not _same_request(screen, self._screen):
            return False
        self._dots.show(screen.typed_length)
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
        keys_px = 3 * tokens.mm(KEY_MM) + 2 * gap
        pad = Rect(area.x, area.bottom - keys_px, area.width, keys_px)
        line = Rect(area.x, area.y, area.width, min(pad.y - gap - area.y, tokens.mm(14)))
        holder = stage.say(screen.holder) if screen.holder is not None else ""
        share = line.width * 2 // 5
        self.add_widget(TextBlock(tokens, holder, line.left(share), Style(TextSize.BODY, bold=True)))
        self._dots = CodeDots(tokens, line.after(share))
        self._dots.show(screen.typed_length)
        self.add_widget(self._dots)
        rects = keypad_keys(tokens, pad, len(CHARACTERS) + 1, COLUMNS)
        for character, rect in zip(CHARACTERS, rects, strict=False):
            self.add_widget(Key(stage, rect, character, character, Weight.SECONDARY))
        self.add_widget(Key(stage, rects[-1], ERASE, stage.word("teclado.borrar"), Weight.SECONDARY))
        accept = stage.word("teclado.aceptar")
        self.add_widget(Key(stage, stage.frame.primary, ACCEPT, accept, Weight.PRIMARY))


def _same_request(first: CodeScreen, second: CodeScreen) -> bool:
    """Whether only the typed length differs."""
    return (first.id, first.title, first.instruction, first.holder, first.alert, first.actions) == (
        second.id,
        second.title,
        second.instruction,
        second.holder,
        second.alert,
        second.actions,
    )
