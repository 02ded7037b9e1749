"""Whether the urna's letters can write a theme: every character has a drawing, and each letter one way to be written.

It must not judge the words. The faces here are the urna's own, to the byte.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from theme_builder.finding import Finding, Severity

FACES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
READ = ("election", "contests", "partidos", "groups", "texts", "languages", "geography")
"""The parts of theme.json that anybody reads."""


@cache
def drawn() -> frozenset[int]:
    """Code points that every face of the urna has."""
    folder = Path(__file__).parent / "assets"
    found = [frozenset(TTFont(folder / name, lazy=True).getBestCmap()) for name in FACES]
    return frozenset.intersection(*found)


def composed(value: object) -> object:
    """The same JSON with each letter and its marks as one character where Unicode has it (NFC)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(each) for each in value]
    if isinstance(value, dict):
        return {composed(key): composed(each) for key, each in value.items()}
    return value


def missing_letters(theme: dict[str, object]) -> Iterator[Finding]:
    """A finding for each text with a character that no face of the urna draws."""
    for part in READ:
        for field, text in _texts(part, theme.get(part)):
            for letter in sorted({letter for letter in text if letter != "\n" and ord(letter) not in drawn()}):
                code, name = f"U+{ord(letter):04X}", unicodedata.name(letter, "?")
                params = (("letter", letter), ("code", code), ("name", name), ("text", text))
                yield Finding("T546", Severity.ERROR, "tema.toml", 0, field, params)


def _texts(field: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _texts(f"{field}.{place}", each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(f"{field}.{key}", each)
