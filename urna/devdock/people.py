"""The people of the mesa as the dock knows them: a card to hold to the reader and the code that each would type.

It must not be used where cards are real ones: here every code lies beside its card.
"""

from dataclasses import dataclass, field
from pathlib import Path

import zxingcpp
from PIL import Image

_CARD, _CODE = ".tarjeta.txt", ".codigo.txt"


@dataclass(frozen=True, slots=True)
class Person:
    """One official; ``card`` is the text of its QR."""

    id: str
    card: str = field(repr=False)
    code: str = field(repr=False)


def read_people(folder: Path) -> tuple[Person, ...]:
    """Everybody whose ``<id>.tarjeta.txt`` and ``<id>.codigo.txt`` are in ``folder``, sorted."""
    return tuple(
        Person(place.name.removesuffix(_CARD), place.read_text(encoding="utf-8"), _code(place))
        for place in sorted(folder.glob(f"*{_CARD}"))
    )


def read_codes(picture: Path) -> tuple[str, ...]:
    """The texts of the codes printed on a slip."""
    with Image.open(picture, "r") as image:
        found = zxingcpp.read_barcodes(image.convert("L"))
    return tuple(str(each.text) for each in found)


def _code(card: Path) -> str:
    return card.with_name(card.name.removesuffix(_CARD) + _CODE).read_text(encoding="utf-8").strip()
