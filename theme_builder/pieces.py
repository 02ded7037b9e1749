"""What the themes of one lot share, made once: sounds by the words that they say, files by what they hold.

It must not know themes. Each theme's folder gets a link to the piece, or a copy where the disk has no links.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from shared.crypto.hashing import sha256_hex
from theme_builder.voices import PROGRAM_SPEED, speak

_SAID: Final = "dicho"


class Pieces:
    """A folder of pieces; several processes may use it at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / _SAID).mkdir(parents=True, exist_ok=True)

    def say(self, words: str, voice: str, rate: int) -> bytes:
        """As `voices.speak`, which is asked once for the same words, voice and rate."""
        kept = self._folder / _SAID / sha256_hex(f"{voice}\n{PROGRAM_SPEED}\n{rate}\n{words}".encode())
        if kept.is_file():
            return kept.read_bytes()
        pcm = speak(words, voice, rate)
        self._keep(kept, pcm)
        return pcm

    def place(self, path: Path, data: bytes) -> None:
        """Put ``data`` at ``path``, which nobody else writes."""
        piece = self._folder / sha256_hex(data)
        if not piece.is_file():
            self._keep(piece, data)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        try:
            path.hardlink_to(piece)
        except OSError:
            self._keep(path, data)

    def _keep(self, path: Path, data: bytes) -> None:
        """Write whole or not at all; who writes the same piece meanwhile writes the same."""
        with NamedTemporaryFile(dir=path.parent, prefix=".parte-", delete=False) as stream:
            try:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
                Path(stream.name).replace(path)
            except OSError:
                with suppress(OSError):
                    Path(stream.name).unlink()
                raise
