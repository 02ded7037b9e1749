"""What sounds is told from its bytes: at every loudness and speed, half heard or whole, and never a word too much."""

import os
import shutil
from pathlib import Path

import pytest

from demo.waiting import wait_for
from hardware.audio.driver import PipeAudio, alsa
from hardware.audio.port import Voice
from hardware.audio.shaping import louder, shaped
from tests.devdock.conftest import SOUNDS, play
from urna.devdock.ears import DEVICE, KEPT, LEAST_BYTES, Ears

ONE, TWO = SOUNDS


@pytest.fixture
def ears(tmp_path: Path) -> Ears:
    return Ears(tmp_path / "oidos", SOUNDS)


@pytest.mark.parametrize("percent", [1, 10, 17, 40, 99, 100])
def test_words_are_known_at_any_loudness(ears: Ears, percent: int) -> None:
    play(ears, louder(TWO.pcm + ONE.pcm, percent))
    assert ears.heard() == (f"{TWO.words} {ONE.words}",)


def test_what_is_cut_off_is_told_as_far_as_it_can_be_known(ears: Ears) -> None:
    play(ears, ONE.pcm + TWO.pcm[:LEAST_BYTES])
    play(ears, ONE.pcm + TWO.pcm[: LEAST_BYTES - 2])
    assert ears.heard() == (f"{ONE.words} {TWO.words}", f"{ONE.words} …")


def test_another_sound_is_not_given_words(ears: Ears) -> None:
    changed = bytearray(ONE.pcm)
    changed[-1] ^= 1
    play(ears, bytes(changed))
    play(ears, b"")
    assert ears.heard() == ("…",)


def test_only_the_last_things_are_kept(ears: Ears, tmp_path: Path) -> None:
    for place in range(KEPT + 2):
        play(ears, SOUNDS[place % 2].pcm)
    assert ears.heard() == (ONE.words, TWO.words) * (KEPT // 2)
    play(ears, ONE.pcm)
    assert ears.heard() == (*(ONE.words, TWO.words) * (KEPT // 2), ONE.words)[1:]
    assert len(list((tmp_path / "oidos" / "oidos").iterdir())) == KEPT


@pytest.mark.skipif(shutil.which("soundstretch") is None, reason="needs soundstretch")
def test_the_urnas_own_player_is_heard_faster_and_softer(ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = shaped(ONE.pcm, Voice(150, 40))
    monkeypatch.setitem(os.environ, "PATH", ears.environment["PATH"])
    audio = PipeAudio(alsa(DEVICE))
    audio.play([ONE.pcm, TWO.pcm], Voice(150, 40))
    wait_for(lambda: not audio.busy(), "the end of what sounds")
    audio.close()
    assert ears.heard() == (f"{ONE.words} {TWO.words}",)
    assert shaped(ONE.pcm, Voice(150, 40)) == plain
