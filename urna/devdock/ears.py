"""The voter's headphones on the bench: the words that sound, told from the bytes alone. It must not ask the urna.

The urna finds on its path an `aplay` and a `soundstretch` of ours, which keep what they are given and pass it on to
those of this computer: a person hears it too, where there is a sound output.
"""

import array
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from hardware.audio import emulator
from hardware.audio.port import BYTES_PER_SAMPLE, SAMPLES_PER_SECOND
from hardware.audio.shaping import louder
from urna.devdock import stretch

DEVICE: Final = "default"
"""What an urna is configured with that is to be heard here."""
KEPT: Final = 4
"""So many of the last things that sounded can be read."""
LEAST_BYTES: Final = SAMPLES_PER_SECOND * BYTES_PER_SAMPLE // 5
"""What begins a clip is known from this much of it."""
UNKNOWN: Final = "…"
"""What nobody can tell, or not yet."""
_PLAYER, _STRETCHER, _SHELL = "aplay", "soundstretch", "#!/bin/sh"
_FULL_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Sound:
    """Something that may sound: its words and its samples, as the urna's clips are (`hardware.audio.port`)."""

    words: str
    pcm: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Known:
    sound: Sound
    loudest: int
    """The place of the loudest sample of its beginning, or of all of it where that is silence."""
    sample: int


class Ears:
    """Headphones whose last sounds are below ``folder``; ``sounds`` is everything that may be heard by name."""

    def __init__(self, folder: Path, sounds: Sequence[Sound]) -> None:
        self._folder, self._stretched, self._programs = (folder / name for name in ("oidos", "ritmos", "programas"))
        for place in (self._folder, self._stretched, self._programs):
            place.mkdir(parents=True)
        self._names = {sha256(sound.pcm).hexdigest(): sound.words for sound in sounds}
        self._known = [_known(sound) for sound in sounds]
        self._read: dict[Path, tuple[int, tuple[str, ...]]] = {}
        self._stand_in(_PLAYER, emulator.__file__, str(self._folder), "1", shutil.which(_PLAYER))
        if (program := shutil.which(_STRETCHER)) is not None:
            self._stand_in(_STRETCHER, stretch.__file__, program, str(self._stretched))

    @property
    def environment(self) -> Mapping[str, str]:
        """What an urna must be started with to be heard."""
        return {"PATH": os.pathsep.join((str(self._programs), os.environ.get("PATH", os.defpath)))}

    def heard(self) -> tuple[str, ...]:
        """The last things that sounded, each the words of its clips, oldest first, with ``UNKNOWN`` for the rest."""
        self._learn()
        files = sorted(self._folder.glob("*.raw"))
        for old in files[:-KEPT]:
            old.unlink(missing_ok=True)
        self._read = {path: self._words(path) for path in files[-KEPT:]}
        return tuple(" ".join(words) for _, words in self._read.values() if words)

    def _words(self, path: Path) -> tuple[int, tuple[str, ...]]:
        """Read again only what grew since."""
        size = path.stat().st_size
        before = self._read.get(path)
        return before if before is not None and before[0] == size else (size, tuple(self._told(path.read_bytes())))

    def _told(self, heard: bytes) -> Iterator[str]:
        rest = heard
        while len(rest) >= BYTES_PER_SAMPLE:
            found = [known.sound for known in self._known if _sounds(known, rest)]
            whole = [sound for sound in found if len(sound.pcm) <= len(rest)]
            if not whole:
                yield found[0].words if len(found) == 1 else UNKNOWN
                return
            longest = max(whole, key=lambda sound: len(sound.pcm))
            yield longest.words
            rest = rest[len(longest.pcm) :]

    def _learn(self) -> None:
        """Clips at another speed, as they came out of the program that made them so."""
        for path in self._stretched.glob("*.raw"):
            name = path.stem
            words = self._names.get(name[:64])
            if words is not None and name not in self._names:
                self._names[name] = words
                self._known.append(_known(Sound(words, path.read_bytes())))

    def _stand_in(self, name: str, script: str, *arguments: str | None) -> None:
        """A program of that name, which is the script with these arguments and those of whoever calls it."""
        given = [sys.executable, "-I", "-S", script, *(each for each in arguments if each is not None)]
        more = ' "$@"' if arguments[-1] is not None else ""
        (self._programs / name).write_text(f"{_SHELL}\nexec {shlex.join(given)}{more}\n", encoding="utf-8")
        (self._programs / name).chmod(0o700)


def _known(sound: Sound) -> _Known:
    beginning = _samples(sound.pcm[:LEAST_BYTES])
    samples = beginning if any(beginning) else _samples(sound.pcm)
    loudest = max(range(len(samples)), key=lambda place: abs(samples[place]), default=0)
    return _Known(sound, loudest, samples[loudest] if samples else 0)


def _sounds(known: _Known, heard: bytes) -> bool:
    """Whether what was heard begins with this sound, or is the beginning of it, at whatever loudness."""
    pcm = known.sound.pcm
    size = min(len(pcm), len(heard)) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE
    at = known.loudest * BYTES_PER_SAMPLE
    if not known.sample or size <= at or size < min(len(pcm), LEAST_BYTES):
        return False
    sample = _samples(heard[at : at + BYTES_PER_SAMPLE])[0]
    near = [p for p in range(1, _FULL_PERCENT + 1) if known.sample * p // _FULL_PERCENT == sample]
    return any(louder(pcm[:size], percent) == heard[:size] for percent in near)


def _samples(pcm: bytes) -> "array.array[int]":
    found = array.array("h", pcm)
    if sys.byteorder == "big":
        found.byteswap()
    return found
