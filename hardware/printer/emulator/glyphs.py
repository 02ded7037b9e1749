"""The built-in face of the emulated printer: black and white cells of 12 x 24 dots and their doubles.

It must not place letters; glyphs come from the DejaVu Sans Mono shipped with the printer's folder.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hardware.printer.paper import CELL_HEIGHT_DOTS, CELL_WIDTH_DOTS

_EM_DOTS = 20
_FINE = 4
"""Glyphs are drawn this many times larger and reduced, so that doubled sizes have smooth edges."""
_INK = 150
_FOLDER = Path(__file__).parent.parent / "fonts"


class Glyphs:
    """Cells by letter, size and weight, each drawn once."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, int, int, bool], Image.Image] = {}
        self._faces = {
            bold: ImageFont.truetype(
                _FOLDER / f"DejaVuSansMono{'-Bold' if bold else ''}.ttf",
                _EM_DOTS * 2 * _FINE,
                layout_engine=ImageFont.Layout.BASIC,
            )
            for bold in (False, True)
        }

    def cell(self, letter: str, width: int, height: int, *, bold: bool) -> Image.Image:
        """`letter` in a cell of `width` x `height` normal cells, mode `1`, white is 1."""
        key = (letter, width, height, bold)
        if key not in self._cells:
            self._cells[key] = self._draw(letter, width, height, bold=bold)
        return self._cells[key]

    def _draw(self, letter: str, width: int, height: int, *, bold: bool) -> Image.Image:
        size = (CELL_WIDTH_DOTS * 2 * _FINE, CELL_HEIGHT_DOTS * 2 * _FINE)
        large = Image.new("L", size, 255)
        ascent, descent = self._faces[bold].getmetrics()
        top = (size[1] - ascent - descent) // 2
        ImageDraw.Draw(large).text((0, top), letter, fill=0, font=self._faces[bold])
        cell = large.resize((CELL_WIDTH_DOTS * width, CELL_HEIGHT_DOTS * height), Image.Resampling.BOX)
        return cell.point([0] * _INK + [255] * (256 - _INK), "1")
