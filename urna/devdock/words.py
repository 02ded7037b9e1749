"""The Spanish of the panel, from its catalogue. It must not word anything itself."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

CATALOGUE: Final = Path(__file__).with_name("texts_es.toml")
Words = Mapping[str, Mapping[str, str]]


def load_words(path: Path = CATALOGUE) -> Words:
    """The sections of the catalogue, each from key to text."""
    words: Words = tomllib.loads(path.read_text(encoding="utf-8"))
    return words


def value_text(words: Words, control: str, value: str) -> str:
    """How a value of a control is said; as it is where the catalogue has no other word."""
    return words["valor_de"].get(f"{control} {value}") or words["valor"].get(value, value)
