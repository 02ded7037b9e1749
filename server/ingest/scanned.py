"""Sorts the text that a scanner typed into whole QR of actas, those that lack parts, and what is no part. Pure.

It must not believe what they say, nor lose a good part because another was read wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.formats.qr_chain import QrInvalido, join, read_chunk

MAX_TEXT: Final = 1 << 20
TORN: Final = "Q103"
WRONG: Final = "Q105"
_SYMBOLOGY: Final = re.compile(r"\]Q[0-9](?=URNA)")
"""What some scanners write before each code."""
_BETWEEN: Final = re.compile(r"\s+|(?=URNA1/)")
_SLASHES: Final = str.maketrans("-&", "//")
"""What a scanner set to another keyboard types for a slash; base 32 has neither."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Every part of one QR, in order."""

    name: str
    chunks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A QR of which parts are missing; ``chunks`` are those that are there."""

    name: str
    total: int
    missing: tuple[int, ...]
    chunks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be read again: a line that is no part (Q101), a QR read in two ways (Q103), one that is none (Q105)."""

    code: str
    line: int = 0
    name: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a text holds; ``repeated``: how many parts came more than once."""

    whole: tuple[Whole, ...]
    lacking: tuple[Lacking, ...]
    faults: tuple[Fault, ...]
    repeated: int

    @property
    def rest(self) -> str:
        """What to keep while the missing parts are read."""
        return "".join(f"{chunk}\n" for each in self.lacking for chunk in each.chunks)


def sort_out(text: str) -> Scanned:
    """The QR in a text, whatever their order and however they are mixed; each in the order of its first part."""
    faults: list[Fault] = []
    chains: dict[tuple[str, int], dict[int, str]] = {}
    torn: dict[tuple[str, int], int] = {}
    repeated = 0
    for line, token in _tokens(text):
        try:
            chunk = read_chunk(token)
        except QrInvalido as error:
            if faults[-1:] != [fault := Fault(error.code, line)]:  # a line of words is one thing to read again
                faults.append(fault)
            continue
        key = chunk.chain, chunk.total
        parts = chains.setdefault(key, {})
        repeated += chunk.number in parts
        if parts.setdefault(chunk.number, token) != token:
            torn.setdefault(key, chunk.number)
    faults += [Fault(TORN, name=name, number=number) for (name, _), number in torn.items()]
    sound = {key: parts for key, parts in chains.items() if key not in torn}
    whole, lacking = [], []
    for (name, total), parts in sound.items():
        missing = tuple(number for number in range(1, total + 1) if number not in parts)
        chunks = tuple(parts[number] for number in sorted(parts))
        if missing:
            lacking.append(Lacking(name, total, missing, chunks))
        elif _joins(chunks):
            whole.append(Whole(name, chunks))
        else:
            faults.append(Fault(WRONG, name=name))
    return Scanned(tuple(whole), tuple(lacking), tuple(faults), repeated)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for line, words in enumerate(text.upper().splitlines(), start=1):
        typed = _SYMBOLOGY.sub("", words.translate(_SLASHES))
        yield from ((line, token) for token in _BETWEEN.split(typed) if token)


def _joins(chunks: tuple[str, ...]) -> bool:
    try:
        join(chunks)
    except QrInvalido:
        return False
    return True
