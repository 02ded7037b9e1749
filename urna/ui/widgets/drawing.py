"""Drawings of lines as shares of a square, and how they are painted. It must not know what any of them means."""

from dataclasses import dataclass
from math import cos, pi, sin

from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens
from urna.ui.widgets.shapes import Shape

Stroke = tuple[float, ...]
LEAST_PEN_PX = 2.0
PENS_A_SIDE = 96


@dataclass(frozen=True, slots=True)
class Drawing:
    """Points are shares of the side, x and y in turn, from the top left; ``curves`` are drawn round, dots filled."""

    lines: tuple[Stroke, ...] = ()
    curves: tuple[Stroke, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()

    def __add__(self, other: "Drawing") -> "Drawing":
        return Drawing(self.lines + other.lines, self.curves + other.curves, self.dots + other.dots)

    def at(self, x: float, y: float, size: float = 1.0) -> "Drawing":
        """The same, smaller or larger, with its upper left corner at ``x``, ``y``."""
        return Drawing(
            tuple(_moved(stroke, x, y, size) for stroke in self.lines),
            tuple(_moved(stroke, x, y, size) for stroke in self.curves),
            tuple((x + dot_x * size, y + dot_y * size) for dot_x, dot_y in self.dots),
        )


def box(x: float, y: float, right: float, bottom: float) -> Drawing:
    """A rectangle by two of its corners."""
    return Drawing(lines=((x, y, right, y, right, bottom, x, bottom, x, y),))


def ring(x: float, y: float, radius: float) -> Drawing:
    """A circle around ``x``, ``y``."""
    around = [(x + radius * cos(turn * pi / 8), y + radius * sin(turn * pi / 8)) for turn in range(17)]
    return Drawing(curves=(tuple(value for point in around for value in point),))


def arrow(x: float, y: float, to_x: float, to_y: float, head: float = 0.07) -> Drawing:
    """A straight arrow from one point to another, along one of the two axes."""
    along_x, along_y = _sign(to_x - x) * head, _sign(to_y - y) * head
    tip = (to_x - along_x + along_y, to_y - along_y + along_x, to_x, to_y)
    return Drawing(lines=((x, y, to_x, to_y), (*tip, to_x - along_x - along_y, to_y - along_y - along_x)))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _moved(stroke: Stroke, x: float, y: float, size: float) -> Stroke:
    return tuple((y if i % 2 else x) + value * size for i, value in enumerate(stroke))


class DrawnShape(Shape):
    """A drawing in the ink of the page, as large as its place."""

    def __init__(self, tokens: Tokens, rect: Rect, drawing: Drawing, color: str = "") -> None:
        super().__init__(tokens, rect)
        ink, pen = color or tokens.palette.ink, max(LEAST_PEN_PX, rect.width / PENS_A_SIDE)
        strokes = (*drawing.lines, *(_smooth(curve) for curve in drawing.curves))
        placed = tuple(
            tuple((rect.y if i % 2 else rect.x) + value * rect.width for i, value in enumerate(points))
            for points in strokes
        )
        self.paint_strokes(ink, pen, placed)
        for x, y in drawing.dots:
            self.paint_dot(ink, rect.x + x * rect.width, rect.y + y * rect.width, pen * 3)


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
