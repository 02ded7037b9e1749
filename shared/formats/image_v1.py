"""The vote image: all sealed records of one store in one signed file of fixed size, rewritten whole at every commit.

The place of a record depends on the set alone, and all that is not a record is fresh. It must not write files, open
records or remember the order in which they came.
"""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from shared.crypto.hashing import sha256
from shared.crypto.randomness import Randomness
from shared.domain.ids import StoreId
from shared.formats.canonical import FormatoInvalido

PURPOSE: Final = "image/1"
PENDING_SLOTS: Final = 24
MAX_CAPACITY: Final = 100_000
MIN_RECORD: Final = 300
MAX_RECORD: Final = 4096
MAX_BYTES: Final = 64 << 20
_MAGIC: Final = b"URNAIMG\n"
_VERSION: Final = 1
_HEADER: Final = struct.Struct(">8sH16sQIIIIIHIB32s")
_HASH: Final = 32
_SIGNATURE: Final = 64
_TAIL: Final = _HASH + _SIGNATURE
_SALT: Final = 32

Sign = Callable[[str, bytes], bytes]
"""(purpose, data) -> 64 bytes; for example ``SigningKey.sign``."""
Verify = Callable[[str, bytes, bytes], None]
"""(purpose, data, signature) -> None or an error of ``shared.crypto``; for example ``VerifyingKey.verify``."""


class ImagenInvalida(FormatoInvalido):
    """An image that must be refused (``I1xx``)."""

    letter: ClassVar[str] = "I"


@dataclass(frozen=True, slots=True)
class Image:
    """What an image says: records by area as sets, the place in which it holds them being no information.

    ``capacity``: records of final, anulados and en duda together. ``pending_turn`` is 0 and ``pending_replaced``
    False when nothing is pending.
    """

    store_id: StoreId
    sequence: int
    capacity: int
    record_size: int
    final: frozenset[bytes] = frozenset()
    anulados: frozenset[bytes] = frozenset()
    en_duda: frozenset[bytes] = frozenset()
    pending: frozenset[bytes] = frozenset()
    pending_turn: int = 0
    pending_replaced: bool = False

    @property
    def settled(self) -> int:
        """How many records stand outside of the pending area."""
        return len(self.final) + len(self.anulados) + len(self.en_duda)


def store_capacity(max_voters: int, contests: int) -> int:
    """Records of a store: those of every voter, and of one turn more so that an annulled one can always be replaced."""
    return (max_voters + 1) * contests


def image_size(capacity: int, record_size: int) -> int:
    """Bytes of every image of a store."""
    return _HEADER.size + (capacity + PENDING_SLOTS) * record_size + _TAIL


def serialise_image(image: Image, randomness: Randomness, sign: Sign) -> bytes:
    """The signed bytes; two calls with one image differ everywhere but in the records.

    Raises ``ValueError`` for an image that cannot be (our bug): over capacity, wrong sizes, a record in two areas.
    """
    _check_possible(image)
    areas = (image.final, image.anulados, image.en_duda)
    filler = (image.capacity - image.settled) * image.record_size
    pending_filler = (PENDING_SLOTS - len(image.pending)) * image.record_size
    fresh = randomness.token(_SALT + filler + pending_filler)
    parts = [_header(image, fresh[:_SALT])]
    for area in areas:
        parts += _placed(area)
    parts.append(fresh[_SALT : _SALT + filler])
    parts += _placed(image.pending)
    parts.append(fresh[_SALT + filler :])
    body = b"".join(parts)
    digest = sha256(body)
    return b"".join((body, digest, sign(PURPOSE, digest)))


def parse_image(data: bytes, verify: Verify) -> Image:
    """Read an image after its hash and signature hold.

    Raises ``ImagenInvalida``: I101 size; I102 magic or version; I103 hash; I104 bounds; I105 size for its capacity;
    I106 counts; I107 pending turn; I108 order of records or one twice. A signature that does not hold
    raises the error of ``verify`` (K10x).
    """
    _check_frame(data)
    _check_hash(data)
    verify(PURPOSE, data[-_TAIL:-_SIGNATURE], data[-_SIGNATURE:])
    image = _parse_header(data)
    return _fill(image, data)


def image_hash(data: bytes) -> bytes:
    """SHA-256 of the whole file, signature included: what the board, the acta and the public manifest name."""
    return sha256(data)


@dataclass(frozen=True, slots=True)
class _Header:
    store_id: StoreId
    sequence: int
    capacity: int
    counts: tuple[int, int, int, int]
    record_size: int
    pending_turn: int
    pending_replaced: bool


def _placed(records: Iterable[bytes]) -> list[bytes]:
    return sorted(records, key=sha256)


def _header(image: Image, salt: bytes) -> bytes:
    return _HEADER.pack(
        _MAGIC,
        _VERSION,
        bytes.fromhex(image.store_id.value),
        image.sequence,
        image.capacity,
        len(image.final),
        len(image.anulados),
        len(image.en_duda),
        len(image.pending),
        image.record_size,
        image.pending_turn,
        image.pending_replaced,
        salt,
    )


def _check_possible(image: Image) -> None:
    everything = (*image.final, *image.anulados, *image.en_duda, *image.pending)
    if len(set(everything)) != len(everything) or any(len(record) != image.record_size for record in everything):
        raise ValueError("a record in two areas, or of another size")
    if image.settled > image.capacity or len(image.pending) > PENDING_SLOTS:
        raise ValueError("more records than the store has room for")
    if not image.pending and (image.pending_turn or image.pending_replaced):
        raise ValueError("a pending turn without records")
    bounded = MIN_RECORD <= image.record_size <= MAX_RECORD and 0 < image.capacity <= MAX_CAPACITY
    if not bounded or image_size(image.capacity, image.record_size) > MAX_BYTES:
        raise ValueError("capacity or record size out of bounds")


def _check_frame(data: bytes) -> None:
    if not _HEADER.size + _TAIL <= len(data) <= MAX_BYTES:
        raise ImagenInvalida("I101", f"{len(data)} bytes")
    if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : len(_MAGIC) + 2] != _VERSION.to_bytes(2, "big"):
        raise ImagenInvalida("I102", "not an image of version 1")


def _check_hash(data: bytes) -> None:
    if sha256(memoryview(data)[:-_TAIL]) != data[-_TAIL:-_SIGNATURE]:
        raise ImagenInvalida("I103", "the hash differs")


def _parse_header(data: bytes) -> _Header:
    _, _, store, sequence, capacity, *counts, record_size, turn, replaced, _ = _HEADER.unpack_from(data)
    if not (0 < capacity <= MAX_CAPACITY and MIN_RECORD <= record_size <= MAX_RECORD):
        raise ImagenInvalida("I104", f"capacity {capacity}, records of {record_size} bytes")
    if len(data) != image_size(capacity, record_size):
        raise ImagenInvalida("I105", f"{len(data)} bytes for capacity {capacity}")
    if sum(counts[:3]) > capacity or counts[3] > PENDING_SLOTS:
        raise ImagenInvalida("I106", f"counts {counts} of capacity {capacity}")
    if replaced not in (0, 1) or (not counts[3] and (turn or replaced)):
        raise ImagenInvalida("I107", "a pending turn without records, or an impossible flag")
    final, anulados, en_duda, pending = counts
    return _Header(
        StoreId(store.hex()), sequence, capacity, (final, anulados, en_duda, pending), record_size, turn, bool(replaced)
    )


def _fill(header: _Header, data: bytes) -> Image:
    size = header.record_size
    final, anulados, en_duda, pending = header.counts
    starts = (0, final, final + anulados, header.capacity)
    areas = [
        _area(data, _HEADER.size + start * size, count, size)
        for start, count in zip(starts, (final, anulados, en_duda, pending), strict=True)
    ]
    if len(frozenset().union(*areas)) != sum(header.counts):
        raise ImagenInvalida("I108", "a record stands twice")
    return Image(
        store_id=header.store_id,
        sequence=header.sequence,
        capacity=header.capacity,
        record_size=size,
        final=areas[0],
        anulados=areas[1],
        en_duda=areas[2],
        pending=areas[3],
        pending_turn=header.pending_turn,
        pending_replaced=header.pending_replaced,
    )


def _area(data: bytes, start: int, count: int, size: int) -> frozenset[bytes]:
    records = [data[start + i * size : start + (i + 1) * size] for i in range(count)]
    if records != _placed(records):
        raise ImagenInvalida("I108", "records out of their places")
    return frozenset(records)
