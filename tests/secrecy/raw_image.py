"""Reads an image as `docs/formats/image_v1.md` draws it, believing nothing: planted stores break its rules.

It must not import the reader of the product, which refuses what has to be looked at here.
"""

import struct
from dataclasses import dataclass

_HEADER = struct.Struct(">8sH16sQIIIIIHIB32s")
_TAIL = 96
PENDING = 24
BLOCK = 32


@dataclass(frozen=True, slots=True)
class RawImage:
    """Slots in the order of the file; ``filler`` is every slot that the counts leave over."""

    sequence: int
    salt: bytes
    settled: tuple[bytes, ...]
    pending: tuple[bytes, ...]
    filler: tuple[bytes, ...]


def read_raw(data: bytes) -> RawImage:
    """Cut an image into its parts by its header alone."""
    _, _, _, sequence, capacity, final, anulados, en_duda, pending, size, _, _, salt = _HEADER.unpack_from(data)
    slots = [data[at : at + size] for at in range(_HEADER.size, _HEADER.size + (capacity + PENDING) * size, size)]
    settled = final + anulados + en_duda
    filler = (*slots[settled:capacity], *slots[capacity + pending :])
    return RawImage(sequence, salt, tuple(slots[:settled]), tuple(slots[capacity : capacity + pending]), filler)


def slot_at(data: bytes, index: int) -> tuple[int, int]:
    """(offset, size) of a slot."""
    size = _HEADER.unpack_from(data)[9]
    return _HEADER.size + index * size, size


def capacity_of(data: bytes) -> int:
    """How many slots stand before the pending area."""
    return int(_HEADER.unpack_from(data)[4])


def blocks(slot: bytes) -> set[bytes]:
    """The slot in blocks of 32 bytes."""
    return {slot[i : i + BLOCK] for i in range(0, len(slot) - BLOCK + 1, BLOCK)}
