"""Bytes in sequence: short unsigned integers (LEB128) and bounded texts, written and read back strictly.

It must not know what the numbers mean.
"""

from typing import Final

from shared.formats.canonical import FormatoInvalido

_MAX_BYTES: Final = 5  # 35 bits hold any counter of ours


def write_int(value: int) -> bytes:
    """``value`` (0 to 2^35 - 1) in as few bytes as it needs; raises ``ValueError`` outside."""
    if not 0 <= value < 1 << 7 * _MAX_BYTES:
        raise ValueError(f"{value} does not fit")
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def write_text(text: str) -> bytes:
    """An ASCII text of at most 255 characters after its length."""
    raw = text.encode("ascii")
    return bytes([len(raw)]) + raw


class ByteReader:
    """Takes values from the front; raises ``error`` number 108 for what could not have been written."""

    __slots__ = ("_data", "_error", "_place")

    def __init__(self, data: bytes, error: type[FormatoInvalido]) -> None:
        self._data = data
        self._error = error
        self._place = 0

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        found = self._data[self._place : self._place + size]
        if len(found) != size:
            raise self._error.of(108, "ends too early")
        self._place += size
        return found

    def byte(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def integer(self) -> int:
        """The next integer, in the one form that writes it."""
        value = 0
        for place in range(_MAX_BYTES):
            byte = self.byte()
            value |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                if place and not byte:
                    raise self._error.of(108, "an integer longer than it needs")
                return value
        raise self._error.of(108, "an integer without end")

    def text(self) -> str:
        """The next text."""
        raw = self.take(self.byte())
        if not raw.isascii():
            raise self._error.of(108, "a text that is not ASCII")
        return raw.decode("ascii")

    def done(self) -> None:
        """Refuse bytes that nobody asked for."""
        if self._place != len(self._data):
            raise self._error.of(108, "bytes left over")
