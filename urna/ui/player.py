"""Keeps one view on the glass in step with the flow's screen. It must not submit anything by itself."""

from kivy.clock import Clock
from kivy.uix.floatlayout import FloatLayout

from urna.flow.screen import Screen
from urna.ui.forgetting import forget
from urna.ui.screens.build import build_view, screen_name
from urna.ui.screens.view import View
from urna.ui.stage import Stage

TIDY_S = 0.2  # after a screen was drawn, what it replaced is forgotten: pictures are large, and choices are private


class Player(FloatLayout):
    """Draws each new screen value, in place when its view can, anew when it cannot."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.view: View | None = None
        self._shown: Screen | None = None
        self._name = ""
        self._tidy = Clock.create_trigger(lambda _elapsed: forget(), TIDY_S)

    def show(self, screen: Screen) -> None:
        """Put ``screen`` on the glass; does nothing when it is there already."""
        if screen == self._shown:
            return
        if self.view is None or not self.view.accept(screen):
            self._replace(screen)
        self._shown = screen

    def is_behind(self, screen: Screen) -> bool:
        """Whether the flow went on to another screen than the one on the glass."""
        return screen_name(self.stage, screen) != self._name

    def _replace(self, screen: Screen) -> None:
        view = build_view(self.stage, screen)
        self.clear_widgets()
        self.add_widget(view)
        self.view = view
        name = screen_name(self.stage, screen)
        if name != self._name:
            self.stage.gate.screen_changed(self.stage.now())
        else:
            self.stage.gate.redrawn()
        self._name = name
        self._tidy()
