"""Sounds by page: made by the program or recorded, found when words change, and never heard for other words."""

import re
import shutil
from pathlib import Path

import pytest

from shared.formats.theme_sounds import read_pcm
from tests.unit.theme_builder.projects.test_recordings import tone
from tests.unit.theme_builder.web.conftest import Bench
from theme_builder.projects.recordings import read_recording
from theme_builder.projects.review import packages
from theme_builder.projects.sonando import Sounds
from theme_builder.projects.sonidos import Clip, Heard, clips
from theme_builder.source import load_source
from theme_builder.voices import mark_of, voices_of

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
BOLETA = "boletas/02-consulta.toml"
KEY = "CONSULTA/c"


def every(bench: Bench) -> dict[str, Clip]:
    themes = [package.theme for package in packages(bench.source())[0]]
    return {clip.key: clip for clip in clips(themes, bench.projects.opened(1).state, "es")}


def hear(bench: Bench, voice: str) -> None:
    assert bench.post("/voces/es", {"voz": voice, "ritmo": "140", "nombre": "Ana"}).status_code == 303


def record(bench: Bench, clip: Clip, read: int = 0) -> int:
    return bench.post(f"/voces/es/sonido/{clip.mark}", {"clave": clip.key}, tone(), read=read).status_code


def title(bench: Bench, words: str) -> None:
    now = bench.projects.opened(1).state[BOLETA]
    assert isinstance(now, dict)
    bench.post(f"/{BOLETA}", {"antes-title": str(now["title"]), "title": words})


def test_a_recording_is_heard_for_its_words_alone_and_one_of_old_words_is_said(bench: Bench) -> None:
    hear(bench, "")
    clip = every(bench)[KEY]
    assert clip.heard is Heard.MISSING
    assert "nadie ha grabado" in bench.get("")
    assert record(bench, clip) == 303
    assert every(bench)[KEY].heard is Heard.RECORDED
    heard = bench.client.get(f"/p/1/voces/es/sonido/{clip.mark}.wav").content
    assert heard == read_recording(tone())
    before = clip.words
    title(bench, "Otra consulta")
    assert every(bench)[KEY].heard is Heard.CHANGED
    assert "las palabras cambiaron después de grabarlas (1): CONSULTA/c" in bench.get("/voces")
    assert "Las palabras cambiaron después de grabarlas" in bench.get("/voces/es?ver=cambiaron")
    title(bench, before)
    assert every(bench)[KEY].heard is Heard.RECORDED
    assert bench.post(f"/voces/es/sonido/{clip.mark}/quitar").status_code == 303
    assert not [name for name in bench.source() if name.startswith("voces/")]


def test_a_recording_follows_its_words_into_the_theme_that_is_built(bench: Bench, tmp_path: Path) -> None:
    hear(bench, "")
    clip = every(bench)[KEY]
    record(bench, clip)
    (package,) = packages(bench.source())[0]
    root = bench_folder(bench, tmp_path)
    tema = load_source(root).tema
    assert tema is not None
    made = voices_of(root, tuple(tema.value.voices), package.theme)
    assert [each.code for each in made.findings] == ["T543", "T567"], "a tone of half a second is no title"
    assert list(made.sounds.values()) == [read_recording(tone())]
    assert made.locuciones[0]["words_per_minute"] == 140


def bench_folder(bench: Bench, folder: Path) -> Path:
    root = folder / "fuente"
    for name, data in bench.source().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@pytest.mark.parametrize(("data", "code"), [(b"RIFF", "T623"), (tone(peak=0.001), "T625")])
def test_what_cannot_be_heard_is_refused_and_changes_nothing(bench: Bench, data: bytes, code: str) -> None:
    hear(bench, "")
    answer = bench.post(f"/voces/es/sonido/{mark_of('x')}", {"clave": KEY}, data)
    assert (answer.status_code, f"Código {code}" in answer.text) == (422, True)
    assert bench.projects.opened(1).number == 2


@needs_espeak
def test_the_program_says_what_nobody_recorded_in_the_background(bench: Bench) -> None:
    assert "No se oye" in bench.get("/voces")
    hear(bench, "es-419")
    clip = every(bench)[KEY]
    said = bench.client.get(f"/p/1/voces/es/sonido/{clip.mark}.wav").content
    assert len(read_pcm(said)) > 10_000
    sounds = bench.client.app.state.sounds  # type: ignore[attr-defined]
    assert isinstance(sounds, Sounds)
    words = [f"{number}" for number in range(3)]
    sounds.begin(1, "es", ("es-419", 140), words)
    sounds.wait()
    assert re.search(r"de 3", bench.get("/voces/es/avance"))
    assert "Están todos" in bench.get("/voces/es/avance")


def test_a_voice_that_there_is_not_is_said_and_what_is_stopped_stays_so(bench: Bench) -> None:
    hear(bench, "zz-none")
    clip = every(bench)[KEY]
    answer = bench.client.get(f"/p/1/voces/es/sonido/{clip.mark}.wav")
    assert (answer.status_code, "Código T626" in answer.text) == (422, True)
    bench.post("/voces/es/hacer")
    bench.post("/voces/es/parar")
    sounds = bench.client.app.state.sounds  # type: ignore[attr-defined]
    sounds.wait()
    assert "no habló" in bench.get("/voces/es/avance") or "Háganse todos" in bench.get("/voces/es/avance")
    assert bench.post("/voces/fr", {"voz": "fr"}).status_code == 404
    bench.post("/voces/es/quitar")
    assert "voices" not in str(bench.projects.opened(1).state["tema.toml"])
