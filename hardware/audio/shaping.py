"""Clips made faster, slower, louder or softer. It must not change their pitch, nor fail where a tool is missing."""

import array
import io
import subprocess
import sys
import wave
from typing import Final

from hardware.audio.port import BYTES_PER_SAMPLE, SAMPLES_PER_SECOND, Voice

STRETCH: Final = ("soundstretch", "stdin", "stdout")
"""SoundTouch's own program: 25 to 50 ms for a sentence, as a filter."""
_PATIENCE_S: Final = 5


def shaped(clip: bytes, voice: Voice) -> bytes:
    """The clip as this voice says it."""
    return louder(stretched(clip, voice.rate_percent), voice.volume_percent)


def stretched(clip: bytes, rate_percent: int) -> bytes:
    """The clip at another speed and its own pitch; as it is where SoundTouch cannot: slow speech beats silence."""
    if rate_percent == 100:
        return clip
    command = [*STRETCH, f"-tempo={rate_percent - 100}", "-speech"]
    try:
        made = subprocess.run(command, input=_wav(clip), capture_output=True, timeout=_PATIENCE_S, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return clip
    _, found, samples = made.partition(b"data")
    return samples[4 : 4 + (len(samples) - 4) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE] if found else clip


def louder(clip: bytes, volume_percent: int) -> bytes:
    """The clip at another loudness; never beyond full scale."""
    if volume_percent == 100:
        return clip
    samples = array.array("h", clip)
    if sys.byteorder == "big":
        samples.byteswap()
    changed = array.array("h", [sample * volume_percent // 100 for sample in samples])
    if sys.byteorder == "big":
        changed.byteswap()
    return changed.tobytes()


def _wav(clip: bytes) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(BYTES_PER_SAMPLE)
        out.setframerate(SAMPLES_PER_SECOND)
        out.writeframes(clip)
    return whole.getvalue()
