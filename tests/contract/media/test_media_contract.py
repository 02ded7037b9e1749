"""What every watcher of media says, in memory or of real folders."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.media.driver import FolderWatcher
from hardware.media.fake import FakeMedia
from hardware.media.port import MediaWatcher, Medium, MediumConfig, MediumState


@dataclass(frozen=True, slots=True)
class Bench:
    """Two media, `interna` and `usb`, and hands on the second."""

    media: MediaWatcher
    pull: Callable[[], None]
    insert: Callable[[], None]
    die: Callable[[], None]

    def usb(self) -> Medium:
        return self.media.poll()[1]


@pytest.fixture(params=["fake", "folders"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    stick = tmp_path / "usb"
    places = (MediumConfig("interna", tmp_path / "interna"), MediumConfig("usb", stick))
    if request.param == "fake":
        fake = FakeMedia(places)
        return Bench(fake, lambda: fake.pull("usb"), lambda: fake.insert("usb"), lambda: fake.die("usb"))

    for place in places:
        place.path.mkdir()

    def pull() -> None:
        stick.rename(tmp_path / f"pulled{len(list(tmp_path.iterdir()))}")

    def die() -> None:
        shutil.rmtree(stick)
        stick.symlink_to(stick)  # a loop: looking at it is an error that is not absence

    return Bench(FolderWatcher(places), pull, stick.mkdir, die)


def test_both_media_are_there_in_the_configured_order(bench: Bench) -> None:
    media = bench.media.poll()
    assert [medium.label for medium in media] == ["interna", "usb"]
    assert [medium.state for medium in media] == [MediumState.READY] * 2
    assert all(medium.free_bytes > 0 and medium.writable and medium.present for medium in media)


def test_a_pulled_medium_is_absent_and_the_other_stays(bench: Bench) -> None:
    bench.pull()
    interna, usb = bench.media.poll()
    assert (usb.state, usb.free_bytes, usb.identity) == (MediumState.ABSENT, 0, "")
    assert not usb.present
    assert not usb.writable
    assert interna.state is MediumState.READY


def test_another_medium_at_the_place_has_another_identity(bench: Bench) -> None:
    before = bench.usb().identity
    assert bench.usb().identity == before
    bench.pull()
    bench.insert()
    assert bench.usb().state is MediumState.READY
    assert bench.usb().identity not in {before, ""}


def test_a_dead_medium_is_a_fault_and_not_absent(bench: Bench) -> None:
    bench.die()
    assert bench.usb().state is MediumState.FAULT
    assert not bench.usb().present


@pytest.mark.parametrize("kind", [FakeMedia, FolderWatcher])
def test_less_room_than_the_reserve_is_full(
    kind: Callable[[tuple[MediumConfig, ...]], MediaWatcher], tmp_path: Path
) -> None:
    (medium,) = kind((MediumConfig("usb", tmp_path, reserve_bytes=1 << 62),)).poll()
    assert medium.state is MediumState.FULL
    assert medium.writable


def test_an_empty_mount_point_is_no_medium(tmp_path: Path) -> None:
    (medium,) = FolderWatcher((MediumConfig("usb", tmp_path, mount_required=True),)).poll()
    assert medium.state is MediumState.ABSENT
    (root,) = FolderWatcher((MediumConfig("usb", Path("/"), mount_required=True),)).poll()
    assert root.present


def test_a_file_in_the_place_of_a_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("x")
    (medium,) = FolderWatcher((MediumConfig("usb", tmp_path / "usb"),)).poll()
    assert medium.state is MediumState.FAULT


def read_only_mount() -> Path | None:
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, _, options, *_ = line.split(" ")
        path = Path(place.encode().decode("unicode_escape"))
        if "ro" in options.split(",") and path.is_dir():
            return path
    return None


def test_a_read_only_file_system_is_read_only_even_for_root() -> None:
    place = read_only_mount()
    if place is None:
        pytest.skip("this machine has no read-only mount to look at")
    (medium,) = FolderWatcher((MediumConfig("usb", place),)).poll()
    assert medium.state is MediumState.READ_ONLY
    assert medium.present
    assert not medium.writable


def test_a_protected_fake_is_read_only(tmp_path: Path) -> None:
    fake = FakeMedia((MediumConfig("usb", tmp_path),))
    fake.protect("usb")
    assert fake.poll()[0].state is MediumState.READ_ONLY
    fake.fill("usb", 5)
    assert fake.poll()[0].free_bytes == 5


def test_wrong_configurations_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="absolute"):
        MediumConfig("usb", Path("usb"))
    with pytest.raises(ValueError, match="of its own"):
        FolderWatcher((MediumConfig("usb", tmp_path), MediumConfig("interna", tmp_path)))
    with pytest.raises(ValueError, match="of its own"):
        FolderWatcher((MediumConfig("usb", tmp_path), MediumConfig("usb", tmp_path / "b")))
