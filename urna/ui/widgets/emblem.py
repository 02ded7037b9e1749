"""Line drawings for screens with one message: what is happening, for who reads slowly. They must resemble no emblem."""

from dataclasses import dataclass

from urna.flow.screen import ScreenId
from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens
from urna.ui.widgets.shapes import Shape

Stroke = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Points are shares of the side, x and y in turn, from the top left; ``curves`` are drawn round, dots filled."""

    lines: tuple[Stroke, ...] = ()
    curves: tuple[Stroke, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()

    def __add__(self, other: "Drawing") -> "Drawing":
        return Drawing(self.lines + other.lines, self.curves + other.curves, self.dots + other.dots)


_URNA = Drawing(
    lines=(
        (0.18, 0.46, 0.18, 0.92, 0.82, 0.92, 0.82, 0.46),
        (0.08, 0.46, 0.18, 0.36, 0.82, 0.36, 0.92, 0.46, 0.08, 0.46),
    )
)
_SLIP = Drawing(
    lines=((0.35, 0.41, 0.35, 0.06, 0.65, 0.06, 0.65, 0.41), (0.43, 0.16, 0.57, 0.16), (0.43, 0.25, 0.57, 0.25))
)
_FINGER = Drawing(
    curves=(
        (0.44, 0.66, 0.44, 0.44, 0.44, 0.27, 0.50, 0.20, 0.56, 0.27, 0.56, 0.44, 0.56, 0.53),
        (0.56, 0.52, 0.63, 0.48, 0.68, 0.54, 0.75, 0.53, 0.79, 0.60, 0.85, 0.62, 0.86, 0.74, 0.79, 0.95),
        (0.44, 0.66, 0.37, 0.58, 0.29, 0.57, 0.27, 0.64, 0.36, 0.78, 0.45, 0.95),
        (0.352, 0.296, 0.362, 0.211, 0.418, 0.145, 0.500, 0.120, 0.582, 0.145, 0.638, 0.211, 0.648, 0.296),
        (0.254, 0.313, 0.270, 0.171, 0.363, 0.061, 0.500, 0.020, 0.637, 0.061, 0.730, 0.171, 0.746, 0.313),
    )
)
_CHECK = Drawing(lines=((0.34, 0.69, 0.46, 0.81, 0.68, 0.57),))
_QUESTION = Drawing(curves=((0.42, 0.62, 0.50, 0.54, 0.58, 0.62, 0.50, 0.70, 0.50, 0.76),), dots=((0.50, 0.85),))
_CLOCK = Drawing(
    lines=((0.50, 0.59, 0.50, 0.69, 0.57, 0.74),),
    curves=(
        (0.50, 0.53, 0.61, 0.58, 0.66, 0.69, 0.61, 0.80, 0.50, 0.85, 0.39, 0.80, 0.34, 0.69, 0.39, 0.58, 0.50, 0.53),
    ),
)
_DOOR = Drawing(
    lines=(
        (0.56, 0.16, 0.56, 0.08, 0.16, 0.08, 0.16, 0.92, 0.56, 0.92, 0.56, 0.84),
        (0.36, 0.50, 0.90, 0.50),
        (0.74, 0.34, 0.90, 0.50, 0.74, 0.66),
    )
)
_CARD = Drawing(
    lines=(
        (0.06, 0.24, 0.66, 0.24, 0.66, 0.66, 0.06, 0.66, 0.06, 0.24),
        (0.16, 0.36, 0.34, 0.36, 0.34, 0.54, 0.16, 0.54, 0.16, 0.36),
        (0.43, 0.38, 0.57, 0.38),
        (0.43, 0.50, 0.57, 0.50),
    ),
    curves=((0.75, 0.34, 0.80, 0.45, 0.75, 0.56), (0.85, 0.26, 0.93, 0.45, 0.85, 0.64)),
)
_USB = Drawing(
    lines=(
        (0.22, 0.34, 0.70, 0.34, 0.70, 0.66, 0.22, 0.66, 0.22, 0.34),
        (0.70, 0.41, 0.90, 0.41, 0.90, 0.59, 0.70, 0.59),
        (0.78, 0.46, 0.82, 0.46),
        (0.78, 0.54, 0.82, 0.54),
        (0.12, 0.46, 0.22, 0.46),
        (0.12, 0.54, 0.22, 0.54),
    )
)
_PAUSE = Drawing(lines=((0.42, 0.58, 0.42, 0.80), (0.58, 0.58, 0.58, 0.80)))
_STOP = Drawing(lines=((0.50, 0.55, 0.50, 0.73),), dots=((0.50, 0.83),))
_KEY = Drawing(
    lines=((0.47, 0.69, 0.70, 0.69, 0.70, 0.77), (0.61, 0.69, 0.61, 0.75)),
    curves=(
        (0.47, 0.69, 0.44, 0.62, 0.38, 0.60, 0.32, 0.63, 0.30, 0.69, 0.32, 0.75, 0.38, 0.78, 0.44, 0.76, 0.47, 0.69),
    ),
)

_DRAWINGS: dict[ScreenId, Drawing] = {
    ScreenId.CARGA: _USB,
    ScreenId.MEMORIA: _USB,
    ScreenId.SUSTITUCION: _USB,
    ScreenId.AUTENTICACION: _CARD,
    ScreenId.ESPERA: _URNA + _CLOCK,
    ScreenId.HABILITADA: _FINGER,
    ScreenId.SALIDA: _DOOR,
    ScreenId.IMPRESION: _URNA + _SLIP,
    ScreenId.PREGUNTA_TESTIGO: _URNA + _SLIP + _QUESTION,
    ScreenId.GRACIAS: _URNA + _CHECK,
    ScreenId.SUSPENDIDA: _URNA + _PAUSE,
    ScreenId.FALTA_URNA: _URNA + _KEY,
    ScreenId.FUERA_DE_SERVICIO: _URNA + _STOP,
    ScreenId.CIERRE: _URNA + _KEY,
}


class Emblem(Shape):
    """The drawing of one screen in the ink of the page."""

    def __init__(self, tokens: Tokens, rect: Rect, screen_id: ScreenId) -> None:
        super().__init__(tokens, rect)
        drawing = _DRAWINGS.get(screen_id, _URNA)
        pen = max(2.0, rect.width / 96)
        strokes = (*drawing.lines, *(_smooth(curve) for curve in drawing.curves))
        placed = tuple(
            tuple((rect.y if i % 2 else rect.x) + value * rect.width for i, value in enumerate(points))
            for points in strokes
        )
        self.paint_strokes(tokens.palette.ink, pen, placed)
        for x, y in drawing.dots:
            self.paint_dot(tokens.palette.ink, rect.x + x * rect.width, rect.y + y * rect.width, pen * 3)


def _smooth(points: Stroke, steps: int = 8) -> Stroke:
    """A Catmull-Rom curve through the points."""
    pairs = list(zip(points[::2], points[1::2], strict=True))
    padded = [pairs[0], *pairs, pairs[-1]]
    found: list[float] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            found.extend(_between(t, (before[axis], start[axis], end[axis], after[axis])) for axis in (0, 1))
    return (*found, *pairs[-1])


def _between(t: float, knots: tuple[float, float, float, float]) -> float:
    a, b, c, d = knots
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
