"""What is known in advance of a model of printer: its confirmation, its features and the speed that it cannot exceed.

It must not talk to a device: what a printer really does is asked by the driver's `hello`.
"""

from dataclasses import dataclass
from enum import Enum

CELL_WIDTH_DOTS = 12
CELL_HEIGHT_DOTS = 24
LINE_DOTS = 30
"""Height of a normal line: a cell of 24 dots and 6 of space."""
PAPER_WIDTH_DOTS = 576
"""80 mm paper, 72 mm printable at 203 dpi."""
TEXT_WIDTH_DOTS = 504
MARGIN_DOTS = (PAPER_WIDTH_DOTS - TEXT_WIDTH_DOTS) // 2


class Confirmation(Enum):
    """How the printer says, in sequence, that everything before is on the paper."""

    PROCESS_ID = "process_id"
    """`GS ( H` function 48: the printer repeats a fresh id."""
    PAPER_SENSOR = "paper_sensor"
    """`GS r 1`: answered in order, without an id; for printers that lack the first."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """A model. `escpos_profile` is a name in python-escpos; speeds are in normal lines (30 dots, 3.75 mm) a second.

    `max_lines_per_second` is more than the model can print: a confirmation sooner than that is not believed.
    """

    name: str
    escpos_profile: str
    confirmation: Confirmation
    native_qr: bool
    nominal_lines_per_second: int
    max_lines_per_second: int
    baud: int
    answer_timeout_ms: int = 1000


EMULATED = PrinterProfile(
    name="emulada",
    escpos_profile="TM-T20II",
    confirmation=Confirmation.PROCESS_ID,
    native_qr=True,
    nominal_lines_per_second=130,
    max_lines_per_second=160,
    baud=115_200,
)
"""The emulator: faster than any real head, so that tests are short, with the same proportion of plausible speed."""

SERIAL_80MM = PrinterProfile(
    name="serie_80mm",
    escpos_profile="TM-T20II",
    confirmation=Confirmation.PROCESS_ID,
    native_qr=True,
    nominal_lines_per_second=53,
    max_lines_per_second=67,
    baud=38_400,
)
"""A common 80 mm receipt printer of 200 mm/s; 250 mm/s is taken as impossible."""

SERIAL_80MM_BASIC = PrinterProfile(
    name="serie_80mm_basica",
    escpos_profile="TM-T20II",
    confirmation=Confirmation.PAPER_SENSOR,
    native_qr=False,
    nominal_lines_per_second=40,
    max_lines_per_second=53,
    baud=38_400,
)
"""The same without `GS ( H` and without QR of its own: weaker evidence, said so on the report by whoever uses it."""
