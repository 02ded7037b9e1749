"""What all headphones do, and what only a sound on its way can show: it ends at once, and nothing of it comes later."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.audio.control import Ears
from hardware.audio.driver import PipeAudio, SilentAudio, alsa
from hardware.audio.port import BYTES_PER_SAMPLE, SAMPLES_PER_SECOND, Voice
from hardware.audio.shaping import louder, stretched
from tests.contract.audio.conftest import USUAL, Bench, until

SECOND = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
ONE, TWO = bytes([1, 0]) * 900, bytes([2, 0]) * 700


def test_clips_sound_one_after_another_and_then_it_is_silent(bench: Bench) -> None:
    assert not bench.audio.busy()
    bench.audio.play((ONE, TWO), USUAL)
    bench.finish()
    assert not bench.audio.busy()
    assert bench.heard() == (ONE + TWO,)


def test_what_is_played_next_ends_what_sounds(bench: Bench) -> None:
    bench.audio.play((bytes(SECOND * 600),), USUAL)
    bench.audio.play((ONE,), USUAL)
    bench.finish()
    assert bench.heard()[-1] == ONE


def test_silence_at_any_moment_and_again(bench: Bench) -> None:
    bench.audio.stop()
    bench.audio.play((ONE,), USUAL)
    bench.audio.stop()
    assert not bench.audio.busy()
    bench.audio.close()
    assert not bench.audio.busy()


def test_nothing_is_heard_after_silence_was_ordered(tmp_path: Path) -> None:
    ears = Ears(tmp_path, speed=1)
    ears.audio.play((bytes(SECOND * 60),), USUAL)
    until(lambda: bool(ears.heard() and ears.heard()[0]))
    ears.audio.stop()
    assert not ears.audio.busy()
    [heard] = ears.heard()
    assert 0 < len(heard) < SECOND * 60
    assert ears.heard() == (heard,)


def test_a_sound_is_heard_before_the_next_clip_is_even_read(tmp_path: Path) -> None:
    ears = Ears(tmp_path, speed=100)

    def clips() -> Iterator[bytes]:
        yield ONE
        until(lambda: b"".join(ears.heard()) != b"")
        yield TWO

    ears.audio.play(clips(), USUAL)
    until(lambda: not ears.audio.busy())
    assert ears.heard() == (ONE + TWO,)


@pytest.mark.parametrize("audio", [SilentAudio(), PipeAudio(("/no/such/program",)), PipeAudio(("false",))])
def test_without_headphones_nothing_waits_and_nothing_breaks(audio: SilentAudio | PipeAudio) -> None:
    audio.play((ONE,) * 200, USUAL)
    until(lambda: not audio.busy())
    audio.stop()


@pytest.mark.skipif(shutil.which("aplay") is None, reason="needs alsa-utils")
def test_the_player_of_alsa_takes_the_command_and_the_form(tmp_path: Path) -> None:
    """Its own plugin writes to a file what a sound card would have got."""
    out = tmp_path / "sonido.raw"
    audio = PipeAudio(alsa(f"file:'{out}',raw"))
    audio.play((ONE, TWO), USUAL)
    until(lambda: not audio.busy())
    assert out.read_bytes().startswith(ONE + TWO)


@pytest.mark.skipif(shutil.which("soundstretch") is None, reason="needs soundstretch")
@pytest.mark.parametrize("rate", [50, 75, 125, 150, 208])
def test_another_speed_is_another_length_and_the_same_sound(rate: int) -> None:
    clip = bytes([0, 10]) * SAMPLES_PER_SECOND
    changed = stretched(clip, rate)
    assert abs(len(changed) - len(clip) * 100 // rate) < SECOND // 8
    assert len(changed) % BYTES_PER_SAMPLE == 0


def test_loudness_is_a_share_of_full_scale() -> None:
    assert louder(b"\x00\x40\x00\xc0", 50) == b"\x00\x20\x00\xe0"
    assert louder(ONE, 100) == ONE
    assert stretched(ONE, 100) == ONE
    assert Voice() == Voice(100, 100)
