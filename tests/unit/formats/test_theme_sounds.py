"""The sounds of a theme: complete or refused, of one form, and of every sentence that the flow can say."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.eleccion import Contest
from shared.domain.errors import DatoInvalido
from shared.domain.grupo import Grupo
from shared.domain.ids import ContestId, GrupoId
from shared.formats.catalogues import SPANISH
from shared.formats.theme_model import Asset, Clip, Locucion, TemaInvalido, Theme
from shared.formats.theme_sounds import (
    MAX_SOUND_BYTES,
    read_pcm,
    required_clips,
    wav_of,
    words_of,
)
from shared.formats.theme_v1 import parse_theme, serialise_theme
from tests.unit.formats import examples

Change = Callable[[Theme], Theme]


def audible(theme: Theme | None = None) -> Theme:
    theme = examples.theme() if theme is None else theme
    clips = tuple(Clip(key, "Dos palabras", "es.wav") for key in sorted(required_clips(theme)))
    return replace(
        theme,
        assets=(*theme.assets, Asset("es.wav", "cd" * 32, 46)),
        locuciones=(Locucion("es", "espeak-ng es-419", 120, clips),),
    )


def with_clips(theme: Theme, clips: tuple[Clip, ...]) -> Theme:
    return replace(theme, locuciones=(replace(theme.locuciones[0], clips=clips),))


def test_a_theme_that_can_be_heard_reads_back_as_it_was_written() -> None:
    theme = audible()
    assert parse_theme(serialise_theme(theme)) == theme
    assert b"locuciones" not in serialise_theme(examples.theme())


def with_mark(contest: Contest, mark: str) -> Contest:
    return replace(contest, options=(replace(contest.options[0], mark=mark), *contest.options[1:]))


WRONG: dict[str, tuple[Change, str]] = {
    "a clip less": (lambda t: with_clips(t, t.locuciones[0].clips[1:]), "T218"),
    "a clip more": (lambda t: with_clips(t, (*t.locuciones[0].clips, Clip("o.9.9", "x", "es.wav"))), "T218"),
    "a clip twice": (lambda t: with_clips(t, (*t.locuciones[0].clips, t.locuciones[0].clips[0])), "T201"),
    "a language twice": (lambda t: replace(t, locuciones=t.locuciones * 2), "T201"),
    "no sound": (lambda t: replace(t, assets=t.assets[:-1]), "T219"),
    "a picture for a sound": (
        lambda t: with_clips(t, (replace(t.locuciones[0].clips[0], asset="PT.png"), *t.locuciones[0].clips[1:])),
        "T014",
    ),
    "a sound for a picture": (
        lambda t: replace(t, contests=(t.contests[0], with_mark(t.contests[1], "es.wav"))),
        "T014",
    ),
    "a key of no form": (lambda t: with_clips(t, (Clip("x", "x", "es.wav"),)), "T014"),
    "a language of no form": (lambda t: replace(t, locuciones=(replace(t.locuciones[0], language="ES"),)), "T014"),
    "one contest more, not said": (
        lambda t: replace(t, contests=(*t.contests, replace(t.contests[1], id=ContestId("otra")))),
        "T218",
    ),
    "one group, not said": (
        lambda t: replace(t, grupos=(Grupo(GrupoId("1A"), "Primero A", tuple(c.id for c in t.contests)),)),
        "T218",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_whole_is_refused(name: str) -> None:
    change, code = WRONG[name]
    with pytest.raises(DatoInvalido) as refused:
        parse_theme(serialise_theme(change(audible())))
    assert refused.value.code == code


def test_a11_swapped_sounds_are_another_theme() -> None:
    theme = audible()
    first, second, *others = theme.locuciones[0].clips
    theme = replace(theme, assets=(*theme.assets, Asset("otro.wav", "ef" * 32, 46)))
    true = with_clips(theme, (replace(first, asset="otro.wav"), second, *others))
    false = with_clips(theme, (first, replace(second, asset="otro.wav"), *others))
    codes = {parse_theme(serialise_theme(each)).short_code for each in (true, false)}
    assert len(codes) == 2


def test_every_option_and_title_is_said_by_its_own_words() -> None:
    theme = examples.theme()
    words = words_of(theme, SPANISH)
    assert set(words) == required_clips(theme)
    assert all(words.values())
    said = [words[f"o.0.{place}"] for place in range(len(theme.contests[0].options))]
    assert len(set(said)) == len(said)
    assert words["c.1"] == theme.contests[1].title
    own = replace(theme, texts={"es": {"locucion.o.0.0": "Partido del Trabajo"}})
    assert words_of(own, SPANISH)["o.0.0"] == "Partido del Trabajo"
    assert "t.voz.ayuda" not in words_of(theme, "hch")


@given(st.binary(min_size=2, max_size=400).map(lambda data: data[: len(data) // 2 * 2]))
def test_the_samples_of_a_clip_come_back(pcm: bytes) -> None:
    assert read_pcm(wav_of(pcm)) == pcm


@given(st.binary(max_size=80), st.integers(0, 43), st.integers(1, 255))
def test_a_file_that_is_no_clip_is_refused(data: bytes, at: int, mask: int) -> None:
    broken = bytearray(wav_of(bytes(20)))
    broken[at] ^= mask
    for sound in (data, bytes(broken), wav_of(bytes(20))[:-1], wav_of(bytes(20)) + b"\0\0", wav_of(b"")):
        with pytest.raises(TemaInvalido) as refused:
            read_pcm(sound)
        assert refused.value.code in ("T021", "T022")


def test_a_clip_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TemaInvalido) as refused:
        read_pcm(wav_of(bytes(MAX_SOUND_BYTES)))
    assert refused.value.code == "T001"
