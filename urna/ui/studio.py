"""Draws screens off any display, for pictures and for the published layout. It must not run an election.

It must be imported after `urna.ui.environment.prepare(..., offscreen=True)`.
"""

import time
from collections.abc import Callable
from typing import Final

from kivy.base import runTouchApp
from kivy.clock import Clock
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from kivy.lang import Builder
from PIL import Image

from shared.domain.eleccion import Mode
from urna.flow.machine import Input, ThemeSource
from urna.flow.screen import Screen
from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize
from urna.ui.forgetting import settle
from urna.ui.gate import TouchGate
from urna.ui.player import Player
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import tokens_for
from urna.ui.widgets.type import register_faces

FRAMES: Final = 2
"""What asks to be laid out again when it is laid out has its place in the second."""
FROM_THE_BOTTOM: Final = -1
"""How Pillow is told that the first row of a buffer is the lowest."""


class Studio:
    """One offscreen window; what is touched in it goes to ``submit``."""

    def __init__(
        self, theme: ThemeSource, size: WindowSize, submit: Callable[[Input], None], mode: Mode = Mode.OFICIAL
    ) -> None:
        register_faces()
        self.stage = Stage(
            tokens=tokens_for(size),
            texts=load_texts(),
            source=theme,
            submit=submit,
            gate=TouchGate(),
            now=time.monotonic,
            mode=lambda: mode,
        )
        from kivy.core.window import Window  # noqa: PLC0415 - importing it makes the window

        self._window = Window
        self.player = Player(self.stage)
        runTouchApp(self.player, embedded=True)
        settle()
        self._size = size

    def view(self, screen: Screen) -> View:
        """The real widgets of ``screen``."""
        self.player.show(screen)
        if self.player.view is None:
            raise RuntimeError("nothing was drawn")
        return self.player.view

    def picture(self, screen: Screen) -> Image.Image:
        """``screen`` as an RGB picture of the whole window."""
        self.player.show(screen)
        return self.grab()

    def close(self) -> None:
        """Leave the window empty, for the studio of another theme: it is one in each process."""
        self._window.remove_widget(self.player)

    def grab(self) -> Image.Image:
        """What the window shows now."""
        for _frame in range(FRAMES):
            _lay_out()
        self._window.dispatch("on_draw")
        width, height = self._size.width, self._size.height
        data = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
        return Image.frombytes("RGB", (width, height), bytes(data), "raw", "RGB", 0, FROM_THE_BOTTOM)


def _lay_out() -> None:
    """What the window's own loop does before it draws; drawing costs more than all of it, and is done once."""
    Clock.tick()
    Builder.sync()
    Clock.tick_draw()
    Builder.sync()
