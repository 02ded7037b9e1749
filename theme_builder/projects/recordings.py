"""Recordings that people bring: WAV read within bounds, and made what a theme takes. It must not judge what is said."""

import array
import io
import sys
import wave
from itertools import accumulate, pairwise
from typing import Final

from shared.formats.theme_sounds import SAMPLES_PER_SECOND, wav_of
from theme_builder.projects.documents import ProyectoInvalido

MAX_RECORDING_BYTES: Final = 18 << 20
MAX_SECONDS: Final = 90
"""Nearly what a clip may hold (`MAX_SOUND_BYTES`); the longest paragraph takes a minute."""
RATES: Final = range(8_000, 192_001)
_LOUDEST: Final = 29_000
"""The peak of every recording (-1 dB): who listens does not reach for the volume between two clips."""
_QUIETEST: Final = 300
"""A recording that nowhere is louder than this (-40 dB) has nobody in it."""
_WIDTHS: Final = (1, 2, 3, 4)


def read_recording(data: bytes) -> bytes:
    """The WAV that a theme takes: one channel, 16 bits, 22,050 samples a second, as loud as the others.

    Raises ``ProyectoInvalido``: T623 no WAV of samples, T624 more bytes or seconds than may be, T625 nobody is heard.
    """
    if len(data) > MAX_RECORDING_BYTES:
        raise ProyectoInvalido("T624", f"{len(data)} bytes")
    try:
        with wave.open(io.BytesIO(data)) as found:
            channels, width, rate, frames = found.getparams()[:4]
            if channels not in {1, 2} or width not in _WIDTHS or rate not in RATES:
                raise ProyectoInvalido("T623", f"{channels} channels, {width} bytes, {rate} samples a second")
            if frames > rate * MAX_SECONDS:
                raise ProyectoInvalido("T624", f"{frames // rate} s")
            raw = found.readframes(frames)
    except (wave.Error, EOFError, ValueError, OverflowError, RuntimeError, ZeroDivisionError) as error:
        raise ProyectoInvalido("T623", f"not a WAV that can be read: {type(error).__name__}") from None
    samples = _resampled(_one_channel(raw, channels, width), rate)
    loudest = max(map(abs, samples), default=0)
    if loudest < _QUIETEST:
        raise ProyectoInvalido("T625", f"nothing louder than {loudest}")
    louder = array.array("h", (each * _LOUDEST // loudest for each in samples))
    if sys.byteorder == "big":
        louder.byteswap()
    return wav_of(louder.tobytes())


def _one_channel(raw: bytes, channels: int, width: int) -> "array.array[int]":
    """Samples of 16 bits, the mean of two channels."""
    whole = raw[: len(raw) // (width * channels) * width * channels]
    if width == 1:
        every = array.array("h", ((byte - 128) << 8 for byte in whole))
    else:
        woven = bytearray(len(whole) // width * 2)
        woven[::2], woven[1::2] = whole[width - 2 :: width], whole[width - 1 :: width]
        every = array.array("h", bytes(woven))
        if sys.byteorder == "big":
            every.byteswap()
    if channels == 1:
        return every
    return array.array("h", ((left + right) // 2 for left, right in zip(every[::2], every[1::2], strict=True)))


def _resampled(samples: "array.array[int]", rate: int) -> "array.array[int]":
    """At 22,050 a second: each the mean of what it stands for, so that nothing above half of that comes back lower."""
    if rate == SAMPLES_PER_SECOND or not samples:
        return samples
    count = len(samples) * SAMPLES_PER_SECOND // rate
    if rate < SAMPLES_PER_SECOND:
        return array.array("h", (samples[place * rate // SAMPLES_PER_SECOND] for place in range(count)))
    sums = array.array("q", accumulate(samples, initial=0))
    edges = pairwise(place * rate // SAMPLES_PER_SECOND for place in range(count + 1))
    return array.array("h", ((sums[stop] - sums[start]) // (stop - start) for start, stop in edges))
