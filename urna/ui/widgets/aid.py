"""What the glass shows for who votes by keys: a ring around what is in focus, or nothing. It must not choose."""

from kivy.input.motionevent import MotionEvent

from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens
from urna.ui.widgets.shapes import Paint, Shape

RING_MM, GAP_MM = 1.2, 0.8
BLACK = "#000000"


class FocusRing(Shape):
    """A heavy line around the target, in the space between it and its neighbours; touches pass through it."""

    def __init__(self, tokens: Tokens, rect: Rect) -> None:
        super().__init__(tokens, rect)
        line, gap = tokens.mm(RING_MM), tokens.mm(GAP_MM)
        self._frame(rect.inset(-gap), gap, tokens.palette.paper)
        self._frame(rect.inset(-gap - line), line, tokens.palette.ink)

    def _frame(self, rect: Rect, line: int, color: str) -> None:
        for side in rect.sides(line):
            self.paint_box(side, Paint(color))


class Curtain(Shape):
    """The whole glass in black, for a voter who wants nobody to look; what is behind cannot be touched by mistake."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, Rect(0, 0, tokens.size.width, tokens.size.height))
        self.paint_box(self.rect, Paint(BLACK))

    def on_touch_down(self, touch: MotionEvent) -> bool:  # noqa: ARG002 - every touch ends here
        """Swallow the touch."""
        return True
