"""Buttons of actions and keys of codes. They must say verb and object, and never rely on colour alone."""

from enum import Enum, auto

from urna.flow.input import ActionTouched, KeyTouched
from urna.ui.geometry import Rect
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TIGHT, TextSize, rgba
from urna.ui.widgets.shapes import Paint
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock


class Weight(Enum):
    """How much a button asks for attention."""

    PRIMARY = auto()
    SECONDARY = auto()


class FlowButton(Touchable):
    """An action's button (Kivy styles plainer names by itself); a disabled one keeps its place in grey."""

    def __init__(self, stage: Stage, rect: Rect, action_id: str, text: str, weight: Weight) -> None:
        super().__init__(stage, rect, action_id, ActionTouched(action_id))
        self.weight = weight
        pad = stage.tokens.mm(STEP_MM)
        words = rect.after(pad).left(rect.width - 2 * pad).airy(stage.tokens.air())
        self._label = TextBlock(stage.tokens, text, words, Style(halign="center", bold=True, leading=TIGHT))
        self.add_widget(self._label)
        self.draw()

    def disable(self) -> None:
        """Keep the button in sight, out of use."""
        self.out_of_use = True
        self.draw()

    def draw(self) -> None:
        """Primary: white on teal. Secondary: ink on white with an edge. Disabled: grey without edge."""
        palette = self.tokens.palette
        primary = self.weight is Weight.PRIMARY
        if self.out_of_use:
            paint, ink = Paint(palette.disabled, palette.line, 2), palette.on_disabled
        elif primary:
            fill = palette.action_pressed if self.pressed else palette.action
            paint, ink = Paint(fill), palette.on_action
        else:
            paint, ink = Paint(palette.pressed if self.pressed else palette.paper, palette.action, 3), palette.action
        self.canvas.before.clear()
        self.paint_box(self.rect, paint)
        self._label.color = rgba(ink)


class Key(Touchable):
    """One key of the code: a character, ``BORRAR`` or ``ACEPTAR``."""

    repeatable = True

    def __init__(self, stage: Stage, rect: Rect, key: str, text: str, weight: Weight) -> None:
        super().__init__(stage, rect, f"key:{key}", KeyTouched(key))
        self.weight = weight
        size = TextSize.TITLE if len(text) == 1 else TextSize.BODY
        style = Style(size=size, halign="center", bold=True)
        self._label = TextBlock(stage.tokens, text, rect.inset(stage.tokens.mm(0.8)), style)
        self.add_widget(self._label)
        self.draw()

    def draw(self) -> None:
        """White key with an edge, darker while pressed; ACEPTAR is the primary action."""
        palette = self.tokens.palette
        if self.weight is Weight.PRIMARY:
            paint, ink = Paint(palette.action_pressed if self.pressed else palette.action), palette.on_action
        else:
            paint, ink = Paint(palette.pressed if self.pressed else palette.paper, palette.edge, 2), palette.ink
        self.canvas.before.clear()
        self.paint_box(self.rect, paint)
        self._label.color = rgba(ink)
