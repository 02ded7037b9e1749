"""The frame of a rectangle: every pixel of the edge once, none inside. It must not import Kivy."""

from collections import Counter

import pytest

from urna.ui.geometry import Rect


def _pixels(rect: Rect) -> list[tuple[int, int]]:
    return [(x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)]


@pytest.mark.parametrize("thick", [1, 2, 6])
def test_the_sides_of_a_frame_paint_each_pixel_of_the_edge_once(thick: int) -> None:
    whole = Rect(3, 5, 31, 17)
    painted = Counter(pixel for side in whole.sides(thick) for pixel in _pixels(side))
    assert set(painted) == set(_pixels(whole)) - set(_pixels(whole.inset(thick)))
    assert set(painted.values()) == {1}
