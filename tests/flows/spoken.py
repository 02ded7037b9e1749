"""A theme that can be heard, with a sound of its own for each clip, and ears that know which clips sounded.

The sounds are noise that nobody could understand: what is proved is which clip sounds when, not how it sounds.
"""

import hashlib
from dataclasses import replace

from hardware.audio.port import Voice
from hardware.audio.shaping import shaped
from shared.crypto.hashing import sha256_hex
from shared.formats.catalogues import SPANISH
from shared.formats.theme_model import Asset, Clip, Locucion, Theme
from shared.formats.theme_sounds import required_clips, wav_of, words_of
from shared.formats.theme_v1 import seal_theme
from tests.flows.institute import Institute
from urna.flow.listening import USUAL_VOLUME, VOLUME_PERCENT
from urna.services.earcons import NOTES, earcon

SAMPLES = 1200
USUAL = Voice(100, VOLUME_PERCENT[USUAL_VOLUME])


def noise(key: str) -> bytes:
    """PCM that is this key's alone."""
    return hashlib.shake_256(key.encode()).digest(2 * SAMPLES)


def locucion(theme: Theme) -> tuple[Locucion, dict[str, bytes]]:
    """Every clip of a theme in Spanish, and its sounds by name."""
    words = words_of(theme, SPANISH)
    keys = sorted(required_clips(theme))
    clips = tuple(Clip(key, words[key], f"es-{key.replace('.', '-')}.wav") for key in keys)
    return Locucion(SPANISH, "ruido", 120, clips), {clip.asset: wav_of(noise(clip.key)) for clip in clips}


def spoken(institute: Institute) -> Institute:
    """The same institute with a theme that can be heard."""
    heard, sounds = locucion(institute.theme)
    assets = tuple(Asset(name, sha256_hex(data), len(data)) for name, data in sounds.items())
    theme = replace(institute.theme, assets=(*institute.theme.assets, *assets), locuciones=(heard,))
    return replace(institute, theme=seal_theme(theme), assets={**institute.assets, **sounds})


class Hearing:
    """Tells from the sound alone which clips it is made of."""

    def __init__(self, theme: Theme, voice: Voice = USUAL) -> None:
        known = {clip.key: noise(clip.key) for clip in theme.locuciones[0].clips} | {key: earcon(key) for key in NOTES}
        self._known = {shaped(sound, voice): key for key, sound in known.items()}

    def clips(self, sound: bytes) -> tuple[str, ...]:
        """The keys in their order. Raises ``ValueError`` for a sound that is none of them, whole."""
        found: list[str] = []
        at = 0
        while at < len(sound):
            clip = next((clip for clip in self._known if sound.startswith(clip, at)), None)
            if clip is None:
                raise ValueError(f"something else sounds after {found}")
            found.append(self._known[clip])
            at += len(clip)
        return tuple(found)
