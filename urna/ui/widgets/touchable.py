"""Things that can be touched: they show that they were pressed at once and pass accepted touches on.

They must not decide what a touch means; the gate decides whether it counts.
"""

from kivy.input.motionevent import MotionEvent

from urna.flow.machine import Input
from urna.ui.gate import TouchVerdict
from urna.ui.geometry import Rect
from urna.ui.stage import Stage
from urna.ui.widgets.shapes import Shape


class Touchable(Shape):
    """A target: ``touch_id`` names it in the published layout, ``event`` is what a touch of it submits."""

    repeatable = False

    def __init__(self, stage: Stage, rect: Rect, touch_id: str, event: Input) -> None:
        super().__init__(stage.tokens, rect)
        self.stage = stage
        self.touch_id = touch_id
        self.event = event
        self.pressed = False
        self.out_of_use = False

    def draw(self) -> None:
        """Draw the target as it stands; subclasses say how."""
        raise NotImplementedError

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """Show the press at once; never let a second finger in."""
        if not self.collide_point(*touch.pos) or not _is_plain(touch):
            return False
        if not self.out_of_use and self.stage.gate.press(touch.uid, self.stage.now()) is TouchVerdict.TAKEN:
            self._press(pressed=True)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """Submit the event when the same finger leaves the glass on the target."""
        if not self.pressed or touch.uid != self.stage.gate.finger:
            return False
        self._press(pressed=False)
        if not self.collide_point(*touch.pos):
            self.stage.gate.cancel(touch.uid)
        elif self.stage.gate.release(touch.uid, self.touch_id, self.stage.now(), repeatable=self.repeatable):
            self.stage.submit(self.event)
        return True

    def _press(self, *, pressed: bool) -> None:
        self.pressed = pressed
        self.draw()


def _is_plain(touch: MotionEvent) -> bool:
    return not getattr(touch, "is_mouse_scrolling", False) and getattr(touch, "button", "left") in ("left", None)
