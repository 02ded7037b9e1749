"""What a cut leaves of a journal when one medium alone is left: a torn end is cut off, damage stops the urna."""

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.crypto.signing import SigningKey
from shared.domain.journal import JournalKind, journal_data
from urna.flow.ports import INTERNAL, USB, AlmacenInvalido
from urna.store.durable import FileOps, Folder, Medium
from urna.store.image import StoreKeys
from urna.store.journal_file import COPY, NAME, JournalFile
from urna.store.media import Media
from urna.store.memory import MemoryFiles

PLACE = f"u/{NAME}"
SECOND = f"u/{COPY}"
NOISE = bytes(range(128, 256)) * 4


@pytest.fixture(scope="module")
def keys() -> StoreKeys:
    key = SigningKey.generate()
    return StoreKeys(key.sign, key.public.verify, SystemRandomness())


def journal(keys: StoreKeys, *media: FileOps) -> JournalFile:
    labels = (INTERNAL, USB)
    return JournalFile(
        Media([Medium(label, Folder(one)) for label, one in zip(labels, media, strict=False)]), "u", keys
    )


def lived(keys: StoreKeys, turns: int, motivo: str = "mesa") -> bytes:
    """A journal of so many turns that were left."""
    files = MemoryFiles()
    book = journal(keys, files)
    for turn in range(1, turns + 1):
        book.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=turn))
        book.append(JournalKind.CANCELADO, journal_data(turno=turn, motivo=motivo))
    return files.files[PLACE]


def holding(data: bytes) -> MemoryFiles:
    files = MemoryFiles()
    files.folders.add("u")
    files.files[PLACE] = data
    return files


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def torn_ends(whole: bytes) -> list[bytes]:
    """What a cut may leave of the last line."""
    last = lines(whole)[-1]
    before = whole[: -len(last)]
    middle = len(last) // 2
    return [before + last[:middle], before + bytes(len(last)), before + bytes(middle) + last[middle:]]


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["beginning", "zeros", "end"])
def test_a12_a_torn_end_is_cut_off_even_with_one_medium_left(keys: StoreKeys, kind: int) -> None:
    whole = lived(keys, 3)
    files = holding(torn_ends(whole)[kind])
    book = journal(keys, files)
    book.start()
    assert files.files[PLACE] == b"".join(lines(whole)[:-1])
    assert len(book.entries) == 5


def noisy(whole: bytes) -> bytes:
    return whole[: len(whole) // 512 * 512 - 512] + NOISE


def alone_after_two(keys: StoreKeys) -> tuple[JournalFile, MemoryFiles, MemoryFiles]:
    """A journal of three turns, of which the stick was pulled after the first."""
    files, stick = MemoryFiles(), MemoryFiles()
    book = journal(keys, files, stick)
    for turn in (1, 2, 3):
        book.append(JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=turn))
        book.append(JournalKind.CANCELADO, journal_data(turno=turn, motivo="mesa"))
        stick.pulled = True
    return book, files, stick


@pytest.mark.parametrize("spoiled", [PLACE, SECOND])
def test_a12_noise_in_one_copy_of_a_medium_that_is_alone_takes_nothing(keys: StoreKeys, spoiled: str) -> None:
    """Neither by itself, nor beside the stick that was pulled and holds the beginning of the day."""
    book, files, stick = alone_after_two(keys)
    whole = book.data
    assert files.files[PLACE] == files.files[SECOND] == whole
    files.files[spoiled] = noisy(whole)
    stick.pulled = False
    for others in ((), (stick,)):
        after = journal(keys, files, *others)
        after.start()
        assert after.data == files.files[PLACE] == whole
    assert stick.files[PLACE] == whole


def test_a12_a_medium_that_is_no_longer_alone_needs_no_copy(keys: StoreKeys) -> None:
    book, files, stick = alone_after_two(keys)
    stick.pulled = False
    book.bring_level(USB)
    book._media.recover(USB)
    book.append(JournalKind.LISTA)
    assert SECOND not in files.files
    assert files.files[PLACE] == stick.files[PLACE] == book.data
    book, files, stick = alone_after_two(keys)
    stick.pulled = False
    journal(keys, files, stick).start()
    assert SECOND not in files.files
    assert files.files[PLACE] == stick.files[PLACE]


def test_a12_a_copy_that_fell_behind_is_made_anew_before_the_next_line(keys: StoreKeys) -> None:
    _, files, _ = alone_after_two(keys)
    files.files[SECOND] = b"".join(lines(files.files[SECOND])[:2])
    after = journal(keys, files)
    after.start()
    after.append(JournalKind.LISTA)
    assert files.files[SECOND] == files.files[PLACE] == after.data


def test_a12_a_copy_of_the_right_size_without_its_middle_is_made_anew_before_the_next_line(keys: StoreKeys) -> None:
    _, files, _ = alone_after_two(keys)
    *before, last = lines(files.files[SECOND])
    files.files[SECOND] = b"".join(before) + bytes(len(last) - 40) + last[-40:]
    after = journal(keys, files)
    after.start()
    after.append(JournalKind.LISTA)
    assert files.files[SECOND] == files.files[PLACE] == after.data


def test_a12_noise_in_the_only_journal_stops_the_urna_and_stays(keys: StoreKeys) -> None:
    damaged = noisy(lived(keys, 9))
    assert b"\n" not in NOISE
    for others in ((), (MemoryFiles(),)):
        files = holding(damaged)
        with pytest.raises(AlmacenInvalido, match="U111"):
            journal(keys, files, *others).start()
        assert files.files[PLACE] == damaged


def test_a12_noise_beside_a_sound_journal_is_mended(keys: StoreKeys) -> None:
    whole = lived(keys, 9)
    for sound in (whole, b"".join(lines(whole)[:-1])):
        files = holding(noisy(whole))
        book = journal(keys, files, holding(sound))
        book.start()
        assert files.files[PLACE] == sound


def test_a13_an_older_medium_does_not_take_the_place_of_a_damaged_journal(keys: StoreKeys) -> None:
    whole = lived(keys, 30)
    older = b"".join(lines(whole)[:4])
    files, stick = holding(noisy(whole)), holding(older)
    with pytest.raises(AlmacenInvalido, match="U111"):
        journal(keys, files, stick).start()
    assert (files.files[PLACE], stick.files[PLACE]) == (noisy(whole), older)


def test_a12_noise_in_the_first_entry_of_all_begins_anew(keys: StoreKeys) -> None:
    files = holding(NOISE)
    book = journal(keys, files, MemoryFiles())
    book.start()
    assert book.entries == ()
    book.append(JournalKind.LISTA)
    assert len(lines(files.files[PLACE])) == 1


def test_a12_damage_that_tells_another_day_is_told_apart(keys: StoreKeys) -> None:
    with pytest.raises(AlmacenInvalido, match="U112"):
        journal(keys, holding(lived(keys, 2) + NOISE), holding(lived(keys, 3, "votante"))).start()
