"""The urna's Spanish by key: the mesa's from ``texts/es.toml``, the voter's from shared.formats. It must not draw.

What a voter reads in another language is the theme's.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from shared.formats.catalogues import SPANISH, flat
from shared.formats.theme_texts import screen_texts
from urna.flow.screen import Text


@dataclass(frozen=True, slots=True)
class Texts:
    """A flat catalogue ``section.name`` -> text with ``{parameters}``."""

    entries: Mapping[str, str]

    def say(self, text: Text) -> str:
        """The words of ``text``; a key that nobody wrote shows itself instead of stopping a jornada."""
        return self.word(text.key, **dict(text.params))

    def word(self, key: str, **params: str | int) -> str:
        """The words of ``key`` with its parameters; missing parameters stay empty."""
        template = self.entries.get(key)
        if template is None:
            return key
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        return template.format_map({name: params.get(name, "") for name in names})


def load_texts() -> Texts:
    """The catalogue that ships with the urna."""
    data = resources.files("urna.ui").joinpath("texts", f"{SPANISH}.toml").read_text(encoding="utf-8")
    return Texts({**screen_texts(), **flat(data)})
