"""Alerts: what happened, what is safe, what to do. It must not rely on colour alone: a sign stands beside the words."""

from enum import Enum, auto

from urna.flow.screen import Text
from urna.ui.geometry import NOTICE_EDGE_PX, Rect
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TIGHT, TextSize
from urna.ui.widgets.shapes import Paint, Shape
from urna.ui.widgets.type import Style, TextBlock, needed_px

GOOD_NEWS = frozenset(
    {"cerrada.aviso.exportada", "reportes.aviso.impreso", "impresion.reparada", "sustitucion.aviso.hecha"}
)
"""Alerts that say that something went well: they bear a check, not a warning sign."""


SIGN_MM, EDGE_MM = 10.0, 1.2
WORDS = Style(TextSize.BODY, bold=True, leading=TIGHT)


class Tone(Enum):
    """Grey for good news, amber for attention, red for faults alone."""

    GOOD = auto()
    ATTENTION = auto()
    FAULT = auto()


def tone_of(alert: Text) -> Tone:
    """The tone of an alert of the flow."""
    return Tone.GOOD if alert.key in GOOD_NEWS else Tone.ATTENTION


def banner_px(stage: Stage, width: int, alert: Text) -> int:
    """The height of an alert whose words stand at their full size, in pixels."""
    tokens = stage.tokens
    words = width - tokens.mm(SIGN_MM) - 6 * tokens.mm(EDGE_MM)
    return needed_px(tokens, stage.say(alert), words, WORDS) + 2 * tokens.mm(STEP_MM)


class Banner(Shape):
    """An alert with its sign."""

    def __init__(self, stage: Stage, rect: Rect, alert: Text, tone: Tone | None = None) -> None:
        super().__init__(stage.tokens, rect)
        palette, edge = stage.tokens.palette, stage.tokens.mm(EDGE_MM)
        tone = tone or tone_of(alert)
        fill, border = {
            Tone.GOOD: (palette.chosen, palette.action),
            Tone.ATTENTION: (palette.amber, palette.amber_edge),
            Tone.FAULT: (palette.red, palette.red_edge),
        }[tone]
        self.paint_box(rect, Paint(fill, border, 3))
        side = min(rect.height - 2 * edge, stage.tokens.mm(SIGN_MM))
        sign = Rect(rect.x + 2 * edge, rect.y + (rect.height - side) // 2, side, side)
        if tone is Tone.GOOD:
            self._draw_check(sign, palette.action)
        else:
            self._draw_sign(sign, palette.ink)
        words = rect.after(side + 4 * edge)
        words = Rect(words.x, words.y + NOTICE_EDGE_PX, words.width - 2 * edge, words.height - 2 * NOTICE_EDGE_PX).airy(
            stage.tokens.air()
        )
        self.block = TextBlock(stage.tokens, stage.say(alert), words, WORDS)
        self.add_widget(self.block)

    def _draw_sign(self, rect: Rect, color: str) -> None:
        """A triangle with an exclamation mark."""
        middle, width = rect.x + rect.width / 2, max(2.0, rect.width / 22)
        top, bottom = rect.y + rect.height * 0.08, rect.y + rect.height * 0.9
        sides = (rect.x + 1.0, bottom, middle, top, rect.right - 1.0, bottom, rect.x + 1.0, bottom)
        stem = (middle, rect.y + rect.height * 0.4, middle, rect.y + rect.height * 0.62)
        self.paint_strokes(color, width, (sides, stem))
        self.paint_dot(color, middle, rect.y + rect.height * 0.76, width * 2.6)

    def _draw_check(self, rect: Rect, color: str) -> None:
        x, y, side = rect.x, rect.y, rect.width
        check = (x + 0.14 * side, y + 0.54 * side, x + 0.4 * side, y + 0.8 * side, x + 0.88 * side, y + 0.22 * side)
        self.paint_strokes(color, side / 14, (check,))
