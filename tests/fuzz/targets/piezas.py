"""Pictures that people bring to the theme builder. It must not write anything."""

import io
from functools import cache

from PIL import Image

from tests.fuzz.target import Broken, Target
from theme_builder.checks_boleta import picture_is_sound
from theme_builder.projects.pictures import Crop, Shape, cut, read_picture


def run(data: bytes) -> None:
    closer, body = (100 + data[0] % 8 * 4, data[1:]) if data else (100, b"")
    picture = read_picture(body)
    if not picture_is_sound(cut(picture, Shape.RETRATO, Crop(closer=closer))):
        raise Broken("a picture that the checks of a theme refuse")


@cache
def seeds() -> tuple[bytes, ...]:
    picture = Image.radial_gradient("L").resize((300, 260)).convert("RGB")
    made = []
    for form in ("PNG", "JPEG", "WEBP"):
        stream = io.BytesIO()
        picture.save(stream, format=form)
        made.append(b"\0" + stream.getvalue())
    return (*made, b"\7" + made[0][1:])


TARGET = Target(
    name="piezas",
    run=run,
    seeds=seeds,
    letters="T",
    parsers={"theme_builder.projects.pictures:read_picture": "theme_builder.projects.pictures:MAX_PICTURE_BYTES"},
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
