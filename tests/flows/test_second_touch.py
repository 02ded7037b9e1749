"""Whoever touches for the demonstration touches again where nothing came of it, and not where something did."""

import pytest
from PIL import Image

from demo.progress import DemoFailedError
from demo.screen import Box, Layout, Screen

BUTTON: Box = (0, 0, 1, 1)


class Glass(Screen):
    """A display that takes no touch before the ``needed``-th one."""

    second_touch_s = 0.05

    def __init__(self, needed: int) -> None:
        self.layout = Layout(1, 1, 0, 0, BUTTON, {"espera": {"menu": BUTTON}}, {}, {})
        self._display, self._whole = ":0", BUTTON
        self._needed, self.touches = needed, 0

    def grab(self, box: Box | None = None) -> Image.Image:
        assert box == BUTTON
        return Image.new("RGB", (1, 1), "white" if self.touches < self._needed else "black")

    def name(self) -> str:
        return "espera"

    def touch(self, screen: str, target: str) -> None:
        assert (screen, target) == ("espera", "menu")
        self.touches += 1


@pytest.mark.parametrize("needed", [1, 3])
def test_a_touch_that_came_before_the_screen_had_settled_is_made_again_and_no_other(needed: int) -> None:
    glass = Glass(needed)
    glass.see_change(BUTTON, lambda: glass.touch("espera", "menu"))
    assert glass.touches == needed


def test_a_glass_that_never_answers_is_said_with_the_screen_that_it_shows() -> None:
    glass = Glass(1000)
    with pytest.raises(DemoFailedError, match="espera"):
        glass.see_change(BUTTON, lambda: glass.touch("espera", "menu"))
