"""Clips by espeak-ng and by people: the same bytes twice, complete, of the form, beside their words on one page."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from shared.formats.theme_model import Theme
from shared.formats.theme_sounds import SAMPLES_PER_SECOND, read_pcm, required_clips, sentences, wav_of, words_of
from shared.formats.theme_v1 import seal_theme
from tests.flows.spoken import locucion
from tests.unit.formats import examples
from theme_builder import voices
from theme_builder.listening_page import listening_page
from theme_builder.model import VoiceSource
from theme_builder.voices import VoiceUnavailableError, speak, voices_of

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
SENTENCE = (
    "Su voto es libre y secreto. Oprima la tecla siguiente para escuchar la primera opción de la boleta, y la tecla "
    "redonda para marcarla. Puede cambiar de opinión antes de confirmar su voto."
)
WORDS = len(SENTENCE.split())


def recordings(root: Path, theme: Theme, *, but: str = "") -> None:
    """A recording of every clip but one, each a noise of its own, as long as its words."""
    folder = root / "voces" / "ana"
    folder.mkdir(parents=True)
    for key, words in words_of(theme, "es").items():
        if key != but:
            (folder / f"{key}.wav").write_bytes(wav_of(key.encode().ljust(SAMPLES_PER_SECOND * len(words) // 15 * 2)))


@needs_espeak
def test_the_program_speaks_120_to_125_words_a_minute_and_the_same_bytes_twice() -> None:
    spoken = speak(SENTENCE, "es-419")
    assert spoken == speak(SENTENCE, "es-419")
    seconds = len(spoken) / (2 * SAMPLES_PER_SECOND)
    assert 118 <= WORDS * 60 / seconds <= 126


@needs_espeak
def test_what_nobody_recorded_the_program_says(tmp_path: Path) -> None:
    theme = examples.theme()
    recordings(tmp_path, theme, but="o.0.1")
    made = voices_of(tmp_path, (VoiceSource(language="es", voice="es-419", name="Ana", recordings="ana"),), theme)
    assert made.findings == []
    clips = {clip["key"]: clip for clip in made.locuciones[0]["clips"]}  # type: ignore[attr-defined]
    assert set(clips) == required_clips(theme)
    assert read_pcm(made.sounds["es-o-0-1.wav"]) == speak(words_of(theme, "es")["o.0.1"], "es-419")
    assert read_pcm(made.sounds["es-o-0-0.wav"]).startswith(b"o.0.0")
    assert made.locuciones[0]["voice"] == "Ana"


def test_a_recording_of_another_form_or_length_is_found(tmp_path: Path) -> None:
    theme = examples.theme()
    recordings(tmp_path, theme)
    folder = tmp_path / "voces" / "ana"
    (folder / "n.1.wav").write_bytes(b"RIFF")
    (folder / "t.voz.ayuda.wav").write_bytes(wav_of(bytes(SAMPLES_PER_SECOND)))
    made = voices_of(tmp_path, (VoiceSource(language="es", voice="none-at-all", recordings="ana"),), theme)
    assert [finding.code for finding in made.findings] == ["T541", "T543", "T540"]
    assert sentences()["t.voz.ayuda"] in made.findings[1].message


def test_a_language_without_words_is_said_when_it_is_built_and_never_silent_at_the_urna(tmp_path: Path) -> None:
    made = voices_of(tmp_path, (VoiceSource(language="hch", voice="none-at-all"),), examples.theme())
    missing = [dict(finding.params)["key"] for finding in made.findings if finding.code == "T542"]
    assert set(missing) == set(sentences())


def test_a_voice_that_there_is_not_is_an_error() -> None:
    with pytest.raises(VoiceUnavailableError):
        speak("Hola", "none-at-all")
    assert voices.WORDS_PER_MINUTE == 120


def test_a11_the_page_puts_every_sound_beside_its_words_and_names_one_that_is_another() -> None:
    heard, sounds = locucion(examples.theme())
    theme = examples.audible(heard, sounds)
    page = listening_page(theme, sounds, "assets")
    for clip in heard.clips:
        assert f'src="assets/{clip.asset}"' in page
    assert "Partido MC" in page
    assert theme.short_code in page
    assert "NO ES EL SONIDO" not in page
    swapped = sounds | {"es-o-0-0.wav": sounds["es-o-0-1.wav"]}
    assert listening_page(theme, swapped, "assets").count("NO ES EL SONIDO") == 1
    assert seal_theme(replace(theme, version=2)).short_code != theme.short_code
