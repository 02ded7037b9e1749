"""A26: the plaintext of a vote is in no file, in no free space of the media, and in no log."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.domain.voto import Mark, Voto
from shared.formats.vote_v1 import encode_voto
from tests.flows.institute import Institute
from tests.flows.table import Table, config_for
from tests.secrecy.keys import writings
from urna.flow.effects import CommitPending
from urna.flow.screen import ScreenId
from urna.services.context import Emit
from urna.services.perform import Performer
from urna.services.slips import mark_text
from urna.store.durable import RealFiles

SIZE = 24 << 20
TURNS = 2
CHOICES = [(4, 8), (0,)]


class Tap:
    """The system's randomness, remembered: the sentinel is what it gave."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def token(self, size_bytes: int) -> bytes:
        self.given.append(SystemRandomness().token(size_bytes))
        return self.given[-1]

    def of(self, size_bytes: int) -> list[bytes]:
        return [draw for draw in self.given if len(draw) == size_bytes]


@contextmanager
def mounted(folder: Path) -> Iterator[tuple[Path, Path]]:
    """An ext4 file system in a file: (the file, where it is mounted). Skips where mounting is not allowed."""
    image, place = folder / "medio.img", folder / "medio"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    if shutil.which("mkfs.ext4") is None or os.geteuid() != 0:
        pytest.skip("making a file system needs root and mkfs.ext4")
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    if subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=False).returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        yield image, place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def vote(table: Table) -> list[bytes]:
    """A few turns; what each record's plaintext held that nothing else does."""
    sentinels = []
    for _ in range(TURNS):
        tap = Tap()
        table.context().randomness = tap
        table.vote(CHOICES)
        pairs = zip(CHOICES, tap.of(5), strict=True)
        for index, (options, mark) in enumerate(pairs):
            voto = Voto(tuple(Mark(option) for option in options))
            sentinels += [bytes(encode_voto(index, voto, mark)), mark_text(mark).encode()]
        sentinels += [draw[-64:] for draw in tap.given if len(draw) in range(200, 400)]
        sentinels += tap.of(32)
    return sentinels


def forms(sentinels: list[bytes]) -> list[bytes]:
    return [form for each in sentinels for form in (writings(each) if len(each) >= 16 else (each, each.hex().encode()))]


def test_a26_no_plaintext_is_in_the_raw_file_system_free_space_included(institute: Institute, tmp_path: Path) -> None:
    with mounted(tmp_path) as (image, place):
        config = config_for(institute, place)
        table = Table.set_up(institute, place, RealFiles(config.internal), RealFiles(config.usb))
        table.open_day()
        sentinels = vote(table)
        stored = table.context().store.data
        (place / "de-paso.txt").write_bytes(b"sentinel of the search " + sentinels[0])
        os.sync()
        (place / "de-paso.txt").unlink()
        os.sync()
        raw = image.read_bytes()
    assert sentinels[0] in raw, "a search that does not find a removed file is blind to free space"
    assert stored[:4096] in raw
    assert len(sentinels) == TURNS * (4 + 2 + 2)
    assert [form for form in forms(sentinels)[1:] if form in raw] == []


def test_a4_free_space_keeps_no_image_but_the_last_two(institute: Institute, tmp_path: Path) -> None:
    with mounted(tmp_path) as (image, place):
        config = config_for(institute, place)
        table = Table.set_up(institute, place, RealFiles(config.internal), RealFiles(config.usb))
        table.open_day()
        vote(table)
        last = table.image().sequence
        os.sync()
        raw = image.read_bytes()
    found = [int.from_bytes(raw[at + 26 : at + 34], "big") for at in _places(raw, b"URNAIMG\n\0\1")]
    assert len(found) >= 4
    assert set(found) <= {last, last - 1}, "an older image in free space tells, with the key, which votes came later"


def _places(raw: bytes, magic: bytes) -> Iterator[int]:
    at = raw.find(magic)
    while at >= 0:
        yield at
        at = raw.find(magic, at + 1)


class Buggy(Performer):
    """A service with a bug whose message says the vote."""

    def __call__(self, effect: object, emit: Emit) -> None:
        if isinstance(effect, CommitPending):
            raise TypeError(str(effect.votos))
        super().__call__(effect, emit)


def test_a26_a_bug_in_the_middle_of_a_turn_logs_no_choice(opened: Table, caplog: pytest.LogCaptureFixture) -> None:
    table = opened.fork()
    table.urna.runner._perform = Buggy(table.context())
    table.enable()
    table.mark(CHOICES)
    table.touch("confirmar")
    assert table.shows() is ScreenId.FUERA_DE_SERVICIO
    assert "TypeError" in caplog.text
    assert "Mark(" not in caplog.text
    assert "marks=" not in caplog.text
