"""The vote store on two media, slots A and B on each. It must not open a record, nor tell anyone the hash of an image.

Each commit writes one new image to USB.B, internal.B, internal.A, USB.A, each durable before the next: at every moment
of a crash at least one slot is whole, and the newest whole one decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.crypto.errors import SignatureInvalid
from shared.crypto.randomness import Randomness
from shared.domain.ids import StoreId
from shared.formats.image_v1 import Image, ImagenInvalida, Sign, Verify, image_hash, parse_image, serialise_image
from urna.flow.ports import IMAGES, INTERNAL, USB, AlmacenInvalido, Area, Likeness, MedioPerdido, Present, Repair
from urna.store.durable import Medium
from urna.store.media import Media

SLOT_A, SLOT_B = IMAGES
SLOTS = (SLOT_B, SLOT_A)
ORDER = ((USB, SLOT_B), (INTERNAL, SLOT_B), (INTERNAL, SLOT_A), (USB, SLOT_A))


@dataclass(frozen=True, slots=True)
class StoreKeys:
    """The urna's key as functions, and the source of salts and fillers."""

    sign: Sign
    verify: Verify
    randomness: Randomness


@dataclass(frozen=True, slots=True)
class _Found:
    medium: Medium
    slot: str
    data: bytes | None
    image: Image | None


class ImageStore:
    """`VoteStore` on `Media`; ``folder`` is its folder on each medium."""

    def __init__(self, media: Media, folder: str, keys: StoreKeys) -> None:
        self._media = media
        self._folder = folder
        self._keys = keys
        self._data = b""
        self._present: Present | None = None
        self._unwritten = False

    @property
    def present(self) -> Present | None:
        """The image in force; None before one is made."""
        return self._present

    @property
    def data(self) -> bytes:
        """The bytes of the image in force: at closing they are the sealed file."""
        return self._data

    def newest(self) -> int:
        """As ``VoteStore.newest``."""
        return max((copy.image.sequence for copy in self._read_slots() if copy.image is not None), default=0)

    def start(self) -> tuple[Repair, ...]:
        """Read every copy, take the newest intact one, mend the others.

        Raises ``AlmacenInvalido``: U101 two intact images of the same sequence differ; U102 of different stores;
        U103 there are copies and none is intact.
        """
        found = tuple(self._read_slots())
        intact = [copy for copy in found if copy.image is not None]
        if not intact:
            if any(copy.data for copy in found):
                raise AlmacenInvalido("U103", "no copy of the image is intact")
            return ()
        best = max(intact, key=_sequence)
        _check_forks(best, intact)
        self._take(best)
        return self._mend(found)

    def create(self, store_id: StoreId, capacity: int, record_size: int) -> None:
        """Make an empty image durable, in place of any that no acta de inicio acknowledged."""
        self._commit(Image(store_id, 1, capacity, record_size))

    def put_pending(self, turn: int, records: frozenset[bytes], *, replaced: bool) -> None:
        """Make the records of one turn durable as pending; the same turn again only ends what was interrupted."""
        image = self._image()
        if image.pending_turn == turn:
            self._finish()
            return
        if image.pending:
            raise AlmacenInvalido("U104", "another turn is pending")
        self._commit(
            replace(image, sequence=image.sequence + 1, pending=records, pending_turn=turn, pending_replaced=replaced)
        )

    def settle(self, turn: int, area: Area) -> None:
        """Move the pending records of a turn; a turn that is no longer pending only ends what was interrupted."""
        image = self._image()
        if image.pending_turn != turn:
            self._finish()
            return
        moved = image.pending
        self._commit(
            replace(
                image,
                sequence=image.sequence + 1,
                final=image.final | (moved if area is Area.FINAL else frozenset()),
                anulados=image.anulados | (moved if area is Area.ANULADOS else frozenset()),
                en_duda=image.en_duda | (moved if area is Area.EN_DUDA else frozenset()),
                pending=frozenset(),
                pending_turn=0,
                pending_replaced=False,
            )
        )

    def renew(self) -> None:
        """As ``VoteStore.renew``."""
        image = self._image()
        self._commit(replace(image, sequence=image.sequence + 1))

    def compare(self, label: str) -> Likeness:
        """What the slots of a medium are against the image in force; the worst of both decides."""
        found = [self._liken(self._media.find(label), slot) for slot in SLOTS]
        return min(found, key=WORST.index)

    def bring_level(self, label: str, copy: int) -> None:
        """Write the image in force to one slot of a medium that came back."""
        if self._present is not None:
            self._write(self._media.find(label), SLOTS[copy])

    def erase(self) -> None:
        """Take the files of a practice store away."""
        for slot in (SLOT_A, SLOT_B):
            self._media.on_each(lambda medium, slot=slot: medium.root.subfolder(self._folder).remove(slot))  # type: ignore[misc]

    def _image(self) -> Image:
        if self._present is None:
            raise AlmacenInvalido("U105", "there is no store")
        return self._present.image

    def _commit(self, image: Image) -> None:
        self._data = serialise_image(image, self._keys.randomness, self._keys.sign)
        self._present = Present(image, image_hash(self._data))
        self._unwritten = True
        self._finish()

    def _finish(self) -> None:
        """Write the image in force wherever it is not yet; harmless when it is."""
        if not self._unwritten:
            return
        for label, slot in ORDER:
            self._media.on(label, lambda medium, slot=slot: self._write(medium, slot))  # type: ignore[misc]
        if not self._media.present:
            raise MedioPerdido("ENODEV")
        self._unwritten = False

    def _write(self, medium: Medium, slot: str) -> None:
        medium.root.subfolder(self._folder).overwrite(slot, self._data)

    def _liken(self, medium: Medium, slot: str) -> Likeness:
        folder = medium.root.subfolder(self._folder)
        data = folder.read(slot)
        if not data:
            return Likeness.ABSENT if folder.size(slot) is None else Likeness.UNREADABLE
        try:
            image = parse_image(data, self._keys.verify)
        except SignatureInvalid:
            return Likeness.FOREIGN
        except ImagenInvalida:
            return Likeness.UNREADABLE
        return Likeness.SAME if data == self._data else _likeness(image, self._present)

    def _read_slots(self) -> Iterable[_Found]:
        for medium in self._media.present:
            for slot in (SLOT_A, SLOT_B):
                yield self._read_slot(medium, slot)

    def _read_slot(self, medium: Medium, slot: str) -> _Found:
        data: bytes | None = None

        def read(one: Medium) -> None:
            nonlocal data
            data = one.root.subfolder(self._folder).read(slot)

        self._media.on(medium.label, read)
        try:
            image = parse_image(data, self._keys.verify) if data else None
        except (ImagenInvalida, SignatureInvalid):
            image = None
        return _Found(medium, slot, data, image)

    def _take(self, best: _Found) -> None:
        if best.data is None or best.image is None:
            return
        self._data = best.data
        self._present = Present(best.image, image_hash(best.data))
        self._unwritten = False

    def _mend(self, found: tuple[_Found, ...]) -> tuple[Repair, ...]:
        mended: dict[str, int] = {}
        by_place = {(copy.medium.label, copy.slot): copy for copy in found}
        for place in ORDER:
            copy = by_place.get(place)
            if copy is not None and copy.data != self._data:
                self._media.on(copy.medium.label, lambda medium, slot=copy.slot: self._write(medium, slot))  # type: ignore[misc]
                mended[copy.medium.label] = mended.get(copy.medium.label, 0) + 1
        return tuple(Repair(label, copies) for label, copies in sorted(mended.items()))


def _sequence(copy: _Found) -> int:
    return copy.image.sequence if copy.image else -1


def _check_forks(best: _Found, intact: list[_Found]) -> None:
    for copy in intact:
        if copy.image is None or best.image is None:
            continue
        if copy.image.store_id != best.image.store_id:
            raise AlmacenInvalido("U102", "images of different stores")
        if copy.image.sequence == best.image.sequence and copy.data != best.data:
            raise AlmacenInvalido("U101", "two images of one sequence differ")


WORST = (
    Likeness.FOREIGN,
    Likeness.NEWER,
    Likeness.DIFFERS,
    Likeness.SAME,
    Likeness.UNREADABLE,
    Likeness.ABSENT,
)
"""Of two slots, which tells. A torn slot beside a sound one is what a medium pulled in mid-write looks like."""


def _likeness(image: Image, present: Present | None) -> Likeness:
    """What another image of this urna is. Records never leave the store, so an older one holds no other records."""
    if present is None:
        return Likeness.SAME
    ours = present.image
    if image.store_id != ours.store_id:
        return Likeness.FOREIGN
    if image.sequence > ours.sequence:
        return Likeness.NEWER
    settled = ((image.final, ours.final), (image.anulados, ours.anulados), (image.en_duda, ours.en_duda))
    everything = ours.final | ours.anulados | ours.en_duda | ours.pending
    once_ours = image.sequence < ours.sequence and all(old <= new for old, new in settled)
    return Likeness.SAME if once_ours and image.pending <= everything else Likeness.DIFFERS
