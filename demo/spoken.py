"""What may be heard of an urna with a theme: its clips with their words, and the urna's own signals by name.

It must not play or tell anything: the ears of the dock do.
"""

from pathlib import Path
from typing import Final

from demo.texts import Words
from shared.formats.theme_sounds import read_pcm
from shared.formats.theme_v1 import parse_theme
from urna.devdock.ears import Sound
from urna.services.earcons import NOTES, earcon

THEME, ASSETS = "theme.json", "assets"
_SIGNAL: Final = "senal"


def sounds(folder: Path, words: Words) -> tuple[Sound, ...]:
    """Of the built theme in ``folder``, in every language that it speaks."""
    theme = parse_theme((folder / THEME).read_bytes())
    clips = [clip for locucion in theme.locuciones for clip in locucion.clips]
    spoken = [Sound(clip.text, read_pcm((folder / ASSETS / clip.asset).read_bytes())) for clip in clips]
    signals = [Sound(words(f"{_SIGNAL}.{key.partition('.')[2]}"), earcon(key)) for key in NOTES]
    return (*signals, *spoken)
