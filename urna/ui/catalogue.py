"""The urna's Spanish: texts by key from ``texts/es.toml``, with a theme's own words over them. It must not draw."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from urna.flow.screen import Text

LANGUAGE = "es"


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

    def overridden(self, own: Mapping[str, str]) -> "Texts":
        """The same catalogue with a theme's words over it."""
        return Texts({**self.entries, **own})


def load_texts() -> Texts:
    """The catalogue that ships with the urna."""
    data = resources.files("urna.ui").joinpath("texts", f"{LANGUAGE}.toml").read_text(encoding="utf-8")
    return Texts(dict(_flat("", tomllib.loads(data))))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", str(value)
