"""Pictures as people bring them: cut where they say, without what the camera wrote, and hostile ones refused."""

import importlib
import io
import struct
import zlib

import pytest
from PIL import Image

from theme_builder.checks_boleta import picture_is_sound
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.pictures import Crop, Cutter, Shape

RED, BLUE = (200, 0, 0), (0, 0, 200)


def halves(width: int, height: int, form: str = "PNG", **options: object) -> bytes:
    """Red at the left, blue at the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    stream = io.BytesIO()
    picture.save(stream, format=form, **options)
    return stream.getvalue()


def at(png: bytes, x: int, y: int) -> tuple[int, int, int]:
    found = Image.open(io.BytesIO(png)).convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def test_the_centre_is_cut_when_nobody_says_otherwise() -> None:
    png = Cutter().cut(halves(1200, 600), Shape.RETRATO, Crop())
    assert picture_is_sound(png)
    assert Image.open(io.BytesIO(png)).size == (480, 480)
    assert (at(png, 100, 240), at(png, 380, 240)) == (RED, BLUE)


@pytest.mark.parametrize(("across", "color"), [(0, RED), (100, BLUE), (999, BLUE)])
def test_a_side_is_cut_by_numbers_alone(across: int, color: tuple[int, int, int]) -> None:
    png = Cutter().cut(halves(1200, 600), Shape.RETRATO, Crop(across=across, closer=120))
    assert {at(png, x, 240) for x in (1, 240, 400)} == {color}


def test_an_emblem_stays_whole_with_white_around_it_and_nothing_is_enlarged() -> None:
    png = Cutter().cut(halves(300, 100), Shape.EMBLEMA, Crop())
    assert Image.open(io.BytesIO(png)).size == (300, 300)
    assert (at(png, 5, 5), at(png, 5, 150), at(png, 295, 150)) == ((255, 255, 255), RED, BLUE)


def test_what_the_camera_wrote_is_not_kept_and_a_turned_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 3, {1: "N", 2: (20.0, 40.0, 0.0)}
    png = Cutter().cut(halves(600, 600, "JPEG", exif=exif, quality=95), Shape.RETRATO, Crop())
    assert b"eXIf" not in png
    red, _, blue = at(png, 20, 240)
    assert blue > red


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


HOSTILE = {
    "nothing": (b"", "T620"),
    "words": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "T620"),
    "gif": (halves(600, 600, "GIF"), "T620"),
    "cut short": (halves(600, 600, "JPEG")[:900], "T620"),
    "says that it is huge": (bomb(60_000, 60_000), "T621"),
    "more points than may be": (bomb(8000, 5001), "T621"),
    "holds less than it says": (bomb(600, 600), "T620"),
    "too small": (halves(239, 600), "T622"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused_with_a_code(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(ProyectoInvalido) as caught:
        Cutter().cut(data, Shape.RETRATO, Crop())
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["cut short", "holds less than it says"])
def test_half_a_picture_is_refused_where_sheets_are_printed_too(name: str) -> None:
    """What makes PDF changes Pillow for the whole process when it is loaded."""
    importlib.import_module("theme_builder.sheets.document")
    test_a_hostile_picture_is_refused_with_a_code(name)


def test_nobody_comes_so_close_that_a_face_is_a_blur() -> None:
    with pytest.raises(ProyectoInvalido, match="T622"):
        Cutter().cut(halves(900, 900), Shape.RETRATO, Crop(closer=400))
