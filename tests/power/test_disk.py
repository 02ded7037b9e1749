"""The disk of the crash model: to a program it is any medium; through a cut it keeps what was synced, no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.power.crash import SECTOR, Choice, Fate, after, contents, crashes, settled
from tests.power.disk import Disk
from urna.flow.ports import MedioPerdido
from urna.store.durable import FileOps, Folder
from urna.store.memory import MemoryFiles

NAMES = st.sampled_from(["a", "b", "c"])
DATA = st.binary(max_size=1200)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("replace"), NAMES, DATA),
        st.tuples(st.just("overwrite"), NAMES, DATA),
        st.tuples(st.just("append"), NAMES, DATA),
        st.tuples(st.just("remove"), NAMES, st.just(b"")),
    ),
    max_size=12,
)


def perform(ops: FileOps, step: tuple[str, str, bytes]) -> None:
    folder = Folder(ops, "carpeta")
    method, name, data = step
    if method == "remove":
        folder.remove(name)
    else:
        getattr(folder, method)(name, data)


@given(STEPS)
def test_a_program_reads_what_any_medium_gives(steps: list[tuple[str, str, bytes]]) -> None:
    disk, plain = Disk(), MemoryFiles()
    for step in steps:
        perform(disk, step)
        perform(plain, step)
    assert dict(disk.state().view) == plain.files
    assert disk.names("carpeta") == plain.names("carpeta")
    assert disk.size("carpeta/a") == plain.size("carpeta/a")


@given(STEPS)
def test_what_a_folder_wrote_outlives_every_cut(steps: list[tuple[str, str, bytes]]) -> None:
    disk = Disk()
    for step in steps:
        perform(disk, step)
    for content in contents(disk.state()):
        assert {name: data for name, data in content.files.items() if name != "carpeta/x"} == disk.state().view


def test_nothing_is_safe_before_its_sync() -> None:
    disk = Disk()
    disk.create("a", b"x" * 1500)
    found = {content.files.get("a") for content in contents(disk.state())}
    assert {None, b"", b"x" * 1500, b"x" * SECTOR, bytes(1500)} <= found
    disk.fsync_dir("")
    assert None not in {content.files.get("a") for content in contents(disk.state())}
    disk.fsync("a")
    assert {content.files["a"] for content in contents(disk.state())} == {b"x" * 1500}


def test_a_rename_may_outrun_the_contents() -> None:
    disk = Disk()
    disk.create("a", b"old")
    disk.fsync("a")
    disk.fsync_dir("")
    disk.create("b", b"new")
    disk.rename("b", "a")
    assert {b"old", b"", b"new"} <= {content.files["a"] for content in contents(disk.state())}


def test_noise_takes_the_sector_and_no_more() -> None:
    disk = Disk()
    disk.create("a", b"1" * 600)
    disk.fsync("a")
    disk.fsync_dir("")
    disk.append("a", b"2" * 10)
    content = after(disk.state(), Choice(Fate.GARBAGE, names=True))
    assert content.files["a"][:SECTOR] == b"1" * SECTOR
    assert len(content.files["a"]) == 610
    assert content.files["a"][SECTOR:600] != b"1" * 88
    assert content.damaged == {"a"}


def test_disks_are_cut_together_and_each_apart() -> None:
    one, two = Disk(), Disk()
    for disk in (one, two):
        disk.create("a", b"x")
    states = {"one": one.state(), "two": two.state()}
    seen = {tuple(content.files.get("a") for content in crash.values()) for crash in crashes(states)}
    assert {(None, b"x"), (b"x", None), (None, None), (b"x", b"x")} <= seen
    assert settled(states["one"]).files == {"a": b"x"}


def test_a_name_without_its_folder_is_lost() -> None:
    disk = Disk()
    disk.mkdir("f")
    disk.create("f/a", b"x")
    disk.fsync("f/a")
    disk.fsync_dir("f")
    assert {frozenset(content.files) for content in contents(disk.state())} == {frozenset(), frozenset({"f/a"})}


def test_a_disk_refuses_what_is_not_there() -> None:
    disk = Disk()
    with pytest.raises(MedioPerdido):
        disk.fsync("a")
    with pytest.raises(MedioPerdido):
        disk.create("f/a", b"")
    with pytest.raises(MedioPerdido):
        disk.fsync_dir("f")
