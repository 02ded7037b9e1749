"""The clips of a theme: made by `espeak-ng` from its words, or recorded by people. It must not decide what is said.

The same words, voice and program give the same bytes. A recording is a file ``<key>.wav`` of the folder that the voice
names; what nobody recorded is made.
"""

import hashlib
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from shared.formats.theme_model import TemaInvalido, Theme
from shared.formats.theme_sounds import MAX_SOUND_BYTES, SAMPLES_PER_SECOND, read_pcm, required_clips, wav_of, words_of
from theme_builder.finding import Finding, Severity
from theme_builder.model import VoiceSource

PROGRAM: Final = "espeak-ng"
WORDS_PER_MINUTE: Final = 120
PROGRAM_SPEED: Final = 125
"""At this setting a sentence of 33 words takes 16.5 s, pauses included: 120 words a minute."""
SOUNDS: Final = "voces"
MARK: Final = 16
"""Digits of the hash of what a recording says."""
Speaker = Callable[[str, str, int], bytes]
"""Words, a voice and its words a minute to PCM, as `speak` does; raises ``VoiceUnavailableError``."""
_PATIENCE_S: Final = 30
_AT_A_TIME: Final = 4
_BYTES_PER_SECOND: Final = 2 * SAMPLES_PER_SECOND
_LEAST_LETTERS_A_SECOND: Final = 4
_MOST_LETTERS_A_SECOND: Final = 30
_SHORT_LETTERS: Final = 12
_NAMED: Final = 5


class VoiceUnavailableError(Exception):
    """The program that speaks is not installed, or did not speak."""


@dataclass(slots=True)
class Voices:
    """What was made: the ``locuciones`` of theme.json, the sounds by name, and what is wrong."""

    locuciones: list[dict[str, object]] = field(default_factory=list)
    sounds: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def voices_of(root: Path, wanted: tuple[VoiceSource, ...], theme: Theme, say: Speaker | None = None) -> Voices:
    """Every clip of every voice; ``theme`` is the one that they are for, still without them; ``say`` as `speak`."""
    made = Voices()
    for place, voice in enumerate(wanted):
        spoken = _Speaker(root, voice, f"voices.{place}", made)
        words = words_of(theme, voice.language)
        clips = [spoken.clip(key, words.get(key, "")) for key in sorted(required_clips(theme))]
        spoken.speak(say or speak)
        name = voice.name or f"{PROGRAM} {voice.voice}".strip()
        made.locuciones.append(
            {"language": voice.language, "voice": name, "words_per_minute": voice.rate, "clips": clips}
        )
    return made


def mark_of(words: str) -> str:
    """By what a recording of these words is found, wherever they stand: other words are never said in their place."""
    return hashlib.sha256(unicodedata.normalize("NFC", words).encode("utf-8", "surrogatepass")).hexdigest()[:MARK]


def speak(words: str, voice: str, rate: int = WORDS_PER_MINUTE) -> bytes:
    """The PCM of these words; raises ``VoiceUnavailableError``."""
    speed = rate * PROGRAM_SPEED // WORDS_PER_MINUTE
    command = [PROGRAM, "-v", voice, "-s", str(speed), "--stdout", "--", words]
    try:
        said = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise VoiceUnavailableError(str(error)) from None
    rate = int.from_bytes(said[24:28], "little")
    _, found, samples = said.partition(b"data")
    pcm = samples[4 : 4 + (len(samples) - 4) // 2 * 2]
    if not found or not pcm or rate != SAMPLES_PER_SECOND:
        raise VoiceUnavailableError(f"{PROGRAM} {voice}: {rate}")
    return pcm


class _Speaker:
    """One voice of the source."""

    def __init__(self, root: Path, voice: VoiceSource, path: str, made: Voices) -> None:
        self._voice = voice
        self._path = path
        self._made = made
        self._folder = root / SOUNDS / voice.recordings if voice.recordings else None
        self._by_words: dict[str, str] = {}
        self._unspoken: dict[str, str] = {}

    def clip(self, key: str, words: str) -> dict[str, object]:
        """One clip; the same words are one sound."""
        if not words:
            self._find("T542", key=key, language=self._voice.language)
        name = f"{self._voice.language}-{key.replace('.', '-')}.wav"
        recorded = self._recorded(key, words)
        if recorded:
            self._made.sounds[name] = recorded
        elif words and words not in self._by_words:
            self._by_words[words] = self._unspoken[words] = name
        return {"key": key, "text": words, "asset": name if recorded else self._by_words.get(words, name)}

    def speak(self, say: Speaker) -> None:
        """Make what nobody recorded, several at a time; the first that fails ends it."""
        if not self._voice.voice:
            if self._unspoken:
                keys = ", ".join(sorted(self._unspoken.values())[:_NAMED])
                self._find("T567", language=self._voice.language, count=len(self._unspoken), keys=keys)
            return
        with ThreadPoolExecutor(_AT_A_TIME) as crew:
            made = crew.map(lambda words: say(words, self._voice.voice, self._voice.rate), self._unspoken)
            try:
                for name, pcm in zip(self._unspoken.values(), made, strict=True):
                    self._made.sounds[name] = wav_of(pcm)
            except VoiceUnavailableError as error:
                crew.shutdown(cancel_futures=True)
                self._find("T540", reason=str(error))

    def _recorded(self, key: str, words: str) -> bytes:
        path = self._file(key, words)
        if path is None or path.stat().st_size > MAX_SOUND_BYTES:
            return b""
        try:
            seconds = len(read_pcm(path.read_bytes())) / _BYTES_PER_SECOND
        except TemaInvalido:
            self._find("T541", name=path.name)
            return b""
        if len(words) > _SHORT_LETTERS and not _likely(len(words), seconds):
            self._find("T543", Severity.WARNING, name=path.name, seconds=round(seconds), text=words)
        return path.read_bytes()

    def _file(self, key: str, words: str) -> Path | None:
        names = (mark_of(words), key) if words else (key,)
        paths = [self._folder / f"{name}.wav" for name in names] if self._folder is not None else []
        return next((path for path in paths if path.is_file()), None)

    def _find(self, code: str, severity: Severity = Severity.ERROR, **params: str | int) -> None:
        known = {(finding.code, finding.params) for finding in self._made.findings}
        found = Finding(code, severity, "tema.toml", 0, self._path, tuple(params.items()))
        if (found.code, found.params) not in known:
            self._made.findings.append(found)


def _likely(letters: int, seconds: float) -> bool:
    """Whether a recording can be of that text: another clip's is mostly too long or too short."""
    return _LEAST_LETTERS_A_SECOND * seconds <= letters <= _MOST_LETTERS_A_SECOND * seconds


def check_list(theme: Theme, sounds: Mapping[str, bytes]) -> Iterator[tuple[str, str, str, str, int]]:
    """What people listen to before they sign (A11): key, words, file, start of its SHA-256, length in ms of each clip.

    Sounds that are not those that the theme names are given with an empty hash, for the caller to refuse.
    """
    hashes = {asset.name: asset.sha256 for asset in theme.assets}
    for locucion in theme.locuciones:
        for clip in locucion.clips:
            data = sounds.get(clip.asset, b"")
            same = hashlib.sha256(data).hexdigest() == hashes[clip.asset]
            length_ms = len(data) * 1000 // _BYTES_PER_SECOND
            yield clip.key, clip.text, clip.asset, hashes[clip.asset][:12] if same else "", length_ms
