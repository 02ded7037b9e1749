"""A26: once silent, nothing that a voter heard is in the memory of the urna: no clip, nor what was made of it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.audio.port import Voice
from hardware.audio.shaping import shaped
from shared.formats.theme_v1 import serialise_theme
from tests.flows.institute import Institute
from tests.flows.spoken import noise, spoken
from tests.secrecy.memory import search
from urna.flow.listening import USUAL_RATE, USUAL_VOLUME, VOLUME_PERCENT, WORDS_PER_MINUTE
from urna.flow.ports import INTERNAL
from urna.services.shelf import ThemeShelf
from urna.store.durable import Folder, Medium, RealFiles
from urna.store.media import Media

ROOT = Path(__file__).parents[2]
CHOSEN = "o.0.4"
DEADLINE_S = 20.0
PIECE = slice(64, 128)
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may read the memory of another process")


class Speaking:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "hecho\n"

    def seen(self) -> set[str]:
        voice = Voice(WORDS_PER_MINUTE[USUAL_RATE] * 100 // 120, VOLUME_PERCENT[USUAL_VOLUME])
        forms = {"clip": noise(CHOSEN)[PIECE], "as it sounds": shaped(noise(CHOSEN), voice)[PIECE]}
        return set(search(self.process.pid, {name: (form,) for name, form in forms.items()}))

    def until_seen(self) -> set[str]:
        """The player's thread makes one clip after another."""
        deadline = time.monotonic() + DEADLINE_S
        while not (found := self.seen()):
            assert time.monotonic() < deadline, "the search is blind"
        return found


@pytest.fixture(scope="module")
def medium(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("tema")
    heard = spoken(institute)
    files = Folder(RealFiles(folder))
    ThemeShelf(Media((Medium(INTERNAL, files),)), {INTERNAL: files}).pin(serialise_theme(heard.theme), heard.assets)
    return folder, heard.theme.hash_hex


@contextmanager
def speaking(medium: tuple[Path, str], erase: str) -> Iterator[Speaking]:
    command = [sys.executable, "-m", "tests.secrecy.spoken_urna", str(medium[0]), medium[1], erase]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Speaking(process)
    finally:
        process.kill()
        process.wait()


def test_a26_what_a_voter_heard_is_forgotten_when_it_is_silent(medium: tuple[Path, str]) -> None:
    with speaking(medium, "erase") as urna:
        urna.say("t.voz.marcada " + " ".join([CHOSEN] * 40))
        assert urna.until_seen()
        urna.say("")
        assert urna.seen() == set()
        urna.say("guarda")
        urna.say(" ".join([CHOSEN] * 40))
        urna.until_seen()
        urna.say("")
        assert urna.seen() == {"clip"}, "a player that keeps what sounded is caught"


@pytest.mark.long
def test_a26_without_erasing_what_is_freed_the_sound_is_found(medium: tuple[Path, str]) -> None:
    with speaking(medium, "keep") as urna:
        urna.say(" ".join([CHOSEN] * 40))
        urna.until_seen()
        urna.say("")
        assert urna.seen()
