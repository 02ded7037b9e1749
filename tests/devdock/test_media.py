"""Hands on the media: what a pulled stick, a full one and a cut leave behind; images where mounting is allowed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devdock.conftest import Hands
from urna.devdock.disk import why_not
from urna.devdock.media import Images, MediaKind
from urna.devdock.outcome import Done, Reason, Refused

needs_images = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.fixture
def images(hands: Hands) -> Iterator[Hands]:
    """The same bench, its media mounted images."""
    media = Images(hands.folder.with_name("montada"))
    hands.dock.media = media
    hands.folder = hands.folder.with_name("montada")
    yield hands
    media.close()


def synced(place: Path, data: bytes) -> None:
    with place.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def test_a_stick_is_pulled_and_put_back(hands: Hands) -> None:
    usb = hands.folder / "usb"
    (usb / "a").write_bytes(b"1")
    assert hands.do("usb.insert") == Refused(Reason.STICK_IN)
    assert hands.do("usb.pull") == Done()
    assert not usb.exists()
    assert (hands.folder / "memorias" / "1" / "a").read_bytes() == b"1"
    assert hands.do("usb.pull") == Refused(Reason.NO_STICK)
    assert hands.do("usb.fill") == Refused(Reason.NO_STICK)
    assert hands.do("usb.insert") == Done()
    assert (usb / "a").read_bytes() == b"1"


def test_the_other_stick_is_blank_and_the_first_one_comes_back(hands: Hands) -> None:
    usb = hands.folder / "usb"
    (usb / "a").write_bytes(b"1")
    assert hands.do("usb.swap") == Done()
    assert list(usb.iterdir()) == []
    assert hands.do("usb.pull") == Done()
    assert hands.do("usb.swap") == Done()
    assert (usb / "a").exists()


def test_plain_folders_say_what_they_cannot_do(hands: Hands) -> None:
    assert hands.dock.media.kind is MediaKind.FOLDERS
    assert hands.do("usb.fill") == Refused(Reason.NEEDS_IMAGES)
    assert hands.do("usb.empty") == Refused(Reason.NEEDS_IMAGES)
    protecting = hands.do("usb.read_only", "si")
    assert protecting == (Refused(Reason.ROOT_WRITES) if os.geteuid() == 0 else Done())


@needs_images
def test_a_cut_loses_what_was_not_synced_and_nothing_else(images: Hands) -> None:
    for medium in ("interna", "usb"):
        synced(images.folder / medium / "a", b"safe")
        (images.folder / medium / "b").write_bytes(b"lost")
    assert images.do("power.cut") == Done()
    assert images.do("power.on") == Done()
    for medium in ("interna", "usb"):
        place = images.folder / medium
        assert (place / "a").read_bytes() == b"safe"
        assert not (place / "b").exists() or (place / "b").read_bytes() == b""


@needs_images
def test_a_full_stick_refuses_bytes_until_it_is_emptied(images: Hands) -> None:
    usb = images.folder / "usb"
    assert images.do("usb.fill") == Done()
    assert images.dock.media.state.full
    with pytest.raises(OSError, match="No space left"):
        synced(usb / "a", bytes(1 << 16))
    assert images.do("usb.empty") == Done()
    assert images.do("usb.empty") == Done()
    synced(usb / "a", bytes(1 << 16))


@needs_images
def test_a_protected_stick_is_read_only_until_the_switch_moves_back(images: Hands) -> None:
    usb = images.folder / "usb"
    assert images.do("usb.read_only", "si") == Done()
    with pytest.raises(OSError, match="Read-only"):
        synced(usb / "a", b"1")
    assert images.do("usb.read_only", "no") == Done()
    synced(usb / "a", b"1")


@needs_images
def test_a_pulled_image_leaves_an_empty_mount_point_and_a_copy_to_look_at(images: Hands) -> None:
    usb = images.folder / "usb"
    synced(usb / "a", b"safe")
    assert images.do("usb.pull") == Done()
    assert list(usb.iterdir()) == []
    assert (images.folder / "memorias" / "1" / "a").read_bytes() == b"safe"
    assert images.do("usb.swap") == Done()
    assert not (usb / "a").exists()
    assert images.dock.media.state.number == 2


@needs_images
def test_nothing_stays_mounted_at_the_end(images: Hands) -> None:
    synced(images.folder / "interna" / "a", b"1")
    images.dock.media.close()
    assert not any(os.path.ismount(images.folder / medium) for medium in ("interna", "usb"))
    assert (images.folder / "memorias" / "interna" / "a").read_bytes() == b"1"
