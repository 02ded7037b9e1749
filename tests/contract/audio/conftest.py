"""Headphones under test: the fake, and the real driver over the emulator."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.audio.control import Ears
from hardware.audio.fake import FakeAudio
from hardware.audio.port import Audio, Voice

PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Bench:
    """Headphones, what was heard in them so far as whole sounds, and a way to come to their end."""

    audio: Audio
    heard: Callable[[], tuple[bytes, ...]]
    finish: Callable[[], None]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "what was awaited did not come"
        time.sleep(0.005)


@pytest.fixture(params=["fake", "emulator"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    if request.param == "fake":
        fake = FakeAudio()
        return Bench(fake, lambda: tuple(b"".join(clips) for clips, _ in fake.played), fake.finish)
    ears = Ears(tmp_path / "oidos", speed=100)
    return Bench(ears.audio, ears.heard, lambda: until(lambda: not ears.audio.busy()))


USUAL = Voice()
