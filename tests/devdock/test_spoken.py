"""What the ears of the dock know of a built theme: every clip by its words, and the urna's own signals."""

from pathlib import Path

from demo.spoken import sounds
from demo.texts import load_words
from shared.formats.theme_v1 import serialise_theme
from tests.flows.institute import found
from tests.flows.spoken import noise, spoken
from urna.services.earcons import NOTES


def test_every_clip_and_every_signal_has_its_words(tmp_path: Path) -> None:
    institute = spoken(found(tmp_path))
    folder = tmp_path / "tema"
    (folder / "assets").mkdir(parents=True)
    (folder / "theme.json").write_bytes(serialise_theme(institute.theme))
    for name, data in institute.assets.items():
        (folder / "assets" / name).write_bytes(data)
    known = {sound.pcm: sound.words for sound in sounds(folder, load_words())}
    clips = institute.theme.locuciones[0].clips
    assert {noise(clip.key): clip.text for clip in clips}.items() <= known.items()
    assert len(known) == len(clips) + len(NOTES)
    assert "(se marca)" in known.values()
