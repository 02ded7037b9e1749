"""How the present voter wants to see the screen: a value in memory that ends with the turn. It must never be stored.

A setting is no vote, but it may tell who voted: nothing of it is journaled, printed, sealed or told to the mesa.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.formats.catalogues import SPANISH


class Letters(StrEnum):
    """The four sizes of text (VVSG 2.0, 7.1); the height of each is one of the tokens of the screens."""

    SMALL = "chica"
    NORMAL = "normal"
    LARGE = "grande"
    LARGEST = "muy_grande"


class Contrast(StrEnum):
    """The four pairs of light and dark (VVSG 2.0, 7.1): of 10:1, of 20:1, a dark ground, and of 4.5 to 8:1."""

    NORMAL = "normal"
    HIGH = "alto"
    DARK = "oscuro"
    SOFT = "suave"


@dataclass(frozen=True, slots=True)
class Viewing:
    """Size of text, contrast and language that a voter chose; the default is what each voter begins with."""

    letters: Letters = Letters.NORMAL
    contrast: Contrast = Contrast.NORMAL
    language: str = SPANISH
