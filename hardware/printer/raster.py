"""Lines, QR symbols and pictures as black dots, for what a printer's own letters and symbols cannot give.

It must not know the printer's commands; pictures are Pillow images of mode `1`, white is 1.
"""

import io
from dataclasses import dataclass, field
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont, features

from hardware.printer.layout import Line
from hardware.printer.paper import CELL_HEIGHT_DOTS, CELL_WIDTH_DOTS
from hardware.printer.port import Align, Qr

QUIET_MODULES = 4
_INK_THRESHOLD = 150
_FINE = 4
"""Text is drawn this many times larger and reduced, for even strokes."""
_FONT_SHARE = 0.78
"""Share of the cell that the font's em takes, so that accents and descenders fit inside."""


@dataclass(frozen=True, slots=True)
class LineFonts:
    """Font files for lines with letters that the printer lacks: full Latin, with the letters of Wixarika and Nahuatl.

    Raises OSError from the first use when a file is not a font.
    """

    regular: Path
    bold: Path
    _loaded: dict[tuple[bool, int], ImageFont.FreeTypeFont] = field(default_factory=dict, repr=False, compare=False)

    def face(self, size_dots: int, *, bold: bool) -> ImageFont.FreeTypeFont:
        """The face at `size_dots` an em; each is read from its file once."""
        key = (bold, size_dots)
        if key not in self._loaded:
            path = self.bold if bold else self.regular
            self._loaded[key] = ImageFont.truetype(path, size_dots, layout_engine=_layout())
        return self._loaded[key]


def _layout() -> ImageFont.Layout:
    """The layout that puts marks over their letter as the font says; the simple one where Pillow lacks it."""
    return ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC


def shipped_fonts() -> LineFonts:
    """DejaVu Sans Mono, shipped with the printer's folder, for programs that bring no font of their own."""
    folder = Path(__file__).parent / "fonts"
    return LineFonts(folder / "DejaVuSansMono.ttf", folder / "DejaVuSansMono-Bold.ttf")


def line_picture(line: Line, fonts: LineFonts) -> Image.Image:
    """`line` drawn over all its columns at the height of its size; letters are narrowed when they would not fit."""
    width_cells, height_cells = line.size.value
    width = line.columns * width_cells * CELL_WIDTH_DOTS
    height = CELL_HEIGHT_DOTS * height_cells
    stretch = width_cells / height_cells / _FINE
    left, right = (
        _scaled(part, round(part.width * stretch), height)
        for part in (_ink(text, height * _FINE, fonts, bold=line.bold) for text in (line.left.strip(), line.right))
    )
    room = width - (right.width + CELL_HEIGHT_DOTS if line.right else 0)
    left = _scaled(left, min(left.width, room), height)
    picture = Image.new("L", (width, height), 255)
    align = Align.LEFT if line.right else line.align
    free = width - left.width
    picture.paste(left, ({Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[align], 0))
    if line.right:
        picture.paste(right, (width - right.width, 0))
    return _black_and_white(picture)


def _ink(text: str, height: int, fonts: LineFonts, *, bold: bool) -> Image.Image:
    """`text` in one row of `height` dots, as wide as it needs (at least 1)."""
    face = fonts.face(round(height * _FONT_SHARE), bold=bold)
    width = max(1, round(face.getlength(text)))
    picture = Image.new("L", (width, height), 255)
    ascent, descent = face.getmetrics()
    ImageDraw.Draw(picture).text((0, (height - ascent - descent) // 2), text, fill=0, font=face)
    return picture


def _scaled(picture: Image.Image, width: int, height: int) -> Image.Image:
    return picture.resize((max(1, width), height), Image.Resampling.BOX)


def _black_and_white(picture: Image.Image) -> Image.Image:
    return picture.point([0] * _INK_THRESHOLD + [255] * (256 - _INK_THRESHOLD), "1")


def qr_symbol(data: str) -> list[list[bool]]:
    """The modules of `data` at level M in alphanumeric mode, without quiet zone; True is black."""
    symbol = segno.make_qr(data, error="m", mode="alphanumeric", boost_error=False)
    return [[module == 1 for module in row] for row in symbol.matrix]


def qr_picture(qr: Qr) -> Image.Image:
    """`qr` with its quiet zone of four modules on every side."""
    modules = qr_symbol(qr.data)
    return modules_picture(modules, qr.module_dots, QUIET_MODULES)


def modules_picture(modules: list[list[bool]], module_dots: int, quiet: int) -> Image.Image:
    """Square modules as dots, with `quiet` white modules on every side."""
    side = len(modules) + 2 * quiet
    small = Image.new("1", (side, side), 1)
    for y, row in enumerate(modules):
        for x, black in enumerate(row):
            if black:
                small.putpixel((x + quiet, y + quiet), 0)
    return small.resize((side * module_dots, side * module_dots), Image.Resampling.NEAREST)


def png_picture(png: bytes, width_dots: int) -> Image.Image:
    """A PNG as black and white dots, over white, at most `width_dots` wide. Raises OSError when it is not a PNG."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
        source = opened.convert("RGBA")
    paper = Image.new("RGBA", source.size, "white")
    paper.alpha_composite(source)
    grey = paper.convert("L")
    if grey.width > width_dots:
        grey = grey.resize((width_dots, max(1, grey.height * width_dots // grey.width)), Image.Resampling.LANCZOS)
    return grey.convert("1")
