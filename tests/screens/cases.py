"""Which screen is drawn how: glass, size of letters and contrast. It must not draw nor judge.

All of them for `make screens`; for every run a choice in which each pair of glass, letters and contrast meets, and each
kind of voter's screen stands on every glass and in every size of letters.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.formats.theme_model import Theme
from urna.flow.screen import MesaScreen, Screen, viewing_of
from urna.flow.viewing import Contrast, Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.samples import samples

GLASSES = (WindowSize(1280, 800), WindowSize(1920, 1080), WindowSize(800, 1280), WindowSize(1080, 1920))
LANGUAGES = ("es", "en")
"""Those of the demo's theme, in turns."""
KINDS = (
    "habilitada-grupo",
    "ajustes",
    "salida",
    "informacion-consulta",
    "impresion",
    "impresion-falla",
    "pregunta_testigo-boleta",
    "gracias",
)
"""A screen of each kind that a voter meets, with the longest words of its kind."""


@dataclass(frozen=True, slots=True)
class Case:
    """One picture: a sample on a glass, as a voter wants to see it (None: a screen of the mesa)."""

    name: str
    screen: Screen
    viewing: Viewing | None

    @property
    def label(self) -> str:
        """The name of its picture."""
        if self.viewing is None:
            return self.name
        return f"{self.name}.{self.viewing.letters.value}.{self.viewing.contrast.value}.{self.viewing.language}"


def _case(name: str, screen: Screen, viewing: Viewing | None) -> Case:
    if viewing is None or isinstance(screen, MesaScreen):
        return Case(name, screen, None)
    return Case(name, replace(screen, viewing=viewing), viewing)


def every_case(theme: Theme) -> Iterator[Case]:
    """Every sample in every size, contrast and language that it may be seen in."""
    for name, screen in samples(theme).items():
        if viewing_of(screen) is None:
            yield _case(name, screen, None)
    for letters, language in itertools.product(Letters, LANGUAGES):
        for name, screen in samples(theme, Viewing(letters, language=language)).items():
            for contrast in Contrast if viewing_of(screen) is not None else ():
                yield _case(name, screen, Viewing(letters, contrast, language))


def pairwise(theme: Theme, glass: int) -> Iterator[Case]:
    """Each of `KINDS` once on this glass; the four glasses together show it in all sizes of letters."""
    letters, contrasts = list(Letters), list(Contrast)
    for i, name in enumerate(KINDS):
        size = (i + glass) % len(letters)
        contrast = (size + 2 * glass + i // len(letters)) % len(contrasts)
        viewing = Viewing(letters[size], contrasts[contrast], LANGUAGES[(i + glass) % 2])
        yield _case(name, samples(theme, viewing)[name], viewing)
