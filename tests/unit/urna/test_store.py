"""Media, image, journal and counter below the services."""

import os
from pathlib import Path

import pytest

from hardware.board.fake import FakeBoard
from shared.crypto.randomness import SystemRandomness
from shared.crypto.signing import SigningKey
from shared.domain.ids import StoreId
from shared.domain.journal import JournalKind, journal_data
from urna.flow.ports import INTERNAL, USB, AlmacenInvalido, Area, MedioPerdido, Noted, Verdict
from urna.store.counter import BoardCounter
from urna.store.durable import FileOps, Folder, Medium, RealFiles
from urna.store.image import ImageStore, StoreKeys
from urna.store.journal_file import NAME, JournalFile
from urna.store.media import Media
from urna.store.memory import MemoryFiles

STORE = StoreId("0" * 32)
SIZE = 512


@pytest.fixture
def keys() -> StoreKeys:
    key = SigningKey.generate()
    return StoreKeys(key.sign, key.public.verify, SystemRandomness())


@pytest.fixture(params=["memory", "real"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileOps:
    return MemoryFiles() if request.param == "memory" else RealFiles(tmp_path)


def two() -> tuple[MemoryFiles, MemoryFiles]:
    return MemoryFiles(), MemoryFiles()


def media_of(internal: FileOps, usb: FileOps) -> Media:
    return Media((Medium(INTERNAL, Folder(internal)), Medium(USB, Folder(usb))))


def record(number: int) -> bytes:
    return number.to_bytes(2, "big") * (SIZE // 2)


def test_folders_write_whole_in_place_and_at_the_end(files: FileOps) -> None:
    folder = Folder(files).subfolder("a").subfolder("b")
    assert folder.names() == ()
    folder.replace("x", b"one")
    folder.overwrite("x", b"two")
    folder.overwrite("x", b"three")
    folder.append("y", b"1")
    folder.append("y", b"2")
    folder.cut("y", 1)
    assert (folder.read("x"), folder.read("y"), folder.read("z")) == (b"three", b"1", None)
    assert folder.read("x", limit_bytes=2) is None
    folder.remove("x")
    assert folder.names() == ("y",)


def test_an_absent_medium_is_lost_and_never_made(tmp_path: Path) -> None:
    folder = Folder(RealFiles(tmp_path / "gone"))
    with pytest.raises(MedioPerdido):
        folder.replace("x", b"")
    assert not (tmp_path / "gone").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"safe")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "x").symlink_to(tmp_path / "outside")
    with pytest.raises(MedioPerdido):
        RealFiles(tmp_path / "m").pwrite("x", 0, b"evil")
    assert (tmp_path / "outside").read_bytes() == b"safe"


def test_the_place_of_a_record_depends_on_the_set_alone(keys: StoreKeys) -> None:
    images = []
    for order in ((1, 2, 3), (3, 1, 2)):
        store = ImageStore(media_of(*two()), "u", keys)
        store.create(STORE, 10, SIZE)
        for turn, number in enumerate(order, 1):
            store.put_pending(turn, frozenset({record(number)}), replaced=False)
            store.settle(turn, Area.FINAL)
        images.append(store.data)
    places = [[image.find(record(number)) for number in (1, 2, 3)] for image in images]
    assert places[0] == places[1]
    assert images[0] != images[1]


def test_commits_are_idempotent_and_all_slots_agree(keys: StoreKeys) -> None:
    internal, usb = two()
    store = ImageStore(media_of(internal, usb), "u", keys)
    store.create(STORE, 10, SIZE)
    store.put_pending(1, frozenset({record(1)}), replaced=False)
    before = store.data
    store.put_pending(1, frozenset({record(9)}), replaced=False)
    assert store.data == before
    with pytest.raises(AlmacenInvalido, match="U104"):
        store.put_pending(2, frozenset({record(2)}), replaced=False)
    store.settle(1, Area.EN_DUDA)
    store.settle(1, Area.FINAL)
    assert store.present is not None
    assert (len(store.present.image.final), len(store.present.image.en_duda)) == (0, 1)
    slots = {files.files[f"u/imagen.{slot}"] for files in (internal, usb) for slot in "ab"}
    assert slots == {store.data}


@pytest.mark.parametrize("area", Area)
def test_settling_moves_every_record_of_the_turn_and_no_other(keys: StoreKeys, area: Area) -> None:
    store = ImageStore(media_of(*two()), "votos", keys)
    store.create(STORE, 8, SIZE)
    store.put_pending(1, frozenset({record(1)}), replaced=False)
    store.settle(1, Area.FINAL)
    store.put_pending(2, frozenset({record(2), record(3)}), replaced=False)
    store.settle(2, area)
    assert store.present is not None
    image = store.present.image
    found = {Area.FINAL: image.final, Area.ANULADOS: image.anulados, Area.EN_DUDA: image.en_duda}
    wanted: dict[Area, frozenset[bytes]] = dict.fromkeys(Area, frozenset())
    wanted[Area.FINAL] = frozenset({record(1)})
    wanted[area] |= {record(2), record(3)}
    assert found == wanted
    assert not image.pending


def test_two_images_of_one_sequence_stop_the_start(keys: StoreKeys) -> None:
    internal, usb = two()
    for files, number in ((internal, 1), (usb, 2)):
        one = ImageStore(Media((Medium(INTERNAL, Folder(files)),)), "u", keys)
        one.create(STORE, 10, SIZE)
        one.put_pending(1, frozenset({record(number)}), replaced=False)
    with pytest.raises(AlmacenInvalido, match="U101"):
        ImageStore(media_of(internal, usb), "u", keys).start()


def test_no_intact_copy_stops_the_start(keys: StoreKeys) -> None:
    internal, usb = two()
    internal.files["u/imagen.a"] = b"rubbish"
    internal.folders.add("u")
    with pytest.raises(AlmacenInvalido, match="U103"):
        ImageStore(media_of(internal, usb), "u", keys).start()


def journal(internal: FileOps, usb: FileOps, keys: StoreKeys) -> JournalFile:
    return JournalFile(media_of(internal, usb), "u", keys)


def test_a_torn_journal_is_cut_and_brought_level(keys: StoreKeys) -> None:
    internal, usb = two()
    first = journal(internal, usb, keys)
    for turn in (1, 2):
        first.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=turn))
        first.append(JournalKind.CANCELADO, journal_data(turno=turn, motivo="mesa"))
    whole = usb.files[f"u/{NAME}"]
    usb.files[f"u/{NAME}"] = whole[:-20]
    again = journal(internal, usb, keys)
    again.start()
    assert again.entries == first.entries
    assert usb.files[f"u/{NAME}"] == whole


def test_an_edited_journal_is_replaced_by_the_sound_one_and_two_edited_stop(keys: StoreKeys) -> None:
    internal, usb = two()
    first = journal(internal, usb, keys)
    first.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=1))
    place = f"u/{NAME}"
    edited = usb.files[place].replace(b'"turno":1', b'"turno":7')
    assert edited != usb.files[place]
    usb.files[place] = edited
    again = journal(internal, usb, keys)
    assert [repair.medium for repair in again.start()] == [USB]
    assert usb.files[place] == internal.files[place]
    usb.files[place] = internal.files[place] = edited
    with pytest.raises(AlmacenInvalido, match="U111"):
        journal(internal, usb, keys).start()


def test_the_counter_takes_equal_or_one_ahead(keys: StoreKeys) -> None:
    board = FakeBoard()
    guard = BoardCounter(board)
    store = ImageStore(media_of(*two()), "u", keys)
    store.create(STORE, 10, SIZE)
    assert store.present is not None
    assert guard.judge(store.present, ()) is Verdict.ONE_AHEAD
    assert guard.note(store.present, bytes(32)) is Noted.STORED
    assert guard.judge(store.present, ()) is Verdict.EQUAL
    old = store.present
    store.put_pending(1, frozenset({record(1)}), replaced=False)
    assert guard.judge(store.present, ()) is Verdict.ONE_AHEAD
    assert guard.note(store.present, b"\x01" * 32) is Noted.STORED
    assert guard.judge(old, ("01" * 32,)) is Verdict.BEHIND
    assert guard.judge(store.present, ()) is Verdict.OTHER_JOURNAL
    assert guard.note(old, bytes(32)) is Noted.REFUSED
    board.unplug()
    assert guard.judge(store.present, ()) is Verdict.NO_ANSWER
    assert guard.note(store.present, bytes(32)) is Noted.LATER
    assert guard.kind == ""


def test_a26_reading_leaves_no_hour_on_the_medium(tmp_path: Path) -> None:
    """Which sounds were read, and when, would tell what a voter heard."""
    file = tmp_path / "sonido"
    file.write_bytes(b"x")
    os.utime(file, (1_000, 2_000))
    assert RealFiles(tmp_path).read("sonido", 10) == b"x"
    assert file.stat().st_atime == 1_000
    file.read_bytes()
    if file.stat().st_atime == 1_000:
        pytest.skip("this file system keeps no hour of reading at all")
