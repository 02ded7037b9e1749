"""The shelf of the theme: pictures at hand, sounds read when one is wanted, and nothing given whose hash is another."""

import gc
import tracemalloc
from dataclasses import replace

import pytest

from shared.crypto.hashing import sha256_hex
from shared.formats.theme_model import Asset, Theme
from shared.formats.theme_v1 import seal_theme, serialise_theme
from tests.flows.spoken import locucion
from tests.unit.formats import examples
from urna.flow.ports import INTERNAL, USB, MedioPerdido
from urna.services.shelf import ThemeShelf
from urna.store.durable import Folder, Medium
from urna.store.media import Media
from urna.store.memory import MemoryFiles


class Place:
    """Two media and a theme that can be heard."""

    def __init__(self) -> None:
        heard, self.sounds = locucion(examples.theme())
        self.pictures = {asset.name: asset.name.encode() for asset in examples.theme().assets}
        self.assets = {**self.pictures, **self.sounds}
        assets = tuple(Asset(name, sha256_hex(data), len(data)) for name, data in self.assets.items())
        self.theme: Theme = seal_theme(replace(examples.theme(), assets=assets, locuciones=(heard,)))
        self.sound = heard.clips[3].asset
        self.internal, self.usb = MemoryFiles(), MemoryFiles()

    def shelf(self) -> ThemeShelf:
        media = Media((Medium(INTERNAL, Folder(self.internal)), Medium(USB, Folder(self.usb))))
        return ThemeShelf(media, {INTERNAL: Folder(self.internal), USB: Folder(self.usb)})

    def spoil(self, files: MemoryFiles) -> None:
        name = "assets/" + sha256_hex(self.sounds[self.sound])
        files.files[name] = files.files[name][:-1] + b"\x00"


@pytest.fixture
def place() -> Place:
    place = Place()
    place.shelf().pin(serialise_theme(place.theme), place.assets)
    return place


def test_a_sound_comes_from_the_medium_that_has_it_whole(place: Place) -> None:
    shelf = place.shelf()
    assert shelf.restore(place.theme.hash_hex)
    assert shelf.asset(place.sound) == place.sounds[place.sound]
    place.spoil(place.internal)
    assert shelf.asset(place.sound) == place.sounds[place.sound]
    place.usb.pulled = True
    assert shelf.asset(place.sound) is None
    assert place.pictures
    assert {name: shelf.asset(name) for name in place.pictures} == place.pictures


def test_a8_a_sound_that_was_changed_is_never_given(place: Place) -> None:
    shelf = place.shelf()
    assert shelf.restore(place.theme.hash_hex)
    place.spoil(place.internal)
    place.spoil(place.usb)
    assert shelf.asset(place.sound) is None


def test_a8_a_theme_with_a_changed_sound_on_every_medium_is_not_taken(place: Place) -> None:
    place.spoil(place.internal)
    place.spoil(place.usb)
    assert not place.shelf().restore(place.theme.hash_hex)


def test_start_mends_a_sound_of_one_medium_from_the_other(place: Place) -> None:
    place.spoil(place.usb)
    assert place.shelf().restore(place.theme.hash_hex)
    assert place.usb.files == place.internal.files


def test_a_blank_medium_is_brought_level_with_every_sound(place: Place) -> None:
    shelf = place.shelf()
    assert shelf.restore(place.theme.hash_hex)
    place.usb.files.clear()
    shelf.bring_level(Medium(USB, Folder(place.usb)))
    assert place.usb.files == place.internal.files


def test_a_medium_is_not_level_without_a_sound_that_nobody_has(place: Place) -> None:
    shelf = place.shelf()
    assert shelf.restore(place.theme.hash_hex)
    place.spoil(place.internal)
    place.usb.files.clear()
    with pytest.raises(MedioPerdido):
        shelf.bring_level(Medium(USB, Folder(place.usb)))


def test_sounds_stay_out_of_memory(place: Place) -> None:
    """A theme of two languages has tens of megabytes of them, and the urna a quarter of a gigabyte for everything."""
    tracemalloc.start()
    try:
        shelf = place.shelf()
        assert shelf.restore(place.theme.hash_hex)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert shelf.asset(place.sound) is not None
    assert held < sum(map(len, place.sounds.values())) // 2


def test_a_theme_just_pinned_keeps_its_sounds_on_the_media_alone(place: Place) -> None:
    shelf = place.shelf()
    shelf.pin(serialise_theme(place.theme), place.assets)
    assert shelf.asset(place.sound) == place.sounds[place.sound]
    place.internal.pulled = place.usb.pulled = True
    assert shelf.asset(place.sound) is None, "what no medium gives stands nowhere else"


def test_nothing_is_brought_level_before_there_is_a_theme(place: Place) -> None:
    blank = MemoryFiles()
    place.shelf().bring_level(Medium(USB, Folder(blank)))
    assert not blank.files
