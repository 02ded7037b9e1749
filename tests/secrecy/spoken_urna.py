"""What sounds for a voter, in a process of its own whose memory others look at: the real narrator, shelf and player.

Run as ``python -m tests.secrecy.spoken_urna FOLDER erase|keep``; FOLDER has a medium with a theme that can be heard.
Standard input takes clips to say, a line each, and an empty line for silence; ``guarda`` keeps what sounded from then
on, as a fault would. It must not hold a sound by itself.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from hardware.audio.driver import PipeAudio
from hardware.audio.port import Voice
from urna.flow.listening import Listening
from urna.flow.ports import INTERNAL
from urna.hardening import erase_freed_memory
from urna.services.narrator import Narrator
from urna.services.shelf import ThemeShelf
from urna.store.durable import Folder, Medium, RealFiles
from urna.store.media import Media

PLAYER = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(1 << 15); time.sleep(60)")
"""Takes a little of what it is given and then no more: what is not played yet waits in the urna."""


class Keeping(PipeAudio):
    """A player that keeps what it was given, once told to: what must be caught."""

    kept: list[bytes] | None = None

    def play(self, clips: Iterable[bytes], voice: Voice) -> None:
        """See `Audio`."""
        super().play(clips if self.kept is None else self._keep(clips, self.kept), voice)

    def _keep(self, clips: Iterable[bytes], kept: list[bytes]) -> Iterator[bytes]:
        for clip in clips:
            kept.append(bytes(bytearray(clip)))
            yield clip


def main(folder: Path, hash_hex: str) -> None:
    """Say what standard input asks for, until it ends."""
    files = Folder(RealFiles(folder))
    shelf = ThemeShelf(Media((Medium(INTERNAL, files),)), {INTERNAL: files})
    if not shelf.restore(hash_hex):
        raise RuntimeError("no theme")
    listening, audio = Listening(), Keeping(PLAYER)
    narrator = Narrator(audio, shelf, lambda: listening, lambda _event: None)
    for line in sys.stdin:
        if line == "guarda\n":
            audio.kept = []
        else:
            listening = replace(listening, said=tuple(line.split()), serial=listening.serial + 1)
            narrator.attend()
        sys.stdout.write("hecho\n")
        sys.stdout.flush()
    audio.close()


if __name__ == "__main__":
    if sys.argv[3] == "erase":
        erase_freed_memory()
    main(Path(sys.argv[1]), sys.argv[2])
