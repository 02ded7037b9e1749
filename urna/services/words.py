"""The words that the urna prints, from its catalogue and the theme's overrides. It must not compose a document."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from shared.domain.hora import ZONE, short_date

MOMENT = "%Y-%m-%dT%H:%M:%SZ"
"""How an hour stands in an entry of the journal."""


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue: dotted key to text."""

    texts: Mapping[str, str]

    def __call__(self, key: str, **params: str | int) -> str:
        """The text of a key with its parameters; raises ``KeyError`` for a key that is not there (our bug)."""
        return self.texts[key].format(**params)


def load_words(overrides: Mapping[str, str]) -> Words:
    """The shipped catalogue with the theme's own texts over it."""
    texts = _shipped()
    known = {key: text for key, text in overrides.items() if key in texts}
    return Words({**texts, **known})


@cache
def _shipped() -> Mapping[str, str]:
    """The shipped catalogue, read once: a start needs it for each medium that holds a theme."""
    raw = resources.files("urna.services").joinpath("texts_es.toml").read_text(encoding="utf-8")
    return {f"{group}.{name}": text for group, names in tomllib.loads(raw).items() for name, text in names.items()}


def moment(at: datetime) -> str:
    """``1 jul 2018, 18:04`` in local time."""
    local = at.astimezone(ZONE)
    return f"{short_date(local)}, {local:%H:%M}"


def figure(number: int) -> str:
    """Thousands by comma, as actas write them."""
    return f"{number:,}"
