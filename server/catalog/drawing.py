"""Shapes of the marco as paths of a picture, and figures as a few classes. It must not know what the figures mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

import numpy as np
import shapely

WIDTH: Final = 1000
CLASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Path:
    """One unit: its number, the ``d`` of its path, and where its number is written."""

    number: int
    d: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths in a box of ``WIDTH`` by ``height``."""

    height: int
    paths: tuple[Path, ...]


def drawing_of(forms: Mapping[int, str]) -> Drawing:
    """The shapes (WKT, degrees) with a degree of longitude as wide as it is in the middle of them; north is up."""
    shapes = np.array([shapely.from_wkt(each) for each in forms.values()])
    left, low, right, top = (float(each) for each in shapely.total_bounds(shapes))
    narrow = cos(radians((low + top) / 2))
    scale = WIDTH / ((right - left) * narrow)
    paths = []
    for number, shape in zip(forms, shapes, strict=True):
        turned = shapely.transform(
            shape, lambda at: np.column_stack(((at[:, 0] - left) * narrow * scale, (top - at[:, 1]) * scale))
        )
        middle = shapely.point_on_surface(turned)
        paths.append(Path(number, " ".join(_rings(turned)), round(middle.x), round(middle.y)))
    return Drawing(round((top - low) * scale), tuple(paths))


def classes_of(figures: Mapping[int, int]) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """The class (from 0) of each unit, as many units in each as can be; and the least and greatest figure of each."""
    ranked = sorted(figures, key=lambda each: (figures[each], each))
    found = {unit: place * CLASSES // len(ranked) for place, unit in enumerate(ranked)}
    spans: list[tuple[int, int]] = []
    for number in sorted(set(found.values())):
        inside = [figures[unit] for unit in ranked if found[unit] == number]
        spans.append((inside[0], inside[-1]))
    order = {number: place for place, number in enumerate(sorted(set(found.values())))}
    return {unit: order[number] for unit, number in found.items()}, spans


def _rings(shape: Any) -> Sequence[str]:  # noqa: ANN401 - shapely tells no types
    """A closed path for each ring, in whole units of the picture."""
    found = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = dict.fromkeys((round(x), round(y)) for x, y in ring.coords)
            if len(points) > 2:
                found.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return found
