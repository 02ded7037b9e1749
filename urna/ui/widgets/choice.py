"""One value of a setting, drawn as it will look. It must not rely on colour alone: the chosen one bears a mark."""

from urna.flow.input import ActionTouched
from urna.flow.screen import Choice
from urna.ui.geometry import Rect
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TIGHT, Tokens
from urna.ui.widgets.shapes import Paint
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock

SIGN_MM = 6.0
CHOSEN_BORDER_PX = 6
PLAIN_BORDER_PX = 2


class ChoiceButton(Touchable):
    """A button in the letters and colours that it gives; the chosen one has a thick border and a full dot."""

    def __init__(self, stage: Stage, rect: Rect, choice: Choice, look: tuple[str, Tokens]) -> None:
        super().__init__(stage, rect, choice.action.id, ActionTouched(choice.action.id))
        text, self.look = look
        self._chosen = choice.chosen
        pad, sign_px = self.tokens.mm(STEP_MM), self.tokens.mm(SIGN_MM)
        self._sign = Rect(rect.x + pad, rect.y + (rect.height - sign_px) // 2, sign_px, sign_px)
        x = self._sign.right + pad
        words = Rect(x, rect.y, rect.right - pad - x, rect.height)
        self.add_widget(TextBlock(self.look, text, words, Style(bold=True, leading=TIGHT)))
        self.draw()

    def draw(self) -> None:
        """The ring of all, the dot of the chosen one; darker while pressed."""
        palette = self.look.palette
        width = CHOSEN_BORDER_PX if self._chosen else PLAIN_BORDER_PX
        self.canvas.before.clear()
        fill = palette.pressed if self.pressed else palette.paper
        self.paint_box(self.rect, Paint(fill, palette.ink if self._chosen else palette.edge, width))
        middle = (self._sign.x + self._sign.width / 2, self._sign.y + self._sign.height / 2)
        for color, share in ((palette.ink, 1.0), (fill, 0.8), *(((palette.ink, 0.5),) if self._chosen else ())):
            self.paint_dot(color, *middle, self._sign.width * share)
