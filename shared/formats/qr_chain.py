"""Cuts signed bytes into chunks of text for QR codes and joins them again, in any order.

It must not know what the bytes say.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import ClassVar, Final, NamedTuple

from shared.crypto.hashing import sha256
from shared.formats.canonical import FormatoInvalido

MAX_CHARS: Final = 500
MAX_CHUNKS: Final = 32
_CHUNK: Final = re.compile(r"URNA1/([1-9][0-9]?)/([1-9][0-9]?)/([A-Z2-7]{8})/([A-Z2-7]{1,480})")
_HEAD_CHARS: Final = len("URNA1/99/99/XXXXXXXX/")


class QrInvalido(FormatoInvalido):
    """A QR, or a set of them, that must be refused (``Q1xx``)."""

    letter: ClassVar[str] = "Q"


def cut(data: bytes) -> tuple[str, ...]:
    """Chunks ``URNA1/<k>/<n>/<chain id>/<BASE32>`` of at most 500 alphanumeric characters and about equal length."""
    text = base64.b32encode(data).decode("ascii").rstrip("=")
    room = MAX_CHARS - _HEAD_CHARS
    total = -(-len(text) // room)
    if not 1 <= total <= MAX_CHUNKS:
        raise ValueError(f"{total} chunks")
    each = -(-len(text) // total)
    chain = _chain_id(data)
    return tuple(f"URNA1/{k + 1}/{total}/{chain}/{text[k * each : (k + 1) * each]}" for k in range(total))


def join(chunks: Iterable[str]) -> bytes:
    """The bytes of one chain; repeats of one chunk are harmless.

    Raises ``QrInvalido``: Q101 not a chunk of ours; Q102 chunks of different chains; Q103 two different chunks of one
    number; Q104 chunks missing (the detail names them) or too many; Q105 not base 32; Q106 the chain id is another's.
    """
    parts: dict[int, str] = {}
    chains: set[tuple[int, str]] = set()
    for seen, chunk in enumerate(chunks):
        if seen > 4 * MAX_CHUNKS:
            raise QrInvalido("Q104", "too many chunks")
        number, total, chain, text = read_chunk(chunk)
        chains.add((total, chain))
        if len(chains) > 1:
            raise QrInvalido("Q102", "chunks of different chains")
        if parts.setdefault(number, text) != text:
            raise QrInvalido("Q103", f"two different chunks {number}")
    if not chains:
        raise QrInvalido("Q104", "no chunk")
    total, chain = chains.pop()
    missing = [str(number) for number in range(1, total + 1) if number not in parts]
    if missing:
        raise QrInvalido("Q104", f"missing {', '.join(missing)} of {total}")
    data = _decode("".join(parts[number] for number in range(1, total + 1)))
    if cut(data) != tuple(f"URNA1/{k}/{total}/{chain}/{parts[k]}" for k in range(1, total + 1)):
        raise QrInvalido("Q106", "the chunks are not those that their bytes make")
    return data


def _chain_id(data: bytes) -> str:
    return base64.b32encode(sha256(data)[:5]).decode("ascii")


class Chunk(NamedTuple):
    """One chunk: ``number`` of ``total``, the chain's name and its part of the text."""

    number: int
    total: int
    chain: str
    text: str


def read_chunk(chunk: str) -> Chunk:
    """What one chunk says of itself. Raises ``QrInvalido`` Q101."""
    match = _CHUNK.fullmatch(chunk[: MAX_CHARS + 1])
    if match is None:
        raise QrInvalido("Q101", "not a chunk of ours")
    number, total = int(match[1]), int(match[2])
    if not 1 <= number <= total <= MAX_CHUNKS:
        raise QrInvalido("Q101", f"chunk {number} of {total}")
    return Chunk(number, total, match[3], match[4])


def _decode(text: str) -> bytes:
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise QrInvalido("Q105", "not base 32") from None
