"""What the demonstration says, in Spanish, from its catalogue. It must not word anything itself."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

CATALOGUE: Final = Path(__file__).parent / "texts_es.toml"


class Words:
    """The catalogue; called with a key such as ``paso.ceremonia`` and its parameters it gives the sentence."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self._texts = dict(_flat("", table))

    def __call__(self, key: str, **params: object) -> str:
        """The sentence of ``key``; raises ``KeyError`` for a key or parameter that is not there (our bug)."""
        return self._texts[key].format(**params)

    def keys(self) -> frozenset[str]:
        """Every key."""
        return frozenset(self._texts)


def load_words(path: Path = CATALOGUE) -> Words:
    """Read the catalogue."""
    return Words(tomllib.loads(path.read_text(encoding="utf-8")))


def _flat(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        found += _flat(f"{key}.", value) if isinstance(value, dict) else [(key, str(value))]
    return found
