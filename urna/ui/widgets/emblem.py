"""Line drawings for the voter's messages: what is happening, for who reads slowly. They must resemble no party's emblem."""

from urna.flow.screen import ScreenId
from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens
from urna.ui.widgets.shapes import Shape

Strokes = tuple[tuple[float, ...], ...]

# Points are shares of the side, x and y in turn, from the top left.
_URNA: Strokes = (
    (0.18, 0.46, 0.82, 0.46, 0.82, 0.92, 0.18, 0.92, 0.18, 0.46),
    (0.10, 0.46, 0.18, 0.36, 0.82, 0.36, 0.90, 0.46, 0.10, 0.46),
)
_SLIP: Strokes = (
    (0.36, 0.41, 0.36, 0.08, 0.64, 0.08, 0.64, 0.41),
    (0.43, 0.18, 0.57, 0.18),
    (0.43, 0.27, 0.57, 0.27),
)
_HAND: Strokes = (
    (0.46, 0.60, 0.46, 0.14, 0.50, 0.08, 0.54, 0.08, 0.58, 0.14, 0.58, 0.48),
    (0.58, 0.46, 0.72, 0.50, 0.82, 0.56, 0.82, 0.74, 0.76, 0.92),
    (0.46, 0.60, 0.38, 0.54, 0.31, 0.56, 0.30, 0.62, 0.40, 0.80, 0.48, 0.92),
)
_TOUCH: Strokes = ((0.34, 0.22, 0.30, 0.12), (0.52, 0.01, 0.52, -0.06), (0.70, 0.22, 0.75, 0.13))
_CHECK: Strokes = ((0.32, 0.70, 0.45, 0.82, 0.70, 0.56),)
_QUESTION: Strokes = (
    (0.43, 0.62, 0.43, 0.57, 0.50, 0.53, 0.57, 0.57, 0.58, 0.64, 0.51, 0.70, 0.51, 0.76),
    (0.51, 0.845, 0.51, 0.85),
)
_CLOCK: Strokes = ((0.50, 0.58, 0.50, 0.69, 0.58, 0.76),)

_DRAWINGS: dict[ScreenId, Strokes] = {
    ScreenId.ESPERA: _URNA + _CLOCK,
    ScreenId.HABILITADA: _HAND + _TOUCH,
    ScreenId.IMPRESION: _URNA + _SLIP,
    ScreenId.PREGUNTA_TESTIGO: _URNA + _SLIP + _QUESTION,
    ScreenId.GRACIAS: _URNA + _CHECK,
}


class Emblem(Shape):
    """The drawing of one screen in the ink of the page."""

    def __init__(self, tokens: Tokens, rect: Rect, screen_id: ScreenId) -> None:
        super().__init__(tokens, rect)
        side = rect.width
        strokes = tuple(
            tuple(rect.x + value * side if i % 2 == 0 else rect.y + value * side for i, value in enumerate(points))
            for points in _DRAWINGS.get(screen_id, _URNA)
        )
        self.paint_strokes(tokens.palette.ink, max(2.0, side / 90), strokes)
