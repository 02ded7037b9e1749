"""The narrator between flow and headphones: what is said sounds once, ends when the flow says so, and is not kept."""

from dataclasses import replace

from hardware.audio.fake import FakeAudio
from hardware.audio.port import Voice
from shared.formats.theme_model import Theme
from shared.formats.theme_sounds import wav_of
from tests.flows.spoken import locucion, noise
from tests.unit.formats import examples
from urna.flow.input import SpeechEnded
from urna.flow.listening import VOLUME_PERCENT, WORDS_PER_MINUTE, Listening
from urna.services.earcons import earcon
from urna.services.narrator import Narrator


class Shelf:
    """A theme that can be heard."""

    def __init__(self) -> None:
        heard, self.sounds = locucion(examples.theme())
        self.loaded: Theme | None = replace(examples.theme(), locuciones=(heard,))

    def theme(self) -> Theme | None:
        return self.loaded

    def asset(self, name: str) -> bytes | None:
        return self.sounds.get(name)


class Room:
    def __init__(self) -> None:
        self.audio, self.shelf = FakeAudio(), Shelf()
        self.listening = Listening()
        self.told: list[object] = []
        self.narrator = Narrator(self.audio, self.shelf, lambda: self.listening, self.told.append)

    def say(self, *clips: str, level: int | None = None) -> None:
        if level is not None:
            self.listening = replace(self.listening, rate=level, volume=level)
        self.listening = replace(self.listening, said=clips, serial=self.listening.serial + 1)
        self.narrator.attend()


def test_each_thing_said_sounds_once_and_its_end_is_told_once() -> None:
    room = Room()
    room.say("e.pantalla", "t.habilitada.titulo", "n.3")
    room.narrator.attend()
    clips = (earcon("e.pantalla"), noise("t.habilitada.titulo"), noise("n.3"))
    assert room.audio.played == [(clips, Voice(100, VOLUME_PERCENT[3]))]
    assert room.told == []
    room.audio.finish()
    for _ in range(3):
        room.narrator.attend()
    assert room.told == [SpeechEnded(1)]


def test_the_next_thing_replaces_what_sounds_and_nothing_is_silence() -> None:
    room = Room()
    room.say("n.1")
    room.say("n.2")
    assert [clips for clips, _ in room.audio.played] == [(noise("n.1"),), (noise("n.2"),)]
    room.say()
    assert not room.audio.busy()
    room.narrator.attend()
    assert room.told == []


def test_every_speed_is_measured_from_that_of_the_voice() -> None:
    room = Room()
    for level, wanted in enumerate(WORDS_PER_MINUTE):
        room.say("n.1", level=level)
        assert room.audio.played[-1][1] == Voice(wanted * 100 // 120, VOLUME_PERCENT[level])


def test_each_clip_sounds_in_the_language_that_it_is_of() -> None:
    """The voter's, one named by the clip, and the theme's usual one where the voter's has no sound."""
    room = Room()
    assert room.shelf.loaded is not None
    (spanish,) = room.shelf.loaded.locuciones
    clips = tuple(replace(clip, asset=f"en-{clip.asset}") for clip in spanish.clips)
    english = replace(spanish, language="en", words_per_minute=100, clips=clips)
    room.shelf.loaded = replace(room.shelf.loaded, locuciones=(spanish, english))
    room.shelf.sounds |= {clip.asset: wav_of(noise(f"en {clip.key}")) for clip in clips}
    for language, own, rate in (("", "n.1", 100), ("en", "en n.1", 120), ("hch", "n.1", 100)):
        room.listening = replace(room.listening, language=language)
        room.say("n.1", "es/n.2", "en/n.2")
        sounds, voice = room.audio.played[-1]
        assert list(sounds) == [noise(own), noise("n.2"), noise("en n.2")]
        assert voice.rate_percent == rate


def test_a_theme_without_sounds_is_silent_and_holds_nobody_up() -> None:
    room = Room()
    room.shelf.loaded = examples.theme()
    room.say("n.1", "e.aviso")
    assert list(room.audio.played[-1][0]) == [b"", earcon("e.aviso")]
    room.shelf.sounds["es-n-1.wav"] = b"no sound"
    room.shelf.loaded = Shelf().loaded
    room.say("n.1", "n.2")
    assert list(room.audio.played[-1][0]) == [noise("n.2")]


def test_of_what_sounded_the_narrator_keeps_a_number() -> None:
    room = Room()
    room.say("o.0.1")
    kept = {name: value for name, value in vars(room.narrator).items() if isinstance(value, str | bytes | tuple | list)}
    assert kept == {}


def test_the_thread_follows_and_stops_in_silence() -> None:
    room = Room()
    room.narrator.start()
    room.listening = replace(room.listening, said=("n.1",), serial=1)
    room.narrator.wake()
    room.narrator.stop()
    assert not room.audio.busy()
    assert room.audio.stops >= 1
