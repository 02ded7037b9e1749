"""A slip as the emulated printer puts it on paper, without a printer, a line or time. It must not lay out a slip.

The bytes are those that a real printer would get; what reads and paints them is what the emulator runs.
"""

from PIL import Image

from hardware.printer.emulator import parser
from hardware.printer.emulator.painter import Painter
from hardware.printer.emulator.parser import Command, Kind
from hardware.printer.encode import Encoder
from hardware.printer.paper import DOTS_PER_MM, HEAD_TO_CUTTER_DOTS
from hardware.printer.port import Slip
from hardware.printer.profile import PrinterProfile
from hardware.printer.raster import LineFonts


def draw(slip: Slip, profile: PrinterProfile, fonts: LineFonts) -> Image.Image:
    """The piece of paper of one slip, as wide as the roll (mode `1`, 8 dots a millimetre), cut off at its end."""
    data, painter = Encoder(profile, fonts).encode(slip).data, Painter(profile.paper)
    while data:
        command = parser.next_command(data)
        if command is None:
            break
        data = data[command.size :]
        if command.kind is not Kind.CUT:
            painter.paint(command)
            continue
        painter.paint(Command(Kind.FEED_DOTS, bytes((HEAD_TO_CUTTER_DOTS + command.data[1],)), 0))
        painter.cut()
    (piece,) = painter.take_pieces()
    roll = Image.new("1", (profile.paper.width_mm * DOTS_PER_MM, piece.height), 1)
    roll.paste(piece, ((roll.width - piece.width) // 2, 0))
    return roll
