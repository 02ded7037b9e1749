"""Mutates bytes by a seeded choice, so that a sample of every target runs the same in each `make test`.

It must not know a format; `make fuzz` leaves mutation to atheris.
"""

import json
import random  # noqa: TID251 - a seeded choice of places, and nothing else
from collections.abc import Iterator, Sequence
from typing import Any

NUMBERS = (b"0", b"-1", b"1e9", b"NaN", b"9007199254740992", b"9" * 400, b"0.5", b"00", b"-0")
BYTES = (b"\0", b"\xff", b"\n", b"\r\n", b'"', b"\\u0000", b"\\ud800", b"[" * 40, b"{" * 40, b"\xc3", b"\xef\xbb\xbf")
Stock = tuple[Sequence[bytes], Sequence[bytes]]
"""Seeds and words."""
VALUES: tuple[Any, ...] = (None, True, -1, 0, 2**53, 10**30, "", "x" * 500, "\u202e", [], [[]], {}, {"a": 1}, "á", 0.5)


def mutations(seeds: Sequence[bytes], dictionary: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """``count`` inputs, each one to four steps away from a seed, or noise."""
    source = random.Random(seed)  # noqa: S311 - sampling
    words = (*NUMBERS, *BYTES, *dictionary)
    for number in range(count):
        if number % 20 == 19:
            yield source.randbytes(source.randrange(300))
            continue
        step = _json_step if number % 5 < 2 else _byte_step
        data = source.choice(seeds)
        for _ in range(source.randint(1, 2 if step is _json_step else 4)):
            data = step(data, (seeds, words), source)
        yield data


def _byte_step(data: bytes, stock: Stock, source: random.Random) -> bytes:
    seeds, words = stock
    start, end = sorted((source.randint(0, len(data)), source.randint(0, len(data))))
    match source.randrange(6):
        case 0 if data:
            place = source.randrange(len(data))
            return data[:place] + bytes([data[place] ^ 1 << source.randrange(8)]) + data[place + 1 :]
        case 1:
            return data[:start] + source.choice(words) + data[start:]
        case 2:
            return data[:start] + data[min(end, start + 40) :]
        case 3:
            return data[:start] + data[start:end] * 2 + data[end:]
        case 4:
            other = source.choice(seeds)
            return data[:start] + other[min(start, len(other)) :] * source.randrange(2)
        case _:
            return data[:start] + source.choice(words) + data[start + 4 :]


def _json_step(data: bytes, stock: Stock, source: random.Random) -> bytes:
    """Another value in some place of a JSON text (a mode byte may stand before it), a byte step in anything else."""
    brace = data.find(b"{")
    if not 0 <= brace <= 1:
        return _byte_step(data, stock, source)
    try:
        value = json.loads(data[brace:])
    except ValueError:
        return _byte_step(data, stock, source)
    slots = list(_slots(value))
    if slots:
        place, name = source.choice(slots)
        if source.random() < 0.2 and isinstance(place, dict):
            del place[name]
        else:
            place[name] = source.choice(VALUES)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return data[:brace] + text.encode("utf-8", "surrogatepass")


def _slots(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    names = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _slots(value[name])
