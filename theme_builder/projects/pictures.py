"""Pictures that people bring: read within bounds, cut square, and made the PNG that a theme takes.

It must not judge whom a picture shows. What a camera wrote beside it (place, hour, device) is never kept.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from theme_builder.checks_portraits import LEAST_SIDE_PX
from theme_builder.projects.documents import ProyectoInvalido

MAX_PICTURE_BYTES: Final = 16 << 20
MAX_PIXELS: Final = 40_000_000
"""What a good telephone takes; a larger picture would hold half a gigabyte while it is cut."""
FORMATS: Final = ("PNG", "JPEG", "WEBP")
CLOSEST: Final = 400
WHITE: Final = "#ffffff"
COLORS: Final = 256
_UNREADABLE: Final = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError),
    *(struct.error, zlib.error, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError),
)
"""What Pillow raises for a damaged file: it promises no single exception."""


class Shape(StrEnum):
    """What a picture is cut for: a face fills its square; an emblem stays whole, with white around it."""

    RETRATO = "retrato"
    EMBLEMA = "emblema"


SIDE_PX: Final = {Shape.RETRATO: 480, Shape.EMBLEMA: 384}
LEAST_PX: Final = {Shape.RETRATO: LEAST_SIDE_PX, Shape.EMBLEMA: 96}


@dataclass(frozen=True, slots=True)
class Crop:
    """Which square of a picture: how far ``across`` and ``down`` it lies (0 to 100), how much ``closer`` (100-400)."""

    across: int = 50
    down: int = 50
    closer: int = 100


class Cutter:
    """Cuts one picture at a time, so that many at once do not fill the memory."""

    def __init__(self) -> None:
        self._lock = Lock()

    def cut(self, data: bytes, shape: Shape, crop: Crop) -> bytes:
        """The PNG for a theme; raises as `read_picture`, and T622 for a part that is too small to be seen."""
        with self._lock:
            return cut(read_picture(data), shape, crop)


def read_picture(data: bytes) -> Image.Image:
    """A picture upright, in colours on white; raises ``ProyectoInvalido``.

    T620: no PNG, JPEG or WebP that can be read. T621: more bytes or points than may be, known before it is decoded.
    """
    if len(data) > MAX_PICTURE_BYTES:
        raise ProyectoInvalido("T621", f"{len(data)} bytes")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if found.width * found.height > MAX_PIXELS:
                raise ProyectoInvalido("T621", f"{found.width} x {found.height} points")
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise ProyectoInvalido("T621", str(error)) from None
    except _UNREADABLE as error:
        raise ProyectoInvalido("T620", f"not a picture that can be read: {type(error).__name__}") from None
    white = Image.new("RGBA", upright.size, WHITE)
    white.alpha_composite(upright)
    return white.convert("RGB")


def cut(picture: Image.Image, shape: Shape, crop: Crop) -> bytes:
    """The PNG of the square; raises ``ProyectoInvalido`` T622 when it is less than ``LEAST_PX`` across."""
    fitting = max(picture.size) if shape is Shape.EMBLEMA else min(picture.size)
    side = fitting * 100 // min(max(crop.closer, 100), CLOSEST)
    if side < LEAST_PX[shape]:
        raise ProyectoInvalido("T622", f"{side} points across, of {LEAST_PX[shape]}")
    left = (picture.width - side) * min(max(crop.across, 0), 100) // 100
    top = (picture.height - side) * min(max(crop.down, 0), 100) // 100
    square = Image.new("RGB", (side, side), WHITE)
    square.paste(picture, (-left, -top))
    if side > SIDE_PX[shape]:
        square = square.resize((SIDE_PX[shape], SIDE_PX[shape]), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    square.quantize(COLORS).save(stream, format="PNG", optimize=True)
    return stream.getvalue()
