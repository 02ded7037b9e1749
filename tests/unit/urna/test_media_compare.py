"""What a copy on a medium is against what is in force, told from its bytes alone."""

import copy
from dataclasses import replace

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.crypto.signing import SigningKey
from shared.domain.ids import StoreId
from shared.domain.journal import JournalKind, journal_data
from shared.formats.image_v1 import Image, serialise_image
from urna.flow.ports import INTERNAL, USB, Area, Likeness, MedioPerdido
from urna.store.durable import Folder, Medium
from urna.store.image import ImageStore, StoreKeys
from urna.store.journal_file import NAME, JournalFile
from urna.store.media import Media
from urna.store.memory import MemoryFiles

STORE, SIZE = StoreId("0" * 32), 512
JOURNAL = f"u/{NAME}"


class Deaf(MemoryFiles):
    """A medium that keeps what it is given and says that it did not."""

    deaf = False

    def fsync(self, path: str) -> None:
        if self.deaf:
            raise MedioPerdido("EIO")
        super().fsync(path)


def new_keys() -> StoreKeys:
    key = SigningKey.generate()
    return StoreKeys(key.sign, key.public.verify, SystemRandomness())


@pytest.fixture
def keys() -> StoreKeys:
    return new_keys()


def record(number: int) -> bytes:
    return number.to_bytes(2, "big") * (SIZE // 2)


def make_media() -> tuple[Media, Deaf, Deaf]:
    internal, usb = Deaf(), Deaf()
    return Media((Medium(INTERNAL, Folder(internal)), Medium(USB, Folder(usb)))), internal, usb


def put(files: MemoryFiles, image: Image, keys: StoreKeys) -> None:
    """Lay another image in both slots of the stick."""
    for slot in "ab":
        files.files[f"u/imagen.{slot}"] = serialise_image(image, keys.randomness, keys.sign)


def store_with(keys: StoreKeys) -> tuple[ImageStore, Deaf, Image]:
    """A store of one final turn and one pending; the stick; the image in force."""
    media, _, usb = make_media()
    store = ImageStore(media, "u", keys)
    store.create(STORE, 10, SIZE)
    store.put_pending(1, frozenset({record(1)}), replaced=False)
    store.settle(1, Area.FINAL)
    store.put_pending(2, frozenset({record(2)}), replaced=False)
    assert store.present is not None
    return store, usb, store.present.image


def test_an_image_equal_or_older_is_the_same(keys: StoreKeys) -> None:
    store, usb, image = store_with(keys)
    assert store.compare(USB) is Likeness.SAME
    older = replace(image, sequence=image.sequence - 1, pending=frozenset(), pending_turn=0)
    put(usb, older, keys)
    assert store.compare(USB) is Likeness.SAME
    put(usb, replace(image, sequence=2, final=frozenset(), pending=frozenset({record(1)}), pending_turn=1), keys)
    assert store.compare(USB) is Likeness.SAME
    usb.files["u/imagen.a"] = usb.files["u/imagen.a"][:700] + bytes(64) + usb.files["u/imagen.a"][764:]
    assert store.compare(USB) is Likeness.SAME


@pytest.mark.parametrize("area", ["final", "anulados", "en_duda"])
def test_an_older_image_with_a_record_that_ours_lacks_differs(keys: StoreKeys, area: str) -> None:
    store, usb, image = store_with(keys)
    older = replace(image, sequence=image.sequence - 1, pending=frozenset(), pending_turn=0)
    put(usb, replace(older, **{area: getattr(older, area) | {record(9)}}), keys)
    assert store.compare(USB) is Likeness.DIFFERS


def test_an_older_image_with_pending_records_that_ours_never_had_differs(keys: StoreKeys) -> None:
    store, usb, image = store_with(keys)
    put(usb, replace(image, sequence=image.sequence - 1, pending=frozenset({record(9)}), pending_turn=2), keys)
    assert store.compare(USB) is Likeness.DIFFERS


def test_the_same_sequence_with_other_bytes_differs_and_a_later_one_is_newer(keys: StoreKeys) -> None:
    store, usb, image = store_with(keys)
    put(usb, image, keys)
    assert store.compare(USB) is Likeness.DIFFERS
    put(usb, replace(image, sequence=image.sequence + 1), keys)
    assert store.compare(USB) is Likeness.NEWER


def test_another_store_or_another_key_is_foreign_and_rubbish_unreadable(keys: StoreKeys) -> None:
    store, usb, image = store_with(keys)
    put(usb, replace(image, store_id=StoreId("1" * 32), sequence=1), keys)
    assert store.compare(USB) is Likeness.FOREIGN
    put(usb, replace(image, sequence=1), new_keys())
    assert store.compare(USB) is Likeness.FOREIGN
    for slot in "ab":
        usb.files[f"u/imagen.{slot}"] = b"holiday pictures"
    assert store.compare(USB) is Likeness.UNREADABLE
    usb.files.clear()
    assert store.compare(USB) is Likeness.ABSENT


def journal_with(keys: StoreKeys, turns: int = 2) -> tuple[JournalFile, Media, Deaf, Deaf]:
    media, internal, usb = make_media()
    journal = JournalFile(media, "u", keys)
    journal.start()
    for turn in range(1, turns + 1):
        journal.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=turn))
        journal.append(JournalKind.CANCELADO, journal_data(turno=turn, motivo="mesa"))
    return journal, media, internal, usb


def test_a_journal_is_told_from_its_bytes(keys: StoreKeys) -> None:
    journal, _, _, usb = journal_with(keys)
    whole = usb.files[JOURNAL]
    longer, _, _, other = journal_with(keys, 3)
    assert longer.entries[: len(journal.entries)] == journal.entries
    cases = {
        whole: Likeness.SAME,
        whole[:-30]: Likeness.SAME,
        other.files[JOURNAL]: Likeness.NEWER,
        b"": Likeness.ABSENT,
        b"holiday pictures": Likeness.UNREADABLE,
        whole.replace(b'"turno":2', b'"turno":7'): Likeness.UNREADABLE,
    }
    for data, wanted in cases.items():
        usb.files[JOURNAL] = data
        assert journal.compare(USB) is wanted, data[:40]
    journal.append(JournalKind.ENCENDIDO, journal_data(version="1"))
    usb.files[JOURNAL] = other.files[JOURNAL]
    assert journal.compare(USB) is Likeness.DIFFERS
    media, _, stranger = make_media()
    foreign = JournalFile(media, "u", keys)
    foreign.append(JournalKind.ENCENDIDO, journal_data(version="9"))
    usb.files[JOURNAL] = stranger.files[JOURNAL]
    assert journal.compare(USB) is Likeness.FOREIGN


def test_a_line_that_arrived_though_both_media_failed_is_still_ours(keys: StoreKeys) -> None:
    journal, media, internal, usb = journal_with(keys)
    internal.deaf = usb.deaf = True
    with pytest.raises(MedioPerdido):
        journal.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=3))
    assert set(media.lost) == {INTERNAL, USB}
    assert len(internal.files[JOURNAL].splitlines()) == len(journal.entries) + 1
    assert (journal.compare(USB), journal.compare(INTERNAL)) == (Likeness.SAME, Likeness.SAME)
    internal.deaf = False
    journal.bring_level(INTERNAL)
    media.recover(INTERNAL)
    journal.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=3))
    assert len(internal.files[JOURNAL].splitlines()) == len(journal.entries)


def test_a_medium_whose_journal_has_another_length_gets_no_byte(keys: StoreKeys) -> None:
    journal, media, _, usb = journal_with(keys)
    usb.files[JOURNAL] = b"somebody else's"
    before = copy.copy(usb.files)
    journal.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=3))
    media.on_each(lambda medium: medium.root.subfolder("u").replace("x", b"y"))
    assert (media.lost, media.reason(USB)) == ((USB,), "ESTALE")
    assert usb.files == before
