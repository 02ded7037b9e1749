"""Recordings as people bring them: made what a theme takes, as loud as one another, and hostile ones refused."""

import array
import io
import math
import struct
import wave
from itertools import pairwise

import pytest

from shared.formats.theme_sounds import SAMPLES_PER_SECOND, read_pcm
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.recordings import MAX_RECORDING_BYTES, read_recording


def tone(rate: int = 44_100, channels: int = 1, width: int = 2, peak: float = 0.2, hertz: int = 440) -> bytes:
    """Half a second of a tone."""
    stream = io.BytesIO()
    most = (1 << (8 * width - 1)) - 1
    values = [round(math.sin(2 * math.pi * hertz * at / rate) * peak * most) for at in range(rate // 2)]
    if width == 1:
        samples = bytes(value + 128 for value in values for _ in range(channels))
    else:
        samples = b"".join(value.to_bytes(width, "little", signed=True) * channels for value in values)
    with wave.open(stream, "wb") as made:
        made.setparams((channels, width, rate, 0, "NONE", ""))
        made.writeframes(samples)
    return stream.getvalue()


def heard(data: bytes) -> tuple[float, int, int]:
    """Seconds, peak, and how often a recording passes zero upwards."""
    samples = array.array("h", read_pcm(read_recording(data)))
    turns = sum(one < 0 <= other for one, other in pairwise(samples))
    return len(samples) / SAMPLES_PER_SECOND, max(samples), turns


@pytest.mark.parametrize(
    ("rate", "channels", "width"), [(44_100, 2, 2), (48_000, 1, 3), (22_050, 1, 2), (16_000, 1, 1)]
)
def test_any_usual_wav_becomes_the_same_tone_as_loud_as_the_others(rate: int, channels: int, width: int) -> None:
    seconds, peak, turns = heard(tone(rate, channels, width))
    assert seconds == pytest.approx(0.5, abs=0.001)
    assert 28_000 < peak <= 29_000
    assert turns == pytest.approx(220, abs=2)


def test_what_is_higher_than_the_theme_can_say_does_not_come_back_lower() -> None:
    """A whistle of 21,900 Hz, as loud as the tone, would come back as a hum of 150 Hz were samples left out."""
    mixed = array.array("h", tone(peak=0.4)[44:])
    whistle = array.array("h", tone(peak=0.4, hertz=21_900)[44:])
    both = array.array("h", (one + other for one, other in zip(mixed, whistle, strict=True)))
    clean = array.array("h", read_pcm(read_recording(tone(peak=0.4))))
    made = array.array("h", read_pcm(read_recording(tone()[:44] + both.tobytes())))
    assert max(abs(one - other) for one, other in zip(clean, made, strict=True)) < 3000


FLOATS = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 44, b"WAVE", b"fmt ", 16, 3, 1, 8000, 32_000, 4, 32, b"data", 8)
HOSTILE = {
    "nothing": (b"", "T623"),
    "a song": (b"ID3\x03" + bytes(100), "T623"),
    "floats": (FLOATS + bytes(8), "T623"),
    "six channels": (tone(channels=6), "T623"),
    "no rate": (tone().replace(struct.pack("<I", 44_100), bytes(4), 1), "T623"),
    "cut short": (tone()[:30], "T623"),
    "too many bytes": (bytes(MAX_RECORDING_BYTES + 1), "T624"),
    "silence": (tone(peak=0.001), "T625"),
    "no samples": (tone()[:44], "T625"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_recording_is_refused_with_a_code(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(ProyectoInvalido) as caught:
        read_recording(data)
    assert caught.value.code == code


def test_one_that_goes_on_too_long_is_refused_before_it_is_read() -> None:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as made:
        made.setparams((1, 1, 8000, 0, "NONE", ""))
        made.writeframes(bytes(8000 * 91))
    with pytest.raises(ProyectoInvalido, match="T624"):
        read_recording(stream.getvalue())
