"""What every screen has: band with its name, notice, and the row of actions. It must not know what the actions do."""

from kivy.uix.floatlayout import FloatLayout

from shared.domain.eleccion import Mode
from urna.flow.adjusting import ADJUST
from urna.flow.screen import Action, Screen
from urna.ui.geometry import NOTICE_MM, SECONDARY_SLOTS, Rect, notice_height
from urna.ui.stage import Stage
from urna.ui.tokens import STEP_MM, TIGHT, TextSize, rgba
from urna.ui.widgets.button import FlowButton, Weight
from urna.ui.widgets.shapes import Paint, Panel, WorkBar
from urna.ui.widgets.touchable import Touchable
from urna.ui.widgets.type import Style, TextBlock

BAND_RULE_PX = 4
BAR_MM, PROGRESS_MM = 8.0, 44.0
HOME_SLOTS = {"salir": 0, "cancelar": 0, "informacion": 1, "anterior": 2, "volver_a_boleta": 2}
"""Slots of actions that come and go, so that the same action stands at the same place wherever it appears."""


class View(FloatLayout):
    """One screen drawn; ``accept`` draws the next value in place when it can."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(size_hint=(None, None), size=(stage.tokens.size.width, stage.tokens.size.height))
        self.stage = stage

    def accept(self, screen: Screen) -> bool:  # noqa: ARG002 - for those that can
        """Whether the view could take ``screen`` in place; the caller builds a new view when it could not."""
        return False

    def touchables(self) -> tuple[Touchable, ...]:
        """Every target that is drawn, in drawing order."""
        return tuple(reversed([w for w in self.walk() if isinstance(w, Touchable)]))

    def text_blocks(self) -> tuple[TextBlock, ...]:
        """Every text that is drawn."""
        return tuple(w for w in self.walk() if isinstance(w, TextBlock))

    def draw_band(self, name: str) -> None:
        """The strip above: the screen's name, and the mode unless it is the official one."""
        stage, palette = self.stage, self.stage.tokens.palette
        band = stage.frame.band
        self.add_widget(Panel(stage.tokens, band, Paint(palette.surface)))
        rule = Rect(band.x, band.bottom - BAND_RULE_PX, band.width, BAND_RULE_PX)
        self.add_widget(Panel(stage.tokens, rule, Paint(palette.ink)))
        margin = stage.tokens.mm(4)
        title = stage.frame.title
        words = Rect(title.x + margin, title.y, title.width - margin, title.height - BAND_RULE_PX)
        words = words.airy(stage.tokens.air())
        self.add_widget(TextBlock(stage.tokens, name, words, Style(TextSize.TITLE, bold=True, leading=TIGHT)))

    def draw_corner(self, text: str) -> None:
        """The right of the band: mode, progress, a voter's settings; nothing there tells screens apart."""
        if self.stage.viewing is not None:
            self.draw_in_band(ADJUST)
        self.draw_mode(text)

    def draw_in_band(self, action: Action) -> None:
        """The button at the end of the band: a voter's settings, the mesa's help."""
        adjust = self.stage.frame.adjust
        self.add_button(adjust.top(adjust.height - BAND_RULE_PX), action, Weight.SECONDARY)

    def draw_mode(self, text: str = "") -> None:
        """That it is a simulacro or a training, on every screen of one; beside it, ``text``."""
        stage, palette = self.stage, self.stage.tokens.palette
        corner = stage.frame.corner.top(stage.frame.corner.height - BAND_RULE_PX)
        if stage.mode() is not Mode.OFICIAL:
            badge_px = corner.width * 11 // 20
            step = stage.tokens.mm(STEP_MM)
            badge = Rect(corner.right - badge_px, corner.y + step, badge_px, corner.height - 2 * step)
            self.add_widget(Panel(stage.tokens, badge, Paint(palette.amber, palette.amber_edge, 2)))
            word = stage.word(f"modo.{stage.mode().value}")
            self.add_widget(
                TextBlock(stage.tokens, word, badge.inset(4), Style(TextSize.SMALL, bold=True, halign="center"))
            )
            corner = corner.left(corner.width - badge_px - stage.tokens.mm(2))
        if text:
            style = Style(TextSize.SMALL, color=palette.ink_soft, halign="right")
            self.add_widget(TextBlock(stage.tokens, text, corner, style))

    def draw_actions(self, actions: tuple[Action, ...]) -> tuple[Action, ...]:
        """Buttons of the row below; gives back the secondary ones that found no slot there."""
        frame = self.stage.frame
        for action in actions:
            if action.primary:
                self.add_button(frame.primary, action, Weight.PRIMARY)
        others = tuple(action for action in actions if not action.primary)
        if len(others) > len(frame.secondary):
            return others
        for slot, action in _slots(others):
            self.add_button(frame.secondary[slot], action, Weight.SECONDARY)
        return ()

    def add_button(self, rect: Rect, action: Action, weight: Weight) -> None:
        """One action's button."""
        button = FlowButton(self.stage, rect, action.id, self.stage.say(action.text), weight)
        if not action.enabled:
            button.disable()
        self.add_widget(button)

    def draw_progress(self, rect: Rect, progress: tuple[int, int]) -> None:
        """Long work: a bar with its numbers beside it."""
        tokens = self.stage.tokens
        words_px = tokens.mm(PROGRESS_MM)
        bar = rect.left(rect.width - words_px)
        thick = min(rect.height, tokens.mm(BAR_MM))
        self.add_widget(WorkBar(tokens, bar.below((rect.height - thick) // 2).top(thick), *progress))
        words = self.stage.word("avance.de", done=progress[0], total=progress[1])
        style = Style(TextSize.SMALL, bold=True, halign="right")
        self.add_widget(TextBlock(tokens, words, rect.after(rect.width - words_px), style))

    def notice_rect(self) -> Rect:
        """Where alerts stand: the top of the body, on every screen."""
        tokens = self.stage.tokens
        if self.stage.viewing is not None:
            return self.stage.frame.body.top(notice_height(tokens))
        two_lines = tokens.lines(2) - 2 * tokens.air() if tokens.portrait else 0
        return self.stage.frame.body.top(max(tokens.mm(NOTICE_MM), two_lines))


def _slots(actions: tuple[Action, ...]) -> tuple[tuple[int, Action], ...]:
    """A slot for each action: its own if it has one, so that it never moves; else the first free one."""
    taken = {HOME_SLOTS[action.id]: action for action in actions if action.id in HOME_SLOTS}
    free = [slot for slot in range(SECONDARY_SLOTS) if slot not in taken]
    placed = set(taken.values())
    for action in actions:
        if action not in placed:
            taken[free.pop(0)] = action
    return tuple(sorted(taken.items()))


def background(stage: Stage) -> tuple[float, float, float, float]:
    """The colour behind every screen."""
    return rgba(stage.tokens.palette.paper)
