"""The sounds of a theme: read by an urna when the theme is loaded. It must not take two files for one clip."""

from shared.formats.theme_sounds import read_pcm, wav_of
from tests.fuzz.target import Target, same


def run(data: bytes) -> None:
    same(wav_of(read_pcm(data)), data)


def seeds() -> tuple[bytes, ...]:
    return (wav_of(bytes(20)), wav_of(bytes(range(256)) * 4), wav_of(b"RIFFdata"))


TARGET = Target(
    name="sound",
    run=run,
    seeds=seeds,
    letters="T",
    parsers={"shared.formats.theme_sounds:read_pcm": "shared.formats.theme_sounds:MAX_SOUND_BYTES"},
    dictionary=(b"RIFF", b"WAVEfmt ", b"data", b"\x22\x56\0\0", b"\x44\xac\0\0"),
)
