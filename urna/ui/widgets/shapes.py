"""Plain shapes: panels, rules, bars and the voter's cross. They must not be touchable."""

from dataclasses import dataclass

from kivy.graphics import Color, Rectangle, SmoothEllipse, SmoothLine
from kivy.uix.widget import Widget

from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens, rgba


@dataclass(frozen=True, slots=True)
class Paint:
    """Fill and border of a shape as ``#rrggbb``; the border is drawn inside of it, in pixels."""

    fill: str = ""
    border: str = ""
    border_px: int = 0


class Shape(Widget):
    """A widget that stands at a rectangle counted from the top left."""

    def __init__(self, tokens: Tokens, rect: Rect) -> None:
        super().__init__(
            size_hint=(None, None),
            size=(rect.width, rect.height),
            pos=(rect.x, tokens.size.height - rect.bottom),
        )
        self.tokens = tokens
        self.rect = rect

    def bottom_of(self, rect: Rect) -> int:
        """The lower edge of a rectangle in Kivy's upward count."""
        return self.tokens.size.height - rect.bottom

    def paint_box(self, rect: Rect, paint: Paint) -> None:
        """Add a filled, bordered rectangle below the children, sharp to the pixel.

        No pixel is painted twice: on a slow machine the painting is most of the time from a touch to what it changes.
        """
        with self.canvas.before:
            if paint.border and paint.border_px:
                Color(*rgba(paint.border))
                for side in rect.sides(paint.border_px):
                    self._fill(side)
                rect = rect.inset(paint.border_px)
            if paint.fill:
                Color(*rgba(paint.fill))
                self._fill(rect)

    def _fill(self, rect: Rect) -> None:
        Rectangle(pos=(rect.x, self.bottom_of(rect)), size=(rect.width, rect.height))

    def paint_strokes(self, color: str, width: float, strokes: tuple[tuple[float, ...], ...]) -> None:
        """Add round-ended lines; points are x, y pairs from the top left of the screen."""
        top = self.tokens.size.height
        with self.canvas.before:
            Color(*rgba(color))
            for points in strokes:
                turned = [top - value if i % 2 else value for i, value in enumerate(points)]
                SmoothLine(points=turned, width=width, cap="round", joint="round", overdraw_width=1.2)

    def paint_dot(self, color: str, x: float, y: float, width: float) -> None:
        """Add a round dot centred at ``x``, ``y`` from the top left of the screen."""
        with self.canvas.before:
            Color(*rgba(color))
            SmoothEllipse(
                pos=(x - width / 2, self.tokens.size.height - y - width / 2), size=(width, width), segments=40
            )


class Panel(Shape):
    """A filled rectangle."""

    def __init__(self, tokens: Tokens, rect: Rect, paint: Paint) -> None:
        super().__init__(tokens, rect)
        self.paint_box(rect, paint)


class CrossBox(Shape):
    """The square that a voter crosses: empty, or with a heavy X."""

    def __init__(self, tokens: Tokens, rect: Rect) -> None:
        super().__init__(tokens, rect)
        self.cross(marked=False)

    def cross(self, *, marked: bool) -> None:
        """Draw it with or without the X."""
        palette = self.tokens.palette
        self.canvas.before.clear()
        self.paint_box(self.rect, Paint(palette.paper, palette.ink if marked else palette.edge, 4 if marked else 3))
        if marked:
            inner = self.rect.inset(self.rect.width // 5)
            strokes = (
                (inner.x, inner.y, inner.right, inner.bottom),
                (inner.x, inner.bottom, inner.right, inner.y),
            )
            self.paint_strokes(palette.ink, self.rect.width / 14, strokes)


class WorkBar(Shape):
    """Long work as a bar: ``done`` of ``total``."""

    def __init__(self, tokens: Tokens, rect: Rect, done: int, total: int) -> None:
        super().__init__(tokens, rect)
        palette = tokens.palette
        self.paint_box(rect, Paint(palette.surface, palette.edge, 2))
        share = min(max(done, 0), max(total, 1)) / max(total, 1)
        inner = rect.inset(5)
        self.paint_box(inner.left(int(inner.width * share)), Paint(palette.action))
