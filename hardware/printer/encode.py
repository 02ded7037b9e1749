"""A slip as the bytes of one ESC/POS job, made with python-escpos.

It must not send them or know whether they were printed; letters outside code page 858 become pictures of their line.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from PIL import Image

from hardware.printer import raster
from hardware.printer.escpos_table import read_printers
from hardware.printer.layout import Item, Line, compose
from hardware.printer.paper import CELL_HEIGHT_DOTS, LINE_DOTS
from hardware.printer.port import Align, Feed, Picture, Qr, Size, Slip
from hardware.printer.profile import PrinterProfile
from hardware.printer.raster import LineFonts

BAND_DOTS = 24
"""Pictures go in bands of this height, each a command, so that none is larger than a printer's buffer."""
_QR_LEVEL_M = 1
_MOTION_UNITS = b"\x1dP\xcb\xcb"
"""GS P 203 203: one unit of motion is one dot of the head."""
FULL_CUT = b"\x1dVA\x00"
"""GS V 65 0: feed to the cutter and cut through. python-escpos' `cut(feed=False)` cuts partially."""
_SPACING = {Size.NORMAL: LINE_DOTS, Size.TALL: 2 * CELL_HEIGHT_DOTS + 8, Size.LARGE: 2 * CELL_HEIGHT_DOTS + 12}


@dataclass(frozen=True, slots=True)
class Job:
    """The bytes of one or more pieces of paper, cuts included, and the least paper that they move, in dots.

    `breaks` are places between two commands, in order: a job may be handed over in parts that end there.
    """

    data: bytes
    paper_dots: int
    breaks: tuple[int, ...] = ()

    def __add__(self, after: "Job") -> "Job":
        """This job and then the other."""
        shifted = (len(self.data), *(place + len(self.data) for place in after.breaks))
        return Job(self.data + after.data, self.paper_dots + after.paper_dots, self.breaks + shifted)

    @property
    def cut(self) -> bytes:
        """The last command: the cut, which makes a slip of what stands before it."""
        return self.data[-len(FULL_CUT) :]

    def body(self, size_bytes: int) -> list[bytes]:
        """The bytes before the last cut in parts of at most `size_bytes`, cut at breaks; a larger command is alone."""
        end = len(self.data) - len(FULL_CUT)
        found, start, last = [], 0, 0
        for place in (*self.breaks, end):
            if place - start > size_bytes and last > start:
                found.append(self.data[start:last])
                start = last
            last = place
        return [*found, self.data[start:end]]


class _Escpos(Protocol):
    """What is used of python-escpos, which brings no types."""

    profile: Any

    def set(self, **style: object) -> None: ...
    def charcode(self, code: str) -> None: ...
    def text(self, txt: str) -> None: ...
    def line_spacing(self, spacing: int) -> None: ...
    def print_and_feed(self, n: int) -> None: ...
    def image(self, img_source: Image.Image, *, impl: str) -> None: ...
    def qr(self, content: str, ec: int, size: int, *, native: bool) -> None: ...
    def hw(self, hw: str) -> None: ...
    def _raw(self, msg: bytes) -> None: ...


def _collecting_escpos(profile_name: str, sink: bytearray) -> _Escpos:
    """An Escpos whose output goes to `sink`."""
    read_printers()
    from escpos.escpos import Escpos  # noqa: PLC0415 - it reads its table of printers: see `escpos_table`

    class Collecting(Escpos):  # type: ignore[misc]  # escpos brings no types
        """Escpos over a byte array."""

        def _raw(self, msg: bytes) -> None:
            sink.extend(msg)

    made: _Escpos = Collecting(profile=profile_name)
    return made


class Encoder:
    """Makes jobs for one profile. Raises ValueError when the profile has no full cut: slips must not hang together."""

    def __init__(self, profile: PrinterProfile, fonts: LineFonts) -> None:
        self._profile = profile
        self._fonts = fonts
        self._out = bytearray()
        self._escpos = _collecting_escpos(profile.escpos_profile, self._out)
        if not self._escpos.profile.supports("paperFullCut"):
            raise ValueError(f"profile {profile.escpos_profile} has no full cut")
        self._spacing = 0
        self._dots = 0
        self._breaks: list[int] = []

    def encode(self, slip: Slip) -> Job:
        """The job that prints `slip` on one piece of paper. Raises OSError when a picture is not a PNG."""
        self._begin()
        for item in compose(slip, self._profile.paper):
            self._breaks.append(len(self._out))
            self._item(item)
        self._escpos._raw(FULL_CUT)  # noqa: SLF001 (the way python-escpos gives to send a command that it lacks)
        job = Job(bytes(self._out), self._dots, tuple(self._breaks))
        self._wipe()
        return job

    def _wipe(self) -> None:
        """Keep nothing of a slip once its job is made: it may say a choice."""
        self._out[:] = bytes(len(self._out))
        self._out.clear()

    def _begin(self) -> None:
        self._wipe()
        self._dots = 0
        self._spacing = 0
        self._breaks.clear()
        self._escpos.hw("INIT")
        margins = b"\x1dL\x00\x00\x1dW" + self._profile.paper.width_dots.to_bytes(2, "little")
        self._escpos._raw(_MOTION_UNITS + margins)  # noqa: SLF001 (as above)
        # The library sends a code page only when it changes, and INIT has just reset the printer's.
        self._escpos.charcode("CP437")
        self._escpos.charcode("CP858")

    def _item(self, item: Item) -> None:
        match item:
            case Line():
                self._line(item)
            case Feed():
                self._space(LINE_DOTS)
                self._escpos.print_and_feed(item.lines)
                self._dots += item.lines * LINE_DOTS
            case Qr():
                self._qr(item)
            case Picture():
                self._image(raster.png_picture(item.png, self._profile.paper.width_dots))

    def _line(self, line: Line) -> None:
        if line.drawn:
            self._image(raster.line_picture(line, self._fonts), gap=_SPACING[line.size] - _height(line.size))
            return
        self._space(_SPACING[line.size])
        double_width, double_height = (cells > 1 for cells in line.size.value)
        self._escpos.set(
            align=line.align.value,
            normal_textsize=True,
            double_width=double_width,
            double_height=double_height,
            bold=line.bold,
        )
        self._escpos.text(line.text + "\n")
        self._dots += _SPACING[line.size]

    def _image(self, picture: Image.Image, *, gap: int = 0) -> None:
        self._escpos.set(align=Align.CENTER.value)
        for top in range(0, picture.height, BAND_DOTS):
            self._breaks.append(len(self._out))
            band = picture.crop((0, top, picture.width, min(top + BAND_DOTS, picture.height)))
            self._escpos.image(band, impl="bitImageRaster")
        self._blank(gap)
        self._dots += picture.height

    def _qr(self, qr: Qr) -> None:
        if not self._profile.native_qr:
            self._image(raster.qr_picture(qr))
            return
        quiet = raster.QUIET_MODULES * qr.module_dots
        self._blank(quiet)
        self._escpos.set(align=Align.CENTER.value)
        self._escpos.qr(qr.data, _QR_LEVEL_M, qr.module_dots, native=True)
        self._blank(quiet)
        self._dots += len(raster.qr_symbol(qr.data)) * qr.module_dots

    def _blank(self, dots: int) -> None:
        """ESC J: feed by dots; python-escpos feeds by lines only."""
        if dots:
            self._escpos._raw(b"\x1bJ" + bytes((dots,)))  # noqa: SLF001 (as above)
            self._dots += dots

    def _space(self, dots: int) -> None:
        if dots != self._spacing:
            self._escpos.line_spacing(dots)
            self._spacing = dots


def _height(size: Size) -> int:
    height_cells: int = size.value[1]
    return CELL_HEIGHT_DOTS * height_cells
