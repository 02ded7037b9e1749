"""Keeps one view on the glass in step with the flow's screen. It must not submit anything by itself."""

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.uix.floatlayout import FloatLayout

from urna.flow.listening import Aid
from urna.flow.screen import Screen, viewing_of
from urna.flow.viewing import Viewing
from urna.ui.forgetting import forget
from urna.ui.screens.build import build_view, screen_name
from urna.ui.screens.view import View, background
from urna.ui.stage import Stage
from urna.ui.widgets.aid import Curtain, FocusRing

TIDY_S = 0.2  # after a screen was drawn, what it replaced is forgotten: pictures are large, and choices are private


class Player(FloatLayout):
    """Draws each new screen value, in place when its view can, anew when it cannot."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.view: View | None = None
        self._shown: Screen | None = None
        self._name = ""
        self._viewing: Viewing | None = None
        self._seen = Clock.create_trigger(lambda _elapsed: stage.gate.screen_changed(stage.now()))
        """Runs once the new screen is on the glass: a slow machine draws late, and nobody answers what was not seen."""
        self._aid = Aid()
        self._layer: Curtain | FocusRing | None = None
        self._tidy = Clock.create_trigger(lambda _elapsed: forget(), TIDY_S)

    def show(self, screen: Screen) -> None:
        """Put ``screen`` on the glass; does nothing when it is there already."""
        if screen == self._shown:
            return
        same = viewing_of(screen) == self._viewing
        if self.view is None or not same or not self.view.accept(screen):
            self._replace(screen)
        self._shown = screen

    def help_keys(self, aid: Aid) -> None:
        """Show what a voter who uses keys needs over the screen; does nothing when it is there already."""
        if aid == self._aid and (self._layer is not None or not aid.focus):
            return
        if self._layer is not None:
            self.remove_widget(self._layer)
        self._aid, self._layer = aid, self._drawn(aid)
        if self._layer is not None:
            self.add_widget(self._layer)

    def _drawn(self, aid: Aid) -> Curtain | FocusRing | None:
        if aid.dark or self.view is None:
            return Curtain(self.stage.tokens) if aid.dark else None
        tokens = self.view.stage.tokens
        return next((FocusRing(tokens, t.rect) for t in self.view.touchables() if t.touch_id == aid.focus), None)

    def is_behind(self, screen: Screen) -> bool:
        """Whether the flow went on to another screen than the one on the glass."""
        return screen_name(self.stage, screen) != self._name

    def _replace(self, screen: Screen) -> None:
        self._viewing = viewing_of(screen)
        view = build_view(self.stage.viewed(self._viewing), screen)
        EventLoop.window.clearcolor = background(view.stage)  # so that no view has to paint the whole glass
        self.clear_widgets()
        self._aid, self._layer = Aid(), None
        self.add_widget(view)
        self.view = view
        name = screen_name(self.stage, screen)
        if name != self._name:
            self.stage.gate.screen_changed(self.stage.now())
            self._seen()
        else:
            self.stage.gate.redrawn()
        self._name = name
        self._tidy()
