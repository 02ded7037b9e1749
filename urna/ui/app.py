"""The urna's window: shows the runner's screen and passes touches to it, without ever waiting for either.

It must be imported after `urna.ui.environment.prepare`, and must not know a service or a store.
"""

import time
from collections.abc import Callable

from kivy.app import App
from kivy.clock import Clock

from shared.domain.eleccion import Mode
from urna.flow.machine import Input, Machine, ThemeSource
from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize
from urna.ui.gate import TouchGate
from urna.ui.player import Player
from urna.ui.stage import Stage
from urna.ui.tokens import tokens_for
from urna.ui.widgets.type import register_faces

POLL_S = 1 / 50


class UrnaApp(App):
    """One window on one runner. ``run()`` blocks until the window is stopped with ``stop()``."""

    def __init__(self, machine: Machine, theme: ThemeSource, size: WindowSize, mode: Callable[[], Mode]) -> None:
        super().__init__()
        self._machine = machine
        register_faces()
        self.stage = Stage(
            tokens=tokens_for(size),
            texts=load_texts(),
            source=theme,
            submit=self._submit,
            gate=TouchGate(),
            now=time.monotonic,
            mode=mode,
        )
        self.title = self.stage.word("ventana.titulo")
        self.player: Player | None = None

    def build(self) -> Player:
        """The root widget, with the present screen already drawn."""
        from kivy.core.window import Window  # noqa: PLC0415 - importing it makes the window

        Window.show_cursor = False
        self.player = Player(self.stage)
        self._draw()
        Clock.schedule_interval(self._poll, POLL_S)
        return self.player

    def _submit(self, event: Input) -> None:
        """Pass a touch on, unless the flow left the screen that was touched; draw at once what follows from it."""
        if self.player is None:
            return
        if not self.player.is_behind(self._machine.current_screen()):
            self._machine.submit(event)
        self._draw()

    def _poll(self, _elapsed: float) -> None:
        self._draw()

    def _draw(self) -> None:
        if self.player is not None:
            self.player.show(self._machine.current_screen())
            self.player.help_keys(self._machine.current_aid())
