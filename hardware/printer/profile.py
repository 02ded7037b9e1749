"""What is known in advance of a model of printer: paper, confirmation, features and the speed that it cannot exceed.

It must not talk to a device: what a printer really does is asked by the driver's `hello`.
"""

from dataclasses import dataclass, replace
from enum import Enum

from hardware.printer.paper import PAPER_58, PAPER_80, Paper


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
    `buffer_bytes` is its receive buffer: the driver never has more than that unconfirmed, so that the printer always
    hears a question. `model` is what it answers to GS I 67, and nothing is asked when it is empty. `near_end_lines` is
    the paper that is left at least when its near-end sensor first sees little: how the sensor was set, less a margin.
    """

    name: str
    paper: Paper
    escpos_profile: str
    confirmation: Confirmation
    native_qr: bool
    nominal_lines_per_second: int
    max_lines_per_second: int
    baud: int
    answer_timeout_ms: int = 1000
    buffer_bytes: int = 4096
    model: str = ""
    near_end_lines: int = 800


EMULATED = PrinterProfile(
    name="emulada",
    paper=PAPER_80,
    model="EMULADA-80",
    escpos_profile="TM-T20II",
    confirmation=Confirmation.PROCESS_ID,
    native_qr=True,
    nominal_lines_per_second=130,
    max_lines_per_second=160,
    baud=115_200,
)
"""The emulator: faster than any real head, so that tests are short, with the same proportion of plausible speed."""

EMULATED_58MM = replace(EMULATED, name="emulada_58mm", paper=PAPER_58, model="EMULADA-58")
"""The same with narrow paper."""

SERIAL_80MM = PrinterProfile(
    name="serie_80mm",
    paper=PAPER_80,
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
    paper=PAPER_80,
    escpos_profile="TM-T20II",
    confirmation=Confirmation.PAPER_SENSOR,
    native_qr=False,
    nominal_lines_per_second=40,
    max_lines_per_second=53,
    baud=38_400,
)
"""The same without `GS ( H` and without QR of its own: weaker evidence, said so on the report by whoever uses it."""

SERIAL_58MM = PrinterProfile(
    name="serie_58mm",
    paper=PAPER_58,
    escpos_profile="TM-T20II",
    confirmation=Confirmation.PROCESS_ID,
    native_qr=True,
    nominal_lines_per_second=24,
    max_lines_per_second=34,
    baud=9_600,
)
"""A 58 mm printer of 90 mm/s with a cutter, on a slow line."""

PROFILES = {profile.name: profile for profile in (EMULATED, EMULATED_58MM, SERIAL_80MM, SERIAL_80MM_BASIC, SERIAL_58MM)}
"""The models that a configuration may name."""
