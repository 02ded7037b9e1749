"""The urna's window: shows the runner's screen and passes touches to it, without ever waiting for either.

It must be imported after `urna.ui.environment.prepare`, and must not know a service or a store.
"""

import time

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize
from urna.ui.gate import TouchGate
from urna.ui.player import Player
from urna.ui.ports import ScreenSource, ThemeSource
from urna.ui.screens.view import background
from urna.ui.stage import Stage
from urna.ui.tokens import Palette, Tokens
from urna.ui.widgets.type import register_faces

POLL_S = 1 / 50


class UrnaApp(App):
    """One window on one runner. ``run()`` blocks until the window is stopped with ``stop()``."""

    title = "Urna electrónica"

    def __init__(self, source: ScreenSource, theme: ThemeSource, size: WindowSize) -> None:
        super().__init__()
        self._source = source
        register_faces()
        self.stage = Stage(
            tokens=Tokens(size, Palette()),
            texts=load_texts(),
            source=theme,
            submit=source.submit,
            gate=TouchGate(),
            now=time.monotonic,
        )
        self.player: Player | None = None

    def build(self) -> Player:
        """The root widget, with the present screen already drawn."""
        Window.clearcolor = background(self.stage)
        Window.show_cursor = False
        self.player = Player(self.stage)
        self.player.show(self._source.current_screen())
        Clock.schedule_interval(self._poll, POLL_S)
        return self.player

    def _poll(self, _elapsed: float) -> None:
        if self.player is not None:
            self.player.show(self._source.current_screen())
