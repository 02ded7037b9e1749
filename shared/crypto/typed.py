"""Cards and shares as people type them when no reader can: lines of ten characters, each with two that check it.

It must not know what the bytes are, nor count a line that was mistyped: that is a slip of the finger.
"""

from collections.abc import Sequence

from shared.crypto.codes import ALPHABET, CODE_GROUP, crockford, unconfused
from shared.crypto.errors import CodeMistyped

LINE_BYTES = 5
LINE_CHARS = 10
MAX_LINES = 31
"""Each line has its own number in one character of 32."""
_DATA = 8
_FIELD = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def to_lines(data: bytes) -> tuple[str, ...]:
    """Write ``data`` (a multiple of 5 bytes, at most 155) as lines like ``7K3QX-9F2AM``.

    Any one or two wrong characters of a line, any two that changed places and a line typed in the place of another
    are seen by `read_line`. Raises ``ValueError`` for another size.
    """
    count, rest = divmod(len(data), LINE_BYTES)
    if rest or not 1 <= count <= MAX_LINES:
        raise ValueError("whole lines of five bytes, at most 31")
    return tuple(_line(i + 1, data[i * LINE_BYTES : (i + 1) * LINE_BYTES]) for i in range(count))


def read_line(number: int, typed: str) -> bytes:
    """Give the five bytes of the line ``number`` (from 1), typed in any case, with or without hyphen or spaces.

    Raises ``CodeMistyped`` K503 when it is not that line as it was printed.
    """
    text = unconfused(typed)
    if len(text) != LINE_CHARS or not set(text) <= set(ALPHABET):
        raise CodeMistyped("K503", "a line has ten characters")
    values = [ALPHABET.index(character) for character in text]
    if values[_DATA:] != _checks(number, values[:_DATA]):
        raise CodeMistyped("K503", f"line {number} is not as it was printed")
    whole = 0
    for value in values[:_DATA]:
        whole = whole << 5 | value
    return whole.to_bytes(LINE_BYTES, "big")


def read_lines(lines: Sequence[str]) -> bytes:
    """Give the bytes of all lines in their order; raises ``CodeMistyped`` K503 for the first wrong one."""
    return b"".join(read_line(i, line) for i, line in enumerate(lines, 1))


def _line(number: int, data: bytes) -> str:
    body = crockford(int.from_bytes(data, "big"), _DATA)
    text = body + "".join(ALPHABET[value] for value in _checks(number, [ALPHABET.index(c) for c in body]))
    return f"{text[:CODE_GROUP]}-{text[CODE_GROUP:]}"


def _checks(number: int, values: Sequence[int]) -> list[int]:
    """Two symbols of a Reed-Solomon code over GF(32), of distance 3: the sum with the number, and the weighted sum."""
    plain, weighted = number, 0
    for value in reversed(values):
        plain ^= value
        weighted = _doubled(weighted) ^ value
    return [plain, weighted]


def _doubled(value: int) -> int:
    return value << 1 ^ (_FIELD if value & 16 else 0)
