"""The paper under the head: draws commands on a strip and gives it back in pieces when it is cut.

It must not keep time or answer anything; bytes of any kind leave some paper, never an error.
"""

import segno
from PIL import Image

from hardware.printer.emulator.glyphs import Glyphs
from hardware.printer.emulator.parser import Command, Kind
from hardware.printer.emulator.style import Style
from hardware.printer.paper import HEAD_TO_CUTTER_DOTS, Paper
from hardware.printer.raster import modules_picture

MAX_PIECE_DOTS = 24_000
"""Three metres: longer uncut paper is torn off by hand."""


class Painter:
    """A strip of paper. `dots` is how much of it has passed the head since it was made."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._glyphs = Glyphs()
        self._style = Style(area=paper.width_dots, paper=paper.width_dots)
        self._line: list[Image.Image] = []
        self._bands: list[tuple[int, int, Image.Image]] = []
        self._y = HEAD_TO_CUTTER_DOTS
        self.dots = 0
        self._pieces: list[Image.Image] = []

    def take_pieces(self) -> list[Image.Image]:
        """The pieces cut since the last call, as wide as the head prints, mode `1`."""
        pieces, self._pieces = self._pieces, []
        return pieces

    def reset(self) -> None:
        """As after INIT: default settings, and the unfinished line is dropped. What is drawn stays drawn."""
        self._style = Style(area=self._paper.width_dots, paper=self._paper.width_dots)
        self._line.clear()

    def paint(self, command: Command) -> None:
        """Do one command."""
        data = command.data
        match command.kind:
            case Kind.TEXT:
                self._text(data)
            case Kind.LINE_FEED:
                self._end_line()
            case Kind.FEED_LINES:
                self._finish_line()
                self._feed(data[0] * self._style.spacing)
            case Kind.FEED_DOTS:
                self._finish_line()
                self._feed(data[0])
            case Kind.RASTER:
                self._raster(data)
            case Kind.SYMBOL:
                self._symbol(data)
            case Kind.INIT:
                self.reset()
            case _:
                self._style.set(command)

    def cut(self) -> None:
        """Separate what is past the blade."""
        self._finish_line()
        self._separate(self._y - HEAD_TO_CUTTER_DOTS)

    def _separate(self, at: int) -> None:
        """Cut at row `at` of the strip; nothing happens when no paper is past it."""
        if at <= 0:
            return
        piece = Image.new("1", (self._paper.width_dots, at), 1)
        rest = []
        for x, y, band in self._bands:
            if y < at:
                piece.paste(band, (x, y))
            if y + band.height > at:
                rest.append((x, y - at, band))
        self._bands = rest
        self._y -= at
        self._pieces.append(piece)

    def _text(self, data: bytes) -> None:
        style = self._style
        for letter in data.decode(style.code_page, errors="replace"):
            cell = self._glyphs.cell(letter, style.width, style.height, bold=style.bold)
            if self._line and sum(c.width for c in self._line) + cell.width > self._style.room:
                self._end_line()
            self._line.append(cell)

    def _finish_line(self) -> None:
        if self._line:
            self._end_line()

    def _end_line(self) -> None:
        """Draw the waiting line and feed by the spacing, at least by the height of its letters."""
        height = max((cell.height for cell in self._line), default=0)
        width = sum(cell.width for cell in self._line)
        if width:
            band = Image.new("1", (width, height), 1)
            x = 0
            for cell in self._line:
                band.paste(cell, (x, height - cell.height))
                x += cell.width
            self._place(band)
        self._line.clear()
        self._feed(max(height, self._style.spacing))

    def _place(self, band: Image.Image) -> None:
        free = max(0, self._style.room - band.width)
        x = self._style.left + (0, free // 2, free)[self._style.align]
        self._bands.append((x, self._y, band))

    def _feed(self, dots: int) -> None:
        self._y += dots
        self.dots += dots
        if self._y > MAX_PIECE_DOTS:
            self._separate(self._y)

    def _raster(self, data: bytes) -> None:
        """data: mode, width in bytes, height, rows; bit 1 of a mode doubles the width, bit 2 the height."""
        width, height = (int.from_bytes(data[i : i + 2], "little") for i in (1, 3))
        if not width or not height:
            return
        self._finish_line()
        band = Image.frombytes("1", (width * 8, height), bytes(b ^ 0xFF for b in data[5:]))
        wide, high = 1 + (data[0] & 1), 1 + (data[0] >> 1 & 1)
        if wide * high > 1:
            band = band.resize((band.width * wide, band.height * high))
        self._place(band)
        self._feed(band.height)

    def _symbol(self, data: bytes) -> None:
        """GS ( k for QR: function 81 of code 49 prints what the others have set."""
        if data[:2] == b"1Q":
            self._print_qr()
        else:
            self._style.set_symbol(data)

    def _print_qr(self) -> None:
        style = self._style
        if not style.qr_data:
            return
        self._finish_line()
        try:
            symbol = segno.make_qr(style.qr_data, error=style.qr_level, boost_error=False)
        except (segno.DataOverflowError, ValueError):
            return
        modules = [[module == 1 for module in row] for row in symbol.matrix]
        band = modules_picture(modules, style.qr_module, 0)
        self._place(band)
        self._feed(band.height)
