"""How far apart two colours are for people who see all, or confuse some. It must not decide how far is enough.

Matrices: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE TVCG 15(6), 2009, severity 1.0, on linear RGB. Distance: CIE 1976 in Lab under D65; about 2.3 is just seen.
"""

import math
from typing import Final

Color = tuple[float, float, float]
"""Linear RGB, each 0 to 1."""
_SIGHTS: Final[dict[str, tuple[Color, Color, Color]]] = {
    "protanopía": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopía": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopía": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
SIGHTS: Final = tuple(_SIGHTS)
_XYZ: Final = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE: Final = (0.95047, 1.0, 1.08883)


def linear(color: str) -> Color:
    """``#rrggbb`` as linear RGB."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _unbent(red), _unbent(green), _unbent(blue)


def seen_with(color: Color, sight: str) -> Color:
    """The colour as somebody with that sight (one of `SIGHTS`) sees it; any other word leaves it as it is."""
    return _clipped(_times(_SIGHTS[sight], color)) if sight in _SIGHTS else color


def lab(color: Color) -> Color:
    """L*, a*, b*: `math.dist` of two is 0 for the same, about 2.3 when just seen, 100 for black and white."""
    x, y, z = (_root(value / white) for value, white in zip(_times(_XYZ, color), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _unbent(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _root(value: float) -> float:
    return math.cbrt(value) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _times(matrix: tuple[Color, Color, Color], color: Color) -> Color:
    first, second, third = (sum(a * b for a, b in zip(row, color, strict=True)) for row in matrix)
    return first, second, third


def _clipped(color: Color) -> Color:
    red, green, blue = (min(1.0, max(0.0, value)) for value in color)
    return red, green, blue
