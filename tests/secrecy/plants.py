"""Urnas that leak, each by one fault put in through a port or a subclass. They must all be caught."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from shared.crypto.randomness import Randomness, SystemRandomness
from shared.formats.image_v1 import Image, image_hash, serialise_image
from tests.flows.table import Table
from tests.secrecy.raw_image import PENDING, capacity_of, read_raw, slot_at
from tests.secrecy.seeds import SEEDS, Seeded
from urna.flow.ports import Present
from urna.store.durable import FileOps, RealFiles
from urna.store.image import ImageStore, StoreKeys

JOURNAL = "urna-oficial/bitacora.jsonl"

Choices = Sequence[int]
"""The choices made so far, the present voter's last: what a fault inside of an urna could know."""


@dataclass(frozen=True, slots=True)
class Plant:
    """One fault: ``files`` stands in for both media, ``spoil`` changes the urna once it is switched on."""

    name: str
    files: Callable[[Path, Table], FileOps] | None = None
    spoil: Callable[[Table, Choices], None] | None = None


class Doctored(RealFiles):
    """A medium on which each new line of the journal gets something more; the urna reads back what it wrote."""

    def __init__(self, root: Path, more: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(root)
        self._more = more
        self._honest = super().read(JOURNAL, 1 << 24) or b""

    def append(self, path: str, data: bytes) -> None:
        """Write a doctored line."""
        super().append(path, json.dumps({**json.loads(data), **self._more()}).encode() + b"\n")
        self._honest += data

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        """Give the journal as the urna knows it."""
        return self._honest if path == JOURNAL else super().read(path, limit_bytes)

    def size(self, path: str) -> int | None:
        """Give its size as the urna knows it."""
        return len(self._honest) if path == JOURNAL else super().size(path)


def _time_in_turn(root: Path, table: Table) -> FileOps:
    return Doctored(root, lambda: {"at": table.clock.at.strftime("%Y-%m-%dT%H:%M:%SZ")})


def _hash_in_journal(root: Path, table: Table) -> FileOps:
    def digest() -> Mapping[str, str]:
        present = table.context().store.present
        return {"imagen": present.digest.hex()} if present is not None else {}

    return Doctored(root, digest)


class ForgedStore(ImageStore):
    """A store whose images are forged after they were made; ``forge`` gets the bytes and the image."""

    def __init__(self, honest: object, forge: Callable[[bytes, Image], bytes], keys: StoreKeys | None = None) -> None:
        if not isinstance(honest, ImageStore):
            raise TypeError("an urna without an image")
        super().__init__(honest._media, honest._folder, keys or honest._keys)
        self._forge = forge
        self.start()

    def _commit(self, image: Image) -> None:
        honest = serialise_image(image, self._keys.randomness, self._keys.sign)
        self._data = self._forge(honest, image)
        self._present = Present(image, image_hash(self._data))
        self._unwritten = True
        self._finish()


class FileStore(ImageStore):
    """A store that keeps each record in a file of its own besides."""

    def __init__(self, honest: object) -> None:
        if not isinstance(honest, ImageStore):
            raise TypeError("an urna without an image")
        super().__init__(honest._media, honest._folder, honest._keys)
        self.start()

    def put_pending(self, turn: int, records: frozenset[bytes], *, replaced: bool) -> None:
        """Write the files too."""
        for record in records:
            name = f"voto-{sha256(record).hexdigest()[:16]}"
            self._media.on_each(lambda medium, n=name, r=record: medium.root.subfolder(self._folder).replace(n, r))  # type: ignore[misc]
        super().put_pending(turn, records, replaced=replaced)


def _forging(forge: Callable[[bytes, list[bytes], Choices], bytes]) -> Callable[[Table, Choices], None]:
    """Forge with the records in the order in which they came."""

    def spoil(table: Table, made: Choices) -> None:
        came: list[bytes] = []

        def forged(data: bytes, image: Image) -> bytes:
            came.extend(record for record in image.pending if record not in came)
            return forge(data, came, made)

        table.context().store = ForgedStore(table.context().store, forged)

    return spoil


def _in_order(data: bytes, came: list[bytes], _: Choices) -> bytes:
    return _placed(data, [record for record in came if record in read_raw(data).settled])


def _by_choice(data: bytes, came: list[bytes], made: Choices) -> bytes:
    settled = [(choice, record) for choice, record in zip(made, came, strict=False) if record in read_raw(data).settled]
    return _placed(data, [record for _, record in sorted(settled)])


def _placed(data: bytes, records: list[bytes]) -> bytes:
    start, _ = slot_at(data, 0)
    body = b"".join(records)
    return data[:start] + body + data[start + len(body) :]


def _short(data: bytes, came: list[bytes], made: Choices) -> bytes:
    """Records whose padding is as long as their choice allows, the rest of the slot being empty."""
    for choice, record in zip(made, came, strict=False):
        data = data.replace(record, record[: -choice - 1] + bytes(choice + 1))
    return data


def _half_empty(data: bytes, came: list[bytes], _: Choices) -> bytes:
    del came
    image = read_raw(data)
    start = slot_at(data, capacity_of(data) + len(image.pending))[0]
    end = slot_at(data, capacity_of(data) + PENDING)[0]
    return data[:start] + bytes(end - start) + data[end:]


def _growing(data: bytes, came: list[bytes], _: Choices) -> bytes:
    return data + bytes(len(came))


class Marked:
    """Randomness that puts something of its own at the end of draws of some sizes."""

    def __init__(self, sizes: range, tail: Callable[[], bytes]) -> None:
        self._sizes = sizes
        self._tail = tail

    def token(self, size_bytes: int) -> bytes:
        """Random bytes, but for their end."""
        data = SystemRandomness().token(size_bytes)
        return (data + self._tail())[-size_bytes:] if size_bytes in self._sizes else data


class Stale:
    """Randomness that begins each draw with the same bytes."""

    def __init__(self) -> None:
        self._given = SystemRandomness().token(1 << 16)

    def token(self, size_bytes: int) -> bytes:
        """The same as before."""
        return self._given[:size_bytes]


class StaleSalt(Stale):
    """Fresh fillings under a salt that is not."""

    def token(self, size_bytes: int) -> bytes:
        """Only the first 32 bytes are the same as before."""
        return (super().token(32) + SystemRandomness().token(size_bytes))[:size_bytes]


def _time_in_record(table: Table, _: Choices) -> None:
    table.context().randomness = Marked(range(5, 6), lambda: int(table.clock.at.timestamp()).to_bytes(5, "big"))


def _number_in_record(table: Table, made: Choices) -> None:
    table.context().randomness = Marked(range(100, 600), lambda: len(made).to_bytes(6, "big"))


def _seeded(table: Table, _: Choices) -> None:
    table.context().randomness = Seeded(SEEDS[1])


def _fillings(source: Callable[[], Randomness]) -> Callable[[Table, Choices], None]:
    def spoil(table: Table, _: Choices) -> None:
        store = table.context().store
        if isinstance(store, ImageStore):
            keys = StoreKeys(store._keys.sign, store._keys.verify, source())
            table.context().store = ForgedStore(store, lambda data, _: data, keys)

    return spoil


def _file_each(table: Table, _: Choices) -> None:
    table.context().store = FileStore(table.context().store)


PLANTS = (
    Plant("a time in the record", spoil=_time_in_record),
    Plant("a sequence number in the record", spoil=_number_in_record),
    Plant("records in the order of voting", spoil=_forging(_in_order)),
    Plant("records sorted by choice", spoil=_forging(_by_choice)),
    Plant("padding as long as the choice leaves", spoil=_forging(_short)),
    Plant("a pending area that is not full", spoil=_forging(_half_empty)),
    Plant("an image that grows", spoil=_forging(_growing)),
    Plant("a file for each vote", spoil=_file_each),
    Plant("a time inside a turn", files=_time_in_turn),
    Plant("an image's hash in the journal", files=_hash_in_journal),
    Plant("a salt that is not fresh", spoil=_fillings(StaleSalt)),
    Plant("fillings that are not fresh", spoil=_fillings(Stale)),
    Plant("seeded randomness", spoil=_seeded),
)
