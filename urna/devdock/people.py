"""The people of the mesa as the dock knows them: a card to hold to the reader and the code that each would type.

It must not be used where cards are real ones: here every code lies beside its card.
"""

from dataclasses import dataclass, field
from pathlib import Path

import zxingcpp
from PIL import Image

_CARD, _CODE, _LINES = ".tarjeta.txt", ".codigo.txt", ".lineas.txt"


@dataclass(frozen=True, slots=True)
class Person:
    """One official; ``card`` is the text of its QR, ``lines`` what is typed where no reader reads it."""

    id: str
    card: str = field(repr=False)
    code: str = field(repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)


def read_people(folder: Path) -> tuple[Person, ...]:
    """Everybody whose ``<id>.tarjeta.txt``, ``.codigo.txt`` and ``.lineas.txt`` are in ``folder``, sorted."""
    return tuple(_person(place) for place in sorted(folder.glob(f"*{_CARD}")))


def read_codes(picture: Path) -> tuple[str, ...]:
    """The texts of the codes printed on a slip."""
    with Image.open(picture, "r") as image:
        found = zxingcpp.read_barcodes(image.convert("L"))
    return tuple(str(each.text) for each in found)


def _person(place: Path) -> Person:
    name = place.name.removesuffix(_CARD)
    card, code, lines = (_text(place.with_name(name + ending)) for ending in (_CARD, _CODE, _LINES))
    return Person(name, card, code.strip(), tuple(lines.split()))


def _text(place: Path) -> str:
    return place.read_text(encoding="utf-8")
