"""The touch test: the whole glass as zones that a finger visits, by taps or by sliding. It must leave no pixel out."""

from kivy.input.motionevent import MotionEvent

from urna.flow.input import ActionTouched
from urna.flow.screen import Screen, TouchScreen
from urna.ui.gate import TouchVerdict
from urna.ui.geometry import Rect
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.shapes import Paint, Panel, Shape
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock

CHECK_MM = 7.0


class Zone(Touchable):
    """One zone: it counts as soon as a finger is on it, without having to leave; a check says that it did."""

    def __init__(self, stage: Stage, rect: Rect, number: int) -> None:
        super().__init__(stage, rect, f"zone:{number}", ActionTouched(f"zona_{number}"))
        self.marked = False
        self.draw()

    def mark(self) -> None:
        """Show that it was touched."""
        self.marked = True
        self.draw()

    def draw(self) -> None:
        """A frame, and a check in its lower right corner once it was touched."""
        palette = self.tokens.palette
        self.canvas.before.clear()
        self.paint_box(self.rect, Paint(palette.chosen if self.marked else "", palette.line, 1))
        if self.marked:
            side = self.tokens.mm(CHECK_MM)
            x, y = self.rect.right - side * 5 // 4, self.rect.bottom - side * 5 // 4
            check = (x, y + 0.55 * side, x + 0.35 * side, y + 0.9 * side, x + side, y + 0.1 * side)
            self.paint_strokes(palette.action, side / 12, (check,))

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger that comes down here counts, if it is the only one."""
        if not self.collide_point(*touch.pos):
            return False
        if self.stage.gate.press(touch.uid, self.stage.now()) is TouchVerdict.TAKEN:
            self._visit()
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """So does the same finger sliding over it."""
        if not self.collide_point(*touch.pos) or touch.uid != self.stage.gate.finger:
            return False
        self._visit()
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """The next finger may come."""
        if not self.collide_point(*touch.pos):
            return False
        self.stage.gate.cancel(touch.uid)
        return True

    def _visit(self) -> None:
        if not self.marked:
            self.stage.submit(self.event)


class TouchView(View):
    """Zones edge to edge; the words stand over them and take no touch."""

    def __init__(self, stage: Stage, screen: TouchScreen) -> None:
        super().__init__(stage)
        self._screen = screen
        self.zones = tuple(Zone(stage, rect, i) for i, rect in enumerate(_tiles(stage, *screen.grid)))
        for zone in self.zones:
            self.add_widget(zone)
        self.draw_band(stage.word(f"banda.{screen.id.value}"))
        self.draw_corner("")
        self._words: tuple[Shape | TextBlock, ...] = ()
        self._show(screen)

    def accept(self, screen: Screen) -> bool:
        """Mark the zones of the same test in place, so that a sliding finger is not lost."""
        if not isinstance(screen, TouchScreen) or not screen.touched >= self._screen.touched:
            return False
        self._show(screen)
        return True

    def _show(self, screen: TouchScreen) -> None:
        if not self._words or screen.instruction != self._screen.instruction:
            for widget in self._words:
                self.remove_widget(widget)
            self._words = self._after(screen) if screen.touched else self._before(screen)
            for widget in self._words:
                self.add_widget(widget)
        self._screen = screen
        for number in screen.touched:
            if not self.zones[number].marked:
                self.zones[number].mark()

    def _before(self, screen: TouchScreen) -> tuple[Shape | TextBlock, ...]:
        """What to do, on a sheet that goes away with the first touch."""
        stage, tokens = self.stage, self.stage.tokens
        height, width = tokens.size.height // 3, tokens.size.width * 4 // 5
        sheet = Rect((tokens.size.width - width) // 2, height, width, height)
        words = sheet.inset(tokens.mm(4))
        title, rest = words.top(words.height * 2 // 5), words.below(words.height * 2 // 5)
        strong = Style(TextSize.DISPLAY, bold=True, halign="center")
        plain = Style(TextSize.BODY, halign="center", valign="top")
        return (
            Panel(tokens, sheet, Paint(tokens.palette.paper, tokens.palette.ink, 3)),
            TextBlock(tokens, stage.say(screen.title), title, strong),
            TextBlock(tokens, stage.say(screen.instruction), rest, plain),
        )

    def _after(self, screen: TouchScreen) -> tuple[Shape | TextBlock, ...]:
        """One line that hides nothing: what to do about a zone that does not answer."""
        tokens = self.stage.tokens
        line = Rect(0, tokens.size.height // 2 + tokens.mm(1), tokens.size.width, tokens.mm(11))
        style = Style(TextSize.BODY, bold=True, halign="center")
        return (TextBlock(tokens, self.stage.say(screen.instruction), line, style),)


def _tiles(stage: Stage, columns: int, rows: int) -> tuple[Rect, ...]:
    """Rectangles that cover the glass without a gap, row by row."""
    width, height = stage.tokens.size.width, stage.tokens.size.height
    xs = [width * i // columns for i in range(columns + 1)]
    ys = [height * i // rows for i in range(rows + 1)]
    return tuple(Rect(xs[i], ys[j], xs[i + 1] - xs[i], ys[j + 1] - ys[j]) for j in range(rows) for i in range(columns))
