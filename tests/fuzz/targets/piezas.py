"""Pictures and recordings that people bring to the theme builder. It must not write anything."""

import io
import wave
from functools import cache

from PIL import Image

from shared.formats.theme_sounds import read_pcm
from tests.fuzz.target import Broken, Target
from theme_builder.checks_boleta import picture_is_sound
from theme_builder.projects.pictures import Crop, Shape, cut, read_picture
from theme_builder.projects.recordings import read_recording

SOUND = b"\xff"


def run(data: bytes) -> None:
    closer, body = (100 + data[0] % 8 * 4, data[1:]) if data else (100, b"")
    if data[:1] == SOUND:
        read_pcm(read_recording(body))
        return
    picture = read_picture(body)
    if not picture_is_sound(cut(picture, Shape.RETRATO, Crop(closer=closer))):
        raise Broken("a picture that the checks of a theme refuse")


def _wav(samples: bytes, rate: int, channels: int, width: int) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as made:
        made.setparams((channels, width, rate, 0, "NONE", ""))
        made.writeframes(samples)
    return stream.getvalue()


@cache
def seeds() -> tuple[bytes, ...]:
    picture = Image.radial_gradient("L").resize((300, 260)).convert("RGB")
    made = []
    for form in ("PNG", "JPEG", "WEBP"):
        stream = io.BytesIO()
        picture.save(stream, format=form)
        made.append(b"\0" + stream.getvalue())
    ramp = bytes(place * 7 % 256 for place in range(2000))
    return (*made, SOUND + _wav(ramp, 44_100, 2, 2), SOUND + _wav(ramp, 8000, 1, 1), b"\7" + made[0][1:])


TARGET = Target(
    name="piezas",
    run=run,
    seeds=seeds,
    letters="T",
    parsers={
        "theme_builder.projects.pictures:read_picture": "theme_builder.projects.pictures:MAX_PICTURE_BYTES",
        "theme_builder.projects.recordings:read_recording": "theme_builder.projects.recordings:MAX_RECORDING_BYTES",
    },
    dictionary=(
        b"IHDR",
        b"IDAT",
        b"acTL",
        b"iCCP",
        b"zTXt",
        b"eXIf",
        b"\xff\xc0",
        b"\xff\xe1Exif\0\0",
        b"VP8X",
        b"RIFF",
    ),
    sample=120,
)
