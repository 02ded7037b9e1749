"""The urna's own signals: short tones made by arithmetic, so that they are nobody's work. They must not need a file."""

import array
import math
import sys
from functools import cache
from typing import Final

from hardware.audio.port import SAMPLES_PER_SECOND

LOUDNESS: Final = 9000
_FADE_MS: Final = 8
NOTES: Final = {
    "e.pantalla": ((660, 70),),
    "e.marca": ((660, 80), (880, 110)),
    "e.quita": ((880, 80), (660, 110)),
    "e.aviso": ((330, 120), (330, 120), (330, 180)),
}
"""Tones of each signal as hertz and milliseconds: rising for a mark, falling for one taken away, low to heed."""
_PAUSE_MS: Final = 40


@cache
def earcon(key: str) -> bytes:
    """The PCM of a signal; empty for what is none."""
    samples: list[int] = []
    for hertz, duration_ms in NOTES.get(key, ()):
        samples += [*_tone(hertz, duration_ms), *[0] * _count(_PAUSE_MS)]
    sound = array.array("h", samples)
    if sys.byteorder == "big":
        sound.byteswap()
    return sound.tobytes()


def _tone(hertz: int, duration_ms: int) -> list[int]:
    count, fade = _count(duration_ms), _count(_FADE_MS)
    waves = [math.sin(2 * math.pi * hertz * place / SAMPLES_PER_SECOND) for place in range(count)]
    edges = [min(place, count - place, fade) for place in range(count)]
    return [round(LOUDNESS * wave * edge / fade) for wave, edge in zip(waves, edges, strict=True)]


def _count(duration_ms: int) -> int:
    return SAMPLES_PER_SECOND * duration_ms // 1000
