"""Start and memory of the urna with a theme that has every sound in two languages, beside the same theme without any.

It must not fail a build: machines are noisy. Run: ``python -m tests.bench urna_sounds``.
"""

import shutil
import statistics
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from demo.processes import python
from shared.crypto.hashing import sha256_hex
from shared.formats.theme_model import Asset, Clip, Locucion
from shared.formats.theme_sounds import required_clips, wav_of
from shared.formats.theme_v1 import seal_theme
from tests.bench.display import Display, real_urna, start, xvfb
from tests.bench.rows import Row
from tests.flows.institute import Institute, found
from tests.flows.table import Table, config_for
from urna.store.durable import RealFiles

SOUNDS_MB = 58
"""What espeak-ng made of Spanish and English for a ballot of many contests."""
LANGUAGES = ("es", "en")
STARTS = 3


def measure() -> tuple[Row, ...]:
    """Two rows; none where there is no Xvfb or xdotool."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="u") as name, xvfb() as display:
        (spoken_ms, spoken_mb), (mute_ms, mute_mb) = (
            _started(display, Path(name) / kind, sounds_mb) for kind, sounds_mb in (("con", SOUNDS_MB), ("sin", 0))
        )
    what = f"{SOUNDS_MB} MB of sounds"
    return (
        Row(f"start to ready screen, {what}; no sounds", "ms", spoken_ms, mute_ms, "<= 3,000 ms here", False),
        Row(f"memory at the ready screen, {what}; same", "MB", spoken_mb, mute_mb, "<= 250 MB", False),
    )


def _started(display: Display, folder: Path, sounds_mb: int) -> tuple[float, float]:
    """Median time and largest memory of an urna whose theme is loaded."""
    folder.mkdir()
    institute = with_sounds(found(folder), sounds_mb << 20)
    config = config_for(institute, folder)
    Table.set_up(institute, folder, RealFiles(config.internal), RealFiles(config.usb)).load()
    with ExitStack() as stack:
        path = real_urna(stack, folder, config)
        figures = [start(display, python("-m", "urna", "--config", path)) for _ in range(STARTS + 1)][1:]
    return statistics.median(ready for ready, _ in figures), max(size for _, size in figures)


def with_sounds(institute: Institute, size_bytes: int) -> Institute:
    """The same institute with so many bytes of sounds, each clip another; as it is for none."""
    if not size_bytes:
        return institute
    keys = sorted(required_clips(institute.theme))
    samples = size_bytes // (2 * len(LANGUAGES) * len(keys))
    sounds: dict[str, bytes] = {}
    spoken = []
    for language in LANGUAGES:
        clips = tuple(Clip(key, key, f"{language}-{key.replace('.', '-')}.wav") for key in keys)
        spoken.append(Locucion(language, "ruido", 120, clips))
        for clip in clips:
            sounds[clip.asset] = wav_of((clip.asset.encode() * (2 * samples))[: 2 * samples])
    assets = tuple(Asset(name, sha256_hex(data), len(data)) for name, data in sounds.items())
    theme = replace(institute.theme, assets=(*institute.theme.assets, *assets), locuciones=tuple(spoken))
    return replace(institute, theme=seal_theme(theme), assets={**institute.assets, **sounds})
