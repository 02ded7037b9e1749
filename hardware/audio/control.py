"""Emulated headphones: the driver over the emulator, and what was heard. It must not be imported by an urna at work."""

import sys
from pathlib import Path

from hardware.audio import emulator
from hardware.audio.driver import PipeAudio


class Ears:
    """Headphones whose every byte is kept below ``folder``; ``speed`` times faster than real ones."""

    def __init__(self, folder: Path, speed: int = 50) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.audio = PipeAudio((sys.executable, "-I", "-S", str(emulator.__file__), str(folder), str(speed)))

    def heard(self) -> tuple[bytes, ...]:
        """What sounded, one PCM a start, oldest first; of one that was ended, the part before it."""
        return tuple(path.read_bytes() for path in sorted(self._folder.glob("*.raw")))
